"""Taking a seat: the one place where it happens, for booking, reactivating and all that comes later.

The database decides. The guarded UPDATE finds a row only while a seat is left, and locks it until
the commit; the CHECK on the table stands behind it; the partial unique index allows one active
booking per person and session. Statements are SQLAlchemy Core: this is the path that must be fast.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app import clock
from main_app.bookings.messages import tell_of_booking
from main_app.bookings.models import Booking, BookingChange, BookingStatus
from main_app.errors import Conflict, NotFound
from main_app.events.models import EventSession, EventStatus

BOOKED = BookingStatus.BOOKED.value
CANCELLED = BookingStatus.CANCELLED.value
SCHEDULED = EventStatus.SCHEDULED.value


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
    taken = session.execute(
        update(EventSession)
        .where(
            EventSession.id == session_id,
            EventSession.status == SCHEDULED,
            EventSession.starts_at > now,
            EventSession.seats_taken < EventSession.capacity,
        )
        .values(seats_taken=EventSession.seats_taken + 1, updated_at=now)
        .returning(EventSession.seats_taken)
        .execution_options(synchronize_session=False)
    ).scalar()
    if taken is None:
        raise _why_not(session, user_id, session_id, now)
    # The session's row is ours until the commit: nobody else can book or free a seat in it meanwhile.
    earlier = session.execute(
        select(Booking.id, Booking.status, Booking.version)
        .where(Booking.user_id == user_id, Booking.session_id == session_id)
        .order_by(Booking.status, Booking.id.desc())
        .limit(1)
    ).first()
    if earlier and earlier.status == BOOKED:
        raise _already_booked()
    if only_reactivate is not None and (earlier is None or earlier.id != only_reactivate):
        raise NotFound("booking")
    try:
        if earlier:
            booking_id, version = earlier.id, earlier.version + 1
            _reactivate(session, booking_id, version, now)
        else:
            booking_id, version = _insert(session, user_id, session_id, now), 1
    except IntegrityError:
        raise _already_booked() from None
    action = "reactivated" if earlier else "created"
    note_change(session, booking_id, version, action, "user", now)
    tell_of_booking(session, booking_id, action, version, now)
    return Seat(booking_id, earlier is not None)


def free_seat(session: Session, session_id: int) -> bool:
    """Give one seat back; False where none is taken, so that nobody has a booking either.

    Called before the booking's row is touched: session first, booking second, everywhere.
    """
    freed = session.execute(
        update(EventSession)
        .where(EventSession.id == session_id, EventSession.seats_taken > 0)
        .values(seats_taken=EventSession.seats_taken - 1, updated_at=clock.now())
        .returning(EventSession.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return freed is not None


def note_change(
    session: Session,
    booking_id: int,
    version: int,
    action: str,
    by_role: str,
    now: datetime,
    reason: str = "",
) -> None:
    session.execute(
        insert(BookingChange).values(
            booking_id=booking_id, version=version, action=action, by_role=by_role, reason=reason, at=now
        )
    )


def _insert(session: Session, user_id: int, session_id: int, now: datetime) -> int:
    return session.execute(
        insert(Booking)
        .values(user_id=user_id, session_id=session_id, status=BOOKED, version=1, created_at=now, updated_at=now)
        .returning(Booking.id)
    ).scalar_one()


def _reactivate(session: Session, booking_id: int, version: int, now: datetime) -> None:
    session.execute(
        update(Booking)
        .where(Booking.id == booking_id)
        .values(status=BOOKED, cancelled_by=None, version=version, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _why_not(session: Session, user_id: int, session_id: int, now: datetime) -> NotFound | Conflict:
    row = session.execute(
        select(EventSession.status, EventSession.starts_at, EventSession.seats_taken, EventSession.capacity).where(
            EventSession.id == session_id
        )
    ).first()
    if row is None:
        return NotFound("session")
    if row.status != SCHEDULED:
        return Conflict("session_cancelled", "This session was cancelled. Choose another one.")
    if row.starts_at <= now:
        return Conflict("session_past", "This session has started already. Choose a later one.")
    mine = select(Booking.id).where(
        Booking.user_id == user_id, Booking.session_id == session_id, Booking.status == BOOKED
    )
    if session.execute(mine).first():
        return _already_booked()
    return Conflict("session_full", "This session is full. Choose another date, or look again later.")


def _already_booked() -> Conflict:
    return Conflict("already_booked", "You have booked this session already.")
