"""The tables behind the facilitator's pages.

The read model (bookings, sessions, counts, sums) can be rebuilt at any time.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm_microservice.database import Base
from service_kit.database import UtcDateTime
from service_kit.fields import MAX_NAME_LENGTH, MAX_TITLE_LENGTH

MAX_STATUS_LENGTH = 100  # characters
MAX_PAYMENT_TEXT_LENGTH = 120
MAX_CURRENCY_LENGTH = 8
MAX_REASON_LENGTH = 500


class Booking(Base):
    """A booking as its newest notification describes it. `status` may be unknown to this release."""

    __tablename__ = "bookings"

    booking_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facilitator_id: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int] = mapped_column(BigInteger, server_default="1")
    version: Mapped[int | None] = mapped_column(BigInteger)  # within the epoch
    status: Mapped[str] = mapped_column(String(MAX_STATUS_LENGTH))
    status_version: Mapped[int | None] = mapped_column(
        BigInteger
    )  # the version of the notification that stated the status
    places: Mapped[int] = mapped_column(Integer)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    user_name: Mapped[str] = mapped_column(String(MAX_NAME_LENGTH))
    user_email: Mapped[str | None] = mapped_column(String(320))
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    event_title: Mapped[str] = mapped_column(String(MAX_TITLE_LENGTH))
    event_start: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_id: Mapped[int | None] = mapped_column(BigInteger)
    session_title: Mapped[str | None] = mapped_column(String(MAX_TITLE_LENGTH))
    session_start: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_end: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_time_zone: Mapped[str | None] = mapped_column(String(100))
    session_location: Mapped[str | None] = mapped_column(String(500))
    session_capacity: Mapped[int | None] = mapped_column(BigInteger)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booked_at_version: Mapped[int | None] = mapped_column(BigInteger)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str | None] = mapped_column(String(MAX_REASON_LENGTH))  # unless the guest cancelled
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payment_version: Mapped[int | None] = mapped_column(
        BigInteger
    )  # the version of the notification that stated the payment
    payment_id: Mapped[str | None] = mapped_column(String(MAX_PAYMENT_TEXT_LENGTH))
    payment_status: Mapped[str | None] = mapped_column(String(MAX_PAYMENT_TEXT_LENGTH))
    payment_provider: Mapped[str | None] = mapped_column(String(MAX_PAYMENT_TEXT_LENGTH))
    payment_method: Mapped[str | None] = mapped_column(String(MAX_PAYMENT_TEXT_LENGTH))
    amount_paid: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(MAX_CURRENCY_LENGTH))
    total_cents: Mapped[int | None] = mapped_column(BigInteger)
    refunded_cents: Mapped[int | None] = mapped_column(BigInteger)
    refund_id: Mapped[str | None] = mapped_column(String(MAX_PAYMENT_TEXT_LENGTH))
    refund_status: Mapped[str | None] = mapped_column(String(MAX_PAYMENT_TEXT_LENGTH))
    refunded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index(None, "facilitator_id", "updated_at", "booking_id"),
        Index(None, "facilitator_id", "status", "updated_at", "booking_id"),
        Index(None, "facilitator_id", "session_id", "updated_at", "booking_id"),
        Index(None, "facilitator_id", "event_id", "updated_at", "booking_id"),
        Index(None, "facilitator_id", "user_id"),
    )


class BookingCount(Base):
    """A count of bookings and places, updated with each change of a booking. See booking_counts.py."""

    __tablename__ = "booking_counts"

    facilitator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    scope_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(MAX_STATUS_LENGTH), primary_key=True)
    bookings: Mapped[int] = mapped_column(BigInteger)
    places: Mapped[int] = mapped_column(BigInteger)


class BookingMoney(Base):
    """What guests paid a facilitator and got back in one currency, updated with each change of a booking."""

    __tablename__ = "booking_money"

    facilitator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(String(MAX_CURRENCY_LENGTH), primary_key=True)
    paid_cents: Mapped[int] = mapped_column(BigInteger)
    refunded_cents: Mapped[int] = mapped_column(BigInteger)


class Session(Base):
    """A dated session as the newest notification about it describes it."""

    __tablename__ = "sessions"

    session_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigInteger, server_default="1")
    facilitator_id: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    event_title: Mapped[str] = mapped_column(String(MAX_TITLE_LENGTH))
    title: Mapped[str | None] = mapped_column(String(MAX_TITLE_LENGTH))
    start_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    time_zone: Mapped[str | None] = mapped_column(String(100))
    location: Mapped[str | None] = mapped_column(String(500))
    capacity: Mapped[int | None] = mapped_column(BigInteger)
    described_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(MAX_STATUS_LENGTH))
    status_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None if no notification has stated the status

    __table_args__ = (
        Index(None, "facilitator_id", "end_time"),
        Index(None, "facilitator_id", "event_id"),
    )


class FacilitatorRead(Base):
    """The sequence of the last notification that a facilitator has read."""

    __tablename__ = "facilitator_reads"

    facilitator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    up_to: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuestNote(Base):
    """A facilitator's notes about a guest. Other facilitators don't see them."""

    __tablename__ = "guest_notes"

    facilitator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
