"""Tables of bookings and of the responses stored for Idempotency-Key."""

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import UtcDateTime, partial_index


class BookingStatus(str, Enum):
    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    REFUNDED = "refunded"


STATUSES = "'held', 'booked', 'cancelled', 'expired', 'attended', 'no_show', 'refunded'"
# In these states a booking occupies its places.
OCCUPYING = ("held", "booked", "attended", "no_show")
IS_OCCUPYING = "status IN ('held', 'booked', 'attended', 'no_show')"
OCCUPIES = text(f"bookings.{IS_OCCUPYING}")


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
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str | None] = mapped_column(String(16))  # "user", "facilitator" or "system"
    reason: Mapped[str | None] = mapped_column(Text)  # why the facilitator cancelled
    previous_starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_location: Mapped[str | None] = mapped_column(String(200))
    change_seen: Mapped[bool] = mapped_column(default=True)  # whether the guest saw the last move or cancellation
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
        CheckConstraint(f"status IN ({STATUSES})", name="status"),
        CheckConstraint("places >= 1", name="places"),
        CheckConstraint("payment_status IN ('pending', 'success', 'failed')", name="payment_status"),
        CheckConstraint("refund_status IN ('initiated', 'processed', 'failed')", name="refund_status"),
        # Concurrent requests can't give a person two bookings that occupy places in one session.
        partial_index("uq_bookings_active", "user_id", "session_id", unique=True, where=IS_OCCUPYING),
        Index("ix_bookings_user", "user_id", "created_at"),
        # With `user_id`, so that a person's earlier booking is found without reading everyone else's.
        Index("ix_bookings_session", "session_id", "user_id"),
    )


class IdempotencyKey(Base):
    """The response to the request with this key. While `response` is null, the request is running, since `started_at`.

    `owner` is "user:5" or "api_key:3": different callers may use the same key.
    """

    __tablename__ = "idempotency_keys"

    owner: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    response: Mapped[str | None] = mapped_column(Text)
