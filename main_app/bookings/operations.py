"""What guests do with their bookings. Each operation is one transaction.

Booking, cancelling and reactivating are three writing statements and one read (engine.py); two more write an order if
it costs something. The worker derives messages
from the journal entry. The response is built from the returned rows without another read.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, update

from main_app.auth.caller import Caller
from main_app.bookings.engine import Applied, apply, as_guest
from main_app.bookings.engine_commands import Book, Cancel, Reactivate
from main_app.bookings.models import Booking
from main_app.bookings.queries import get_own_booking
from main_app.bookings.schemas import BookingOut
from main_app.bookings.transitions import REACTIVATE
from main_app.orders.money import OrderMoney, money_of_booking
from main_app.settings import settings
from service_kit.database import write_connection, write_transaction

bookings = Booking.__table__.c
MARK_SEEN = (
    update(Booking.__table__)
    .where(bookings.id == bindparam("booking"), bookings.user_id == bindparam("user"), bookings.change_seen.is_(False))
    .values(change_seen=True)
)


@dataclass(frozen=True)
class BookingResult:
    booking: BookingOut
    reactivated: bool


def book_session(guest: Caller, session_id: int, places: int = 1, offer_version: int | None = None) -> BookingResult:
    """Book a session. A booking of it that was cancelled or has expired is reactivated.

    Raises Conflict (offer_changed) if what the session offers is not what the guest saw.
    """
    applied = _apply(guest, Book(session_id, guest.id, places, offer_version, hold_time()))
    return BookingResult(booking_out(guest, applied), applied.transition is REACTIVATE)


def cancel_booking(guest: Caller, booking_id: int) -> BookingOut:
    """Cancel a booking of the guest's own and free its places."""
    return booking_out(guest, _apply(guest, Cancel(booking_id)))


def reactivate_booking(guest: Caller, booking_id: int, offer_version: int | None = None) -> BookingOut:
    """Bring a cancelled booking back, if places are left. Raises Conflict if the facilitator cancelled it."""
    return booking_out(guest, _apply(guest, Reactivate(booking_id, offer_version, hold_time())))


def mark_change_seen(guest: Caller, booking_id: int) -> BookingOut:
    """Mark the facilitator's change or cancellation of the session as seen by the guest."""
    booking = get_own_booking(guest.id, booking_id)
    if booking.change_seen:
        return booking
    with write_transaction() as db_session:
        db_session.execute(MARK_SEEN, {"booking": booking_id, "user": guest.id})
        return get_own_booking(guest.id, booking_id)


def hold_time() -> timedelta:
    """How long places are held until they are paid online."""
    return timedelta(minutes=settings().payment_hold_minutes)


def _apply(guest: Caller, command: Book | Cancel | Reactivate) -> Applied:
    with write_connection() as connection:
        return apply(connection, command, as_guest(guest))


def booking_out(guest: Caller, applied: Applied) -> BookingOut:
    """The guest's booking after a command, read from the rows that it returned."""
    money = OrderMoney(applied.order) if applied.order else money_of_booking(applied.booking["order_id"])
    return BookingOut.of({**applied.booking, "user_name": guest.name, "user_email": guest.email}, money)
