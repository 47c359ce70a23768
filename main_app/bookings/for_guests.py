"""What a facilitator does for one guest of a session: book and cancel. Each operation is one transaction."""

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.guests import guest_with_address
from main_app.bookings.columns import BOOKING
from main_app.bookings.engine import apply, as_manager
from main_app.bookings.engine_commands import Book, Cancel
from main_app.bookings.schemas import BookForGuest, BookingOut
from main_app.events.queries import managed_session
from main_app.orders.money import money_of_booking
from service_kit.database import write_connection, write_transaction
from service_kit.problems import Conflict, NotFound


def book_for_guest(by: Caller, session_id: int, wanted: BookForGuest) -> BookingOut:
    """Book places for a person, who may have no account. Nothing is due online: the facilitator takes the money.

    Raises NotFound for another facilitator's session, Conflict (guest_already_booked, session_full, session_past,
    session_cancelled).
    """
    session = managed_session(by, session_id)
    with write_transaction() as db_session:
        guest = guest_with_address(
            db_session,
            by,
            name=wanted.name,
            email=wanted.email,
            language=wanted.language,
            time_zone=session.time_zone,
        )
        command = Book(session_id, guest.id, wanted.places, pay_at_the_door=True)
        try:
            booking = apply(db_session.connection(), command, as_manager(by)).booking
        except Conflict as conflict:
            raise _as_the_facilitator_reads_it(conflict, wanted.places) from None
        person = {"user_name": guest.name, "user_email": guest.email}
    return BookingOut.of({**booking, **person}, money_of_booking(booking["order_id"]))


def cancel_for_guest(by: Caller, booking_id: int, reason: str) -> BookingOut:
    """Cancel a guest's booking of the facilitator's own session. The guest reads the reason; what they paid goes back.

    Raises NotFound for another facilitator's booking, Conflict (session_past, already_cancelled).
    """
    with write_connection() as connection:
        found = BOOKING.first(connection, {"booking": booking_id})
        if found is None or not may_manage(by, found.facilitator_id):
            raise NotFound("booking")
        booking = apply(connection, Cancel(booking_id, reason), as_manager(by)).booking
    return BookingOut.of(booking, money_of_booking(booking["order_id"]))


def _as_the_facilitator_reads_it(conflict: Conflict, places: int) -> Conflict:
    """The engine speaks to the guest."""
    if conflict.code == "already_booked":
        return Conflict("guest_already_booked", "This guest has a booking of this session already.")
    if conflict.code == "session_full" and places > 1:
        return Conflict("session_full", f"This session doesn't have {places} free places.")
    if conflict.code == "session_full":
        return Conflict("session_full", "This session has no free place.")
    return conflict
