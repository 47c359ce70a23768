"""Turns due planned messages into messages of the outbox. The dispatcher calls it as a source of messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from main_app.messages.caps import MessageToSend, beyond_caps
from main_app.messages.facts import reasons_not_to_send
from main_app.messages.models import IS_PLANNED, PlannedMessage
from main_app.messages.plan import QUEUED, SKIPPED, message_of
from main_app.messages.reasons import TOO_MANY_MESSAGES
from main_app.outbox.enqueue import enqueue, new_event_id
from service_kit import clock
from service_kit.database import write_connection
from service_kit.due_rows import DueRows

MAX_BATCH_SIZE = 500

table = PlannedMessage.__table__
plans = table.c
PLANNED = DueRows(table, f"planned_messages.{IS_PLANNED}")
MARK = (
    update(table)
    .where(plans.id == bindparam("plan"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        event_id=bindparam("message"),
        updated_at=bindparam("now"),
    )
)


def next_due_plan() -> datetime | None:
    """When the next planned message is due."""
    return PLANNED.next_due()


def promote_due_plans(limit: int = MAX_BATCH_SIZE) -> int:
    """Turn up to `limit` due plans into messages, or mark them as skipped. Returns how many."""
    if not PLANNED.is_due():
        return 0
    now = clock.now()
    with write_connection() as connection:
        rows = PLANNED.lock_due(connection, limit)
        if not rows:
            return 0
        reasons = reasons_not_to_send(connection, [row.id for row in rows])
        sent = [row for row in rows if row.id not in reasons]
        wanted = [MessageToSend(row.user_id, row.channel, row.booking_id, row.kind, by_receiver=False) for row in sent]
        beyond = zip(sent, beyond_caps(connection, wanted), strict=True)
        reasons |= {row.id: TOO_MANY_MESSAGES for row, is_beyond in beyond if is_beyond}
        marks: list[dict[str, Any]] = []
        messages = []
        for row in rows:
            reason = reasons.get(row.id)
            event_id = None if reason else new_event_id()
            marks.append(
                {
                    "plan": row.id,
                    "new_state": SKIPPED if reason else QUEUED,
                    "why": reason or row.reason,  # why it was early
                    "message": event_id,
                    "now": now,
                }
            )
            if event_id:
                messages.append(message_of(row.id, dict(row._mapping) | {"event_id": event_id}))
        connection.execute(MARK, marks)
        enqueue(connection, messages)
    return len(rows)
