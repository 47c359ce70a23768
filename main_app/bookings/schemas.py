"""What the booking routes take and answer."""

from enum import Enum

from pydantic import Field

from service_kit.fields import Body, Id, Out, Paged, Pagination, Query


class BookSession(Body):
    session_id: Id


class BookingPath(Query):
    booking_id: Id


class BookingFilter(str, Enum):
    BOOKED = "booked"
    CANCELLED = "cancelled"
    UPCOMING = "upcoming"
    PAST = "past"


class BookingSearch(Paged):
    status: BookingFilter | None = Field(None, description="booked, cancelled; or upcoming, past: booked ones by date")


class BookingOut(Out):
    id: int
    user_id: int
    session_id: int
    status: str
    cancelled_by: str | None
    version: int
    timestamp: str
    created_at: str
    updated_at: str
    user_name: str
    user_email: str
    session_time: str
    session_end_time: str
    session_title: str
    session_location: str
    session_status: str
    session_time_zone: str
    event_id: int
    event_title: str
    facilitator_name: str
    can_cancel: bool
    can_reactivate: bool
    payment_id: str | None
    payment_status: str | None
    payment_provider: str | None
    amount_paid: int | None
    currency: str | None
    refund_id: str | None
    refund_status: str | None
    refunded_at: str | None


class BookingAnswer(Out):
    message: str
    booking: BookingOut


class BookingShown(Out):
    booking: BookingOut


class BookingList(Out):
    bookings: list[BookingOut]
    pagination: Pagination


class TimelineStep(Out):
    """One thing that happened: `kind` is created, cancelled, reactivated, queued, attempt or stored."""

    kind: str
    at: str
    version: int
    action: str
    channel: str | None
    outcome: str | None
    detail: str | None


class Timeline(Out):
    timeline: list[TimelineStep]
