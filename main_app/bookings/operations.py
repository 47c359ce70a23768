"""Book, cancel, reactivate: each is one transaction of three writing statements and at most one read.

PostgreSQL makes a first booking with a single statement (one_statement.py).

Each operation takes or releases places, writes the booking and appends the journal entry. The worker derives messages
from the entry. The response is built from the returned rows without another read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, desc, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from main_app.auth.caller import Caller
from main_app.bookings.lifecycle import (
    CANCEL,
    CREATE,
    NOT_BY_GUEST,
    REACTIVATE,
    Change,
    Party,
    Transition,
    change_one,
    create,
)
from main_app.bookings.models import OCCUPIES, OCCUPYING, Booking
from main_app.bookings.one_statement import book_at_once
from main_app.bookings.places import already_booked, release_places, take_places
from main_app.bookings.queries import EVENT_SHOWN, OWN_ONE, facilitators, get_own_booking
from main_app.bookings.schemas import BookingOut
from main_app.events.models import Event
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from service_kit.prepared import Prepared
from service_kit.problems import Conflict, NotFound

bookings, events = Booking.__table__.c, Event.__table__.c
# The event, its facilitator, and this person's earlier booking of the session, if there is one.
EVENT_AND_EARLIER_BOOKING = Prepared(
    select(*EVENT_SHOWN, bookings.id.label("earlier_id"), bookings.status.label("earlier_status"))
    .join_from(Event.__table__, facilitators, facilitators.c.id == events.facilitator_id)
    .outerjoin(
        Booking.__table__,
        (bookings.user_id == bindparam("user")) & (bookings.session_id == bindparam("session")),
    )
    .where(events.id == bindparam("event"))
    .order_by(desc(OCCUPIES), bookings.id.desc())
    .limit(literal_column("1"))
)
MARK_SEEN = (
    update(Booking.__table__)
    .where(bookings.id == bindparam("booking"), bookings.user_id == bindparam("user"), bookings.change_seen.is_(False))
    .values(change_seen=True)
)


@dataclass(frozen=True)
class BookingResult:
    booking: BookingOut
    reactivated: bool


def book_session(guest: Caller, session_id: int, places: int = 1) -> BookingResult:
    """Book a session. A booking of it that was cancelled or has expired is reactivated."""
    now = clock.now()
    change = _by_guest(CREATE, guest, now)
    booked = book_at_once(change, guest.id, session_id, places)
    if booked is not None:
        return BookingResult(_booking_out(guest, booked), reactivated=False)
    with write_connection() as connection:
        session = take_places(connection, session_id, places, guest.id, now)
        # The session's row is locked until the commit: nobody else can book or cancel in it meanwhile.
        event = EVENT_AND_EARLIER_BOOKING.first(
            connection, {"event": session.event_id, "user": guest.id, "session": session_id}
        )
        if event.earlier_status in OCCUPYING:
            raise already_booked()
        if event.earlier_id is not None and event.earlier_status in REACTIVATE.from_states:
            booking = _reactivate(connection, guest, event.earlier_id, event.earlier_status, places, now)
            return BookingResult(_booking_out(guest, session, event, booking), reactivated=True)
        try:
            booking = create(connection, change, guest.id, session_id, places)
        except IntegrityError:
            raise already_booked() from None
    return BookingResult(_booking_out(guest, session, event, booking), reactivated=False)


def cancel_booking(guest: Caller, booking_id: int) -> BookingOut:
    """Cancel a booking of the guest's own and release its places."""
    now = clock.now()
    with write_connection() as connection:
        own = _own_booking(connection, guest, booking_id)
        if own.starts_at <= now:
            raise Conflict("session_past", "This session has already started, so the booking can't be cancelled.")
        if own.status not in CANCEL.from_states or not release_places(connection, own.session_id, own.places, now):
            raise _already_cancelled()
        change = _by_guest(CANCEL, guest, now, {"cancelled_by": Party.GUEST.value})
        booking = change_one(connection, change, booking_id, own.status)
        if booking is None or booking.places != own.places:
            # Another request changed it: the rollback takes the places released above again.
            raise _already_cancelled()
    return _booking_out(guest, own, booking)


def reactivate_booking(guest: Caller, booking_id: int) -> BookingOut:
    """Bring a cancelled booking back, if places are left. Raises Conflict if the facilitator cancelled it."""
    now = clock.now()
    with write_connection() as connection:
        own = _own_booking(connection, guest, booking_id)
        if own.cancelled_by in NOT_BY_GUEST:
            raise Conflict("not_reactivatable", "This session was cancelled. Choose another one.")
        session = take_places(connection, own.session_id, own.places, guest.id, now)
        booking = _reactivate(connection, guest, booking_id, own.status, own.places, now)
    return _booking_out(guest, own, session, booking)


def mark_change_seen(guest: Caller, booking_id: int) -> BookingOut:
    """Mark the facilitator's change or cancellation of the session as seen by the guest."""
    booking = get_own_booking(guest.id, booking_id)
    if booking.change_seen:
        return booking
    with write_transaction() as db_session:
        db_session.execute(MARK_SEEN, {"booking": booking_id, "user": guest.id})
        return get_own_booking(guest.id, booking_id)


def _reactivate(
    connection: Connection, guest: Caller, booking_id: int, status: str | None, places: int, now: datetime
) -> Any:
    try:
        booking = change_one(connection, _by_guest(REACTIVATE, guest, now), booking_id, status, places)
    except IntegrityError:
        raise already_booked() from None
    if booking is None:
        raise already_booked()
    return booking


def _own_booking(connection: Connection, guest: Caller, booking_id: int) -> Any:
    row = OWN_ONE.first(connection, {"user": guest.id, "booking": booking_id})
    if row is None:
        raise NotFound("booking")
    return row


def _by_guest(transition: Transition, guest: Caller, now: datetime, changes: Mapping[str, Any] | None = None) -> Change:
    return Change(transition, Party.GUEST, guest.actor, now, changes=changes)


def _booking_out(guest: Caller, *rows: Any) -> BookingOut:
    """The booking as the guest sees it, from rows of which the later ones are newer."""
    values: dict[str, Any] = {"user_name": guest.name, "user_email": guest.email}
    for row in rows:
        values |= row._mapping
    return BookingOut.of(values)


def _already_cancelled() -> Conflict:
    return Conflict("already_cancelled", "This booking is already cancelled.")
