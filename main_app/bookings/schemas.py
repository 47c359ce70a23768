"""Requests and responses of the booking routes."""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import Field

from main_app.bookings.states import ENTITLING, BookingStatus
from main_app.bookings.transitions import CANCEL, CANCELLED_BY_GUEST_OR_EXPIRED, REACTIVATE, Party
from main_app.events.models import EventStatus
from main_app.events.run_rule import UNDECIDED, RunState
from main_app.orders.money import OrderMoney, payment_fields
from service_kit import clock
from service_kit.database import MAX_ID
from service_kit.fields import Body, Email, Id, Out, Paged, Pagination, PersonName, Query, ReadLine

MAX_PLACES_FOR_GUEST = 20
OfferVersion = Annotated[int, Field(ge=1, le=MAX_ID, description="of the session as it was shown to the guest")]


class BookSession(Body):
    session_id: Id
    offer_version: OfferVersion | None = None


class BookForGuest(Body):
    """A person to book for, with or without an account."""

    name: PersonName
    email: Email
    places: Annotated[int, Field(ge=1, le=MAX_PLACES_FOR_GUEST)] = 1
    language: Annotated[Literal["en", "hi"], Field(description="of the messages to a person without an account")] = "en"


class CancelForGuest(Body):
    reason: Annotated[ReadLine, Field(min_length=3, description="the guest reads it")]


class Rebook(Body):
    offer_version: OfferVersion | None = None


class MoveBooking(BookSession):
    """Another session of the booking's event."""


class BookingPath(Query):
    booking_id: Id


class BookingTime(str, Enum):
    UPCOMING = "upcoming"
    PAST = "past"
    ENDED = "ended"  # cancelled, expired or refunded


BookingFilter = Enum("BookingFilter", [(each.name, each.value) for each in (*BookingStatus, *BookingTime)], type=str)


class BookingSearch(Paged):
    status: BookingFilter | None = Field(  # pyright: ignore[reportInvalidTypeForm] # made of the two enums above
        None, description="a state, or the upcoming or past ones that occupy places"
    )


class BookingOut(Out):
    """A booking as its guest sees it. `can_...` says what the guest may do now.

    `price_cents` is the price of one place when it was booked; null for a booking from before prices were kept.
    If the facilitator has moved the session, `previous_...` is what the guest last saw.
    """

    id: int
    user_id: int
    session_id: int
    status: BookingStatus
    places: int
    price_cents: int | None
    price_currency: str | None
    order_id: int | None
    payment_terms: str | None  # "pay_online" or "pay_facilitator"; null for a booking without an order
    total_cents: int | None
    held_until: str | None
    cancelled_by: Party | None
    reason: str | None
    change_seen: bool
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
    session_online: bool
    session_link: str | None  # where to meet online, while the booking entitles to it
    arrive_minutes_early: int | None
    session_status: str
    session_time_zone: str
    previous_session_time: str | None
    previous_session_end_time: str | None
    previous_session_location: str | None
    session_offer_version: int
    session_run_state: RunState | None
    session_decide_at: str | None
    session_places_missing: int | None
    event_id: int
    event_title: str
    facilitator_name: str
    can_cancel: bool
    can_reactivate: bool
    can_move: bool
    payment_id: str | None
    payment_status: str | None
    payment_provider: str | None
    amount_paid: int | None
    currency: str | None
    refund_id: str | None
    refund_status: str | None
    refunded_at: str | None
    refunded_cents: int | None  # what came back or is on its way
    rest_cents: int | None  # what is still to pay after a deposit

    @classmethod
    def of(cls, row: Mapping[Any, Any], money: OrderMoney | None) -> "BookingOut":
        return cls.model_validate(cls.values_of(row, money))

    @staticmethod
    def values_of(row: Mapping[Any, Any], money: OrderMoney | None) -> dict[str, Any]:
        """From the columns of columns.BOOKINGS, and the money of the booking's order."""
        upcoming = row["starts_at"] > clock.now()
        location = row["location"] or row["event_location"]
        previous = (row["previous_starts_at"], row["previous_ends_at"], row["previous_location"])
        if previous == (row["starts_at"], row["ends_at"], location):
            previous = (None, None, None)  # moved, and moved back
        created_at = clock.iso(row["created_at"])
        return {
            "id": row["id"],
            "user_id": row["user_id"],
            "session_id": row["session_id"],
            "status": BookingStatus(row["status"]),
            "places": row["places"],
            "price_cents": row["price_cents"],
            "price_currency": row["price_currency"],
            "held_until": clock.iso(row["held_until"]),
            "cancelled_by": Party(row["cancelled_by"]) if row["cancelled_by"] else None,
            "reason": row["reason"],
            "change_seen": row["change_seen"],
            "version": row["version"],
            "timestamp": created_at,
            "created_at": created_at,
            "updated_at": clock.iso(row["updated_at"]),
            "user_name": row["user_name"],
            "user_email": row["user_email"],
            "session_time": clock.iso(row["starts_at"]),
            "session_end_time": clock.iso(row["ends_at"]),
            "session_title": row["session_title"],
            "session_location": location,
            "session_online": row["online"],
            "arrive_minutes_early": row["arrive_minutes_early"],
            "session_link": row["link"] if row["status"] in ENTITLING else None,
            "session_status": row["session_status"],
            "session_time_zone": row["time_zone"],
            "previous_session_time": clock.iso(previous[0]),
            "previous_session_end_time": clock.iso(previous[1]),
            "previous_session_location": previous[2],
            "session_offer_version": row["offer_version"],
            "session_run_state": row["run_state"],
            "session_decide_at": clock.iso(row["decide_at"]),
            # How many more must be booked until then; null once it is decided.
            "session_places_missing": max(0, row["min_places"] - row["seats_taken"])
            if row["run_state"] == UNDECIDED
            else None,
            "event_id": row["event_id"],
            "event_title": row["event_title"],
            "facilitator_name": row["facilitator_name"],
            "can_cancel": upcoming and row["status"] in CANCEL.from_states,
            "can_reactivate": (
                upcoming
                and row["status"] in REACTIVATE.from_states
                and row["cancelled_by"] in CANCELLED_BY_GUEST_OR_EXPIRED
                and row["session_status"] == EventStatus.SCHEDULED.value
            ),
            "can_move": upcoming and row["status"] == BookingStatus.BOOKED and not (money and money.captured),
            "order_id": row["order_id"],
            **payment_fields(money),
            "rest_cents": (money.rest_cents if row["status"] in ENTITLING else 0) if money else None,
        }


class BookingResponse(Out):
    message: str
    booking: BookingOut


class BookingShown(Out):
    booking: BookingOut


class BookingList(Out):
    bookings: list[BookingOut]
    pagination: Pagination


class TimelinePage(Query):
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, Field(ge=1, le=100)] = 100


class TimelineStep(Out):
    """One thing that happened to a booking, or to a message about it.

    `kind` is what was done (created, cancelled, reactivated, updated; with `changes`, old and new), or the message's
    progress: queued, attempt or stored. `refused` is a command of the system that the rules refused, with the reason.
    """

    kind: str
    at: str
    version: int
    action: str
    channel: str | None
    outcome: str | None
    detail: str | None
    changes: dict[str, Any] | None


class Timeline(Out):
    timeline: list[TimelineStep]
    pagination: Pagination
