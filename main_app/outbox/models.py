"""The outbox: messages to other systems, every attempt to deliver one, and the state of each channel."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import RowId, UtcDateTime, partial_index


class MessageStatus(str, Enum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"  # refused for good, or no retries left: an admin decides
    SKIPPED = "skipped"  # not sent, because its facts no longer hold; the reason is in last_error
    DISCARDED = "discarded"  # an admin decided that it need not arrive


class ChannelStatus(str, Enum):
    OK = "ok"
    FAILING = "failing"  # the receiver fails: only probes are sent
    REFUSED = "refused"  # the receiver refuses our credentials: only probes are sent, and an alert is raised
    PAUSED = "paused"  # an admin paused it: nothing is sent


class OutboxMessage(Base):
    """One message to one channel.

    Messages of one `ordering_key` and channel are delivered in order of id; a message without a key waits for no
    other. `blocked` says that an earlier message of the key is not finished yet. `fence` counts claims: only the
    latest claim may record an outcome. While a worker holds the message, `due_at` is when its lease ends.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(80))  # what it is about: "booking:12"
    version: Mapped[int] = mapped_column(default=1)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    ordering_key: Mapped[str | None] = mapped_column(String(128))
    recipient: Mapped[str] = mapped_column(String(320), default="")
    destination: Mapped[str] = mapped_column(String(255), default="")
    # The journal entry that caused it. No foreign key: the outbox does not know the journal.
    entry_id: Mapped[int | None] = mapped_column(RowId)
    status: Mapped[str] = mapped_column(String(16), default=MessageStatus.PENDING.value)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked: Mapped[bool] = mapped_column(default=False)
    send_individually: Mapped[bool] = mapped_column(default=False)  # because its batch failed
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The time since when it should have been delivered: its first due time, or the last manual retry.
    waiting_since: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    response: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        UniqueConstraint("entry_id", "channel", "kind", "recipient"),
        CheckConstraint("status IN ('pending', 'delivered', 'dead', 'skipped', 'discarded')", name="status"),
        partial_index(
            "ix_outbox_messages_claim",
            "channel",
            "send_individually",
            "due_at",
            "id",
            where="status = 'pending' AND blocked = false",
        ),
        partial_index("ix_outbox_messages_key", "channel", "ordering_key", "blocked", "id", where="status = 'pending'"),
        # Not by `status`: PostgreSQL could choose this index instead of the one by key while both seem empty.
        partial_index("ix_outbox_messages_waiting", "channel", "waiting_since", where="finished_at IS NULL"),
        partial_index("ix_outbox_messages_dead", "channel", "id", where="status = 'dead'"),
        partial_index("ix_outbox_messages_skipped", "channel", "id", where="status = 'skipped'"),
        partial_index("ix_outbox_messages_discarded", "channel", "id", where="status = 'discarded'"),
        partial_index(
            "ix_outbox_messages_finished", "finished_at", where="status IN ('delivered', 'skipped', 'discarded')"
        ),
        partial_index("ix_outbox_messages_error", "id", where="last_error IS NOT NULL"),
        Index("ix_outbox_messages_subject", "subject", "id"),
        Index("ix_outbox_messages_channel", "channel", "id"),
    )


class DeliveryAttempt(Base):
    """One attempt to deliver one message: when it was made, how long it took, and its outcome."""

    __tablename__ = "delivery_attempts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_messages.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    duration_ms: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    status_code: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)


class ChannelState(Base):
    """The health of one channel, or of one destination of a channel with many destinations."""

    __tablename__ = "outbox_channels"

    channel: Mapped[str] = mapped_column(String(32))
    destination: Mapped[str] = mapped_column(String(255), default="")  # "" is the whole channel
    status: Mapped[str] = mapped_column(String(16), default=ChannelStatus.OK.value)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    next_probe_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)  # of a destination, since its last success
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_failure_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("status IN ('ok', 'failing', 'refused', 'paused')", name="status"),
        PrimaryKeyConstraint("channel", "destination", name="pk_outbox_channels_destination"),
    )


class Worker(Base):
    """A worker process, and when it last recorded that it runs."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeliveryStatistic(Base):
    """How many deliveries of one hour had this outcome and took about this long.

    Each thread of each worker counts in rows of its own, so that they never wait for each other.
    """

    __tablename__ = "outbox_statistics"

    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    worker: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    milliseconds: Mapped[int] = mapped_column(primary_key=True)  # rounded up to the bucket
    deliveries: Mapped[int] = mapped_column(BigInteger)
