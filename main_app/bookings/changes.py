"""Changing bookings after they were made: cancelled by the guest, or cancelled or moved with their session."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from main_app.auth.access import Caller
from main_app.bookings.messages import tell_of_bookings
from main_app.bookings.models import Booking
from main_app.bookings.seats import BOOKED, CANCELLED, free_seat, note_changes
from main_app.events.models import EventSession
from service_kit import clock
from service_kit.problems import Conflict, NotFound


def cancel_own_booking(session: Session, user_id: int, booking_id: int) -> None:
    """Cancel a guest's booking and free its seat, in the caller's transaction."""
    session_id = session.scalar(select(Booking.session_id).where(Booking.id == booking_id, Booking.user_id == user_id))
    if session_id is None:
        raise NotFound("booking")
    now = clock.now()
    starts_at = session.scalar(select(EventSession.starts_at).where(EventSession.id == session_id))
    if starts_at is not None and starts_at <= now:
        raise Conflict("session_past", "This session has started already, so the booking can't be cancelled any more.")
    if not free_seat(session, session_id):
        raise _already_cancelled()
    version = session.execute(
        update(Booking)
        .where(Booking.id == booking_id, Booking.user_id == user_id, Booking.status == BOOKED)
        .values(status=CANCELLED, cancelled_by="user", version=Booking.version + 1, updated_at=now)
        .returning(Booking.version)
        .execution_options(synchronize_session=False)
    ).scalar()
    if version is None:
        # Cancelled already, perhaps a moment ago: the seat freed above goes back with the rollback.
        raise _already_cancelled()
    changed = [(booking_id, version)]
    note_changes(session, changed, "cancelled", "user", now)
    tell_of_bookings(session, changed, "cancelled", now)


def cancel_bookings_of_session(session: Session, date: EventSession, by: Caller, reason: str) -> int:
    """Cancel every active booking of a session for its guests, a message for each. Returns how many."""
    now = clock.now()
    booked = session.execute(
        update(Booking)
        .where(Booking.session_id == date.id, Booking.status == BOOKED)
        .values(status=CANCELLED, cancelled_by="facilitator", version=Booking.version + 1, updated_at=now)
        .returning(Booking.id, Booking.version)
        .execution_options(synchronize_session=False)
    ).all()
    date.seats_taken = 0
    changed = sorted((row.id, row.version) for row in booked)
    note_changes(session, changed, "cancelled", by.role, now, reason)
    tell_of_bookings(session, changed, "cancelled", now, {"cancelled_by": "facilitator", "reason": reason})
    return len(changed)


def tell_guests_of_change(session: Session, date: EventSession, by: Caller, changed: dict[str, Any]) -> int:
    """Tell everyone booked that their session changed, a message for each. Returns how many."""
    now = clock.now()
    booked = session.execute(
        update(Booking)
        .where(Booking.session_id == date.id, Booking.status == BOOKED)
        .values(version=Booking.version + 1, updated_at=now)
        .returning(Booking.id, Booking.version)
        .execution_options(synchronize_session=False)
    ).all()
    touched = sorted((row.id, row.version) for row in booked)
    note_changes(session, touched, "updated", by.role, now)
    tell_of_bookings(session, touched, "updated", now, {"changed": changed})
    return len(touched)


def _already_cancelled() -> Conflict:
    return Conflict("already_cancelled", "This booking is cancelled already.")
