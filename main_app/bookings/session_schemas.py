"""Requests and responses of the routes that change or cancel events and sessions."""

from pydantic import Field

from main_app.events.schemas import EventChange, Scope, ScopeName, SessionChange
from service_kit.fields import Body, Out, Pagination, Query


class SessionImpactRequest(Body):
    """The change to preview; without one, cancelling is previewed."""

    change: SessionChange | None = None
    scope: ScopeName = Scope.THIS


class EventImpactRequest(Body):
    """The change to preview; without one, cancelling is previewed."""

    change: EventChange | None = None


class Confirmed(Query):
    """The `fingerprint` of the impact that was shown. Responds with 409 if the impact has changed since."""

    expected_impact: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    reason: str = Field("", max_length=500, description="the affected guests read it")


class ConfirmedOfSession(Confirmed):
    scope: Scope = Scope.THIS


class GuestImpact(Out):
    booking_id: int
    user_name: str
    session_id: int
    session_title: str
    session_start: str  # as it is now
    message: str
    clash: bool


class UndecidedSession(Out):
    """A session that after the change runs only if `min_places` are booked at `decide_at`; now `booked_places` are."""

    session_id: int
    session_title: str
    min_places: int
    booked_places: int
    decide_at: str


class ImpactRefund(Out):
    """What goes back to guests in a currency if this is cancelled."""

    currency: str
    refund_cents: int


class Impact(Out):
    """`bookings` and `clashes` are of all affected guests; `guests` lists the first hundred.

    `sessions` says how many sessions change, from `first_start` to `last_start` as they are now.
    """

    sessions: int
    first_start: str | None
    last_start: str | None
    bookings: int
    clashes: int
    guests: list[GuestImpact]
    undecided: list[UndecidedSession]
    refunds: list[ImpactRefund]
    fingerprint: str


class ImpactResponse(Out):
    impact: Impact


class GuestPhone(Out):
    booking_id: int
    phone: str


class GuestPhoneList(Out):
    """The confirmed numbers of guests who are booked."""

    phones: list[GuestPhone]
    pagination: Pagination
