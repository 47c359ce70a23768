"""Money that the facilitator took: marked as paid on the roster, and undone with a reason if that was a mistake."""

from datetime import datetime

from sqlalchemy import Connection

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.bookings.columns import BOOKING
from main_app.bookings.engine import apply, as_manager
from main_app.bookings.engine_commands import RecordMoney
from main_app.bookings.states import ENTITLING
from main_app.orders.models import DOOR, PaymentState
from main_app.orders.money import OrderMoney, money_of_order
from main_app.orders.place import NewOrder, insert_lines, insert_order
from main_app.orders.prices import Terms, price_lines
from main_app.payments import ledger
from main_app.payments.calls import EXPIRE, call_provider
from main_app.payments.rows import capture, change_payment, insert_payment, lock_order
from main_app.payments.settlement import settle, summary
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, NotFound


def mark_paid(by: Caller, booking_id: int, method: str) -> int:
    """Record that the guest paid the facilitator what was still to pay. Returns the order's id.

    Raises NotFound for another facilitator's booking, Conflict (nothing_to_pay, not_booked).
    """
    with write_connection() as connection:
        money = _order_of(connection, by, booking_id)
        to_pay = money.to_pay_cents
        if to_pay == 0:
            raise Conflict("nothing_to_pay", "This booking is paid already.")
        before = summary(money)
        payment = insert_payment(
            connection,
            {
                "order_id": money.order.id,
                "provider": DOOR,
                "method": method,
                "state": PaymentState.FAILED.value,  # until it is captured, in the same transaction
                "amount_cents": to_pay,
                "currency": money.order.currency,
            },
        )
        capture(connection, money, payment, {})
        if money.unpaid is not None:  # the guest has opened the page to pay it online
            call_provider(connection, money.unpaid, EXPIRE)
        settle(connection, money_of_order(connection, money.order.id), before)
        return money.order.id


def mark_unpaid(by: Caller, booking_id: int, reason: str) -> int:
    """Undo the newest payment at the door. Raises Conflict (nothing_to_undo) without one, or if it was given back."""
    with write_connection() as connection:
        money = _order_of(connection, by, booking_id)
        at_door = [payment for payment in money.captured if payment.provider == DOOR]
        if not at_door or money.refundable_cents(at_door[-1]) < at_door[-1].amount_cents:
            raise Conflict("nothing_to_undo", "There is no payment at the door that can be undone.")
        before, payment = summary(money), at_door[-1]
        change_payment(connection, payment.id, {"state": PaymentState.UNDONE.value, "reason": reason})
        ledger.post_capture_undone(connection, money.order, payment)
        settle(connection, money_of_order(connection, money.order.id), before)
        return money.order.id


def _order_of(connection: Connection, by: Caller, booking_id: int) -> OrderMoney:
    """The locked order of a booking. One from before orders existed gets its order now, at the price of that time."""
    booking = BOOKING.first(connection, {"booking": booking_id})
    if booking is None or not may_manage(by, booking.facilitator_id):
        raise NotFound("booking")
    if booking.status not in ENTITLING:
        raise Conflict("not_booked", "This booking isn't booked, so nothing can be paid for it.")
    if booking.order_id is not None:
        return lock_order(connection, booking.order_id)
    if not booking.price_cents:
        raise Conflict("nothing_to_pay", "This booking is free.")
    now: datetime = clock.now()
    terms = Terms("pay_facilitator", [], booking.starts_at)
    line = price_lines(booking.session_title, booking.places, booking.price_cents, booking.tax_rate)
    order = NewOrder(booking.user_id, booking.facilitator_id, booking.price_currency, line, terms)
    order_id = insert_order(connection, order, now).id
    insert_lines(connection, order_id, order, booking_id)
    apply(connection, RecordMoney(booking_id, {}, order_id), as_manager(by))
    return lock_order(connection, order_id)
