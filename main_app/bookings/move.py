"""Moving a booking to another session of its event: the new booking and the end of the old one, in one transaction."""

from sqlalchemy import Connection

from main_app.auth.caller import Caller
from main_app.bookings.columns import BOOKING
from main_app.bookings.engine import Applied, apply, as_guest
from main_app.bookings.engine_commands import Book, Cancel
from main_app.bookings.operations import booking_out, hold_time
from main_app.bookings.places import already_booked, lock_sessions
from main_app.bookings.schemas import BookingOut, MoveBooking
from main_app.bookings.states import BookingStatus
from main_app.orders.money import money_of_order
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, Invalid, NotFound

BOOKED, HELD = BookingStatus.BOOKED.value, BookingStatus.HELD.value
MOVED = "moved_to_another_date"  # the reason of the old booking's cancellation; the CRM and the pages know it


def move_booking(guest: Caller, booking_id: int, wanted: MoveBooking) -> BookingOut:
    """Book as many places in another session of the event, at its price and terms of now, and cancel this booking.

    Nothing changes if the other session can't be booked, or if either booking moves money online. Raises NotFound,
    Invalid, and Conflict as `book_session` (session_full, session_past, session_cancelled, offer_changed), for this
    booking (not_movable, booking_paid), or for the other session's terms (payment_needed).
    """
    with write_connection() as connection:
        applied = _move(connection, guest, booking_id, wanted)
    return booking_out(guest, applied)


def _move(connection: Connection, guest: Caller, booking_id: int, wanted: MoveBooking) -> Applied:
    old = BOOKING.first(connection, {"booking": booking_id})
    if old is None or old.user_id != guest.id:
        raise NotFound("booking")
    if old.status != BOOKED or old.starts_at <= clock.now():
        raise Conflict("not_movable", "Only a booking of a session that is still to come can be moved.")
    if old.session_id == wanted.session_id:
        raise already_booked()
    lock_sessions(connection, old.session_id, wanted.session_id)
    book = Book(wanted.session_id, guest.id, old.places, wanted.offer_version, hold_time(), moved_from=booking_id)
    new = apply(connection, book, as_guest(guest))
    if new.booking["event_id"] != old.event_id:
        raise Invalid("This session belongs to another event. Book it instead.", "session_id")
    if new.booking["status"] == HELD:
        raise Conflict("payment_needed", "This date is paid online. Book it first, then cancel the booking you have.")
    cancelled = apply(connection, Cancel(booking_id, MOVED, moved_to=new.booking["id"]), as_guest(guest)).booking
    # Read once the booking is locked: a payment that arrives at the same time has been recorded, or will be refused.
    if cancelled["order_id"] is not None and money_of_order(connection, cancelled["order_id"]).captured:
        raise Conflict(
            "booking_paid", "You've paid for this booking. To change the date, cancel it and book the other date."
        )
    return new
