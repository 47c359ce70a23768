"""Adds and withdraws messages in the caller's transaction, and never commits.

So a change and its messages are committed together or not at all.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, literal_column, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from main_app.outbox.delivery_metrics import metric_rows
from main_app.outbox.models import MessageStatus, OutboxMessage
from main_app.outbox.ordering import keys_with_pending, lock_keys, release_first
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.ids import new_id
from service_kit.rows import OnConflict, Rows, write_rows

CRM = "crm"
REGISTRATIONS = "crm_registrations"  # new customers, for the CRM's approval queue
ALERTS = "alerts"
PAYMENTS = "payments"
SYSTEM_CHANNELS = (CRM, REGISTRATIONS, ALERTS, PAYMENTS)

table = OutboxMessage.__table__
messages = table.c
PENDING = messages.status == literal_column("'pending'")  # a literal, as in the index
WITHDRAW = (
    update(table)
    .where(messages.id.in_(bindparam("ids", expanding=True)))
    .values(
        status=MessageStatus.SKIPPED.value,
        finished_at=bindparam("now"),
        last_error=bindparam("reason"),
        leased_until=None,
        fence=messages.fence + 1,
    )
    .returning(messages.channel, messages.ordering_key)
)


@dataclass(frozen=True)
class NewMessage:
    """One message to one channel.

    Messages of one `ordering_key` and channel are delivered one after another. Messages without a key wait for no other
    message. To keep the order of changes, the caller holds the lock of the key's subject (such as the booking's row).
    """

    channel: str
    kind: str
    subject: str  # for timelines and search: "booking:12"
    payload: dict[str, Any]
    version: int = 1  # of the subject; shown, not unique
    ordering_key: str | None = None
    recipient: str = ""  # one message per (entry_id, channel, kind, recipient)
    destination: str = ""  # of a channel with many: each has a health of its own
    entry_id: int | None = None  # the journal entry that caused it
    due_at: datetime | None = None  # None: at once
    event_id: str | None = None  # from new_event_id(), if the caller stores it too


def new_event_id() -> str:
    return new_id("evt")


def enqueue(connection: Connection | Session, messages: Sequence[NewMessage]) -> list[str]:
    """Add these messages and return their unique event ids, in order."""
    if not messages:
        return []
    now = clock.now()
    keys_in_use = _keys_in_use(connection, messages)
    event_ids = [message.event_id or new_event_id() for message in messages]
    rows = []
    for event_id, message in zip(event_ids, messages, strict=True):
        key = (message.channel, message.ordering_key)
        due_at = message.due_at or now
        rows.append(
            {
                "event_id": event_id,
                "channel": message.channel,
                "kind": message.kind,
                "subject": message.subject,
                "version": message.version,
                "payload": message.payload,
                "ordering_key": message.ordering_key,
                "recipient": message.recipient,
                "destination": message.destination,
                "entry_id": message.entry_id,
                "status": MessageStatus.PENDING.value,
                "due_at": due_at,
                "blocked": key in keys_in_use,
                "send_individually": False,
                "attempts": 0,
                "fence": 0,
                "created_at": now,
                "waiting_since": max(now, due_at),
            }
        )
        if message.ordering_key is not None:
            keys_in_use.add(key)
    connection = connection if isinstance(connection, Connection) else connection.connection()
    write_rows(connection, Rows(table, rows, OnConflict.FAIL))
    wake_workers_after_commit()
    return event_ids


def withdraw(
    connection: Connection | Session,
    subject: str,
    kinds: Collection[str],
    reason: str,
    channels: Collection[str] | None = None,
) -> int:
    """Mark the pending messages and dead letters of these kinds about a subject as skipped. Returns how many.

    So nobody can retry a dead letter that is no longer true. Without `channels` those of all channels are marked. A
    message that is being delivered at this moment may still arrive; its outcome is not recorded.
    """
    chosen = _not_delivered(subject, kinds, channels)
    keys = connection.execute(select(messages.channel, messages.ordering_key).where(*chosen))
    lock_keys(connection, [(row.channel, row.ordering_key) for row in keys])
    # Locked in the same order as by the recording of deliveries, so that the two never wait for each other.
    locked = select(messages.id).where(*chosen).order_by(messages.id).with_for_update()
    ids = connection.execute(locked).scalars().all()
    ended = connection.execute(WITHDRAW, {"ids": ids, "reason": reason, "now": clock.now()}).all()
    by_channel = Counter(row.channel for row in ended)
    core = connection if isinstance(connection, Connection) else connection.connection()
    for channel, number in sorted(by_channel.items()):
        keys = {row.ordering_key for row in ended if row.channel == channel and row.ordering_key is not None}
        release_first(connection, channel, sorted(keys))
        write_rows(core, metric_rows(channel, {"skipped": number}))
    if ended:
        wake_workers_after_commit()
    return len(ended)


def _not_delivered(subject: str, kinds: Collection[str], channels: Collection[str] | None) -> list[ColumnElement[bool]]:
    pending_or_dead = messages.status.in_((MessageStatus.PENDING.value, MessageStatus.DEAD.value))
    chosen = [messages.subject == subject, messages.kind.in_(kinds), pending_or_dead]
    return chosen if channels is None else [*chosen, messages.channel.in_(channels)]


def _keys_in_use(connection: Connection | Session, messages: Sequence[NewMessage]) -> set[tuple[str, str | None]]:
    """The channels and keys of these messages that have an unfinished message already."""
    keys: dict[str, set[str]] = {}
    for message in messages:
        if message.ordering_key is not None:
            keys.setdefault(message.channel, set()).add(message.ordering_key)
    lock_keys(connection, [(channel, key) for channel, of_channel in keys.items() for key in of_channel])
    return {
        (channel, key)
        for channel, of_channel in sorted(keys.items())
        for key in keys_with_pending(connection, channel, sorted(of_channel))
    }
