"""Book, cancel, reactivate. Each is one transaction: the seat, the booking and its messages, or nothing."""

from typing import Any

from sqlalchemy import select

from main_app.bookings.changes import cancel_own_booking
from main_app.bookings.models import Booking
from main_app.bookings.queries import get_own_booking
from main_app.bookings.seats import take_seat
from service_kit.database import write_transaction
from service_kit.problems import Conflict, NotFound

Answer = tuple[dict[str, Any], int]


def book_session(user_id: int, session_id: int) -> Answer:
    """Book a session; 200 instead of 201 where a cancelled booking of the same session came back."""
    with write_transaction() as session:
        seat = take_seat(session, user_id, session_id)
        booking = get_own_booking(user_id, seat.booking_id)
    if seat.reactivated:
        return {"message": "Booking reactivated successfully", "booking": booking}, 200
    return {"message": "Session booked successfully", "booking": booking}, 201


def cancel_booking(user_id: int, booking_id: int) -> Answer:
    with write_transaction() as session:
        cancel_own_booking(session, user_id, booking_id)
        booking = get_own_booking(user_id, booking_id)
    return {"message": "Booking cancelled successfully", "booking": booking}, 200


def reactivate_booking(user_id: int, booking_id: int) -> Answer:
    """Bring a cancelled booking back, if a seat is left. One the facilitator cancelled stays cancelled."""
    with write_transaction() as session:
        mine = select(Booking.session_id, Booking.cancelled_by).where(
            Booking.id == booking_id, Booking.user_id == user_id
        )
        row = session.execute(mine).first()
        if row is None:
            raise NotFound("booking")
        if row.cancelled_by == "facilitator":
            raise Conflict("not_reactivatable", "The facilitator cancelled this booking. Choose another session.")
        take_seat(session, user_id, row.session_id, only_reactivate=booking_id)
        booking = get_own_booking(user_id, booking_id)
    return {"message": "Booking reactivated successfully", "booking": booking}, 200
