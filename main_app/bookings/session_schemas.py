"""What the routes that change or cancel events and sessions take and answer."""

from pydantic import Field

from main_app.events.schemas import EventChange, SessionChange
from service_kit.fields import Body, Out, Query


class SessionImpactOf(Body):
    """What to look at: a change, or (without one) cancelling."""

    change: SessionChange | None = None


class EventImpactOf(Body):
    """What to look at: a change, or (without one) cancelling."""

    change: EventChange | None = None


class Confirmed(Query):
    """Confirms what was shown: the `fingerprint` of an impact. Answers 409 where the impact is another one by now."""

    expected_impact: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")


class ConfirmedCancellation(Confirmed):
    reason: str = Field("", max_length=500)


class GuestImpact(Out):
    booking_id: int
    user_name: str
    session_id: int
    session_title: str
    message: str
    clash: bool


class Impact(Out):
    bookings: int
    clashes: int
    guests: list[GuestImpact]
    fingerprint: str


class ImpactAnswer(Out):
    impact: Impact
