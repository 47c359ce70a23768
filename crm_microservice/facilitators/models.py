"""The tables behind the facilitator's view. All of them can be rebuilt, or do no harm when lost."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm_microservice.database import Base
from service_kit.database import UtcDateTime

BOOKED = "booked"
CANCELLED = "cancelled"


class BookingView(Base):
    """A booking as its newest notification tells it. Times as text are the sender's own, with its offset."""

    __tablename__ = "booking_views"

    booking_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facilitator_id: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16))
    status_version: Mapped[int | None] = mapped_column(BigInteger)  # of the message that told the status
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    user_name: Mapped[str] = mapped_column(String(200))
    user_email: Mapped[str | None] = mapped_column(String(320))
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    event_title: Mapped[str] = mapped_column(String(300))
    event_start: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_id: Mapped[int | None] = mapped_column(BigInteger)
    session_title: Mapped[str | None] = mapped_column(String(300))
    session_start: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_end: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_time_zone: Mapped[str | None] = mapped_column(String(100))
    session_location: Mapped[str | None] = mapped_column(String(500))
    session_capacity: Mapped[int | None] = mapped_column(BigInteger)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booked_at_version: Mapped[int | None] = mapped_column(BigInteger)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("status IN ('booked', 'cancelled')", name="status"),
        Index(None, "facilitator_id", "updated_at", "booking_id"),
        Index(None, "facilitator_id", "session_id"),
        Index(None, "facilitator_id", "user_id"),
        Index(None, "facilitator_id", "booked_at"),
        Index(None, "facilitator_id", "cancelled_at"),
    )


class ViewPosition(Base):
    """How far the view has followed a store that does not keep it in its own transactions."""

    __tablename__ = "view_positions"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    # Of the row at that position: tells a replaced file from the one that was followed.
    notification_id: Mapped[str] = mapped_column(String(128))


class FacilitatorRead(Base):
    """Up to which notification a facilitator has read."""

    __tablename__ = "facilitator_reads"

    facilitator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    up_to: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuestNote(Base):
    """What a facilitator wrote down about a guest. Each facilitator's own; no other sees it."""

    __tablename__ = "guest_notes"

    facilitator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
