"""Taking a seat: the one place where it happens, for booking, reactivating and all that comes later.

The database decides. The guarded UPDATE finds a row only while a seat is left, and locks it until
the commit; the CHECK on the table stands behind it; the partial unique index allows one active
booking per person and session. Statements are SQLAlchemy Core and built once, because this is the path
that must be fast: building them took longer than running them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.bookings.messages import tell_of_bookings
from main_app.bookings.models import Booking, BookingChange, BookingStatus
from main_app.events.models import EventSession, EventStatus
from service_kit import clock
from service_kit.problems import Conflict, NotFound

BOOKED = BookingStatus.BOOKED.value
CANCELLED = BookingStatus.CANCELLED.value
SCHEDULED = EventStatus.SCHEDULED.value

bookings, sessions = Booking.__table__.c, EventSession.__table__.c
TAKE_SEAT = (
    update(EventSession.__table__)
    .where(
        sessions.id == bindparam("session"),
        sessions.status == SCHEDULED,
        sessions.starts_at > bindparam("now"),
        sessions.seats_taken < sessions.capacity,
    )
    .values(seats_taken=sessions.seats_taken + 1, updated_at=bindparam("now"))
    .returning(sessions.seats_taken)
)
FREE_SEAT = (
    update(EventSession.__table__)
    .where(sessions.id == bindparam("session"), sessions.seats_taken > 0)
    .values(seats_taken=sessions.seats_taken - 1, updated_at=bindparam("now"))
    .returning(sessions.id)
)
EARLIER_BOOKING = (
    select(bookings.id, bookings.status, bookings.version)
    .where(bookings.user_id == bindparam("user"), bookings.session_id == bindparam("session"))
    .order_by(bookings.status, bookings.id.desc())
    .limit(1)
)
INSERT_BOOKING = insert(Booking.__table__).returning(bookings.id)
REACTIVATE = (
    update(Booking.__table__)
    .where(bookings.id == bindparam("booking"))
    .values(status=BOOKED, cancelled_by=None, version=bindparam("to_version"), updated_at=bindparam("now"))
)
INSERT_CHANGE = insert(BookingChange.__table__)
SESSION_NOW = select(sessions.status, sessions.starts_at).where(sessions.id == bindparam("session"))


@dataclass(frozen=True)
class Seat:
    booking_id: int
    reactivated: bool


def take_seat(session: Session, user_id: int, session_id: int, *, only_reactivate: int | None = None) -> Seat:
    """Take one seat in a session for a person, in the caller's transaction.

    Where the person cancelled the same session before, that booking comes back to life.
    `only_reactivate` names the booking that must come back, and refuses to make a new one.
    Raises NotFound or Conflict (session_cancelled, session_past, session_full, already_booked).
    """
    now = clock.now()
    taken = session.execute(TAKE_SEAT, {"session": session_id, "now": now}).scalar()
    if taken is None:
        raise _why_not(session, user_id, session_id, now)
    # The session's row is ours until the commit: nobody else can book or free a seat in it meanwhile.
    earlier = session.execute(EARLIER_BOOKING, {"user": user_id, "session": session_id}).first()
    if earlier and earlier.status == BOOKED:
        raise _already_booked()
    if only_reactivate is not None and (earlier is None or earlier.id != only_reactivate):
        raise NotFound("booking")
    try:
        if earlier:
            booking_id, version = earlier.id, earlier.version + 1
            session.execute(REACTIVATE, {"booking": booking_id, "to_version": version, "now": now})
        else:
            booking_id, version = _insert(session, user_id, session_id, now), 1
    except IntegrityError:
        raise _already_booked() from None
    action = "reactivated" if earlier else "created"
    changed = [(booking_id, version)]
    note_changes(session, changed, action, "user", now)
    tell_of_bookings(session, changed, action, now)
    return Seat(booking_id, earlier is not None)


def free_seat(session: Session, session_id: int) -> bool:
    """Give one seat back; False where none is taken, so that nobody has a booking either.

    Called before the booking's row is touched: session first, booking second, everywhere.
    """
    return session.execute(FREE_SEAT, {"session": session_id, "now": clock.now()}).scalar() is not None


def note_changes(
    session: Session,
    changed: Sequence[tuple[int, int]],
    action: str,
    by_role: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Write down what happened to each of these bookings (id and version), for its timeline."""
    if not changed:
        return
    step = {"action": action, "by_role": by_role, "reason": reason, "at": now}
    session.execute(
        INSERT_CHANGE, [{"booking_id": booking_id, "version": version, **step} for booking_id, version in changed]
    )


def _insert(session: Session, user_id: int, session_id: int, now: datetime) -> int:
    values = {"user_id": user_id, "session_id": session_id, "status": BOOKED, "version": 1}
    return session.execute(INSERT_BOOKING, values | {"created_at": now, "updated_at": now}).scalar_one()


def _why_not(session: Session, user_id: int, session_id: int, now: datetime) -> NotFound | Conflict:
    row = session.execute(SESSION_NOW, {"session": session_id}).first()
    if row is None:
        return NotFound("session")
    if row.status != SCHEDULED:
        return Conflict("session_cancelled", "This session was cancelled. Choose another one.")
    if row.starts_at <= now:
        return Conflict("session_past", "This session has started already. Choose a later one.")
    mine = session.execute(EARLIER_BOOKING, {"user": user_id, "session": session_id}).first()
    if mine and mine.status == BOOKED:
        return _already_booked()
    return Conflict("session_full", "This session is full. Choose another date, or look again later.")


def _already_booked() -> Conflict:
    return Conflict("already_booked", "You have booked this session already.")
