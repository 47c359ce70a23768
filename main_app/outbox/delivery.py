"""Claim, deliver, record: each its own step, and no transaction open while the other side is called.

What a worker asks for each message is SQLAlchemy Core, built once; what it asks when something turns is not.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.metrics import DELIVERIES, DELIVERY_SECONDS
from main_app.outbox.channels import Channel, Claimed
from main_app.outbox.models import ChannelState, ChannelStatus, DeliveryAttempt, MessageStatus, OutboxMessage
from main_app.outbox.ordering import release_first
from main_app.outbox.retry_policy import (
    PROBE_SECONDS,
    Dead,
    Delivered,
    Outcome,
    Refused,
    Retry,
    delay_before_next,
)
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.database import write_transaction

logger = logging.getLogger(__name__)
PENDING = MessageStatus.PENDING.value
UNWELL = (ChannelStatus.FAILING.value, ChannelStatus.REFUSED.value)

messages, states = OutboxMessage.__table__.c, ChannelState.__table__.c
NOTHING_EARLIER = text("NOT waits")
WAITING = and_(messages.channel == bindparam("on_channel"), messages.status == PENDING)
# While a lease runs its message is busy; it becomes due again when the lease ends.
BUSY = and_(messages.leased_until.is_not(None), messages.leased_until > messages.due_at)
CLAIMABLE = and_(
    WAITING,
    messages.due_at <= bindparam("now"),
    or_(messages.leased_until.is_(None), messages.leased_until <= bindparam("now")),
)
ANY_CLAIMABLE = select(messages.id).where(CLAIMABLE).limit(1)
DUE = (
    select(
        messages.id,
        messages.fence,
        messages.event_id,
        messages.attempts,
        messages.kind,
        messages.payload,
        messages.ordering_key,
    )
    .where(CLAIMABLE, NOTHING_EARLIER)
    .order_by(messages.due_at, messages.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True, of=OutboxMessage.__table__)
)
LEASE = (
    update(OutboxMessage.__table__)
    .where(messages.id.in_(bindparam("ids", expanding=True)))
    .values(fence=messages.fence + 1, leased_until=bindparam("until"))
)
MARK = update(OutboxMessage.__table__).where(
    messages.id == bindparam("message"), messages.fence == bindparam("held"), messages.status == PENDING
)
INSERT_ATTEMPT = insert(DeliveryAttempt.__table__)
CHANNEL_STATUS = select(states.status).where(states.channel == bindparam("on_channel"))
PROBE_DUE = and_(
    states.channel == bindparam("on_channel"),
    states.status.in_(UNWELL),
    or_(states.next_probe_at.is_(None), states.next_probe_at <= bindparam("now")),
)
SOONEST_DUE = select(messages.due_at).where(WAITING, ~BUSY, NOTHING_EARLIER).order_by(messages.due_at).limit(1)
SOONEST_LEASE = select(messages.leased_until).where(WAITING, BUSY).order_by(messages.leased_until).limit(1)


def claim(channel: str, limit: int, lease_seconds: float) -> list[Claimed]:
    """Take up to `limit` due messages for `lease_seconds`. Empty while the channel is unwell or paused.

    Only the first unfinished message of an ordering key can be claimed, so a booking's messages
    arrive in order. A message that failed before is claimed alone: one bad message must not take
    the rest of a batch down with it.
    """
    now = clock.now()
    if not is_open(channel) or not _anything_due(channel, now):
        return []  # a look that takes no write lock: most wake-ups find work elsewhere
    with write_transaction() as session:
        if channel_state(session, channel).status != ChannelStatus.OK.value:
            return []
        rows = session.execute(DUE, {"on_channel": channel, "now": now, "at_most": limit}).all()
        # The longest due goes first: a failed one would wait for ever behind a stream of fresh ones.
        alone = bool(rows) and rows[0].attempts > 0
        rows = rows[:1] if alone else [row for row in rows if row.attempts == 0]
        if rows:
            session.execute(LEASE, {"ids": [row.id for row in rows], "until": now + timedelta(seconds=lease_seconds)})
    return [
        Claimed(row.id, row.fence + 1, row.event_id, row.attempts, row.kind, row.payload, row.ordering_key)
        for row in rows
    ]


def deliver(channel: Channel, claimed: Sequence[Claimed]) -> bool:
    """Deliver what was claimed and record it. Returns whether the channel seems unwell and wants a probe."""
    started_at, started = clock.now(), time.monotonic()
    outcomes = channel.deliver(claimed)
    seconds = time.monotonic() - started
    DELIVERY_SECONDS.labels(channel.name).observe(seconds)
    record(channel, claimed, outcomes, started_at, seconds)
    return any(isinstance(outcome, Retry | Refused) for outcome in outcomes)


def record(
    channel: Channel,
    claimed: Sequence[Claimed],
    outcomes: Sequence[Outcome],
    started_at: datetime,
    seconds: float,
) -> None:
    """Write down what came of each delivery, unless another worker holds the message by now."""
    now = clock.now()
    with write_transaction() as session:
        attempts = []
        for message, outcome in zip(claimed, outcomes, strict=True):
            held = {"message": message.id, "held": message.fence}
            marked = session.execute(MARK, held | _after(outcome, message, channel.delays, now))
            if marked.rowcount == 0:  # type: ignore[attr-defined]
                # Our lease ran out and another worker took it over: its record counts, not ours.
                logger.warning("delivery of %s was recorded by another worker", message.event_id)
                continue
            attempts.append(
                {
                    "message_id": message.id,
                    "started_at": started_at,
                    "duration_ms": round(seconds * 1000),
                    "outcome": outcome.name,
                    "status_code": outcome.status_code,
                    "error": getattr(outcome, "error", None),
                }
            )
            DELIVERIES.labels(channel.name, outcome.name).inc()
        if attempts:
            session.execute(INSERT_ATTEMPT, attempts)
        keys = sorted({message.ordering_key for message in claimed if message.ordering_key is not None})
        release_first(session, channel.name, keys)
        _note_health(session, channel.name, outcomes, now)
    for message, outcome in zip(claimed, outcomes, strict=True):
        if not isinstance(outcome, Delivered):
            logger.warning("%s of %s failed (%s): %s", message.kind, message.event_id, outcome.name, outcome.error)


def _after(outcome: Outcome, message: Claimed, delays: Sequence[int], now: datetime) -> dict[str, Any]:
    """The columns of a message after this outcome."""
    if isinstance(outcome, Delivered):
        return {
            "status": MessageStatus.DELIVERED.value,
            "finished_at": now,
            "leased_until": None,
            "attempts": message.attempts + 1,
            "answer": outcome.answer,
            "last_error": None,
        }
    changes: dict[str, Any] = {"leased_until": None, "last_error": outcome.error}
    if isinstance(outcome, Refused):
        return changes  # our token is wrong: not the message's fault, no try used up
    attempts = message.attempts + 1
    changes["attempts"] = attempts
    delay = None if isinstance(outcome, Dead) else delay_before_next(attempts, delays)
    if delay is None:
        return changes | {"status": MessageStatus.DEAD.value, "finished_at": now}
    if isinstance(outcome, Retry) and outcome.retry_after:
        delay = max(delay, outcome.retry_after)
    return changes | {"due_at": now + timedelta(seconds=delay)}


def _note_health(session: Session, channel: str, outcomes: Sequence[Outcome], now: datetime) -> None:
    closing = [one for one in outcomes if isinstance(one, Refused) or (isinstance(one, Retry) and one.retry_after)]
    state = channel_state(session, channel, lock=bool(closing))
    if any(isinstance(outcome, Delivered) for outcome in outcomes):
        # Written at most once a second: a row every delivery touches would be a queue of its own.
        if state.last_success_at is None or now - state.last_success_at > timedelta(seconds=1):
            state.last_success_at = now
    else:
        state.last_failure_at = now
    for outcome in closing:
        if isinstance(outcome, Refused):
            _turn(state, ChannelStatus.REFUSED, outcome.error, now, now + timedelta(seconds=PROBE_SECONDS))
        elif isinstance(outcome, Retry) and outcome.retry_after:
            _turn(state, ChannelStatus.FAILING, outcome.error, now, now + timedelta(seconds=outcome.retry_after))


def is_open(channel: str) -> bool:
    """Whether messages may go out: the channel is neither unwell nor paused."""
    status = db.session.execute(CHANNEL_STATUS, {"on_channel": channel}).scalar()
    db.session.rollback()
    return status in (None, ChannelStatus.OK.value)  # one that delivered nothing yet has no row


def take_probe(channel: str) -> bool:
    """Whether an unwell channel is to be asked now, and by us: of several workers one asks."""
    now = clock.now()
    asked = {"on_channel": channel, "now": now}
    found = db.session.scalar(select(states.channel).where(PROBE_DUE), asked)
    db.session.rollback()
    if found is None:
        return False
    with write_transaction() as session:
        soon = now + timedelta(seconds=PROBE_SECONDS)
        taken = session.execute(update(ChannelState.__table__).where(PROBE_DUE).values(next_probe_at=soon), asked)
    return taken.rowcount == 1  # type: ignore[attr-defined]


def probe_after_failure(channel: Channel) -> None:
    """Decide whose fault a failed delivery was: where a probe passes, the message's own.

    Where it fails too, the other side is unwell, and nothing but probes goes out until one passes.
    """
    if is_open(channel.name):  # if not, somebody asked already, or the other side named a time
        probe(channel)


def probe(channel: Channel) -> None:
    """Ask whether the channel is well, and open or close it accordingly."""
    outcome = channel.probe()
    with write_transaction() as session:
        state = channel_state(session, channel.name, lock=True)
        now = clock.now()
        if state.status == ChannelStatus.PAUSED.value:
            return
        if isinstance(outcome, Delivered):
            if state.status in UNWELL:
                _turn(state, ChannelStatus.OK, None, now, None)
                pull_forward(session, channel.name, now)
            return
        if isinstance(outcome, Refused):
            next_probe = PROBE_SECONDS
        else:
            next_probe = getattr(outcome, "retry_after", None) or PROBE_SECONDS
        status = ChannelStatus.REFUSED if isinstance(outcome, Refused) else ChannelStatus.FAILING
        _turn(state, status, outcome.error, now, now + timedelta(seconds=next_probe))
        state.last_failure_at = now


def pull_forward(session: Session, channel: str, now: datetime) -> None:
    """The other side is back: what waits because of failed tries is due now. Reminders keep their time."""
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.channel == channel,
            OutboxMessage.status == PENDING,
            OutboxMessage.attempts > 0,
            OutboxMessage.due_at > now,
        )
        .values(due_at=now)
    )
    wake_workers_after_commit(session)


def next_moment(channel: str) -> datetime | None:
    """When this channel next has something to do by itself: a due message, a lease that ends, or a probe."""
    state = db.session.get(ChannelState, (channel, ""), populate_existing=True)
    if state and state.status == ChannelStatus.PAUSED.value:
        return None
    if state and state.status in UNWELL:
        return state.next_probe_at
    due = db.session.execute(SOONEST_DUE, {"on_channel": channel}).scalar()
    lease = db.session.execute(SOONEST_LEASE, {"on_channel": channel}).scalar()
    moments = [moment for moment in (due, lease) if moment is not None]
    return min(moments) if moments else None


def _anything_due(channel: str, now: datetime) -> bool:
    found = db.session.execute(ANY_CLAIMABLE, {"on_channel": channel, "now": now}).first()
    db.session.rollback()
    return found is not None


def channel_state(session: Session, channel: str, *, lock: bool = False) -> ChannelState:
    """The channel's row, locked where its status may be changed: an admin pauses it at the same time."""
    state = session.get(ChannelState, (channel, ""), populate_existing=True, with_for_update=lock or None)
    if state is not None:
        return state
    try:
        with session.begin_nested():
            state = ChannelState(channel=channel, destination="", status=ChannelStatus.OK.value, since=clock.now())
            session.add(state)
        return state
    except IntegrityError:  # another worker made its first delivery a moment ago
        return session.get_one(ChannelState, (channel, ""), populate_existing=True, with_for_update=lock or None)


def _turn(
    state: ChannelState,
    status: ChannelStatus,
    reason: str | None,
    now: datetime,
    next_probe_at: datetime | None,
) -> None:
    if state.status == ChannelStatus.PAUSED.value:
        return
    if state.status != status.value:
        level = logging.INFO if status is ChannelStatus.OK else logging.ERROR
        logger.log(
            level,
            "channel %s turned from %s to %s: %s",
            state.channel,
            state.status,
            status.value,
            reason or "it answers",
        )
        state.status = status.value
        state.since = now
    state.reason = reason
    state.next_probe_at = next_probe_at
