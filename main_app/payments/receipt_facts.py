"""What a receipt says. Names are read at the time it is drawn: the receipt's row has none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.database import db
from main_app.orders.models import Order, OrderLine, Payment, PaymentState
from main_app.payments.ledger import TAX
from main_app.payments.models import LedgerEntry, LedgerLine, Receipt
from main_app.payments.order_subjects import subjects_of
from main_app.payments.receipts import ReceiptKind, kind_of, number_text
from service_kit.problems import NotFound

receipts, orders, payments = Receipt.__table__.c, Order.__table__.c, Payment.__table__.c
entries, ledger_lines, order_lines, users = (
    LedgerEntry.__table__.c,
    LedgerLine.__table__.c,
    OrderLine.__table__.c,
    User.__table__.c,
)
FOUND = (
    select(
        Receipt.__table__,
        orders.user_id,
        orders.facilitator_id,
        orders.total_cents,
        payments.provider,
        payments.method,
        payments.pays_rest,
        orders.terms,
        payments.state,
        users.name,
        users.language,
    )
    .join_from(Receipt.__table__, Order.__table__, orders.id == receipts.order_id)
    .join(Payment.__table__, payments.id == receipts.payment_id)
    .join(User.__table__, users.id == orders.user_id)
)


@dataclass(frozen=True)
class ReceiptLine:
    description: str
    quantity: int
    tax_rate: int
    amount_cents: int


@dataclass(frozen=True)
class ReceiptFacts:
    number: str
    issued_at: datetime
    currency: str
    amount_cents: int
    tax_cents: int  # in the amount
    refund_of: str | None  # the number of the receipt of the payment that was refunded
    is_void: bool  # the payment was marked by mistake
    kind: ReceiptKind
    provider: str
    method: str | None
    guest: str
    facilitator: str
    booking_id: int | None
    starts_at: datetime | None  # of the session, as it is planned now
    time_zone: str | None  # of the event
    language: str
    lines: tuple[ReceiptLine, ...]


def receipt_facts(reader: Caller, order_id: int, epoch: int, number: int) -> ReceiptFacts:
    """For the order's buyer, its facilitator and admins. Raises NotFound for others."""
    with db.engine.connect() as connection:
        this = (receipts.order_id == order_id, receipts.epoch == epoch, receipts.number == number)
        found = connection.execute(FOUND.where(*this)).first()
        if found is None or not (reader.id == found.user_id or may_manage(reader, found.facilitator_id)):
            raise NotFound("receipt")
        of_order = select(OrderLine.__table__).where(order_lines.order_id == order_id).order_by(order_lines.id)
        of_lines = connection.execute(of_order).all()
        subject = subjects_of(connection, [order_id])[order_id]
        starts_at = subject["session_time"]
        return ReceiptFacts(
            number=number_text(found),
            issued_at=found.issued_at,
            currency=found.currency,
            amount_cents=found.amount_cents,
            tax_cents=_tax(connection, found),
            refund_of=None if found.refund_id is None else _receipt_of_payment(connection, found.payment_id),
            kind=kind_of(found),
            is_void=found.state == PaymentState.UNDONE.value,
            provider=found.provider,
            method=found.method,
            guest=found.name,
            facilitator=connection.execute(select(users.name).where(users.id == found.facilitator_id)).scalar_one(),
            booking_id=next((line.booking_id for line in of_lines if line.booking_id), None),
            starts_at=datetime.fromisoformat(starts_at) if starts_at else None,
            time_zone=subject["session_time_zone"],
            language=found.language,
            lines=tuple(
                ReceiptLine(line.description, line.quantity, line.tax_rate, line.amount_cents) for line in of_lines
            ),
        )


def _tax(connection: Connection, receipt: Any) -> int:
    """The tax that the ledger has for the payment or the refund."""
    of_tax = (
        select(func.sum(ledger_lines.amount_cents))
        .join_from(LedgerEntry.__table__, LedgerLine.__table__, ledger_lines.entry_id == entries.id)
        .where(entries.payment_id == receipt.payment_id, ledger_lines.account.startswith(TAX))
    )
    if receipt.refund_id is not None:
        return int(connection.execute(of_tax.where(entries.refund_id == receipt.refund_id)).scalar() or 0)
    captured = f"payment:{receipt.payment_id}:captured"
    return -int(connection.execute(of_tax.where(entries.cause == captured)).scalar() or 0)


def _receipt_of_payment(connection: Connection, payment_id: int) -> str | None:
    of_payment = select(Receipt.__table__).where(receipts.payment_id == payment_id, receipts.refund_id.is_(None))
    row = connection.execute(of_payment).first()
    return None if row is None else number_text(row)
