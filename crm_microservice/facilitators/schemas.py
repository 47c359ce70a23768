"""Schemas of requests and responses under /api/facilitator."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, RootModel, StringConstraints, model_validator

from crm_microservice.facilitators.states import STATES
from crm_microservice.notifications.schemas import Count, Id, QueryText, Timestamp, Words
from crm_microservice.responses import Out, Time
from service_kit.csv_export import Language
from service_kit.fields import Body, Paged, Pagination, Query, ReceivedTitle, TimeZone
from service_kit.problems import field_error

MAX_DAYS = 366


class FacilitatorPath(Query):
    facilitator_id: Id


class EventPath(FacilitatorPath):
    event_id: Id


class SessionPath(FacilitatorPath):
    session_id: Id


class GuestPath(FacilitatorPath):
    user_id: Id


class BookingFilters(Query):
    status: Annotated[QueryText, Field(description=", ".join(STATES))] | None = None
    search: QueryText | None = None
    session_id: Id | None = None
    event_id: Id | None = None
    changed_since: Timestamp | None = None


class BookingQuery(BookingFilters, Paged):
    pass


class BookingExport(BookingFilters):
    language: Language = "en"


class BookingOut(Out):
    """A booking. `status` and the states of its payment and refund may be unknown to this release.

    Amounts are in minor units of `currency`; `total_cents` is what the booking costs.
    """

    booking_id: int
    facilitator_id: int
    version: int | None
    status: str
    places: int
    user_id: int | None
    user_name: str
    user_email: str | None
    event_id: int | None
    event_title: str
    event_start: Time | None
    session_id: int | None
    session_title: str | None
    session_start: Time | None
    session_end: Time | None
    session_time_zone: str | None
    session_location: str | None
    session_capacity: int | None
    booked_at: Time
    cancelled_at: Time | None
    cancel_reason: str | None = Field(
        description="not_enough_places, moved_to_another_date, or as the facilitator wrote it"
    )
    updated_at: Time
    payment_id: str | None
    payment_status: str | None = Field(description="pending, success, failed")
    payment_provider: str | None
    payment_method: str | None = Field(description="how the facilitator was paid: cash, card, transfer")
    amount_paid: int | None
    currency: str | None
    total_cents: int | None
    refunded_cents: int | None
    refund_id: str | None
    refund_status: str | None = Field(description="initiated, processed, failed")
    refunded_at: Time | None


class ListedBooking(BookingOut):
    note: str | None = Field(description="the beginning of the facilitator's own notes about the guest")


class BookingList(Out):
    bookings: list[ListedBooking]
    pagination: Pagination


class SessionQuery(Paged):
    status: Literal["upcoming", "active", "ongoing", "past"] | None = None
    per_page: int = Field(100, ge=1, le=100)


class SessionOut(Out):
    """A session with its places: `booked` are taken, `cancelled` were given back."""

    session_id: int
    title: str | None
    event_id: int | None
    event_title: str
    start_time: Time | None
    end_time: Time | None
    time_zone: str | None
    location: str | None
    capacity: int | None
    status: str
    booked: int
    cancelled: int
    occupancy: float | None = Field(description="the share of the capacity that is booked")


class SessionList(Out):
    """With `stale`, the main API did not respond: these sessions come from notifications and may be out of date."""

    sessions: list[SessionOut]
    pagination: Pagination
    stale: bool


class SessionResponse(Out):
    session: SessionOut
    stale: bool


class StatisticsQuery(Query):
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 30
    time_zone: TimeZone = "UTC"


class DayOut(Out):
    date: str
    bookings: int
    cancellations: int


class UpcomingTotals(Out):
    """Totals of all sessions that have not ended, including those without bookings."""

    sessions: int
    booked: int
    capacity: int


class MoneyOut(Out):
    """What guests paid and got back in one currency, in its minor units."""

    currency: str
    paid_cents: int
    refunded_cents: int


class Statistics(Out):
    """`occupancy` lists the next sessions; `ahead` sums up all of them. `stale`: as in SessionList.

    `money` has an item for each currency; amounts of different currencies are never added.
    """

    days: list[DayOut]
    ahead: UpcomingTotals
    money: list[MoneyOut]
    occupancy: list[SessionOut]
    stale: bool


class ReadBody(Body):
    up_to: Count


class Unread(Out):
    unread: int
    up_to: int
    latest: int
    since: Time | None = Field(description="when the facilitator last marked as read; null if never")


class LoginBody(Body):
    model_config = ConfigDict(json_schema_extra={"examples": [{"username": "priya", "password": "a long password"}]})

    username: ReceivedTitle | None = None
    email: ReceivedTitle | None = None
    password: Words

    @model_validator(mode="after")
    def _check_one_identifier(self) -> "LoginBody":
        if (self.username is None) == (self.email is None):
            raise field_error("missing", "Send either 'username' or 'email'.", "username")
        return self


class SignedIn(Out):
    """As the main API responds, whose access token both services accept."""

    model_config = ConfigDict(extra="allow")

    message: str
    access_token: str
    user: dict[str, Any]


class EventQuery(Paged):
    status: Literal["upcoming", "active", "ongoing", "past"] | None = None
    search: QueryText | None = None


class ForwardedBody(RootModel[dict[str, Any]]):
    """A JSON object for the main service's route of the same purpose, which checks it."""


class ImpactConfirmation(Query):
    """`expected_impact` is the `fingerprint` of the impact that the person saw and confirmed."""

    expected_impact: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None


class ImpactConfirmationOfCancellation(ImpactConfirmation):
    reason: Annotated[str, StringConstraints(max_length=500)] | None = None


class PlacesOut(Out):
    booked: int
    cancelled: int


class _FromMainService(Out):
    """All fields of the main service are passed on. The web app uses those named here."""

    model_config = ConfigDict(from_attributes=True, extra="allow")


class OwnEventSession(_FromMainService):
    id: int
    event_id: int | None = None
    event_title: str | None = None
    title: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    time_zone: str | None = None
    location: str | None = None
    capacity: int | None = None
    seats_taken: int | None = None
    status: str | None = None
    bookings: PlacesOut


class OwnEvent(_FromMainService):
    """An event of the main service. Some fields are missing while the main service does not answer."""

    id: int
    title: str
    facilitator_id: int
    time_zone: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    location: str | None = None
    kind: str | None = None
    cover: str | None = None
    status: str | None = None
    created_at: str | None = None
    bookings: PlacesOut
    sessions: list[OwnEventSession]


class EventList(Out):
    """With `stale`, the main service did not answer and these are the events that notifications describe."""

    events: list[OwnEvent]
    pagination: Pagination
    stale: bool


class ChangedEvent(_FromMainService):
    id: int
    title: str


class EventResponse(Out):
    event: ChangedEvent


class ChangedSession(_FromMainService):
    id: int
    event_id: int


class ChangedSessionResponse(Out):
    session: ChangedSession


class GuestImpact(Out):
    booking_id: int
    user_name: str
    session_id: int
    session_title: str
    message: str
    clash: bool


class UndecidedSession(Out):
    session_id: int
    session_title: str
    min_places: int
    booked_places: int
    decide_at: str


class Impact(Out):
    """`bookings` and `clashes` are of all affected guests; `guests` lists the first hundred."""

    bookings: int
    clashes: int
    guests: list[GuestImpact]
    undecided: list[UndecidedSession] = Field(default_factory=list)
    fingerprint: str


class ImpactResponse(Out):
    """What a change would do, according to the main service."""

    impact: Impact


class GuestFilters(Query):
    search: QueryText | None = Field(None, description="searches names, addresses and titles of what was booked")


class GuestQuery(GuestFilters, Paged):
    pass


class GuestExport(GuestFilters):
    language: Language = "en"


class NotesBody(Body):
    """The facilitator's own notes about a guest; empty text removes them."""

    text: Annotated[str, StringConstraints(strict=True, max_length=5000)]


class GuestNotes(Out):
    text: str
    updated_at: Time | None


class Guest(Out):
    """A guest, with figures of their bookings with this facilitator. `places` counts the places they occupy."""

    user_id: int
    name: str
    email: str | None
    bookings: int
    booked: int
    cancelled: int
    places: int
    last_session: Time | None
    next_session: Time | None


class GuestList(Out):
    guests: list[Guest]
    pagination: Pagination


class GuestPage(Out):
    """`bookings` has the hundred whose sessions are the latest; `guest.bookings` counts all of them."""

    guest: Guest
    bookings: list[BookingOut]
    notes: GuestNotes


class NotesResponse(Out):
    notes: GuestNotes
