"""The one place where a booking changes its state.

`TRANSITIONS` lists what may happen. `create`, `change_one` and `change_all_of_session` apply a transition and append
its journal entries in the same transaction. The caller takes or releases places first (places.py): the session's row is
always locked before the booking's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from prometheus_client import Counter
from sqlalchemy import Boolean, Connection, Update, and_, bindparam, case, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from main_app.auth.caller import BY_SYSTEM, Caller
from main_app.bookings.models import Booking, BookingStatus
from main_app.journal.append import Actor, NewEntry, append
from service_kit.prepared import Prepared

BOOKING_CHANGES = Counter("samaya_booking_changes", "Bookings made, cancelled, reactivated and updated.", ["action"])

HELD, BOOKED = BookingStatus.HELD.value, BookingStatus.BOOKED.value
CANCELLED, EXPIRED = BookingStatus.CANCELLED.value, BookingStatus.EXPIRED.value


class Party(str, Enum):
    """In which capacity somebody acts: a facilitator may be a guest of another's session."""

    GUEST = "user"
    HOST = "facilitator"  # the event's facilitator, or an admin
    SYSTEM = "system"


NOT_BY_GUEST = (Party.HOST.value, Party.SYSTEM.value)  # who else may have cancelled a booking


class Places(Enum):
    TAKES = "takes"
    KEEPS = "keeps"
    FREES = "frees"


@dataclass(frozen=True)
class Transition:
    action: str
    from_states: tuple[str | None, ...]  # None: there is no booking yet
    by: frozenset[Party]
    to: str | None  # None: the state stays
    places: Places


CREATE = Transition("created", (None,), frozenset({Party.GUEST}), BOOKED, Places.TAKES)
REACTIVATE = Transition("reactivated", (CANCELLED, EXPIRED), frozenset({Party.GUEST}), BOOKED, Places.TAKES)
CANCEL = Transition("cancelled", (HELD, BOOKED), frozenset(Party), CANCELLED, Places.FREES)
UPDATE = Transition("updated", (HELD, BOOKED), frozenset({Party.HOST, Party.SYSTEM}), None, Places.KEEPS)
TRANSITIONS = (CREATE, REACTIVATE, CANCEL, UPDATE)


@dataclass(frozen=True)
class WhenAndWhere:
    """How a session was before the facilitator moved it."""

    starts_at: datetime
    ends_at: datetime
    location: str


@dataclass(frozen=True)
class Change:
    """One use of a transition. `changes` is stored in the journal entry."""

    transition: Transition
    party: Party
    actor: Actor
    at: datetime
    reason: str = ""
    changes: Mapping[str, Any] | None = None
    moved_from: WhenAndWhere | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    id: int
    version: int
    places: int
    from_state: str | None


bookings = Booking.__table__.c
MOVED = bindparam("moved", type_=Boolean)
# Keep the older values while the guest has not seen an earlier move.
REPLACES_PREVIOUS = and_(MOVED, bookings.change_seen | bookings.previous_starts_at.is_(None))


def _previous(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    return case((REPLACES_PREVIOUS, bindparam(name, type_=column.type)), else_=column)


# What each transition sets besides state, version and time.
COLUMNS_SET: dict[Transition, dict[str, Any]] = {
    REACTIVATE: {
        "places": bindparam("taken_places"),
        "cancelled_by": None,
        "reason": None,
        "previous_starts_at": None,
        "previous_ends_at": None,
        "previous_location": None,
        "change_seen": True,
    },
    CANCEL: {
        "cancelled_by": bindparam("party"),
        "reason": bindparam("hosts_reason"),
        "change_seen": bindparam("seen"),
    },
    UPDATE: {
        "previous_starts_at": _previous(bookings.previous_starts_at, "old_starts_at"),
        "previous_ends_at": _previous(bookings.previous_ends_at, "old_ends_at"),
        "previous_location": _previous(bookings.previous_location, "old_location"),
        "change_seen": case((MOVED, False), else_=bookings.change_seen),
    },
}


def _update(transition: Transition, condition: ColumnElement[bool], *returned: Any) -> Update:
    state = {"status": transition.to} if transition.to else {}
    changes = {"version": bookings.version + 1, "updated_at": bindparam("now")} | state | COLUMNS_SET[transition]
    statement = update(Booking.__table__).where(condition, bookings.status == bindparam("from_state"))
    return statement.values(changes).returning(*returned)


NEW_BOOKING = ("user_id", "session_id", "places", "status", "version", "change_seen", "created_at", "updated_at")
INSERT = Prepared(insert(Booking.__table__).returning(*bookings), NEW_BOOKING)
ONE, ALL = bookings.id == bindparam("booking"), bookings.session_id == bindparam("session")
CHANGE_ONE = {transition: Prepared(_update(transition, ONE, *bookings)) for transition in COLUMNS_SET}
CHANGED = (bookings.id, bookings.version, bookings.places)
CHANGE_ALL = {transition: _update(transition, ALL, *CHANGED) for transition in COLUMNS_SET}


def create(connection: Connection, change: Change, user_id: int, session_id: int, places: int) -> Any:
    """Insert a booking whose places were taken, with its entry, and return its row.

    Raises sqlalchemy.exc.IntegrityError if the person has booked this session already.
    """
    booking = INSERT.first(connection, new_booking(change, user_id, session_id, places))
    _record(connection, change, [Changed(booking.id, 1, places, None)])
    return booking


def new_booking(change: Change, user_id: int, session_id: int, places: int) -> dict[str, Any]:
    """The values of NEW_BOOKING."""
    _check_party(change)
    values = {"user_id": user_id, "session_id": session_id, "places": places, "status": change.transition.to}
    return values | {"version": 1, "change_seen": True, "created_at": change.at, "updated_at": change.at}


def change_one(
    connection: Connection, change: Change, booking_id: int, from_state: str | None, places: int | None = None
) -> Any | None:
    """Change a booking that is in `from_state` and return its row.

    None if it is in another state now, or the transition does not start from `from_state`. `places` is its number of
    places after a reactivation.
    """
    _check_party(change)
    if from_state not in change.transition.from_states:
        return None
    values = _values(change) | {"booking": booking_id, "from_state": from_state}
    if change.transition is REACTIVATE:
        values["taken_places"] = places
    booking = CHANGE_ONE[change.transition].first(connection, values)
    if booking is not None:
        _record(connection, change, [Changed(booking.id, booking.version, booking.places, from_state)])
    return booking


def change_all_of_session(connection: Connection | Session, change: Change, session_id: int) -> list[Changed]:
    """Change every booking of a session that is in a state the transition starts from.

    One statement for each of those states and one for each 1,000 entries, however many bookings there are.
    """
    _check_party(change)
    changed: list[Changed] = []
    for state in change.transition.from_states:
        values = _values(change) | {"session": session_id, "from_state": state}
        rows = connection.execute(CHANGE_ALL[change.transition], values)
        changed += [Changed(row.id, row.version, row.places, state) for row in rows]
    changed.sort(key=lambda booking: booking.id)
    _record(connection, change, changed)
    return changed


def _values(change: Change) -> dict[str, Any]:
    # Parameter names must differ from column names, or SQLAlchemy sets those columns.
    values: dict[str, Any] = {"now": change.at}
    if change.transition is CANCEL:
        by_guest = change.party is Party.GUEST
        values |= {"party": change.party.value, "hosts_reason": change.reason or None, "seen": by_guest}
    elif change.transition is UPDATE:
        old = change.moved_from
        values |= {"moved": old is not None, "old_starts_at": old and old.starts_at}
        values |= {"old_ends_at": old and old.ends_at, "old_location": old and old.location}
    return values


def party_of(by: Caller) -> Party:
    """In which capacity somebody changes a session."""
    return Party.SYSTEM if by == BY_SYSTEM else Party.HOST


def entry_of(change: Change, booking: Changed) -> NewEntry:
    transition = change.transition
    return NewEntry(
        subject_type="booking",
        subject_id=booking.id,
        version=booking.version,
        action=transition.action,
        actor=change.actor,
        from_state=booking.from_state,
        to_state=transition.to or booking.from_state,
        reason=change.reason,
        changes=change.changes or {},
    )


def _record(connection: Connection | Session, change: Change, changed: Sequence[Changed]) -> None:
    append(connection, [entry_of(change, booking) for booking in changed], change.at)
    BOOKING_CHANGES.labels(change.transition.action).inc(len(changed))


def _check_party(change: Change) -> None:
    if change.party not in change.transition.by:
        raise ValueError(f"a booking is never {change.transition.action} by a {change.party.name.lower()}")
