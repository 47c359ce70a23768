"""Takes and releases places of a session. The database enforces the capacity.

The guarded UPDATE finds the session only while enough places are left, and locks it until the commit. A CHECK on the
table enforces it too.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, select, update

from main_app.bookings.models import OCCUPIES, Booking
from main_app.bookings.queries import SESSION_SHOWN
from main_app.events.models import EventSession, EventStatus
from service_kit.prepared import Prepared
from service_kit.problems import Conflict, NotFound

SCHEDULED = EventStatus.SCHEDULED.value

bookings, sessions = Booking.__table__.c, EventSession.__table__.c
PLACES = bindparam("number", type_=Integer)
TAKE = (
    update(EventSession.__table__)
    .where(
        sessions.id == bindparam("session"),
        sessions.status == SCHEDULED,
        sessions.draft.is_(False),
        sessions.starts_at > bindparam("now"),
        sessions.seats_taken + PLACES <= sessions.capacity,
    )
    .values(seats_taken=sessions.seats_taken + PLACES, updated_at=bindparam("now"))
    .returning(sessions.event_id, *SESSION_SHOWN)
)
TAKE_PLACES = Prepared(TAKE)
RELEASE_PLACES = Prepared(
    update(EventSession.__table__)
    .where(sessions.id == bindparam("session"), sessions.seats_taken >= PLACES)
    .values(seats_taken=sessions.seats_taken - PLACES, updated_at=bindparam("now"))
    .returning(sessions.id)
)
SESSION_NOW = Prepared(
    select(sessions.status, sessions.starts_at).where(sessions.id == bindparam("session"), sessions.draft.is_(False))
)
HAS_BOOKED = Prepared(
    select(bookings.id).where(
        bookings.user_id == bindparam("user"),
        bookings.session_id == bindparam("session"),
        OCCUPIES,
    )
)


def take_places(connection: Connection, session_id: int, places: int, user_id: int, now: datetime) -> Any:
    """Take places in a session and return its row, which is locked until the commit.

    Raises NotFound, or Conflict (session_cancelled, session_past, session_full, already_booked).
    """
    session = TAKE_PLACES.first(connection, {"session": session_id, "number": places, "now": now})
    if session is None:
        raise _reason_not_bookable(connection, session_id, user_id, now)
    return session


def release_places(connection: Connection, session_id: int, places: int, now: datetime) -> bool:
    """Release places. False if fewer places are taken, which means that the booking is cancelled already."""
    return RELEASE_PLACES.scalar(connection, {"session": session_id, "number": places, "now": now}) is not None


def already_booked() -> Conflict:
    return Conflict("already_booked", "You have already booked this session.")


def _reason_not_bookable(connection: Connection, session_id: int, user_id: int, now: datetime) -> NotFound | Conflict:
    session = SESSION_NOW.first(connection, {"session": session_id})
    if session is None:
        return NotFound("session")
    if session.status != SCHEDULED:
        return Conflict("session_cancelled", "This session was cancelled. Choose another one.")
    if session.starts_at <= now:
        return Conflict("session_past", "This session has already started. Choose a later one.")
    if HAS_BOOKED.first(connection, {"user": user_id, "session": session_id}):
        return already_booked()
    return Conflict("session_full", "This session is full. Choose another date, or check back later.")
