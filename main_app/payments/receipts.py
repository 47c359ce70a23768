"""Receipts: one for each captured payment and each processed refund, with numbers without gaps.

A number is given in the transaction of the payment: the counter's row stays locked until the commit, so a rollback
leaves no gap and no number is given twice. A restore begins another epoch, which is a part of the number.
"""

from enum import Enum
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from main_app.database import CURRENT_EPOCH
from main_app.orders.models import DOOR, Order, Payment
from main_app.payments.models import Receipt, ReceiptCounter
from service_kit import clock
from service_kit.database import insert_of

receipts, counters = Receipt.__table__.c, ReceiptCounter.__table__.c
orders, payments = Order.__table__.c, Payment.__table__.c
EPOCH = select(CURRENT_EPOCH)
LOCKED = select(counters.last_number).where(counters.epoch == bindparam("of_epoch")).with_for_update()
COUNTED = update(ReceiptCounter).where(counters.epoch == bindparam("of_epoch")).values(last_number=bindparam("number"))


class ReceiptKind(str, Enum):
    PAYMENT = "payment"
    DEPOSIT = "deposit"
    REST = "rest"  # after a deposit
    REFUND = "refund"


def issue(connection: Connection, order: Any, payment: Any, refund: Any | None) -> None:
    """Write the receipt of a captured payment, or of a refund that was processed. The second time it does nothing."""
    epoch = connection.execute(EPOCH).scalar_one()
    first = insert_of(connection.dialect.name, ReceiptCounter.__table__).on_conflict_do_nothing()
    connection.execute(first, {"epoch": epoch, "last_number": 0})
    # Locked before the look for a receipt, so that two at once don't both write it.
    number = connection.execute(LOCKED, {"of_epoch": epoch}).scalar_one() + 1
    refund_id = None if refund is None else refund.id
    written = select(receipts.id).where(
        receipts.payment_id == payment.id, receipts.refund_id.is_not_distinct_from(refund_id)
    )
    if connection.execute(written).first() is not None:
        return
    row = {
        "epoch": epoch,
        "number": number,
        "order_id": order.id,
        "payment_id": payment.id,
        "refund_id": refund_id,
        "amount_cents": payment.amount_cents if refund is None else refund.amount_cents,
        "currency": payment.currency,
        "issued_at": clock.now(),
    }
    connection.execute(insert(Receipt.__table__).values(row))
    connection.execute(COUNTED, {"of_epoch": epoch, "number": number})


def of_order(connection: Connection, order_id: int) -> list[dict[str, Any]]:
    """The receipts of an order, as a ReceiptOut each."""
    of_one = (
        select(Receipt.__table__, orders.terms, payments.provider, payments.pays_rest)
        .join_from(Receipt.__table__, Order.__table__, orders.id == receipts.order_id)
        .join(Payment.__table__, payments.id == receipts.payment_id)
        .where(receipts.order_id == order_id)
        .order_by(receipts.id)
    )
    return [
        {
            "number": number_text(row),
            "kind": kind_of(row),
            "issued_at": clock.iso(row.issued_at),
            "amount_cents": row.amount_cents,
        }
        for row in connection.execute(of_one)
    ]


def kind_of(receipt: Any) -> ReceiptKind:
    """What a receipt is for, from its row with its payment and the order's terms."""
    if receipt.refund_id is not None:
        return ReceiptKind.REFUND
    if not receipt.terms.get("deposit_cents"):
        return ReceiptKind.PAYMENT
    return ReceiptKind.REST if receipt.pays_rest or receipt.provider == DOOR else ReceiptKind.DEPOSIT


def number_text(receipt: Any) -> str:
    """As it is printed: 1-000123."""
    return f"{receipt.epoch}-{receipt.number:06d}"
