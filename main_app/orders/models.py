"""Tables of orders, their lines, payments and refunds.

What people see of money is derived from these rows (money.py). Amounts are in minor units of the order's currency.
payments/ alone writes payments and refunds; they are here so that bookings can be read with what was paid for them.
"""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import RowId, UtcDateTime, partial_index

DOOR = "door"  # the provider of money that the facilitator took: cash, a card, a transfer


class PaymentState(str, Enum):
    CREATED = "created"  # stored; the provider has not answered yet
    OPEN = "open"  # the guest can pay
    PENDING = "pending"  # the guest has paid, and the bank has not confirmed it yet
    CAPTURED = "captured"
    FAILED = "failed"
    EXPIRED = "expired"  # the checkout is over, and nothing was paid
    UNDONE = "undone"  # marked as paid at the door by mistake


class RefundState(str, Enum):
    INITIATED = "initiated"  # counts as taken
    PROCESSED = "processed"
    FAILED = "failed"


class RefundKind(str, Enum):
    CANCELLED = "cancelled"  # the booking was cancelled
    LATE = "late"  # paid when the place was gone
    DUPLICATE = "duplicate"  # paid twice
    MANUAL = "manual"
    PROVIDER = "provider"  # made in the provider's dashboard
    DISPUTE = "dispute"  # taken back by the guest's bank: initiated while open, processed if lost, failed if won


UNPAID = (PaymentState.CREATED, PaymentState.OPEN, PaymentState.PENDING)


def _one_of(column: str, values: type[Enum]) -> str:
    return f"{column} IN ({', '.join(repr(each.value) for each in values)})"


class Order(Base):
    """What one person buys at once. Its lines and terms never change; bookings name their newest order."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    currency: Mapped[str] = mapped_column(String(3))
    total_cents: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)  # prices.Terms
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("total_cents > 0", name="total"),
        Index("ix_orders_user", "user_id", "id"),
        Index("ix_orders_facilitator", "facilitator_id", "created_at"),
    )


class OrderLine(Base):
    """One thing that was bought. No foreign key to the booking: orders know nothing of bookings."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))  # "place"
    description: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    unit_cents: Mapped[int]
    tax_rate: Mapped[int]  # in hundredths of a per cent; the amount includes it
    amount_cents: Mapped[int]

    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint("amount_cents = quantity * unit_cents", name="amount"),
        CheckConstraint("tax_rate >= 0 AND tax_rate < 10000", name="tax_rate"),
    )


class Payment(Base):
    """One attempt to pay an order. `checkout` is what the web app opens: an address, or values of a provider's form."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    provider: Mapped[str] = mapped_column(String(16))
    method: Mapped[str | None] = mapped_column(String(16))  # at the door
    state: Mapped[str] = mapped_column(String(16))
    amount_cents: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    checkout_ref: Mapped[str | None] = mapped_column(String(120))
    charge_ref: Mapped[str | None] = mapped_column(String(120))
    checkout: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    checkout_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # With a deposit: it pays what is left after that. A second deposit is too much, a payment of the rest is not.
    pays_rest: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    reason: Mapped[str | None] = mapped_column(Text)  # why it failed, or was undone
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    captured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(_one_of("state", PaymentState), name="state"),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("state <> 'captured' OR captured_at IS NOT NULL", name="captured_at"),
        UniqueConstraint("provider", "charge_ref"),
        Index("ix_payments_checkout", "provider", "checkout_ref"),
        Index("ix_payments_captured", "provider", "captured_at"),
        # Two tabs can't open two checkouts for one order.
        partial_index("uq_payments_unpaid", "order_id", unique=True, where="state IN ('created', 'open', 'pending')"),
    )


class Refund(Base):
    """Money that goes back to the guest. The row is committed before the provider is called."""

    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    amount_cents: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # rises after a known failure
    provider_ref: Mapped[str | None] = mapped_column(String(120))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # null: the system
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(_one_of("state", RefundState), name="state"),
        CheckConstraint(_one_of("kind", RefundKind), name="kind"),
        CheckConstraint("amount_cents > 0", name="amount"),
        UniqueConstraint("payment_id", "provider_ref"),
        partial_index("ix_refunds_open", "id", where="state <> 'processed'"),
    )
