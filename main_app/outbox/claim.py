"""Claims due messages: a batch for one worker, under a lease, that no other worker gets.

A claim first reads the messages that may be sent now: the first of each key, and those without a key. If they are
fewer than asked for, it adds the messages right behind them, so that a batch holds runs of a key in order. A long run
takes up to twice its share of the batch. The rest is left to other slots, so that several slots share a few keys with
long backlogs. A claim reads a few rows for each message it returns, whatever the shape of the backlog.

A claim sets `due_at` to the end of its lease, so other workers don't see the message as due.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, column, select, text, update
from sqlalchemy.engine import Connection

from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.health import failing_destinations
from main_app.outbox.models import ChannelStatus, MessageStatus, OutboxMessage
from main_app.outbox.ordering import compiled_for_rows, runs_of
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import UtcDateTime, is_sqlite, read_connection, write_connection
from service_kit.rows import KeyedStatement

# A failing destination gets one message at a time. The other messages to it are due again after this.
POSTPONED = timedelta(seconds=2)
POSTPONE_BATCH_SIZE = 1000  # messages; each claim reads them before others, so they must not hold the others up
MAX_SHARE = 2  # a run of one key takes at most this many times its share of a batch

table = OutboxMessage.__table__
messages = table.c
COLUMNS = (
    messages.id,
    messages.fence,
    messages.event_id,
    messages.kind,
    messages.payload,
    messages.attempts,
    messages.waiting_since,
    messages.subject,
    messages.ordering_key,
    messages.recipient,
    messages.destination,
    messages.send_individually,
)
CHANNEL_IS_OK = text(
    "NOT EXISTS (SELECT 1 FROM outbox_channels WHERE outbox_channels.channel = :on_channel"
    " AND outbox_channels.destination = '' AND outbox_channels.status <> 'ok')"
)


def _select_claimable(rows: Any, *columns: Any) -> Any:
    return (
        select(*columns)
        .where(
            rows.c.channel == bindparam("on_channel"),
            # Word for word the condition of the partial index, so that both databases use it.
            text(f"{rows.name}.status = 'pending' AND {rows.name}.blocked = false"),
            rows.c.send_individually == bindparam("individually"),
            rows.c.due_at <= bindparam("now"),
            CHANNEL_IS_OK,
        )
        .order_by(rows.c.due_at, rows.c.id)
        .limit(bindparam("at_most"))
        .with_for_update(skip_locked=True, of=rows)
    )


CLAIMABLE = CompiledStatement(_select_claimable(table, *COLUMNS))
# The status is checked here, not in the statement, or PostgreSQL may read the whole index of pending messages.
LOCK = KeyedStatement(messages.id, select(messages.id, messages.status).with_for_update(skip_locked=True))
TAKE = update(table).values(fence=messages.fence + 1, due_at=bindparam("until"), leased_until=bindparam("until"))
LEASE = KeyedStatement(messages.id, TAKE.returning(messages.id, messages.fence))
candidate = table.alias("candidate")
LEASE_ONE = CompiledStatement(
    TAKE.where(messages.id == _select_claimable(candidate, candidate.c.id).scalar_subquery()).returning(*COLUMNS)
)
POSTPONE = update(table).where(messages.id.in_(bindparam("ids", expanding=True))).values(due_at=bindparam("until"))
NEXT_DUE = """(
    SELECT due_at FROM outbox_messages
    WHERE channel = wanted.value AND status = 'pending' AND blocked = false
        AND send_individually = {individually}
    ORDER BY channel, send_individually, due_at LIMIT 1
)"""
WORK = compiled_for_rows(
    f"""
    SELECT wanted.value, coalesce(outbox_channels.status, 'ok') AS status, outbox_channels.next_probe_at,
        {NEXT_DUE.format(individually="false")} AS due_at,
        {NEXT_DUE.format(individually="true")} AS individually_due_at
    FROM {{wanted}}
    LEFT JOIN outbox_channels ON outbox_channels.channel = wanted.value AND outbox_channels.destination = ''
    """,
    column("channel"),
    column("status"),
    column("next_probe_at", UtcDateTime),
    column("due_at", UtcDateTime),
    column("individually_due_at", UtcDateTime),
    parameter="channels",
)


@dataclass(frozen=True)
class ChannelWork:
    """The work of a channel: its status, and when its next message or probe is due."""

    status: str
    next_probe_at: datetime | None
    due_at: datetime | None
    individually_due_at: datetime | None

    @property
    def is_individual_next(self) -> bool:
        return self.individually_due_at is not None and (self.due_at is None or self.individually_due_at <= self.due_at)

    @property
    def next_due_at(self) -> datetime | None:
        if self.status == ChannelStatus.PAUSED.value:
            return None
        if self.status != ChannelStatus.OK.value:
            return self.next_probe_at
        return min((moment for moment in (self.due_at, self.individually_due_at) if moment), default=None)


def read_channel_work(channels: Sequence[str]) -> dict[str, ChannelWork]:
    """The work of each of these channels. Takes no lock: most wake-ups find no work for most channels."""
    with read_connection() as connection:
        rows = WORK[connection.dialect.name].all(connection, {"channels": json.dumps(list(channels))})
    return {
        row.channel: ChannelWork(row.status, row.next_probe_at, row.due_at, row.individually_due_at) for row in rows
    }


def claim(channel: Channel, limit: int, lease_seconds: float, *, work: ChannelWork | None = None) -> list[Claimed]:
    """Claim up to `limit` due messages, in order of id.

    Empty while the channel is paused or failing. `work` saves reading it again.
    """
    work = work or read_channel_work([channel.name])[channel.name]
    if work.status != ChannelStatus.OK.value or work.next_due_at is None or work.next_due_at > clock.now():
        return []
    with write_connection() as connection:
        return claim_in(connection, channel, limit, lease_seconds, work=work)


def claim_in(
    connection: Connection,
    channel: Channel,
    limit: int,
    lease_seconds: float,
    *,
    work: ChannelWork | None = None,
) -> list[Claimed]:
    """Like `claim`, inside an open transaction. Without `work` it claims no message that must be sent individually."""
    now = clock.now()
    until = now + timedelta(seconds=lease_seconds)
    if _claims_one(channel, limit, work):
        return _claim_one(connection, channel.name, now, until, individually=bool(work and work.is_individual_next))
    rows = _claimable(connection, channel, limit, now)
    if rows and not channel.one_destination:
        rows = _without_failing_destinations(connection, channel.name, rows, limit, now)
        if not rows:
            more = _claimable(connection, channel, POSTPONE_BATCH_SIZE, now)
            rows = _without_failing_destinations(connection, channel.name, more, limit, now)
    if rows and len(rows) < limit:
        rows = _with_followers(connection, channel.name, rows, limit, now)
    if not rows:
        return []
    fences = {row.id: row.fence for row in LEASE.all(connection, [row.id for row in rows], until=until)}
    rows.sort(key=lambda row: row.id)
    return [
        Claimed(
            row.id,
            fences[row.id],
            row.event_id,
            row.kind,
            row.payload,
            row.attempts,
            row.waiting_since,
            row.subject,
            row.ordering_key,
            row.recipient,
            row.destination,
            row.send_individually,
        )
        for row in rows
    ]


def _claims_one(channel: Channel, limit: int, work: ChannelWork | None) -> bool:
    return bool(work and work.is_individual_next) or (limit == 1 and channel.one_destination)


def _claim_one(
    connection: Connection, channel: str, now: datetime, until: datetime, *, individually: bool
) -> list[Claimed]:
    values = {"on_channel": channel, "now": now, "until": until, "individually": individually, "at_most": 1}
    return [Claimed(*row) for row in LEASE_ONE.all(connection, values)]


def _claimable(connection: Connection, channel: Channel, limit: int, now: datetime) -> list[Any]:
    values = {"on_channel": channel.name, "now": now, "at_most": limit, "individually": False}
    return CLAIMABLE.all(connection, values)


def _with_followers(connection: Connection, channel: str, first: Sequence[Any], limit: int, now: datetime) -> list[Any]:
    """These messages and those behind them in their keys, up to `limit`; the longest waiting keys come first."""
    heads = {row.ordering_key: row for row in first if row.ordering_key is not None}
    if not heads:
        return list(first)
    share = MAX_SHARE * -(-limit // len(first))
    runs = runs_of(connection, channel, sorted(heads), min(share, limit))
    chosen: list[Any] = []
    for row in first:
        if len(chosen) >= limit:
            break
        run = [row]
        run_rows = runs.get(row.ordering_key, [])
        if run_rows and run_rows[0].id == row.id:
            for follower in run_rows[1:]:
                if follower.send_individually or follower.due_at > now:
                    break
                run.append(follower)
        chosen += run[: limit - len(chosen)]
    return _end_runs_at_locks(connection, heads, chosen)


def _end_runs_at_locks(connection: Connection, heads: Mapping[str, Any], chosen: Sequence[Any]) -> list[Any]:
    """End a run before a message that another transaction has locked, because it may be withdrawing it."""
    followers = [row for row in chosen if row.ordering_key is not None and row.id != heads[row.ordering_key].id]
    if is_sqlite(connection) or not followers:
        return list(chosen)
    rows = LOCK.all(connection, [row.id for row in followers])
    locked = {row.id for row in rows if row.status == MessageStatus.PENDING.value}
    missing = [row for row in followers if row.id not in locked]
    cut = {row.ordering_key: row.id for row in sorted(missing, key=lambda row: row.id, reverse=True)}
    return [row for row in chosen if row.id < cut.get(row.ordering_key, row.id + 1)]


def _without_failing_destinations(
    connection: Connection, channel: str, rows: Sequence[Any], limit: int, now: datetime
) -> list[Any]:
    """Choose up to `limit`, and postpone those to failing destinations. One that is due again gets one."""
    failing = failing_destinations(connection, channel, {row.destination for row in rows})
    chosen, postponed, tried_destinations = [], {}, set()
    for row in rows:
        until = failing.get(row.destination)
        if row.destination in failing and until is not None and until > now:
            postponed.setdefault(until, []).append(row.id)
        elif row.destination in tried_destinations:
            postponed.setdefault(now + POSTPONED, []).append(row.id)
        elif len(chosen) == limit:
            continue  # a later claim chooses it
        elif row.destination not in failing:
            chosen.append(row)
        else:
            tried_destinations.add(row.destination)
            chosen.append(row)
    for until, ids in postponed.items():
        connection.execute(POSTPONE, {"ids": ids, "until": until})
    return chosen
