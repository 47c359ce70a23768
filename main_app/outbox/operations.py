"""Operations on the outbox: status, retry, discard, pause, resume, remove old rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, tuple_, update
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.outbox import delivery_metrics
from main_app.outbox.health import channel_state, retry_now
from main_app.outbox.models import ChannelState, ChannelStatus, MessageStatus, OutboxMessage
from main_app.outbox.ordering import key_lock, lock_keys, restore_order
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.purge import delete_in_batches
from service_kit.rows import write_rows

MAX_COUNTED = 100_001  # shown as "100,000+": an exact count would take too long
CHANGE_BATCH_SIZE = 1_000
DEAD = text("outbox_messages.status = 'dead'")
PURGEABLE = text("outbox_messages.status IN ('delivered', 'skipped', 'discarded')")


def outbox_status() -> dict[str, Any]:
    """Message counts by channel and status, the oldest waiting message, and the health of each channel.

    Delivered, skipped and discarded messages are counted since the beginning. None of this reads finished messages.
    """
    now = clock.now()
    oldest = oldest_waiting()
    moment = min(oldest.values(), default=None)
    states = db.session.scalars(
        select(ChannelState).where(ChannelState.destination == "").order_by(ChannelState.channel)
    )
    return {
        "counts": message_counts(),
        "oldest_pending_at": clock.iso(moment),
        "oldest_pending_seconds": round((now - moment).total_seconds()) if moment else None,
        "channels": [
            {
                "channel": state.channel,
                "status": state.status,
                "since": clock.iso(state.since),
                "reason": state.reason,
                "last_success_at": clock.iso(state.last_success_at),
                "last_failure_at": clock.iso(state.last_failure_at),
            }
            for state in states
        ],
    }


def message_counts() -> dict[str, dict[str, int]]:
    """Messages by channel and status. Pending and dead ones are counted up to MAX_COUNTED."""
    counts = {
        channel: {name: n for name, n in outcomes.items() if name in ("delivered", "skipped", "discarded")}
        for channel, outcomes in delivery_metrics.totals(db.session()).items()
    }
    for status, query in (
        (MessageStatus.PENDING, _waiting(OutboxMessage.channel)),
        (MessageStatus.DEAD, _dead(OutboxMessage.channel)),
    ):
        counted = query.limit(MAX_COUNTED).subquery()
        for channel, number in db.session.execute(select(counted.c.channel, func.count()).group_by(counted.c.channel)):
            counts.setdefault(channel, {})[status.value] = number
    return {channel: by_status for channel, by_status in counts.items() if by_status}


def oldest_waiting() -> dict[str, Any]:
    """For each channel, the time since when its oldest message has been waiting."""
    oldest = {}
    for channel in _channels_with_pending():
        moment = db.session.scalar(
            _waiting(OutboxMessage.waiting_since).where(OutboxMessage.channel == channel).limit(1)
        )
        if moment is not None and moment <= clock.now():
            oldest[channel] = moment
    return oldest


def count_waiting_longer(than: timedelta) -> int:
    """How many messages have been waiting for longer than this, counted up to MAX_COUNTED."""
    before = clock.now() - than
    return sum(
        db.session.scalar(
            select(func.count()).select_from(
                _waiting(OutboxMessage.id)
                .where(OutboxMessage.channel == channel, OutboxMessage.waiting_since < before)
                .limit(MAX_COUNTED)
                .subquery()
            )
        )
        or 0
        for channel, oldest in oldest_waiting().items()
        if oldest < before
    )


def count_dead() -> int:
    """How many dead letters there are, counted up to MAX_COUNTED."""
    counted = _dead(OutboxMessage.channel).limit(MAX_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def shown_count(number: int) -> str:
    """A count as it is shown to people."""
    return f"{MAX_COUNTED - 1:,}+" if number >= MAX_COUNTED else str(number)


def retry_dead_letters(channel: str | None = None) -> int:
    """Retry every dead letter, or every one of this channel. Returns how many."""
    with write_transaction() as db_session:
        return retry_chosen(db_session, *([OutboxMessage.channel == channel] if channel else []))


def retry_chosen(db_session: Session, *chosen: ColumnElement[bool]) -> int:
    """Make the chosen dead letters pending again. Returns how many.

    Dead letters that another transaction is changing at this moment are left out.
    """
    dead = (DEAD, *chosen)
    keys = db_session.execute(select(OutboxMessage.channel, OutboxMessage.ordering_key).where(*dead).distinct()).all()
    locked = lock_keys(db_session, [(row.channel, row.ordering_key) for row in keys])
    now = clock.now()
    retried: dict[str, set[str]] = {}  # keys by channel
    count = 0
    for locked_rows in _locked_dead_letters(db_session, *chosen):
        # Dead letters that appeared after the keys were read may have an unlocked key: the next retry takes them.
        rows = [
            row for row in locked_rows if row.ordering_key is None or key_lock(row.channel, row.ordering_key) in locked
        ]
        db_session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_([row.id for row in rows]))
            .values(
                status=MessageStatus.PENDING.value,
                due_at=now,
                waiting_since=now,
                # until restore_order below
                blocked=OutboxMessage.ordering_key.is_not(None),
                send_individually=False,
                attempts=0,
                leased_until=None,
                finished_at=None,
            )
            .execution_options(synchronize_session=False)
        )
        count += len(rows)
        for row in rows:
            if row.ordering_key is not None:
                retried.setdefault(row.channel, set()).add(row.ordering_key)
    for channel, of_channel in sorted(retried.items()):
        restore_order(db_session, channel, sorted(of_channel))
    wake_workers_after_commit()
    return count


def discard_chosen(db_session: Session, *chosen: ColumnElement[bool]) -> int:
    """Mark the chosen dead letters as discarded. Returns how many. Leaves out the same ones as `retry_chosen`."""
    discarded: Counter[str] = Counter()  # by channel
    for rows in _locked_dead_letters(db_session, *chosen):
        db_session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_([row.id for row in rows]))
            .values(status=MessageStatus.DISCARDED.value, finished_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        discarded.update(row.channel for row in rows)
    for channel, number in sorted(discarded.items()):
        write_rows(db_session.connection(), delivery_metrics.metric_rows(channel, {"discarded": number}))
    return discarded.total()


def mark_undelivered(channel: str, event_id: str, vendor_id: str, error: str) -> None:
    """Make a dead letter of a delivered message that its vendor could not deliver.

    `vendor_id` is the vendor's id of the delivery. A message that was sent again since has another one, so a late
    report about an earlier attempt changes nothing.
    """
    with write_transaction() as db_session:
        db_session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.event_id == event_id[:64],
                OutboxMessage.channel == channel,
                OutboxMessage.status == MessageStatus.DELIVERED.value,
                OutboxMessage.response["sid"].as_string() == vendor_id[:200],
            )
            .values(status=MessageStatus.DEAD.value, last_error=" ".join(error.split())[:300])
        )


def _locked_dead_letters(db_session: Session, *chosen: ColumnElement[bool]) -> Iterator[Sequence[Any]]:
    """Lock the chosen dead letters in batches, in the order of their index, and leave out those that are locked.

    Waiting for a locked row could be a deadlock, because its transaction may wait for one of our rows.
    """
    position = tuple_(OutboxMessage.channel, OutboxMessage.id)
    query = select(OutboxMessage.id, OutboxMessage.channel, OutboxMessage.ordering_key).where(DEAD, *chosen)
    query = query.order_by(OutboxMessage.channel, OutboxMessage.id).limit(CHANGE_BATCH_SIZE)
    query = query.with_for_update(skip_locked=True)
    rows = db_session.execute(query).all()
    while rows:
        yield rows
        rows = db_session.execute(query.where(position > (rows[-1].channel, rows[-1].id))).all()


def pause(db_session: Session, channel: str, reason: str) -> bool:
    """Pause a channel. Returns False if it is paused already."""
    state = channel_state(db_session, channel, lock=True)
    if state.status == ChannelStatus.PAUSED.value:
        return False
    state.status, state.since, state.reason = ChannelStatus.PAUSED.value, clock.now(), reason
    state.next_probe_at = None
    return True


def resume(db_session: Session, channel: str) -> bool:
    """Resume a paused channel and make its retries due. Returns False if it is not paused."""
    state = channel_state(db_session, channel, lock=True)
    if state.status != ChannelStatus.PAUSED.value:
        return False
    now = clock.now()
    state.status, state.since, state.reason = ChannelStatus.OK.value, now, None
    retry_now(db_session, channel, now)
    return True


def purge_old_rows(retention_days: int) -> int:
    """Remove finished messages older than the retention, with their attempts. Dead letters stay. Returns how many."""
    before = clock.now() - timedelta(days=retention_days)
    old_ids = (
        select(OutboxMessage.id)
        .where(PURGEABLE, OutboxMessage.finished_at < before)
        .order_by(OutboxMessage.finished_at)
        .with_for_update(skip_locked=True)  # another worker removes locked rows
    )
    return delete_in_batches(OutboxMessage.__table__, old_ids)


def _waiting(column: Any) -> Any:
    """Pending messages in the order of the index of waiting ones."""
    return (
        select(column)
        .where(OutboxMessage.finished_at.is_(None))
        .order_by(OutboxMessage.channel, OutboxMessage.waiting_since)
    )


def _dead(column: Any) -> Any:
    """Dead letters in the order of their index."""
    return select(column).where(DEAD).order_by(OutboxMessage.channel, OutboxMessage.id)


def _channels_with_pending() -> list[str]:
    """The channels with waiting messages. Takes one index look-up per channel."""
    channels: list[str] = []
    while True:
        query = _waiting(OutboxMessage.channel)
        if channels:
            query = query.where(OutboxMessage.channel > channels[-1])
        channel = db.session.scalar(query.limit(1))
        if channel is None:
            return channels
        channels.append(channel)
