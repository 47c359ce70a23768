"""What was paid and refunded for orders, derived from their payments and refunds."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from main_app.orders.models import DOOR, UNPAID, Order, Payment, PaymentState, Refund, RefundKind, RefundState
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import read_connection

orders, payments, refunds = Order.__table__.c, Payment.__table__.c, Refund.__table__.c
IDS, ONE = bindparam("ids", expanding=True), bindparam("order")
ORDERS = select(Order.__table__)
PAYMENTS = select(Payment.__table__).order_by(payments.id)
REFUNDS = (
    select(Refund.__table__, payments.order_id)
    .join_from(Refund.__table__, Payment.__table__, payments.id == refunds.payment_id)
    .order_by(refunds.id)
)
ORDER = CompiledStatement(ORDERS.where(orders.id == ONE))
PAYMENTS_OF_ORDER = CompiledStatement(PAYMENTS.where(payments.order_id == ONE))
REFUNDS_OF_ORDER = CompiledStatement(REFUNDS.where(payments.order_id == ONE))
CAPTURED, FAILED = PaymentState.CAPTURED.value, PaymentState.FAILED.value
PENDING, SUCCESS = "pending", "success"


@dataclass
class OrderMoney:
    """An order with its payments and refunds, the oldest first."""

    order: Any
    payments: list[Any] = field(default_factory=list)
    refunds: list[Any] = field(default_factory=list)

    @property
    def captured(self) -> list[Any]:
        return [payment for payment in self.payments if payment.state == CAPTURED]

    @property
    def paid_cents(self) -> int:
        """What was captured in the order's currency, refunded or not."""
        return sum(each.amount_cents for each in self.captured if each.currency == self.order.currency)

    @property
    def refunded_cents(self) -> int:
        """What went back or is on its way."""
        return sum(each.amount_cents for each in self.refunds if each.state != RefundState.FAILED.value)

    @property
    def is_paid(self) -> bool:
        """Whether what is due now is paid."""
        return self.paid_cents >= self.due_cents

    @property
    def to_pay_cents(self) -> int:
        """What is still to pay of the whole order. What was paid twice goes back, and pays nothing."""
        twice = (each for each in self.refunds if each.kind == RefundKind.DUPLICATE.value)
        counted = self.paid_cents - sum(each.amount_cents for each in twice if each.state != RefundState.FAILED.value)
        return max(0, self.order.total_cents - counted)

    @property
    def due_cents(self) -> int:
        """What has to be paid for the booking to be confirmed: all of it, or the deposit."""
        return self.order.terms.get("deposit_cents") or self.order.total_cents

    @property
    def rest_cents(self) -> int:
        """What is still to pay after a deposit: online, or to the facilitator. 0 before it is paid, or without one."""
        return self.to_pay_cents if self.order.terms.get("deposit_cents") and self.is_paid else 0

    def is_deposit(self, payment: Any) -> bool:
        return bool(self.order.terms.get("deposit_cents")) and payment.provider != DOOR and not payment.pays_rest

    @property
    def unpaid(self) -> Any | None:
        """The payment that has been started and not finished, if there is one."""
        started = {state.value for state in UNPAID}
        return next((payment for payment in self.payments if payment.state in started), None)

    def has_refund(self, payment: Any, kind: RefundKind) -> bool:
        """Whether any of a payment went back for this reason, or was meant to."""
        return any(refund.payment_id == payment.id and refund.kind == kind.value for refund in self.refunds)

    def refundable_cents(self, payment: Any) -> int:
        """How much of a payment can still go back. A refund on its way counts as taken."""
        if payment.state != CAPTURED:
            return 0
        return payment.amount_cents - sum(
            refund.amount_cents
            for refund in self.refunds
            if refund.payment_id == payment.id and refund.state != RefundState.FAILED.value
        )

    @property
    def status(self) -> str:
        """The documented payment status."""
        if self.is_paid:
            return SUCCESS
        failed = self.payments and self.payments[-1].state == FAILED
        return FAILED if failed else PENDING


def money_of_orders(connection: Connection | Session, order_ids: Collection[int]) -> dict[int, OrderMoney]:
    """By order id. Three statements for any number of orders."""
    ids = {"ids": sorted(set(order_ids))}
    if not ids["ids"]:
        return {}
    found = {row.id: OrderMoney(row) for row in connection.execute(ORDERS.where(orders.id.in_(IDS)), ids)}
    for payment in connection.execute(PAYMENTS.where(payments.order_id.in_(IDS)), ids):
        found[payment.order_id].payments.append(payment)
    for refund in connection.execute(REFUNDS.where(payments.order_id.in_(IDS)), ids):
        found[refund.order_id].refunds.append(refund)
    return found


def money_of_order(connection: Connection, order_id: int) -> OrderMoney:
    values = {"order": order_id}
    order = ORDER.first(connection, values)
    return OrderMoney(order, PAYMENTS_OF_ORDER.all(connection, values), REFUNDS_OF_ORDER.all(connection, values))


def money_of_booking(order_id: int | None) -> OrderMoney | None:
    """The money of a booking's order. None, without a statement, if it is free."""
    if order_id is None:
        return None
    with read_connection() as connection:
        return money_of_order(connection, order_id)


NO_PAYMENT: dict[str, Any] = {
    "payment_id": None,
    "payment_status": None,
    "payment_provider": None,
    "amount_paid": None,
    "currency": None,
    "refund_id": None,
    "refund_status": None,
    "refunded_at": None,
    "refunded_cents": None,
    "payment_terms": None,
    "total_cents": None,
}


def payment_fields(money: OrderMoney | None) -> dict[str, Any]:
    """The documented fields of a booking about money. All are null for a booking without an order."""
    if money is None:
        return NO_PAYMENT
    captured = money.captured
    newest = captured[-1] if captured else money.payments[-1] if money.payments else None
    refund = next((each for each in reversed(money.refunds) if each.kind != RefundKind.DISPUTE.value), None)
    return {
        "payment_id": newest and (newest.charge_ref or str(newest.id)),
        "payment_status": money.status,
        "payment_provider": newest and newest.provider,
        "amount_paid": money.paid_cents,
        "currency": money.order.currency,
        "refund_id": refund and (refund.provider_ref or str(refund.id)),
        "refund_status": refund and refund.state,
        "refunded_at": refund and clock.iso(refund.processed_at),
        "refunded_cents": money.refunded_cents,
        "payment_terms": money.order.terms["payment_terms"],
        "total_cents": money.order.total_cents,
    }
