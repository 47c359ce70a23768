"""Order within a key: the first unfinished message of a key may go, those behind it wait (`waits`).

Every statement reads one or a few rows for each key, however long the key's backlog is. They order by `waits` and id:
only the index of pending messages by key gives that order, so that PostgreSQL never walks through the whole table.

Whoever adds, finishes, withdraws or retries messages of a key first calls `lock_keys`: two of them at once would each
judge by what the other is about to change, and leave a key whose messages all wait.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Executable, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from main_app.outbox.models import OutboxMessage

KEYS_AT_ONCE = 1000
# Advisory locks on PostgreSQL: any number, the same for all workers. Keys share so many locks, because its table of
# locks is small.
KEY_LOCKS, MOST_KEY_LOCKS = 7_262_933, 1024
LOCK_KEYS = text("SELECT pg_advisory_xact_lock(:space, place) FROM unnest(CAST(:places AS integer[])) AS wanted(place)")

NEWEST_POSTGRESQL = text(
    """
    SELECT newest.ordering_key FROM unnest(CAST(:keys AS text[])) AS wanted(key)
    CROSS JOIN LATERAL (
        SELECT ordering_key FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY waits DESC, id DESC LIMIT 1
    ) AS newest
    """
)
NEWEST_SQLITE = text(
    """
    SELECT wanted.value FROM json_each(:keys) AS wanted
    WHERE EXISTS (
        SELECT 1 FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
    )
    """
)

FIRST_OF_EACH_KEY = {
    "postgresql": """
        SELECT first.id FROM unnest(CAST(:keys AS text[])) AS wanted(key) CROSS JOIN LATERAL (
            SELECT id FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
            ORDER BY waits, id LIMIT 1
        ) AS first
        """,
    "sqlite": """
        SELECT (
            SELECT id FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
            ORDER BY waits, id LIMIT 1
        ) FROM json_each(:keys) AS wanted
        """,
}
RELEASE_POSTGRESQL, RELEASE_SQLITE = (
    text(f"UPDATE outbox_messages SET waits = false WHERE waits AND id IN ({FIRST_OF_EACH_KEY[dialect]}) RETURNING id")
    for dialect in ("postgresql", "sqlite")
)

# Short-lived exception to the rule: after a retry of a dead letter the earlier message goes first again.
DEMOTE_POSTGRESQL, DEMOTE_SQLITE = (
    text(
        f"""
        UPDATE outbox_messages SET waits = true
        WHERE channel = :channel AND ordering_key IN ({keys}) AND status = 'pending' AND waits = false RETURNING id
        """
    )
    for keys in ("SELECT unnest(CAST(:keys AS text[]))", "SELECT value FROM json_each(:keys)")
)
RUN_COLUMNS = (
    "id, fence, event_id, kind, payload, attempts, due_at, waiting_since, subject, ordering_key, recipient, destination"
)
RUNS_ON_POSTGRESQL = f"""
    SELECT run.* FROM unnest(CAST(:keys AS text[])) AS wanted(key) CROSS JOIN LATERAL (
        SELECT {RUN_COLUMNS}, alone FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY waits, id LIMIT :each
    ) AS run
    """
# INDEXED BY and CROSS JOIN: for each key, read its first messages from the index of pending ones, and nothing else.
RUNS_ON_SQLITE = f"""
    SELECT {RUN_COLUMNS}, alone FROM (SELECT value AS key FROM json_each(:keys)) AS wanted CROSS JOIN outbox_messages
    WHERE outbox_messages.id IN (
        SELECT id FROM outbox_messages INDEXED BY ix_outbox_messages_key
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY waits, id LIMIT :each
    )
    """
m = OutboxMessage.__table__.c
RUNS_POSTGRESQL, RUNS_SQLITE = (
    text(sql).columns(
        m.id, m.fence, m.event_id, m.kind, m.payload, m.attempts, m.due_at, m.waiting_since, m.subject,
        m.ordering_key, m.recipient, m.destination, m.alone,
    )
    for sql in (RUNS_ON_POSTGRESQL, RUNS_ON_SQLITE)
)  # fmt: skip


def lock_keys(connection: Connection | Session, keys: Iterable[tuple[str, str | None]]) -> set[int]:
    """Keep the order of these keys (with their channels) from changing elsewhere until the transaction ends.

    Comes once in a transaction, before it changes any message. On SQLite there is one writer anyway.
    Returns the locks, to be compared with `key_lock`.
    """
    locks = {key_lock(channel, key) for channel, key in keys if key is not None}
    if locks and _dialect(connection) == "postgresql":
        # In one order everywhere, so that no two transactions wait for each other.
        connection.execute(LOCK_KEYS, {"space": KEY_LOCKS, "places": sorted(locks)})
    return locks


def key_lock(channel: str, key: str) -> int:
    """The lock of a key, which it may share with others."""
    return zlib.crc32(f"{channel} {key}".encode()) % MOST_KEY_LOCKS


def keys_with_pending(connection: Connection | Session, channel: str, keys: Sequence[str]) -> set[str]:
    """Which of these keys have an unfinished message."""
    return {row[0] for row in _for_keys(connection, NEWEST_POSTGRESQL, NEWEST_SQLITE, channel, keys)}


def release_first(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Let the first unfinished message of each key go. Called in the transaction that finishes the one before it."""
    _for_keys(connection, RELEASE_POSTGRESQL, RELEASE_SQLITE, channel, keys)


def restore_order(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Let the first unfinished message of each key go and all others wait, whatever it was before."""
    _for_keys(connection, DEMOTE_POSTGRESQL, DEMOTE_SQLITE, channel, keys)
    release_first(connection, channel, keys)


def runs_of(connection: Connection, channel: str, keys: Sequence[str], each: int) -> dict[str, list[Any]]:
    """The first `each` unfinished messages of each key, in order."""
    runs: dict[str, list[Any]] = {key: [] for key in keys}
    for row in _for_keys(connection, RUNS_POSTGRESQL, RUNS_SQLITE, channel, keys, each=each):
        runs[row.ordering_key].append(row)
    for run in runs.values():
        run.sort(key=lambda row: row.id)
    return runs


def _for_keys(
    connection: Connection | Session,
    postgresql: Executable,
    sqlite: Executable,
    channel: str,
    keys: Sequence[str],
    **values: Any,
) -> list[Any]:
    on_postgresql = _dialect(connection) == "postgresql"
    statement = postgresql if on_postgresql else sqlite
    found: list[Any] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = list(keys[start : start + KEYS_AT_ONCE])
        given = some if on_postgresql else json.dumps(some)
        found += connection.execute(statement, {"channel": channel, "keys": given, **values}).all()
    return found


def _dialect(connection: Connection | Session) -> str:
    return (connection.get_bind() if isinstance(connection, Session) else connection).dialect.name
