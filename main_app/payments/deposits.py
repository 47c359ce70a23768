"""When a deposit is earned: once the session has run, or the booking is over and the terms keep some of it.

Until then it is owed to the guest, and the ledger has it apart from what is owed to the facilitator.
"""

from typing import Any

from sqlalchemy import Connection, select

from main_app.bookings.models import Booking
from main_app.bookings.states import OCCUPYING
from main_app.commands.carry_out import Due, Outdated
from main_app.events.models import EventSession
from main_app.orders.money import OrderMoney
from main_app.payments import ledger
from main_app.payments.rows import lock_order
from service_kit import clock

DEPOSIT_EARNED = "deposit_earned"
bookings, sessions = Booking.__table__.c, EventSession.__table__.c
OF_BOOKING = select(bookings.id, bookings.status, bookings.order_id, bookings.session_id)


def session_has_run(connection: Connection, command: Due) -> str | None:
    """Carry out the deadline at a session's end: the deposit of this booking is the facilitator's."""
    booking = connection.execute(OF_BOOKING.where(bookings.id == int(command.subject_id))).one()
    if booking.order_id is None:
        raise Outdated("It has no order any more.")
    money = lock_order(connection, booking.order_id)
    booking = connection.execute(OF_BOOKING.where(bookings.id == booking.id)).one()
    if not earn_deposits(connection, money, booking):
        raise Outdated("The session ends later.")
    return None


def earn_deposits(connection: Connection, money: OrderMoney, booking: Any) -> bool:
    """Post what is left of a locked order's deposits as earned, unless the booking is still to come."""
    deposits = [payment for payment in money.captured if money.is_deposit(payment)]
    if deposits and booking.order_id == money.order.id and booking.status in OCCUPYING:
        ends_at = connection.execute(select(sessions.ends_at).where(sessions.id == booking.session_id)).scalar_one()
        if ends_at > clock.now():
            return False
    for payment in deposits:
        ledger.earn_deposit(connection, money.order, payment)
    return True
