"""What may be asked and sent under /api/facilitator, and what is answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, RootModel, StringConstraints, model_validator

from crm_microservice.notifications.schemas import Count, Id, QueryText, Title, Words
from service_kit.fields import Body, Paged, Query, TimeZone
from service_kit.problems import field_error

MOST_DAYS = 366


class FacilitatorPath(Query):
    facilitator_id: Id


class BookingFilters(Query):
    status: Literal["booked", "cancelled"] | None = None
    search: QueryText | None = None
    session_id: Id | None = None
    event_id: Id | None = None


class BookingQuery(BookingFilters, Paged):
    pass


class StatisticsQuery(Query):
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30
    time_zone: TimeZone = "UTC"


class ReadBody(Body):
    up_to: Count


class LoginBody(Body):
    username: Title | None = None
    email: Title | None = None
    password: Words

    @model_validator(mode="after")
    def _one_name(self) -> "LoginBody":
        if (self.username is None) == (self.email is None):
            raise field_error("missing", "Send either 'username' or 'email'.", "username")
        return self


class BookingList(BaseModel):
    bookings: list[dict[str, Any]]
    pagination: dict[str, Any]


class SessionList(BaseModel):
    sessions: list[dict[str, Any]]


class Statistics(BaseModel):
    days: list[dict[str, Any]]
    occupancy: list[dict[str, Any]]


class Unread(BaseModel):
    unread: int
    up_to: int
    latest: int


class EventPath(FacilitatorPath):
    event_id: Id


class SessionPath(FacilitatorPath):
    session_id: Id


class EventQuery(Paged):
    status: Literal["upcoming", "active", "ongoing", "past"] | None = None
    search: QueryText | None = None


class PassedOn(RootModel[dict[str, Any]]):
    """A JSON object as the main service's route of the same purpose takes it; the main service judges it."""


class Confirmed(Query):
    """Confirms what was shown: the `fingerprint` of an impact."""

    expected_impact: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None


class ConfirmedCancellation(Confirmed):
    reason: Annotated[str, StringConstraints(max_length=500)] | None = None


class EventList(BaseModel):
    """`stale`: the main service did not answer; this is what the bookings tell of the events."""

    events: list[dict[str, Any]]
    pagination: dict[str, Any]
    stale: bool


class GuestFilters(Query):
    search: QueryText | None = Field(None, description="in names, addresses, and the titles of what was booked")


class GuestQuery(GuestFilters, Paged):
    pass


class GuestPath(FacilitatorPath):
    user_id: Id


class NotesBody(Body):
    """The facilitator's own notes about a guest; empty text removes them."""

    text: Annotated[str, StringConstraints(strict=True, max_length=5000)]


class GuestNotes(BaseModel):
    text: str
    updated_at: str | None


class Guest(BaseModel):
    user_id: int
    name: str
    email: str | None
    bookings: int
    booked: int
    cancelled: int
    last_session: str | None
    next_session: str | None


class GuestList(BaseModel):
    guests: list[Guest]
    pagination: dict[str, Any]


class GuestPage(BaseModel):
    guest: Guest
    bookings: list[dict[str, Any]]
    notes: GuestNotes


class NotesAnswer(BaseModel):
    notes: GuestNotes
