"""What operators do with the outbox: look at it, start failed deliveries again, clear old rows."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.outbox.models import ChannelState, MessageStatus, OutboxMessage
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.database import write_transaction


def outbox_status() -> dict[str, Any]:
    """Counts by channel and state, the oldest message that is due, and how each channel is."""
    counts: dict[str, dict[str, int]] = {}
    rows = db.session.execute(
        select(OutboxMessage.channel, OutboxMessage.status, func.count()).group_by(
            OutboxMessage.channel, OutboxMessage.status
        )
    )
    for channel, status, count in rows:
        counts.setdefault(channel, {})[status] = count
    now = clock.now()
    oldest = db.session.scalar(
        select(func.min(OutboxMessage.created_at)).where(
            OutboxMessage.status == MessageStatus.PENDING.value, OutboxMessage.due_at <= now
        )
    )
    channels = [
        {
            "channel": state.channel,
            "status": state.status,
            "since": clock.iso(state.since),
            "reason": state.reason,
            "last_success_at": clock.iso(state.last_success_at),
            "last_failure_at": clock.iso(state.last_failure_at),
        }
        for state in db.session.scalars(select(ChannelState).order_by(ChannelState.channel))
    ]
    return {
        "counts": counts,
        "oldest_pending_at": clock.iso(oldest),
        "oldest_pending_seconds": round((now - oldest).total_seconds()) if oldest else None,
        "channels": channels,
    }


def retry_dead_letters(channel: str | None = None) -> int:
    """Give every dead letter (of one channel) a fresh start. Returns how many."""
    with write_transaction() as session:
        return start_again(session, *([OutboxMessage.channel == channel] if channel else []))


def start_again(session: Session, *chosen: ColumnElement[bool]) -> int:
    """Make the chosen dead letters pending, in one statement: each row turns once, however often this is asked."""
    result = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.status == MessageStatus.DEAD.value, *chosen)
        .values(
            status=MessageStatus.PENDING.value,
            due_at=clock.now(),
            attempts=0,
            leased_until=None,
            finished_at=None,
            waiting_since=clock.now(),
        )
        .execution_options(synchronize_session=False)
    )
    wake_workers_after_commit(session)
    return result.rowcount  # type: ignore[attr-defined]


def purge_old_rows(retention_days: int) -> int:
    """Remove delivered and discarded messages older than the retention, with their attempts. Returns how many."""
    from main_app.auth.sign_in import forget_expired_logins
    from main_app.bookings.idempotency import forget_old_keys

    before = clock.now() - timedelta(days=retention_days)
    with write_transaction() as session:
        result = session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.status.in_([MessageStatus.DELIVERED.value, MessageStatus.DISCARDED.value]),
                OutboxMessage.finished_at < before,
            )
        )
        forget_old_keys(session)
        forget_expired_logins(session)
    return result.rowcount  # type: ignore[attr-defined]
