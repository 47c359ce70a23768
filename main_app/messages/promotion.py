"""Turns due planned messages into messages of the outbox. The dispatcher calls it as a source of messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, text, update

from main_app.messages.caps import Wanted, beyond_caps
from main_app.messages.facts import reasons_not_to_send
from main_app.messages.models import IS_PLANNED, PlannedMessage
from main_app.messages.plan import QUEUED, SKIPPED, message_of
from main_app.messages.reasons import TOO_MANY_MESSAGES
from main_app.outbox.enqueue import enqueue, new_event_id
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import thread_connection, write_connection

MAX_BATCH_SIZE = 500

table = PlannedMessage.__table__
plans = table.c
WAITS = text(f"planned_messages.{IS_PLANNED}")
# Not min(): PostgreSQL keeps the plan that it makes while the table is small, and that may read another index whole.
SOONEST = select(plans.due_at).where(WAITS).order_by(plans.due_at, plans.id).limit(literal_column("1"))
NEXT_DUE = CompiledStatement(SOONEST)
DUE = (
    select(table)
    .where(WAITS, plans.due_at <= bindparam("now"))
    .order_by(plans.due_at, plans.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
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
    return NEXT_DUE.scalar(thread_connection(), {})


def promote_due_plans(limit: int = MAX_BATCH_SIZE) -> int:
    """Turn up to `limit` due plans into messages, or mark them as skipped. Returns how many.

    Two workers never take the same plan: on PostgreSQL the second one skips locked rows, on SQLite it waits.
    """
    due_at, now = next_due_plan(), clock.now()
    if due_at is None or due_at > now:
        return 0
    with write_connection() as connection:
        rows = connection.execute(DUE, {"now": now, "at_most": limit}).all()
        if not rows:
            return 0
        reasons = reasons_not_to_send(connection, [row.id for row in rows])
        sent = [row for row in rows if row.id not in reasons]
        wanted = [Wanted(row.user_id, row.channel, row.booking_id, by_receiver=False) for row in sent]
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
