"""Delivers claimed messages and records the outcomes. No transaction is open while a receiver is called."""

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import Counter as CounterMetric
from prometheus_client import Histogram
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import claim_in
from main_app.outbox.delivery_metrics import metric_rows
from main_app.outbox.health import probe_after_failure, update_health
from main_app.outbox.models import DeliveryAttempt, MessageStatus, OutboxMessage
from main_app.outbox.ordering import lock_keys, release_first
from main_app.outbox.retry_policy import (
    ChannelRefused,
    Dead,
    Delivered,
    Outcome,
    Retry,
    Skipped,
    SplitBatch,
    delay_before_next,
    destination_delay,
)
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import write_connection
from service_kit.rows import KeyedStatement, OnConflict, Rows, write_rows

logger = logging.getLogger(__name__)
DELIVERIES = CounterMetric("samaya_deliveries", "Delivery attempts by channel and outcome.", ["channel", "outcome"])
DELIVERY_SECONDS = Histogram("samaya_delivery_seconds", "Time of one delivery request, in seconds.", ["channel"])
STATUS_AFTER = {
    "delivered": MessageStatus.DELIVERED.value,
    "dead": MessageStatus.DEAD.value,
    "skipped": MessageStatus.SKIPPED.value,
}

table = OutboxMessage.__table__
messages = table.c
LOCK_PENDING = KeyedStatement(
    messages.id, select(messages.id, messages.fence, messages.status).order_by(messages.id).with_for_update()
)
RECORD = (
    update(table)
    .where(messages.id == bindparam("message"))
    .values(
        status=bindparam("new_status"),
        due_at=bindparam("new_due_at"),
        leased_until=None,
        send_individually=bindparam("individually"),
        attempts=bindparam("attempts_made"),
        response=bindparam("new_response"),
        last_error=bindparam("error"),
        finished_at=bindparam("finished"),
    )
)
RECORD_SEVERAL = CompiledStatement(RECORD)
RECORD_ONE = CompiledStatement(
    RECORD.where(
        messages.fence == bindparam("claimed_fence"), messages.status == MessageStatus.PENDING.value
    ).returning(messages.id)
)

attempts_made = DeliveryAttempt.__table__.c
REFUSALS = (
    select(attempts_made.message_id, func.count().label("number"))
    .where(
        attempts_made.message_id.in_(bindparam("ids", expanding=True)), attempts_made.outcome == bindparam("refused")
    )
    .group_by(attempts_made.message_id)
)


@dataclass(frozen=True)
class Sent:
    """Messages that were sent, with their outcomes."""

    channel: Channel
    messages: Sequence[Claimed]
    outcomes: Sequence[Outcome]
    started_at: datetime
    seconds: float

    def has(self, *kinds: type[Outcome]) -> bool:
        return any(isinstance(outcome, kinds) for outcome in self.outcomes)


def deliver(
    channel: Channel, claimed: Sequence[Claimed], *, claim_next: int = 0, lease_seconds: float = 0.0
) -> list[Claimed]:
    """Deliver these messages, record the outcomes, and claim up to `claim_next` further messages."""
    return record_and_claim(send(channel, claimed), claim_next=claim_next, lease_seconds=lease_seconds)


def send(channel: Channel, claimed: Sequence[Claimed]) -> Sent:
    """Send these messages to the receiver. No transaction is open meanwhile."""
    started_at, started = clock.now(), time.monotonic()
    outcomes = channel.deliver(claimed)
    seconds = time.monotonic() - started
    DELIVERY_SECONDS.labels(channel.name).observe(seconds)
    return Sent(channel, claimed, outcomes, started_at, seconds)


def record_and_claim(sent: Sent, *, claim_next: int = 0, lease_seconds: float = 0.0) -> list[Claimed]:
    """Record the outcomes and claim further messages, in one transaction.

    After a failure nothing is claimed, because the channel may be failing now.
    """
    failed = sent.has(Retry, ChannelRefused)
    with write_connection() as connection:
        record(connection, sent)
        next_claimed = []
        if claim_next and not failed:
            next_claimed = claim_in(connection, sent.channel, claim_next, lease_seconds)
    if failed:
        whole_batch_failed = all(isinstance(outcome, Retry | ChannelRefused) for outcome in sent.outcomes)
        probe_after_failure(sent.channel, sent.messages if whole_batch_failed else [])
    return next_claimed


def record(connection: Connection, sent: Sent) -> None:
    """Record the outcomes, and what they say about the channel's health."""
    _record_outcomes(connection, sent)
    update_health(sent.channel, sent.messages, sent.outcomes)


def _record_outcomes(connection: Connection, sent: Sent) -> None:
    """Record the outcome of each delivery, unless another worker has claimed the message since."""
    channel, claimed = sent.channel, sent.messages
    lock_keys(connection, [(channel.name, message.ordering_key) for message in claimed])
    now = clock.now()
    single = claimed[0] if len(claimed) == 1 else None
    still_claimed = {(single.id, single.fence)} if single else _lock_pending(connection, claimed)
    refusals = _earlier_refusals(connection, sent)
    rows, attempts, finished = [], [], set()
    counted: Counter[str] = Counter()
    delayed: set[str] = set()  # keys whose first message waits for its next attempt
    for message, outcome in zip(claimed, sent.outcomes, strict=True):
        if (message.id, message.fence) not in still_claimed:
            _warn_of_lost_claim(message)
            continue
        key = message.ordering_key
        row = _columns_after(outcome, message, channel.delays, now, refusals.get(message.id, 0), key not in delayed)
        rows.append(row)
        if key is not None:
            (finished if row["finished"] else delayed).add(key)
        counted[outcome.name] += 1
        if isinstance(outcome, Skipped):
            continue  # nothing was sent
        attempts.append(
            {
                "message_id": message.id,
                "started_at": sent.started_at,
                "duration_ms": round(sent.seconds * 1000),
                "outcome": outcome.name,
                "status_code": outcome.status_code,
                "error": getattr(outcome, "error", None),
            }
        )
    if not rows:
        return
    if single is None:
        RECORD_SEVERAL.run(connection, *rows)
    elif RECORD_ONE.first(connection, rows[0] | {"claimed_fence": single.fence}) is None:
        _warn_of_lost_claim(single)
        return
    counts = metric_rows(channel.name, counted, sent.seconds)
    write_rows(connection, Rows(DeliveryAttempt.__table__, attempts, OnConflict.FAIL), counts)
    if finished:
        release_first(connection, channel.name, sorted(finished))
    for name, number in counted.items():
        DELIVERIES.labels(channel.name, name).inc(number)


def _warn_of_lost_claim(message: Claimed) -> None:
    logger.warning(
        "the outcome of %s is not recorded: the message was claimed by another worker or withdrawn", message.event_id
    )


def _lock_pending(connection: Connection, claimed: Sequence[Claimed]) -> set[tuple[int, int]]:
    """Lock these messages. Returns id and fence of those that are still pending."""
    rows = LOCK_PENDING.all(connection, [message.id for message in claimed])
    return {(row.id, row.fence) for row in rows if row.status == MessageStatus.PENDING.value}


def _earlier_refusals(connection: Connection, sent: Sent) -> Mapping[int, int]:
    """How often these messages were refused before, by id, if they are refused now.

    A probe has passed since then, so the receiver may refuse only this message.
    """
    pairs = zip(sent.messages, sent.outcomes, strict=True)
    refused = [message.id for message, outcome in pairs if isinstance(outcome, ChannelRefused)]
    if not refused or not sent.channel.one_destination:
        return {}
    found = connection.execute(REFUSALS, {"ids": refused, "refused": ChannelRefused.name})
    return {row.message_id: row.number for row in found}


def _columns_after(
    outcome: Outcome, message: Claimed, delays: Sequence[int], now: datetime, refusals: int, first_of_key: bool
) -> dict[str, Any]:
    """The columns of a message after this outcome, and after so many earlier refusals."""
    attempts = message.attempts
    if isinstance(outcome, Delivered | Dead | Retry):
        attempts += 1
    row: dict[str, Any] = {
        "message": message.id,
        "new_status": STATUS_AFTER.get(outcome.name, MessageStatus.PENDING.value),
        "new_due_at": message.waiting_since,
        "individually": message.send_individually or isinstance(outcome, SplitBatch),
        "attempts_made": attempts,
        "new_response": outcome.response if isinstance(outcome, Delivered) else None,
        "error": getattr(outcome, "error", None),
        "finished": now if outcome.name in STATUS_AFTER else None,
    }
    if refusals and first_of_key:
        # The others go first. It never becomes a dead letter: our sender may be wrong, which no probe finds.
        row["new_due_at"] = now + timedelta(seconds=destination_delay(refusals))
    if isinstance(outcome, Retry):
        delay = delay_before_next(attempts, delays)
        if delay is None:
            row |= {"new_status": MessageStatus.DEAD.value, "finished": now}
        else:
            # Later messages of a key wait for its first one, so they need no delay.
            delay = max(delay, outcome.retry_after or 0.0) if first_of_key else 0.0
            row["new_due_at"] = now + timedelta(seconds=delay)
    return row
