"""Writes rows of payments and refunds, with their ledger entries. Everything runs in the caller's transaction.

The order's row is locked first, so that two changes of its money never overlap.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from main_app.bookings.models import Booking
from main_app.orders.models import DOOR, Order, OrderLine, Payment, PaymentState, Refund, RefundKind, RefundState
from main_app.orders.money import OrderMoney, money_of_order
from main_app.payments import ledger, receipts
from main_app.payments.calls import REFUND, call_provider
from service_kit import clock
from service_kit.problems import Conflict, NotFound

orders, payments, refunds, lines = Order.__table__.c, Payment.__table__.c, Refund.__table__.c, OrderLine.__table__.c
bookings = Booking.__table__.c


def lock_order(connection: Connection, order_id: int) -> OrderMoney:
    """Lock an order and read its money. Raises NotFound."""
    if connection.execute(select(orders.id).where(orders.id == order_id).with_for_update()).first() is None:
        raise NotFound("order")
    return money_of_order(connection, order_id)


def booking_of_order(connection: Connection, order_id: int) -> int:
    booking_id = connection.scalar(select(lines.booking_id).where(lines.order_id == order_id).order_by(lines.id))
    if booking_id is None:
        raise NotFound("booking")
    return booking_id


def insert_payment(connection: Connection, values: Mapping[str, Any]) -> Any:
    now = clock.now()
    row = {"created_at": now, "updated_at": now} | dict(values)
    return connection.execute(insert(Payment.__table__).values(row).returning(*payments)).one()


def change_payment(connection: Connection, payment_id: int, values: Mapping[str, Any]) -> Any:
    changed = update(Payment.__table__).where(payments.id == payment_id).values(updated_at=clock.now(), **values)
    return connection.execute(changed.returning(*payments)).one()


def capture(connection: Connection, money: OrderMoney, payment: Any, values: Mapping[str, Any]) -> Any:
    """Record that a payment was captured, with its ledger entry and receipt."""
    # Not before the booking's last change, which a machine may have written whose clock is ahead.
    of_order = bookings.id == booking_of_order(connection, payment.order_id)
    changed_at = connection.execute(select(bookings.updated_at).where(of_order)).scalar_one()
    captured_at = max(clock.now(), changed_at)
    payment = change_payment(
        connection,
        payment.id,
        {"state": PaymentState.CAPTURED.value, "captured_at": captured_at, "reason": None, **values},
    )
    ledger.post_capture(connection, money.order, payment, is_deposit=money.is_deposit(payment))
    receipts.issue(connection, money.order, payment, None)
    return payment


def start_refund(
    connection: Connection,
    money: OrderMoney,
    payment: Any,
    amount_cents: int,
    kind: RefundKind,
    reason: str = "",
    by: int | None = None,
) -> Any:
    """Record a refund and ask the provider for it. Raises Conflict if more would go back than was captured.

    Money that was taken at the door is given back there: it counts as processed.
    """
    if not 0 < amount_cents <= money.refundable_cents(payment):
        raise Conflict("too_much", "That is more than can still be refunded.")
    refund = insert_refund(
        connection,
        {
            "payment_id": payment.id,
            "amount_cents": amount_cents,
            "kind": kind.value,
            "reason": reason,
            "state": RefundState.INITIATED.value,
            "attempt": 1,
            "created_by": by,
        },
    )
    money.refunds.append(refund)
    ledger.post_refund(connection, money.order, payment, refund)
    if payment.provider == DOOR:
        return finish_refund(connection, money, payment, refund, RefundState.PROCESSED)
    call_provider(connection, payment, REFUND, refund_id=refund.id)
    return refund


def insert_refund(connection: Connection, values: Mapping[str, Any]) -> Any:
    now = clock.now()
    row = {"created_at": now, "updated_at": now} | dict(values)
    return connection.execute(insert(Refund.__table__).values(row).returning(*refunds)).one()


def finish_refund(
    connection: Connection,
    money: OrderMoney,
    payment: Any,
    refund: Any,
    state: RefundState,
    at: datetime | None = None,
    reference: str | None = None,
) -> Any:
    """Record how a refund ended. One that failed is reversed in the ledger."""
    now = at or clock.now()
    values: dict[str, Any] = {"state": state.value, "updated_at": clock.now()}
    if reference:
        values["provider_ref"] = reference
    if state is RefundState.PROCESSED:
        values["processed_at"] = now
    changed = update(Refund.__table__).where(refunds.id == refund.id).values(values).returning(*refunds)
    finished = connection.execute(changed).one()
    if state is RefundState.FAILED and refund.state != RefundState.FAILED.value:
        ledger.post_refund_failed(connection, money.order, payment, refund)
    if state is RefundState.PROCESSED and refund.state != RefundState.PROCESSED.value:
        receipts.issue(connection, money.order, payment, finished)
    money.refunds[:] = [finished if each.id == finished.id else each for each in money.refunds]
    return finished
