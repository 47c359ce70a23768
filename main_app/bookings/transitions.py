"""What may happen to a booking: by which action, from which states, who may, to which state, and what of its places.

The engine (engine.py) carries a transition out. A line that contradicts the table of states (states.py) is refused.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from main_app.bookings import rows
from main_app.bookings.rows import (
    WHEN_CANCELLED,
    WHEN_CONFIRMED,
    WHEN_EXTENDED,
    WHEN_HELD_AGAIN,
    WHEN_PAID,
    WHEN_REACTIVATED,
    WHEN_UPDATED,
)
from main_app.bookings.states import OCCUPYING, STATES, BookingStatus


class Party(str, Enum):
    """In which capacity somebody acts: a facilitator may be a guest of another's session."""

    USER = "user"  # the booking's guest
    FACILITATOR = "facilitator"  # who may manage the event: its facilitator, or an admin
    SYSTEM = "system"  # a command or a deadline


class Places(Enum):
    TAKEN = "taken"
    KEPT = "kept"
    FREED = "freed"


@dataclass(frozen=True)
class Transition:
    action: str
    from_states: tuple[str | None, ...]  # None: there is no booking yet
    by: frozenset[Party]
    to: str | None  # None: the state stays
    places: Places
    sets: dict[str, Any] = field(default_factory=dict, hash=False)  # columns besides state, version and time

    def __post_init__(self) -> None:
        """Refuse a line that contradicts the table of states."""
        for before in self.from_states:
            if before and self.to and STATES[BookingStatus(before)].final:
                raise ValueError(f"transition '{self.action}' starts from {before}, which is final")
            change = _occupies(self.to or before) - _occupies(before)
            if self.places is not {1: Places.TAKEN, 0: Places.KEPT, -1: Places.FREED}[change]:
                raise ValueError(f"transition '{self.action}' from {before} can't leave its places {self.places.value}")


def _occupies(status: str | None) -> bool:
    return status in OCCUPYING


HELD, BOOKED = BookingStatus.HELD.value, BookingStatus.BOOKED.value
CANCELLED, EXPIRED = BookingStatus.CANCELLED.value, BookingStatus.EXPIRED.value
REFUNDED, EVERY_STATE = BookingStatus.REFUNDED.value, tuple(status.value for status in BookingStatus)
USER, ANYONE, SYSTEM = frozenset({Party.USER}), frozenset(Party), frozenset({Party.SYSTEM})
NOT_USER, NOT_SYSTEM, USER_OR_SYSTEM = ANYONE - USER, ANYONE - SYSTEM, USER | SYSTEM

# fmt: off
#                         action        from                  who             to         places
CREATE =     Transition("created",     (None,),              NOT_SYSTEM,     BOOKED,    Places.TAKEN)
REACTIVATE = Transition("reactivated", (CANCELLED, EXPIRED), NOT_SYSTEM,     BOOKED,    Places.TAKEN, WHEN_REACTIVATED)
CANCEL =     Transition("cancelled",   (HELD, BOOKED),       ANYONE,         CANCELLED, Places.FREED, WHEN_CANCELLED)
UPDATE =     Transition("updated",     (HELD, BOOKED),       NOT_USER,       None,      Places.KEPT,  WHEN_UPDATED)
# Until it is paid online.
HOLD =       Transition("held",        (None,),              USER,           HELD,      Places.TAKEN)
HOLD_AGAIN = Transition("held",        (CANCELLED, EXPIRED), USER,           HELD,      Places.TAKEN, WHEN_HELD_AGAIN)
EXTEND =     Transition("hold_extended", (HELD,),            USER_OR_SYSTEM, None,     Places.KEPT,  WHEN_EXTENDED)
EXPIRE =     Transition("expired",     (HELD,),              SYSTEM,         EXPIRED,   Places.FREED)
# Paid: people and the CRM hear that it is booked, or booked again.
CONFIRM =    Transition("created",     (HELD,),              SYSTEM,         BOOKED,    Places.KEPT,  WHEN_CONFIRMED)
CONFIRM_AGAIN = Transition("reactivated", (HELD,),           SYSTEM,         BOOKED,    Places.KEPT,  WHEN_CONFIRMED)
CONFIRM_LATE = Transition("created",   (EXPIRED,),           SYSTEM,         BOOKED,    Places.TAKEN, WHEN_CONFIRMED)
CONFIRM_LATE_AGAIN = Transition("reactivated", (EXPIRED,),   SYSTEM,         BOOKED,    Places.TAKEN, WHEN_CONFIRMED)
RECORD_MONEY = Transition("money_changed", EVERY_STATE,      NOT_USER,       None,      Places.KEPT,  WHEN_PAID)
REFUND =     Transition("refunded",    (CANCELLED, EXPIRED), SYSTEM,         REFUNDED,  Places.KEPT)
# fmt: on
TRANSITIONS = (
    *(CREATE, REACTIVATE, CANCEL, UPDATE),
    *(HOLD, HOLD_AGAIN, EXTEND, EXPIRE, CONFIRM, CONFIRM_AGAIN, CONFIRM_LATE, CONFIRM_LATE_AGAIN),
    *(RECORD_MONEY, REFUND),
)
CHANGE_ONE = {each: rows.change_one(each.to, each.sets) for each in TRANSITIONS if None not in each.from_states}
CHANGE_ALL = {each: rows.change_all(each.to, each.sets) for each in (CANCEL, UPDATE)}

# A guest may bring a booking back that they cancelled themselves, or that has expired.
CANCELLED_BY_GUEST_OR_EXPIRED = (None, Party.USER.value)
