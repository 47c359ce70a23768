"""Adds messages to the caller's transaction. Never commits.

So there is no change without its message, and no message without its change.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from main_app import clock
from main_app.outbox.models import MessageStatus, OutboxMessage

CRM = "crm"
REGISTRATIONS = "crm_registrations"  # new customers, for the CRM's approval queue
ALERTS = "alerts"
CHANNELS = (CRM, REGISTRATIONS, ALERTS)

INSERT = insert(OutboxMessage.__table__)


@dataclass(frozen=True)
class Message:
    """What leaves the house. `version` is its place among the messages about the same `aggregate`.

    `due_at` in the future makes it wait until then (a reminder); without it, it is due at once.
    """

    aggregate: str
    version: int
    kind: str
    payload: dict[str, Any]
    due_at: datetime | None = None


def enqueue(session: Session, channel: str, message: Message) -> str:
    """Add one message and return its unique event id."""
    return enqueue_all(session, channel, [message])[0]


def enqueue_all(session: Session, channel: str, messages: Sequence[Message]) -> list[str]:
    """Add these messages and return their unique event ids, in order."""
    now = clock.now()
    event_ids = [f"evt_{uuid.uuid4().hex}" for _ in messages]
    session.execute(
        INSERT,
        [
            {
                "event_id": event_id,
                "channel": channel,
                "aggregate": message.aggregate,
                "version": message.version,
                "kind": message.kind,
                "payload": message.payload,
                "status": MessageStatus.PENDING.value,
                "due_at": message.due_at or now,
                "attempts": 0,
                "fence": 0,
                "created_at": now,
            }
            for event_id, message in zip(event_ids, messages, strict=True)
        ],
    )
    session.info["messages_added"] = True
    return event_ids
