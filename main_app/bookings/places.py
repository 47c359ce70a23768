"""Takes and frees places of a session, for engine.py alone.

The guarded UPDATE finds the session only while enough places are left, and locks its row until the commit. A CHECK on
the table enforces the capacity too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, select, update

from main_app.bookings.columns import SESSION_COLUMNS, bookings, sessions
from main_app.bookings.models import OCCUPIES
from main_app.events.models import EventSession, EventStatus
from main_app.events.responses import SESSIONS, session_out
from service_kit.compiled_statement import CompiledStatement
from service_kit.problems import Conflict, NotFound

SCHEDULED = EventStatus.SCHEDULED.value
PLACES = bindparam("number", type_=Integer)
TAKE_PLACES = CompiledStatement(
    update(EventSession.__table__)
    .where(
        sessions.id == bindparam("session"),
        sessions.status == SCHEDULED,
        sessions.draft.is_(False),
        sessions.starts_at > bindparam("now"),
        sessions.seats_taken + PLACES <= sessions.capacity,
        sessions.offer_version == func.coalesce(bindparam("offer", type_=Integer), sessions.offer_version),
    )
    .values(seats_taken=sessions.seats_taken + PLACES, updated_at=bindparam("now"))
    .returning(
        sessions.event_id,
        sessions.price_cents.label("session_price"),
        sessions.currency.label("session_currency"),
        *SESSION_COLUMNS,
    )
)
FREE_PLACES = CompiledStatement(
    update(EventSession.__table__)
    .where(sessions.id == bindparam("session"), sessions.seats_taken >= PLACES)
    .values(seats_taken=sessions.seats_taken - PLACES, updated_at=bindparam("now"))
    .returning(*SESSION_COLUMNS)
)
# In the order of their ids, so that two moves in opposite directions don't wait for each other. FOR NO KEY UPDATE, as
# the UPDATEs above lock them.
LOCK_SESSIONS = CompiledStatement(
    select(sessions.id)
    .where(sessions.id.in_((bindparam("one"), bindparam("other"))))
    .order_by(sessions.id)
    .with_for_update(key_share=True)
)
SESSION_NOW = CompiledStatement(SESSIONS.where(sessions.id == bindparam("session"), sessions.draft.is_(False)))
HAS_BOOKED = CompiledStatement(
    select(bookings.id).where(
        bookings.user_id == bindparam("user"), bookings.session_id == bindparam("session"), OCCUPIES
    )
)


@dataclass(frozen=True)
class Wanted:
    """Places that a person wants. `offer_version` is that of the session as they saw it; None accepts every version."""

    session_id: int
    user_id: int
    places: int
    offer_version: int | None = None


def take_places(connection: Connection, wanted: Wanted, now: datetime) -> Any:
    """Take places in a session and return its row."""
    values = {"session": wanted.session_id, "number": wanted.places, "offer": wanted.offer_version, "now": now}
    session = TAKE_PLACES.first(connection, values)
    if session is None:
        raise _why_not_bookable(connection, wanted, now)
    return session


def free_places(connection: Connection, session_id: int, places: int, now: datetime) -> Any | None:
    """Free places and return the session's row. None if fewer are taken: the booking is cancelled already."""
    return FREE_PLACES.first(connection, {"session": session_id, "number": places, "now": now})


def lock_sessions(connection: Connection, one: int, other: int) -> None:
    """Lock two sessions until the commit, before places are taken in one and freed in the other."""
    LOCK_SESSIONS.all(connection, {"one": one, "other": other})


def _why_not_bookable(connection: Connection, wanted: Wanted, now: datetime) -> NotFound | Conflict:
    session = SESSION_NOW.first(connection, {"session": wanted.session_id})
    if session is None:
        return NotFound("session")
    if session.status != SCHEDULED:
        return Conflict("session_cancelled", "This session was cancelled. Choose another one.")
    if session.starts_at <= now:
        return Conflict("session_past", "This session has already started. Choose a later one.")
    if HAS_BOOKED.first(connection, {"user": wanted.user_id, "session": wanted.session_id}):
        return already_booked()
    is_full = session.seats_taken + wanted.places > session.capacity
    if not is_full and wanted.offer_version not in (None, session.offer_version):
        return Conflict(
            "offer_changed",
            "This session has changed since you saw it. Look at it again before you book.",
            more={"session": session_out(session).model_dump(mode="json")},
        )
    return Conflict("session_full", "This session is full. Choose another date, or check back later.")


def already_booked() -> Conflict:
    return Conflict("already_booked", "You have already booked this session.")
