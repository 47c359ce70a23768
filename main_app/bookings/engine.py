"""The rule of a booking: what may happen to it, who may do it, and what it does to the places of its session.

transitions.py lists everything that may happen. `apply` does a command to one booking, `apply_to_session` to all
bookings of a session. Only they take and free places (places.py), write bookings (rows.py) and append their journal
entries: all in the caller's transaction, on one connection. The session's row is locked before a booking's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from prometheus_client import Counter
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from main_app.auth.caller import BY_SYSTEM, Caller
from main_app.bookings import rows
from main_app.bookings.columns import BOOKING
from main_app.bookings.engine_commands import (
    Book,
    Cancel,
    CancelAll,
    Confirm,
    ExpireHold,
    ExtendHold,
    MarkRefunded,
    MoneyCommand,
    Reactivate,
    RecordMoney,
    UpdateAll,
)
from main_app.bookings.offer import Offer
from main_app.bookings.places import Wanted, already_booked, free_places, take_places
from main_app.bookings.states import OCCUPYING
from main_app.bookings.transitions import (
    CANCEL,
    CANCELLED_BY_GUEST_OR_EXPIRED,
    CHANGE_ALL,
    CHANGE_ONE,
    CONFIRM,
    CONFIRM_AGAIN,
    CONFIRM_LATE,
    CONFIRM_LATE_AGAIN,
    CREATE,
    EXPIRE,
    EXPIRED,
    EXTEND,
    HOLD,
    HOLD_AGAIN,
    REACTIVATE,
    RECORD_MONEY,
    REFUND,
    UPDATE,
    Party,
    Places,
    Transition,
)
from main_app.journal.append import Actor, NewEntry, append
from main_app.orders.place import insert_lines, insert_order
from service_kit import clock
from service_kit.problems import Conflict, NotFound

MAX_UNPAID_HOLDS = 3  # of one person
NOTHING: Mapping[str, Any] = {}
BOOKING_CHANGES = Counter("samaya_booking_changes", "Bookings made, cancelled, reactivated and updated.", ["action"])


@dataclass(frozen=True)
class By:
    """Who gives a command, and in which capacity."""

    party: Party
    actor: Actor


def as_guest(who: Caller) -> By:
    return By(Party.USER, who.actor)


def as_manager(who: Caller) -> By:
    """As somebody who may manage the event, which the caller has checked, or as the system."""
    return By(Party.SYSTEM if who == BY_SYSTEM else Party.FACILITATOR, who.actor)


@dataclass(frozen=True)
class Applied:
    """What was done, and the booking after it: the values from which BookingOut is made, without those of its guest.

    `order` is the row of its order if it is new: then nothing was paid for it yet.
    """

    transition: Transition
    booking: Mapping[str, Any]
    order: Any | None = None


def apply(connection: Connection, command: Book | Cancel | Reactivate | MoneyCommand, by: By) -> Applied:
    """Do a command to one booking. Raises NotFound or Conflict if it can't be done; the caller rolls back then."""
    now = clock.now()
    if isinstance(command, Book):
        return _book(connection, command, by, now)
    found = BOOKING.first(connection, {"booking": command.booking_id})
    if found is None or (by.party is Party.USER and found.user_id != by.actor.id):
        raise NotFound("booking")
    if isinstance(command, Cancel):
        return _cancel(connection, command, by, found, now)
    if not isinstance(command, Reactivate):
        return _apply_money(connection, command, by, found, now)
    return _reactivate(connection, command, by, found, now)


def apply_to_session(connection: Connection, command: CancelAll | UpdateAll, by: By) -> int:
    """Do a command to all bookings of a session that it applies to. Returns how many there were.

    One statement for each state and one for each 1,000 entries, however many bookings there are.
    """
    now = clock.now()
    change = _cancellation(by, now, command.reason) if isinstance(command, CancelAll) else _update(by, now, command)
    changed = _change_all(connection, change, command.session_id)
    places = sum(booking.places for booking in changed)
    frees = change.transition.places is Places.FREED and places > 0
    if frees and free_places(connection, command.session_id, places, now) is None:
        raise RuntimeError(f"session {command.session_id} has fewer places taken than its bookings occupy")
    return len(changed)


# What each command does.


def _book(connection: Connection, command: Book, by: By, now: datetime) -> Applied:
    moved = {"moved_from": command.moved_from} if command.moved_from else {}
    change = _TransitionUse(CREATE, by, now, journal_changes=moved)
    wanted = Wanted(command.session_id, command.user_id, command.places, command.offer_version)
    session = take_places(connection, wanted, now)
    # The session's row is locked until the commit: nobody else can book or cancel in it meanwhile.
    event = rows.EVENT_AND_EARLIER_BOOKING.first(
        connection, {"event": session.event_id, "user": command.user_id, "session": command.session_id}
    )
    if event.earlier_status in OCCUPYING:
        raise already_booked()
    offer = Offer.of(command, session, event, command.user_id, command.places)
    if offer.held:
        _refuse_many_holds(connection, command.user_id)
        change = replace(change, transition=HOLD)
    if event.earlier_status in REACTIVATE.from_states and event.earlier_id is not None:
        earlier = (event.earlier_id, event.earlier_status)
        change, booking, order = _book_again(connection, by, now, offer, *earlier, moved)
    else:
        booking, order = _create(connection, change, command, session, offer)
    if booking is None:
        raise already_booked()
    return Applied(change.transition, session._asdict() | event._asdict() | booking._asdict(), order)


def _cancel(connection: Connection, command: Cancel, by: By, found: Any, now: datetime) -> Applied:
    if found.starts_at <= now:
        raise Conflict("session_past", "This session has already started, so the booking can't be cancelled.")
    change = _cancellation(by, now, command.reason, command.moved_to)
    if found.status not in CANCEL.from_states:
        raise _already_cancelled()
    session = free_places(connection, found.session_id, found.places, now)
    if session is None:
        raise _already_cancelled()
    booking = _change_one(connection, change, found.id, found.status)
    if booking is None or booking.places != found.places:
        # Another request changed it: the rollback takes the places freed above again.
        raise _already_cancelled()
    return Applied(CANCEL, found._asdict() | session._asdict() | booking._asdict())


def _reactivate(connection: Connection, command: Reactivate, by: By, found: Any, now: datetime) -> Applied:
    if found.cancelled_by not in CANCELLED_BY_GUEST_OR_EXPIRED:
        raise Conflict("not_reactivatable", "This session was cancelled. Choose another one.")
    wanted = Wanted(found.session_id, found.user_id, found.places, command.offer_version)
    session = take_places(connection, wanted, now)
    offer = Offer.of(command, session, found, found.user_id, found.places)
    if offer.held:
        _refuse_many_holds(connection, found.user_id)
    change, booking, order = _book_again(connection, by, now, offer, found.id, found.status)
    if booking is None:
        raise already_booked()
    return Applied(change.transition, found._asdict() | session._asdict() | booking._asdict(), order)


def _apply_money(connection: Connection, command: MoneyCommand, by: By, found: Any, now: datetime) -> Applied:
    session = None
    if isinstance(command, ExtendHold):
        change = _TransitionUse(
            EXTEND, by, now, {"new_hold": command.until}, journal_changes={"held_until": clock.iso(command.until)}
        )
    elif isinstance(command, ExpireHold):
        change = _TransitionUse(EXPIRE, by, now)
        session = free_places(connection, found.session_id, found.places, now)
    elif isinstance(command, Confirm):
        never_confirmed = found.confirmed_at is None
        if found.status == EXPIRED:
            wanted = Wanted(found.session_id, found.user_id, found.places)
            session = take_places(connection, wanted, now)
            change = _TransitionUse(CONFIRM_LATE if never_confirmed else CONFIRM_LATE_AGAIN, by, now)
        else:
            change = _TransitionUse(CONFIRM if never_confirmed else CONFIRM_AGAIN, by, now)
    elif isinstance(command, RecordMoney):
        change = _TransitionUse(
            RECORD_MONEY, by, now, {"first_order": command.order_id}, journal_changes=command.changes
        )
    elif isinstance(command, MarkRefunded):
        change = _TransitionUse(REFUND, by, now, journal_changes=command.changes)
    else:
        assert_never(command)
    booking = _change_one(connection, change, found.id, found.status)
    if booking is None:
        raise Conflict("booking_changed", "This booking has changed in the meantime.")
    return Applied(change.transition, found._asdict() | (session._asdict() if session else {}) | booking._asdict())


def _refuse_many_holds(connection: Connection, user_id: int) -> None:
    """Raise Conflict if the person has MAX_UNPAID_HOLDS bookings that aren't paid yet.

    Their row is locked, so that two requests at once can't both pass."""
    if connection.dialect.name == "postgresql":  # nobody else writes on SQLite meanwhile
        rows.LOCK_USER.first(connection, {"user": user_id})
    if rows.HOLDS.scalar(connection, {"user": user_id}) >= MAX_UNPAID_HOLDS:
        raise Conflict(
            "too_many_holds", f"You have {MAX_UNPAID_HOLDS} bookings that aren't paid yet. Pay or cancel one first."
        )


def _book_again(
    connection: Connection,
    by: By,
    now: datetime,
    offer: Offer,
    booking_id: int,
    status: str | None,
    journal_changes: Mapping[str, Any] = NOTHING,
) -> tuple["_TransitionUse", Any | None, Any | None]:
    """Reactivate a booking, or hold its places again. It costs what the session costs now: a new order."""
    order = insert_order(connection, offer.order, now) if offer.order else None
    values = {
        "new_places": offer.places,
        "new_price": offer.price_cents,
        "new_currency": offer.currency,
        "new_order": order and order.id,
        "new_hold": now + offer.hold if offer.hold else None,
    }
    if not offer.held:
        del values["new_hold"]
    transition = HOLD_AGAIN if offer.held else REACTIVATE
    change = _TransitionUse(transition, by, now, values, journal_changes=journal_changes)
    booking = _change_one(connection, change, booking_id, status)
    if booking is not None and offer.order and order:
        insert_lines(connection, order.id, offer.order, booking.id)
    return change, booking, order


def _already_cancelled() -> Conflict:
    return Conflict("already_cancelled", "This booking is already cancelled.")


# Carrying out a transition: the booking's row and its journal entry.


@dataclass(frozen=True)
class _TransitionUse:
    """One use of a transition: the values of the columns that it sets, and the changes that its journal entry lists."""

    transition: Transition
    by: By
    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    journal_changes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.by.party not in self.transition.by:
            raise ValueError(f"transition '{self.transition.action}' is not allowed for {self.by.party.name}")


def _cancellation(by: By, now: datetime, reason: str, moved_to: int | None = None) -> _TransitionUse:
    party = by.party.value
    moved = {"moved_to": moved_to} if moved_to else {}
    values = {"party": party, "why": reason or None, "seen": by.party is Party.USER}
    return _TransitionUse(CANCEL, by, now, values, reason, {"cancelled_by": party} | moved)


def _update(by: By, now: datetime, command: UpdateAll) -> _TransitionUse:
    old = command.moved_from
    values = {
        "moved": old is not None,
        "why": command.reason or None,
        "old_starts_at": old and old.starts_at,
        "old_ends_at": old and old.ends_at,
        "old_location": old and old.location,
    }
    return _TransitionUse(UPDATE, by, now, values, command.reason, command.changes)


@dataclass(frozen=True, slots=True)
class _ChangedBooking:
    id: int
    version: int
    places: int
    from_state: str | None


def _create(
    connection: Connection, change: _TransitionUse, command: Book, session: Any, offer: Offer
) -> tuple[Any | None, Any | None]:
    """Insert a booking, and its order. No booking if the person has booked this session already."""
    order = insert_order(connection, offer.order, change.at) if offer.order else None
    values = {
        "order_id": order and order.id,
        "held_until": change.at + offer.hold if offer.hold else None,
        "confirmed_at": None if offer.held else change.at,
        "user_id": command.user_id,
        "session_id": command.session_id,
        "places": command.places,
        "price_cents": session.session_price,
        "price_currency": session.session_currency,
        "status": change.transition.to,
        "version": 1,
        "change_seen": True,
        "created_at": change.at,
        "updated_at": change.at,
    }
    try:
        booking = rows.INSERT.first(connection, values)
    except IntegrityError:
        return None, None
    if offer.order and order:
        insert_lines(connection, order.id, offer.order, booking.id)
    _record(connection, change, [_ChangedBooking(booking.id, 1, booking.places, None)])
    return booking, order


def _change_one(connection: Connection, change: _TransitionUse, booking_id: int, status: str | None) -> Any | None:
    """Change a booking that was read in this state.

    None if it is in another one now, the transition starts from other states, or the person has another booking.
    """
    if status not in change.transition.from_states:
        return None
    values = {**change.values, "now": change.at, "booking": booking_id, "from_state": status}
    try:
        booking = CHANGE_ONE[change.transition].first(connection, values)
    except IntegrityError:
        return None
    if booking is not None:
        _record(connection, change, [_ChangedBooking(booking.id, booking.version, booking.places, status)])
    return booking


def _change_all(connection: Connection, change: _TransitionUse, session_id: int) -> list[_ChangedBooking]:
    """Change every booking of a session that is in a state the transition starts from."""
    changed: list[_ChangedBooking] = []
    for status in change.transition.from_states:
        values = {**change.values, "now": change.at, "session": session_id, "from_state": status}
        found = connection.execute(CHANGE_ALL[change.transition], values)
        changed += [_ChangedBooking(row.id, row.version, row.places, status) for row in found]
    changed.sort(key=lambda booking: booking.id)
    _record(connection, change, changed)
    return changed


def _record(connection: Connection, change: _TransitionUse, changed: Sequence[_ChangedBooking]) -> None:
    transition = change.transition
    entries = [
        NewEntry(
            subject_type="booking",
            subject_id=booking.id,
            version=booking.version,
            action=transition.action,
            actor=change.by.actor,
            from_state=booking.from_state,
            to_state=transition.to or booking.from_state,
            reason=change.reason,
            changes=change.journal_changes,
        )
        for booking in changed
    ]
    append(connection, entries, change.at)
    BOOKING_CHANGES.labels(transition.action).inc(len(changed))
