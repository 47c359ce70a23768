"""What a restore changes in the restored database, so that nothing is sent twice and no id means two things.

Whatever was due before the restore may have been sent after the backup was made. Messages to other systems are safe to
send again: the CRM knows their ids, and refunds of earlier payments are looked up first (payments/calls.py).
Messages to people are not: those in the outbox become dead letters, which an admin sends or discards; those that were
only planned are skipped.
"""

from datetime import datetime, timezone

from sqlalchemy import Connection, func, select, update

from main_app.database import Installation
from main_app.journal.models import JournalEntry
from main_app.messages.kinds import IN_APP, PEOPLE_CHANNELS
from main_app.messages.models import PlannedMessage, PlanState
from main_app.messages.reasons import MAY_HAVE_BEEN_SENT
from main_app.outbox.models import MessageStatus, OutboxMessage

ELSEWHERE = tuple(
    channel for channel in PEOPLE_CHANNELS if channel != IN_APP
)  # the bell's notes are in the same database
HELD_BACK = "It was due before a restore, so it may have been sent already. Retry to send it, or discard it."

installation, messages, plans = Installation.__table__, OutboxMessage.__table__, PlannedMessage.__table__


def begin_new_epoch(connection: Connection) -> None:
    """Give the restored installation an epoch of its own, and hold back what may have been sent already."""
    # Not the service's clock: what was restored before must not have the same epoch.
    now = datetime.now(timezone.utc)
    earlier = connection.execute(select(installation.c.epoch)).scalar_one()
    last_entry = select(func.coalesce(func.max(JournalEntry.__table__.c.id), 0)).scalar_subquery()
    connection.execute(
        update(installation).values(
            epoch=max(int(now.timestamp()), earlier + 1), restored_at=now, last_entry_id=last_entry
        )
    )
    pending = messages.c.status == MessageStatus.PENDING.value
    connection.execute(
        update(messages)
        .where(pending, messages.c.channel.in_(ELSEWHERE))
        .values(status=MessageStatus.DEAD.value, finished_at=now, leased_until=None, last_error=HELD_BACK)
    )
    connection.execute(
        update(plans)
        .where(
            plans.c.state == PlanState.PLANNED.value,
            plans.c.due_at <= now,
            plans.c.channel.in_(ELSEWHERE),
        )
        .values(state=PlanState.SKIPPED.value, reason=MAY_HAVE_BEEN_SENT, updated_at=now)
    )
