"""The table of bookings."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.bookings.states import IS_KNOWN, IS_OCCUPYING
from main_app.database import Base
from main_app.orders.models import Order
from service_kit.database import UtcDateTime, partial_index

OCCUPIES = text(f"bookings.{IS_OCCUPYING}")
OVER = text(f"NOT bookings.{IS_OCCUPYING}")


class Booking(Base):
    """A person's places in a session. `version` counts its changes; each has one entry in the journal.

    If the session has moved, the `previous_...` columns hold the time and location that the guest last saw.
    """

    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    status: Mapped[str] = mapped_column(String(16))
    places: Mapped[int] = mapped_column(default=1)
    # The price of one place when it was booked. Null if it was booked before prices were kept.
    price_cents: Mapped[int | None]
    price_currency: Mapped[str | None] = mapped_column(String(3))
    order_id: Mapped[int | None] = mapped_column(ForeignKey(Order.id))  # the newest; null if it is free
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was first booked, not only held
    cancelled_by: Mapped[str | None] = mapped_column(String(16))  # "user", "facilitator" or "system"
    reason: Mapped[str | None] = mapped_column(Text)  # why it was last moved, or cancelled by others
    previous_starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_location: Mapped[str | None] = mapped_column(String(200))
    change_seen: Mapped[bool] = mapped_column(default=True)  # whether the guest saw the last move or cancellation
    version: Mapped[int] = mapped_column(default=1)
    # Of the installation when it was last changed. Versions are compared within an epoch.
    epoch: Mapped[int] = mapped_column(BigInteger, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Unused: derived from the order's payments and refunds. The next release drops these columns.
    payment_id: Mapped[str | None] = mapped_column(String(120))
    payment_status: Mapped[str | None] = mapped_column(String(16))
    payment_provider: Mapped[str | None] = mapped_column(String(16))
    amount_paid: Mapped[int | None]  # in cents
    currency: Mapped[str | None] = mapped_column(String(3))
    refund_id: Mapped[str | None] = mapped_column(String(120))
    refund_status: Mapped[str | None] = mapped_column(String(16))
    refunded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(IS_KNOWN, name="status"),
        CheckConstraint("places >= 1", name="places"),
        CheckConstraint("payment_status IN ('pending', 'success', 'failed')", name="payment_status"),
        CheckConstraint("refund_status IN ('initiated', 'processed', 'failed')", name="refund_status"),
        # Concurrent requests can't give a person two bookings that occupy places in one session.
        partial_index("uq_bookings_active", "user_id", "session_id", unique=True, where=IS_OCCUPYING),
        Index("ix_bookings_user", "user_id", "created_at"),
        # With `user_id`, so that a person's earlier booking is found without reading everyone else's.
        Index("ix_bookings_session", "session_id", "user_id"),
        partial_index("ix_bookings_held", "user_id", where="status = 'held'"),
        partial_index("ix_bookings_order", "order_id", where="order_id IS NOT NULL"),
        # For lists of the other states. Of booked ones there are so many that a list finds them without an index.
        partial_index("ix_bookings_not_booked", "status", "id", where="status <> 'booked'"),
    )
