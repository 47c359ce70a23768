"""Bookings, what happened to each, and the answers kept for Idempotency-Key."""

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import UtcDateTime


class BookingStatus(str, Enum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Booking(Base):
    """A person's place in a session. `version` counts its changes; each change is one message to the CRM."""

    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    cancelled_by: Mapped[str | None] = mapped_column(String(16))  # "user" or "facilitator"
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payment_id: Mapped[str | None] = mapped_column(String(120))
    payment_status: Mapped[str | None] = mapped_column(String(16))
    payment_provider: Mapped[str | None] = mapped_column(String(16))
    amount_paid: Mapped[int | None]  # in cents
    currency: Mapped[str | None] = mapped_column(String(3))
    refund_id: Mapped[str | None] = mapped_column(String(120))
    refund_status: Mapped[str | None] = mapped_column(String(16))
    refunded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("status IN ('booked', 'cancelled')", name="status"),
        CheckConstraint("payment_status IN ('pending', 'success', 'failed')", name="payment_status"),
        CheckConstraint("refund_status IN ('initiated', 'processed', 'failed')", name="refund_status"),
        # One active booking per person and session, whatever the race.
        Index(
            "uq_bookings_active",
            "user_id",
            "session_id",
            unique=True,
            postgresql_where=text("status = 'booked'"),
            sqlite_where=text("status = 'booked'"),
        ),
        Index("ix_bookings_user", "user_id", "created_at"),
    )


class BookingChange(Base):
    """One step in the life of a booking, for its timeline."""

    __tablename__ = "booking_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))
    by_role: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("booking_id", "version"),)


class IdempotencyKey(Base):
    """The answer to a request that carried this key. Without an answer: still running, since `started_at`."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(Text)
