"""The states of a booking, and what each one means. Everything else that knows states derives from this table."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class BookingStatus(str, Enum):
    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class State:
    occupies: bool  # nobody else can have its places
    entitles: bool  # to the meeting link, to reminders and other messages, to a confirmed entry in the calendar
    final: bool  # nothing leads out of it


STATES = {
    BookingStatus.HELD: State(occupies=True, entitles=False, final=False),  # until it is paid
    BookingStatus.BOOKED: State(occupies=True, entitles=True, final=False),
    BookingStatus.CANCELLED: State(occupies=False, entitles=False, final=False),
    BookingStatus.EXPIRED: State(occupies=False, entitles=False, final=False),
    BookingStatus.ATTENDED: State(occupies=True, entitles=True, final=True),
    # Who missed the beginning may still come: the place is theirs until the end, and so is the link.
    BookingStatus.NO_SHOW: State(occupies=True, entitles=True, final=True),
    BookingStatus.REFUNDED: State(occupies=False, entitles=False, final=True),
}
OCCUPYING = tuple(status.value for status, state in STATES.items() if state.occupies)
ENTITLING = tuple(status.value for status, state in STATES.items() if state.entitles)


def sql_in(statuses: Iterable[str]) -> str:
    """The condition that a booking has one of these states."""
    return f"status IN ({', '.join(repr(str(status)) for status in statuses)})"


IS_KNOWN = sql_in(status.value for status in BookingStatus)
IS_OCCUPYING = sql_in(OCCUPYING)
