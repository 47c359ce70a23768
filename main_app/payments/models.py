"""Tables of the providers' events, the ledger and receipts. They hold no names, so that erasure stays possible."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import RowId, UtcDateTime, partial_index


class ProviderEvent(Base):
    """A webhook of a provider, stored once by its id. It is a hint: the object it names is fetched anew."""

    __tablename__ = "provider_events"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    provider: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(64))
    checkout_ref: Mapped[str | None] = mapped_column(String(120))
    charge_ref: Mapped[str | None] = mapped_column(String(120))
    payment_id: Mapped[int | None] = mapped_column(RowId)  # as the event says, so no foreign key
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (UniqueConstraint("provider", "event_id"),)


class LedgerEntry(Base):
    """One movement of money. Entries are only added; a mistake is reversed by another entry."""

    __tablename__ = "ledger_entries"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cause: Mapped[str] = mapped_column(String(64), unique=True)  # "payment:12:captured"
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refunds.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class LedgerLine(Base):
    """A part of an entry. The amounts of an entry add up to 0 in each currency."""

    __tablename__ = "ledger_lines"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    account: Mapped[str] = mapped_column(String(48))  # "provider:stripe", "door:2", "facilitator:2", "tax:2"
    currency: Mapped[str] = mapped_column(String(3))
    amount_cents: Mapped[int]

    __table_args__ = (
        CheckConstraint("amount_cents <> 0", name="amount"),
        Index("ix_ledger_lines_account", "account", "currency", "entry_id"),
    )


class ReceiptCounter(Base):
    """The last number given in an epoch of this installation. Its row is locked while a receipt is written."""

    __tablename__ = "receipt_counters"

    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class Receipt(Base):
    """A receipt for a payment, or for a refund of it."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    epoch: Mapped[int]
    number: Mapped[int]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refunds.id"))
    amount_cents: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("epoch", "number"),
        UniqueConstraint("payment_id", "refund_id"),
        partial_index("uq_receipts_payment", "payment_id", unique=True, where="refund_id IS NULL"),
    )


class MoneyCheck(Base):
    """One comparison of payments, ledger, bookings and providers. `differences` has the first of them."""

    __tablename__ = "money_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payments: Mapped[int]
    differing: Mapped[int]
    differences: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
