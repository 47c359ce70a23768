"""The end of a hold that was not paid, and of a checkout that nobody used.

At its end the open checkout is ended at the provider, whose answer frees the places (settlement.py). If no answer comes
within five minutes, they are freed anyway: an outage must not lock them. A payment after that is late.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from main_app.auth.caller import BY_SYSTEM
from main_app.bookings.engine import apply, as_manager
from main_app.bookings.engine_commands import ExpireHold
from main_app.bookings.models import Booking
from main_app.bookings.states import BookingStatus
from main_app.commands.carry_out import Due, Outdated
from main_app.commands.write import PlannedDeadline, write_deadlines
from main_app.orders.models import Payment
from main_app.payments.calls import EXPIRE, call_provider
from main_app.payments.rows import lock_order
from service_kit import clock

HOLD_OVER, FREE_PLACES, CHECKOUT_OVER = "hold_over", "free_held_places", "checkout_over"
GRACE = timedelta(minutes=5)
bookings, payments = Booking.__table__.c, Payment.__table__.c


def end_hold(connection: Connection, command: Due) -> str | None:
    """Free the places of a hold that is over, or ask the provider to end its checkout first."""
    booking = connection.execute(select(*bookings).where(bookings.id == int(command.subject_id))).one()
    _refuse_other(booking)
    unpaid = lock_order(connection, booking.order_id).unpaid if booking.order_id else None
    booking = connection.execute(select(*bookings).where(bookings.id == int(command.subject_id))).one()
    _refuse_other(booking)
    if unpaid is None or command.name == FREE_PLACES:
        apply(connection, ExpireHold(booking.id), as_manager(BY_SYSTEM))
        return None
    call_provider(connection, unpaid, EXPIRE)
    at_last = PlannedDeadline(FREE_PLACES, "booking", booking.id, booking.version, booking.held_until + GRACE)
    write_deadlines(connection, [at_last])
    return None


def end_checkout(connection: Connection, command: Due) -> str | None:
    """End a checkout for the rest of a booking. The provider's answer tells of a payment whose event was lost, too."""
    order_id = connection.execute(select(payments.order_id).where(payments.id == int(command.subject_id))).scalar_one()
    unpaid = lock_order(connection, order_id).unpaid
    if unpaid is None or unpaid.id != int(command.subject_id):
        raise Outdated("It was paid, or replaced by another one.")
    call_provider(connection, unpaid, EXPIRE)
    return None


def _refuse_other(booking: Any) -> None:
    if booking.status != BookingStatus.HELD.value:
        raise Outdated("It was paid or cancelled since.")
    if booking.held_until is not None and booking.held_until > clock.now():
        raise Outdated("It is held longer.")
