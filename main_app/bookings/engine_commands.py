"""Commands to the engine (engine.py): what shall happen to a booking, or to all bookings of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

HOLD_TIME = timedelta(minutes=15)


# Commands to one booking.


@dataclass(frozen=True)
class Book:
    """Book a session. An earlier booking of it that was cancelled or has expired is reactivated."""

    session_id: int
    user_id: int
    places: int = 1
    offer_version: int | None = None  # of the session as the guest saw it
    hold: timedelta = HOLD_TIME  # how long the places are held if they are paid online
    pay_at_the_door: bool = False  # whatever the session's terms: booked at once, the facilitator takes the money
    moved_from: int | None = None  # the booking that this one replaces


@dataclass(frozen=True)
class Cancel:
    booking_id: int
    reason: str = ""  # for the guest; a code, or empty, if the guest cancels
    moved_to: int | None = None  # the booking that replaces this one


@dataclass(frozen=True)
class Reactivate:
    booking_id: int
    offer_version: int | None = None
    hold: timedelta = HOLD_TIME


@dataclass(frozen=True)
class ExtendHold:
    """Hold the places longer, while the guest or the bank takes time."""

    booking_id: int
    until: datetime


@dataclass(frozen=True)
class ExpireHold:
    booking_id: int


@dataclass(frozen=True)
class Confirm:
    """The order is paid. A hold that has run out gets its places again if they are free; else raises Conflict."""

    booking_id: int


@dataclass(frozen=True)
class RecordMoney:
    """Tell what has changed about the booking's money: `changes` are for the journal. `order_id` is a first order."""

    booking_id: int
    changes: Mapping[str, Any]
    order_id: int | None = None


@dataclass(frozen=True)
class MarkRefunded:
    """All that was paid for it has come back."""

    booking_id: int
    changes: Mapping[str, Any]


MoneyCommand = ExtendHold | ExpireHold | Confirm | RecordMoney | MarkRefunded


# Commands to all bookings of a session, whose row the caller has locked.


@dataclass(frozen=True)
class CancelAll:
    session_id: int
    reason: str = ""


@dataclass(frozen=True)
class WhenAndWhere:
    """How a session was before it was moved."""

    starts_at: datetime
    ends_at: datetime
    location: str


@dataclass(frozen=True)
class UpdateAll:
    """Tell the guests of a session what has changed: `{column: [old, new]}`."""

    session_id: int
    changes: Mapping[str, Any]
    moved_from: WhenAndWhere | None = None
    reason: str = ""
