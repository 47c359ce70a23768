"""Tables of messages to people: plans, preferences, notifications in the app, push devices and team channels."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from main_app.auth.api_keys import ApiKey
from main_app.auth.models import User
from main_app.auth.organisations import Organisation
from main_app.database import Base
from main_app.events.models import EventSession
from service_kit.database import RowId, UtcDateTime, partial_index


class PlanState(str, Enum):
    PLANNED = "planned"  # waits until it is due
    QUEUED = "queued"  # has a message in the outbox, whose status counts from now on
    SKIPPED = "skipped"  # will not be sent; `reason` says why
    WITHDRAWN = "withdrawn"  # not needed any more


MAX_SUBJECT_LENGTH = 120
IS_PLANNED = "state = 'planned'"
# Counted for the caps on e-mails and texts.
IS_CAPPED = "state = 'queued' AND channel IN ('email', 'sms')"
IS_FINISHED = "state <> 'planned'"


class PlannedMessage(Base):
    """One message to one person through one channel, at its time.

    `event_id` is the id of its message in the outbox, once it has one. Only reminders have a `start_version`: the start
    of the session that they are for. `recipient` is set if the receiver has no account: an address of an outside
    booking, or "team:5" for a team channel. `data` holds facts that cannot be read again later.
    """

    __tablename__ = "planned_messages"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(40), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    api_key_id: Mapped[int | None] = mapped_column(ForeignKey(ApiKey.id))
    subject: Mapped[str] = mapped_column(String(160))
    booking_id: Mapped[int | None]
    user_id: Mapped[int | None]
    entry_id: Mapped[int | None] = mapped_column(RowId)  # no foreign key: the journal has a retention of its own
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(320), default="")
    language: Mapped[str | None] = mapped_column(String(8))
    variant: Mapped[str] = mapped_column(String(1), default="a")
    start_version: Mapped[int | None]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    event_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clicked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        # For reminders. Other messages have no start_version, and NULLs are never equal.
        UniqueConstraint("booking_id", "kind", "channel", "start_version"),
        UniqueConstraint("entry_id", "channel", "kind", "recipient"),
        CheckConstraint("state IN ('planned', 'queued', 'skipped', 'withdrawn')", name="state"),
        partial_index("ix_planned_messages_due", "due_at", "id", where=IS_PLANNED),
        partial_index("ix_planned_messages_finished", "updated_at", where=IS_FINISHED),
        partial_index("ix_planned_messages_api_key", "api_key_id", "id", where="api_key_id IS NOT NULL"),
        # For outside bookings: to withdraw their reminders, and to list the pending messages of an API key.
        partial_index("ix_planned_messages_subject", "subject", where=f"{IS_PLANNED} AND booking_id IS NULL"),
        partial_index("ix_planned_messages_pending", "api_key_id", "due_at", "id", where=IS_PLANNED),
        partial_index("ix_planned_messages_capped", "user_id", "updated_at", where=IS_CAPPED),
        partial_index("ix_planned_messages_user", "user_id", "id", where="user_id IS NOT NULL"),
    )


class SessionMessage(Base):
    """What a facilitator wrote to the guests of a session. `guests` is how many were booked then."""

    __tablename__ = "session_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(EventSession.id))
    sender_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    subject: Mapped[str] = mapped_column(String(MAX_SUBJECT_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    guests: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_session_messages_session", "session_id", "id"),
        Index("ix_session_messages_sender", "sender_id", "created_at"),
        {"sqlite_autoincrement": True},  # the journal remembers the id
    )


class NotificationPreference(Base):
    """A person's choice for one kind and channel. Without a row the kind is sent through the channel."""

    __tablename__ = "notification_preferences"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    enabled: Mapped[bool]


class InAppNotification(Base):
    """A notification in the app. `event_id` is its message's, so that a repeated delivery adds no second row."""

    __tablename__ = "in_app_notifications"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    event_id: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    booking_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(500))  # a path of the web app
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_in_app_notifications_user", "user_id", "id"),
        partial_index("ix_in_app_notifications_unread", "user_id", "id", where="read_at IS NULL"),
        partial_index("ix_in_app_notifications_read", "read_at", where="read_at IS NOT NULL"),
    )


class PushSubscription(Base):
    """One browser of a person that takes push messages."""

    __tablename__ = "push_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(String(200))
    auth: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = ({"sqlite_autoincrement": True},)  # a delivery under way remembers the id


class TeamChannel(Base):
    """Where a facilitator's team reads of bookings: Slack, Discord or WhatsApp. The address is a secret."""

    __tablename__ = "team_channels"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(1000))
    label: Mapped[str] = mapped_column(String(200))
    enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("kind IN ('slack', 'discord', 'whatsapp')", name="kind"),
        {"sqlite_autoincrement": True},  # waiting messages remember the id
    )


def team_recipient(channel_id: int) -> str:
    """The recipient of messages to this team channel."""
    return f"team:{channel_id}"


class TemplateComparison(Base):
    """A kind whose second variant is sent for half of the bookings, since `started_at`."""

    __tablename__ = "template_comparisons"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageTexts(Base):
    """What an admin wrote in place of the built-in texts of a kind of message, one row for each time they were saved.

    `texts` has only the parts that differ from the built-in ones; nothing after "Use the original texts".
    """

    __tablename__ = "message_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    kind: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    variant: Mapped[str] = mapped_column(String(1))
    version: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    in_use: Mapped[bool]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "language", "variant", "version"),
        # Deliveries read the few rows in use, however long the history is.
        partial_index(
            "uq_message_texts_in_use", "organisation_id", "kind", "language", "variant", unique=True, where="in_use"
        ),
    )
