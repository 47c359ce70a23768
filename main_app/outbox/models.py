"""The outbox: a row for each message that must leave the house, a row for each attempt, a row for each channel."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Model, UtcDateTime

BigId = BigInteger().with_variant(Integer(), "sqlite")


class MessageStatus(str, Enum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"  # refused for good, or out of tries: waits for a person
    DISCARDED = "discarded"  # a person decided that it need not arrive


class ChannelStatus(str, Enum):
    OK = "ok"
    FAILING = "failing"  # the other side is unwell: only probes go out
    REFUSED = "refused"  # our token is wrong (401, 403): only probes go out, an admin is told
    PAUSED = "paused"  # an admin stopped it: nothing goes out


class OutboxMessage(Model):
    """One message to one channel.

    `aggregate` is what it is about ("booking:12"), `version` its place among that one's messages:
    they are delivered in that order. `fence` counts claims; only the latest claim may mark the row.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    aggregate: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(16), default=MessageStatus.PENDING.value)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    __table_args__ = (
        UniqueConstraint("channel", "aggregate", "version"),
        CheckConstraint("status IN ('pending', 'delivered', 'dead', 'discarded')", name="status"),
        Index(
            "ix_outbox_messages_pending",
            "channel",
            "due_at",
            postgresql_where=text("status = 'pending'"),
            sqlite_where=text("status = 'pending'"),
        ),
        Index("ix_outbox_messages_aggregate", "aggregate"),
        Index("ix_outbox_messages_status_finished", "status", "finished_at"),
    )


class DeliveryAttempt(Model):
    """One try at delivering one message: when, how long, and what came of it."""

    __tablename__ = "delivery_attempts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_messages.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    duration_ms: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    status_code: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)


class ChannelState(Model):
    """How one channel is, and since when."""

    __tablename__ = "outbox_channels"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    status: Mapped[str] = mapped_column(String(16), default=ChannelStatus.OK.value)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    next_probe_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_failure_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("status IN ('ok', 'failing', 'refused', 'paused')", name="status"),)
