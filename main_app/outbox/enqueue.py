"""Adds messages to the caller's transaction. Never commits.

So there is no change without its message, and no message without its change.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from main_app import clock
from main_app.outbox.models import MessageStatus, OutboxMessage

CRM = "crm"
REGISTRATIONS = "crm_registrations"  # new customers, for the CRM's approval queue
ALERTS = "alerts"


def enqueue(
    session: Session,
    channel: str,
    aggregate: str,
    version: int,
    kind: str,
    payload: dict[str, Any],
    *,
    due_at: datetime | None = None,
) -> str:
    """Add one message and return its unique event id.

    `due_at` in the future makes it wait until then (a reminder); without it, it is due at once.
    """
    now = clock.now()
    event_id = f"evt_{uuid.uuid4().hex}"
    session.execute(
        insert(OutboxMessage).values(
            event_id=event_id,
            channel=channel,
            aggregate=aggregate,
            version=version,
            kind=kind,
            payload=payload,
            status=MessageStatus.PENDING.value,
            due_at=due_at or now,
            attempts=0,
            fence=0,
            created_at=now,
        )
    )
    session.info["messages_added"] = True
    return event_id
