"""Health of channels and destinations: a circuit breaker for each.

A channel with one destination is marked as failing when its receiver fails. Then only probes are sent, until one
succeeds. A channel with many destinations goes on: each failing destination gets a single message from time to time.
"""

import logging
import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, or_, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.models import ChannelState, ChannelStatus, OutboxMessage
from main_app.outbox.ordering import lock_keys
from main_app.outbox.retry_policy import PROBE_SECONDS, ChannelRefused, Delivered, Outcome, Retry, destination_delay
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.database import write_connection, write_transaction

logger = logging.getLogger(__name__)
FAILING = (ChannelStatus.FAILING.value, ChannelStatus.REFUSED.value)
SUCCESS_RECORDED_EVERY = 1.0  # seconds

table = OutboxMessage.__table__
messages, states = table.c, ChannelState.__table__.c
CHANNEL_STATUS = select(states.status).where(states.channel == bindparam("on_channel"), states.destination == "")
FAILING_DESTINATIONS = select(states.destination, states.next_probe_at).where(
    states.channel == bindparam("on_channel"),
    states.destination.in_(bindparam("destinations", expanding=True)),
    states.destination != "",
    states.status.in_(FAILING),
)
PROBE_DUE = and_(
    states.channel == bindparam("on_channel"),
    states.destination == "",
    states.status.in_(FAILING),
    or_(states.next_probe_at.is_(None), states.next_probe_at <= bindparam("now")),
)
MARK_INDIVIDUAL = update(table).where(messages.id == bindparam("message"), messages.fence == bindparam("held"))
MARK_INDIVIDUAL = MARK_INDIVIDUAL.values(send_individually=True)
# Skips locked messages: the transaction that holds one makes it due or finishes it.
DELAYED = (
    select(messages.id)
    .where(
        messages.channel == bindparam("on_channel"),
        text("outbox_messages.status = 'pending' AND outbox_messages.blocked = false"),
        text("outbox_messages.send_individually IN (false, true)"),
        messages.due_at > bindparam("now"),
        messages.attempts > 0,
        messages.leased_until.is_(None),
    )
    .with_for_update(skip_locked=True)
)
RETRY_NOW = update(table).where(messages.id.in_(DELAYED)).values(due_at=bindparam("now"))

_success_recorded: dict[str, float] = {}  # by channel, monotonic


def is_ok(channel: str) -> bool:
    """Whether messages may be sent: the channel is neither failing nor paused."""
    with db.engine.connect() as connection:
        status = connection.execute(CHANNEL_STATUS, {"on_channel": channel}).scalar()
    return status in (None, ChannelStatus.OK.value)  # a channel that has delivered nothing yet has no row


def failing_destinations(
    connection: Connection, channel: str, destinations: Collection[str]
) -> dict[str, datetime | None]:
    """The failing ones among these destinations, and until when nothing is sent there."""
    values = {"on_channel": channel, "destinations": sorted(destinations)}
    return {row.destination: row.next_probe_at for row in connection.execute(FAILING_DESTINATIONS, values)}


def update_health(channel: Channel, claimed: Sequence[Claimed], outcomes: Sequence[Outcome]) -> None:
    """Update the channel's health after a delivery, in the transaction that records the outcomes."""
    now = clock.now()
    delivered = any(isinstance(outcome, Delivered) for outcome in outcomes)
    failed = [outcome for outcome in outcomes if not isinstance(outcome, Delivered)]
    recorded_lately = time.monotonic() - _success_recorded.get(channel.name, float("-inf")) < SUCCESS_RECORDED_EVERY
    # If every delivery wrote this row, all workers would wait for each other.
    if failed or not recorded_lately:
        with write_transaction() as db_session:
            _update_channel(db_session, channel, delivered, failed, now)
    if not channel.one_destination:
        by_destination: dict[str, Outcome] = {}
        for message, outcome in zip(claimed, outcomes, strict=True):
            if message.destination and isinstance(outcome, Delivered | Retry | ChannelRefused):
                by_destination[message.destination] = outcome
        with write_transaction() as db_session:
            for destination, outcome in sorted(by_destination.items()):
                _update_destination(db_session, channel.name, destination, outcome, now)


def _update_channel(
    db_session: Session, channel: Channel, delivered: bool, failed: Sequence[Outcome], now: datetime
) -> None:
    closing = [
        outcome
        for outcome in failed
        if isinstance(outcome, ChannelRefused) or (isinstance(outcome, Retry) and outcome.retry_after)
    ]
    state = channel_state(db_session, channel.name, lock=bool(closing) and channel.one_destination)
    if delivered:
        _success_recorded[channel.name] = time.monotonic()
        state.last_success_at = now
    if failed and failed[-1].name != "skipped":
        state.last_failure_at = now
        state.last_error = getattr(failed[-1], "error", None)
    if not channel.one_destination:
        return
    for outcome in closing:
        if isinstance(outcome, ChannelRefused):
            change_status(state, ChannelStatus.REFUSED, outcome.error, now, now + timedelta(seconds=PROBE_SECONDS))
        elif isinstance(outcome, Retry) and outcome.retry_after:
            reopens = now + timedelta(seconds=outcome.retry_after)
            change_status(state, ChannelStatus.FAILING, outcome.error, now, reopens)


def _update_destination(db_session: Session, channel: str, destination: str, outcome: Outcome, now: datetime) -> None:
    state = db_session.get(ChannelState, (channel, destination), populate_existing=True, with_for_update=True)
    if isinstance(outcome, Delivered):
        if state is not None:  # only failing ones have a row
            change_status(state, ChannelStatus.OK, None, now, None)
            db_session.delete(state)
        return
    if state is None:
        state = channel_state(db_session, channel, destination, lock=True)
    state.failures += 1
    delay = getattr(outcome, "retry_after", None) or destination_delay(state.failures)
    status = ChannelStatus.REFUSED if isinstance(outcome, ChannelRefused) else ChannelStatus.FAILING
    error = getattr(outcome, "error", None)
    change_status(state, status, error, now, now + timedelta(seconds=delay))
    state.last_failure_at, state.last_error = now, error


def forget_destination(db_session: Session, channel: str, destination: str) -> None:
    """Forget the failures of a destination that was changed or removed. Its next message is sent at once."""
    db_session.execute(delete(ChannelState).where(states.channel == channel, states.destination == destination))


def take_probe(channel: str) -> bool:
    """Whether the caller is to probe this failing channel now. Of several workers only one gets True."""
    now = clock.now()
    with write_transaction() as db_session:
        soon = now + timedelta(seconds=PROBE_SECONDS)
        probe_due = update(ChannelState.__table__).where(PROBE_DUE).values(next_probe_at=soon)
        taken = db_session.execute(probe_due, {"on_channel": channel, "now": now})
    return taken.rowcount == 1  # type: ignore[attr-defined]


def probe_after_failure(channel: Channel, failed: Sequence[Claimed]) -> None:
    """Find out with a probe whether the receiver failed or one of these messages, which failed as a whole batch.

    If the probe fails, only probes are sent until one succeeds. If it succeeds, one of the messages is the cause, and
    each is sent in a request of its own, so that the faulty one does not hold back the others.
    """
    if not channel.one_destination or (is_ok(channel.name) and probe(channel)):
        _send_individually(channel.name, failed)


def _send_individually(channel: str, failed: Sequence[Claimed]) -> None:
    if len(failed) > 1:
        with write_connection() as connection:
            lock_keys(connection, [(channel, message.ordering_key) for message in failed])
            connection.execute(MARK_INDIVIDUAL, [{"message": message.id, "held": message.fence} for message in failed])


def probe(channel: Channel) -> bool:
    """Probe the receiver and update the channel's status. Returns whether the receiver would accept messages."""
    outcome = channel.probe()
    passed = isinstance(outcome, Delivered)
    with write_transaction() as db_session:
        state = channel_state(db_session, channel.name, lock=True)
        now = clock.now()
        if state.status == ChannelStatus.PAUSED.value:
            return passed
        if passed:
            if state.status in FAILING:
                change_status(state, ChannelStatus.OK, None, now, None)
                retry_now(db_session, channel.name, now)
            return True
        error = getattr(outcome, "error", None)
        delay = getattr(outcome, "retry_after", None) or PROBE_SECONDS
        status = ChannelStatus.REFUSED if isinstance(outcome, ChannelRefused) else ChannelStatus.FAILING
        change_status(state, status, error, now, now + timedelta(seconds=delay))
        state.last_failure_at, state.last_error = now, error
        return False


def retry_now(db_session: Session, channel: str, now: datetime) -> None:
    """Make the messages due now that wait for their next attempt. Messages planned for later keep their time."""
    db_session.execute(RETRY_NOW, {"on_channel": channel, "now": now})
    wake_workers_after_commit()


def channel_state(db_session: Session, channel: str, destination: str = "", *, lock: bool = False) -> ChannelState:
    """The row of a channel or destination. Lock it to change its status: an admin may pause it at the same time."""
    key = (channel, destination)
    state = db_session.get(ChannelState, key, populate_existing=True, with_for_update=lock or None)
    if state is not None:
        return state
    try:
        with db_session.begin_nested():
            state = ChannelState(
                channel=channel,
                destination=destination,
                status=ChannelStatus.OK.value,
                since=clock.now(),
                failures=0,
            )
            db_session.add(state)
        return state
    except IntegrityError:  # another worker made its first delivery at the same time
        return db_session.get_one(ChannelState, key, populate_existing=True, with_for_update=lock or None)


def change_status(
    state: ChannelState, status: ChannelStatus, reason: str | None, now: datetime, next_probe_at: datetime | None
) -> None:
    """Set the status of a channel or destination, unless an admin has paused it."""
    if state.status == ChannelStatus.PAUSED.value:
        return
    if state.status != status.value:
        level = logging.INFO if status is ChannelStatus.OK else logging.ERROR
        name = f"{state.channel} ({state.destination})" if state.destination else state.channel
        logger.log(
            level,
            "channel %s changed from %s to %s: %s",
            name,
            state.status,
            status.value,
            reason or "a probe succeeded",
        )
        state.status = status.value
        state.since = now
    state.reason = reason
    state.next_probe_at = next_probe_at
