"""What is given back when a booking is cancelled, and refunds that a person makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.confirmation import require_confirmation
from main_app.bookings.queries import own_booking_row
from main_app.bookings.transitions import Party
from main_app.commands.carry_out import Due
from main_app.orders.models import DOOR, Order, OrderLine, RefundKind
from main_app.orders.money import OrderMoney, money_of_booking
from main_app.orders.prices import Terms, refund_percent
from main_app.payments.calls import EXPIRE, call_provider
from main_app.payments.rows import lock_order, start_refund
from main_app.payments.settlement import settle, summary
from service_kit import clock
from service_kit.database import write_connection
from service_kit.money import money_text, part_in_steps, step_of
from service_kit.problems import Conflict, Invalid, NotFound

orders, lines = Order.__table__.c, OrderLine.__table__.c


@dataclass(frozen=True)
class Cancellation:
    """What a guest who cancels now gets back."""

    refund_cents: int
    currency: str | None
    explanation: str


def refund_booking(connection: Connection, command: Due) -> str | None:
    """Give back what the terms say for a cancelled booking, and end a checkout that is open. Done once per entry."""
    at = datetime.fromisoformat(command.arguments["at"])
    of_booking = (
        select(orders.id, orders.created_at)
        .join_from(Order.__table__, OrderLine.__table__, lines.order_id == orders.id)
        .where(lines.booking_id == int(command.subject_id))
        .order_by(orders.id.desc())
    )
    made = connection.execute(of_booking).all()
    # The first one if clocks differ: what is cancelled was ordered before.
    order_id = next((order.id for order in made if order.created_at <= at), made[-1].id if made else None)
    if order_id is None:
        return None
    money = lock_order(connection, order_id)
    before = summary(money)
    if money.unpaid is not None:
        call_provider(connection, money.unpaid, EXPIRE)
    percent = percent_back(money, at, all_of_it=command.arguments["all"])
    _give_back(connection, money, percent, at)
    settle(connection, money, before)
    return None


def _give_back(connection: Connection, money: OrderMoney, percent: int, at: datetime) -> None:
    for payment in money.captured:
        if payment.provider == DOOR:
            continue
        # A payment can be recorded while the booking is cancelled: each sees the other only afterwards.
        late = payment.captured_at > at
        amount = _share(money, payment, 100 if late else percent)
        if amount > 0:
            start_refund(connection, money, payment, amount, RefundKind.LATE if late else RefundKind.CANCELLED)


def _share(money: OrderMoney, payment: Any, percent: int) -> int:
    """A part of a payment, rounded up in the guest's favour, without what went back before."""
    kept = payment.amount_cents - part_in_steps(payment.amount_cents, percent, payment.currency)
    return max(0, money.refundable_cents(payment) - kept)


def _paid_online(money: OrderMoney, at: datetime) -> list[Any]:
    """What was paid before the cancellation. What is paid afterwards comes too late, and goes back as a whole."""
    online = (each for each in money.captured if each.provider != DOOR and each.currency == money.order.currency)
    return [each for each in online if each.captured_at <= at]


def percent_back(money: OrderMoney, at: datetime, *, all_of_it: bool) -> int:
    terms = Terms.from_json(money.order.terms)
    return 100 if all_of_it else refund_percent(terms.refund_ladder, terms.starts_at, at)


def cancellation_of(guest: Caller, booking_id: int) -> Cancellation:
    """What the guest would get back by cancelling now. Raises NotFound for another person's booking."""
    booking = own_booking_row(guest.id, booking_id)
    if booking.order_id is None:
        return Cancellation(0, None, "Nothing was paid for this booking.")
    money, now = money_of_booking(booking.order_id), clock.now()
    assert money is not None
    currency = money.order.currency
    paid = _paid_online(money, now)
    if not paid:
        at_door = any(payment.provider == DOOR for payment in money.captured)
        return Cancellation(
            0,
            currency,
            f"You paid {booking.facilitator_name} directly. Ask them about your money."
            if at_door
            else "You haven't paid anything yet.",
        )
    percent = percent_back(money, now, all_of_it=was_moved(booking._asdict()))
    cents = sum(_share(money, each, percent) for each in paid)
    return Cancellation(cents, currency, _explanation(percent, cents, money))


def was_moved(booking: Mapping[str, Any]) -> bool:
    """Whether the session was moved since it was booked: a guest who declines gets everything back."""
    previous = booking["previous_starts_at"]
    return previous is not None and previous != booking["starts_at"]


def _explanation(percent: int, cents: int, money: OrderMoney) -> str:
    if percent > 0 and cents == 0:
        return "You got back before what the terms you booked with give back."
    if percent == 100:
        return f"You get the full amount back: {money_text(cents, money.order.currency)}."
    if cents == 0:
        return "It's too late for a refund under the terms you booked with."
    return f"You get {percent} % back under the terms you booked with: {money_text(cents, money.order.currency)}."


def refund_order(by: Caller, order_id: int, amount_cents: int, reason: str) -> None:
    """Refund a part of an order, from its newest payment on. The caller confirmed their password a short while ago.

    Raises NotFound for another facilitator's order, Forbidden (confirmation_needed), Conflict (too_much), Invalid.
    """
    require_confirmation(by)
    with write_connection() as connection:
        money = lock_order(connection, order_id)
        if not may_manage(by, money.order.facilitator_id):
            raise NotFound("order")
        currency, before, left = money.order.currency, summary(money), amount_cents
        if amount_cents % step_of(currency):
            raise Invalid(f"An amount in {currency} must end in 0.", "amount_cents")
        # What was paid in another currency is refunded at the provider.
        captured = [payment for payment in money.captured if payment.currency == currency]
        if amount_cents > sum(money.refundable_cents(payment) for payment in captured):
            raise Conflict("too_much", "That is more than can still be refunded.")
        for payment in reversed(captured):
            part = min(left, money.refundable_cents(payment))
            if part > 0:
                start_refund(connection, money, payment, part, RefundKind.MANUAL, reason, by.id)
                left -= part
        settle(connection, money, before)


def all_back(changes: Mapping[str, Any]) -> bool:
    """Whether everything goes back: not if the guest cancelled, by the changes of the entry."""
    return changes.get("cancelled_by") != Party.USER.value
