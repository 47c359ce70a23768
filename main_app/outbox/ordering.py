"""Order within a key: only the first unfinished message of a key may be sent, the others are `blocked`.

Every statement reads a few rows for each key, however long the key's backlog is. Statements sort by `blocked` and id,
because only the index of pending messages by key has that order: PostgreSQL then uses it and never scans the table.

Every transaction that adds, finishes, withdraws or retries messages of a key calls `lock_keys` first. Without the lock,
two of them would not see each other's changes, and could leave a key in which every message is blocked.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from main_app.outbox.models import OutboxMessage
from service_kit.compiled_statement import CompiledStatement

columns = OutboxMessage.__table__.c


def compiled_text(sql: str, *selected: Any) -> CompiledStatement:
    """Compile this SQL, which selects or returns these columns."""
    statement: Any = text(sql).columns(*selected)
    return CompiledStatement(statement)


KEYS_AT_ONCE = 1000
# PostgreSQL advisory locks: an arbitrary class id, the same for all workers. All keys share 1,024 locks, because
# PostgreSQL's lock table is small.
KEY_LOCKS, MAX_KEY_LOCKS = 7_262_933, 1024
LOCK_KEYS = compiled_text(
    "SELECT pg_advisory_xact_lock(:space, place) FROM unnest(CAST(:places AS integer[])) AS wanted(place)"
)

NEWEST_POSTGRESQL = compiled_text(
    """
    SELECT newest.ordering_key FROM unnest(CAST(:keys AS text[])) AS wanted(key)
    CROSS JOIN LATERAL (
        SELECT ordering_key FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY blocked DESC, id DESC LIMIT 1
    ) AS newest
    """,
    columns.ordering_key,
)
NEWEST_SQLITE = compiled_text(
    """
    SELECT wanted.value FROM json_each(:keys) AS wanted
    WHERE EXISTS (
        SELECT 1 FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
    )
    """,
    columns.ordering_key,
)

FIRST_OF_EACH_KEY = {
    "postgresql": """
        SELECT first.id FROM unnest(CAST(:keys AS text[])) AS wanted(key) CROSS JOIN LATERAL (
            SELECT id FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
            ORDER BY blocked, id LIMIT 1
        ) AS first
        """,
    "sqlite": """
        SELECT (
            SELECT id FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
            ORDER BY blocked, id LIMIT 1
        ) FROM json_each(:keys) AS wanted
        """,
}
RELEASE_POSTGRESQL, RELEASE_SQLITE = (
    compiled_text(
        f"""
        UPDATE outbox_messages SET blocked = false
        WHERE blocked AND id IN ({FIRST_OF_EACH_KEY[dialect]}) RETURNING id
        """,
        columns.id,
    )
    for dialect in ("postgresql", "sqlite")
)

# A retried dead letter may be earlier than its key's first message, so first all messages of the key are blocked.
DEMOTE_POSTGRESQL, DEMOTE_SQLITE = (
    compiled_text(
        f"""
        UPDATE outbox_messages SET blocked = true
        WHERE channel = :channel AND ordering_key IN ({keys}) AND status = 'pending' AND blocked = false RETURNING id
        """,
        columns.id,
    )
    for keys in ("SELECT unnest(CAST(:keys AS text[]))", "SELECT value FROM json_each(:keys)")
)
RUN_COLUMNS = (
    columns.id,
    columns.fence,
    columns.event_id,
    columns.kind,
    columns.payload,
    columns.attempts,
    columns.due_at,
    columns.waiting_since,
    columns.subject,
    columns.ordering_key,
    columns.recipient,
    columns.destination,
    columns.send_individually,
)
RUN_COLUMN_NAMES = ", ".join(column.name for column in RUN_COLUMNS)
RUNS_ON_POSTGRESQL = f"""
    SELECT run.* FROM unnest(CAST(:keys AS text[])) AS wanted(key) CROSS JOIN LATERAL (
        SELECT {RUN_COLUMN_NAMES} FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY blocked, id LIMIT :each
    ) AS run
    """
# INDEXED BY and CROSS JOIN make SQLite read only the first messages of each key, from the index of pending ones.
RUNS_ON_SQLITE = f"""
    SELECT {RUN_COLUMN_NAMES} FROM (SELECT value AS key FROM json_each(:keys)) AS wanted CROSS JOIN outbox_messages
    WHERE outbox_messages.id IN (
        SELECT id FROM outbox_messages INDEXED BY ix_outbox_messages_key
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY blocked, id LIMIT :each
    )
    """
RUNS_POSTGRESQL, RUNS_SQLITE = (compiled_text(sql, *RUN_COLUMNS) for sql in (RUNS_ON_POSTGRESQL, RUNS_ON_SQLITE))


def lock_keys(connection: Connection | Session, keys: Iterable[tuple[str, str | None]]) -> set[int]:
    """Lock these keys (each with its channel) until the transaction ends.

    Call it once per transaction, before any message is changed. SQLite needs no lock, because it has a single writer.
    Returns the locks, to be compared with `key_lock`.
    """
    locks = {key_lock(channel, key) for channel, key in keys if key is not None}
    if locks and _dialect(connection) == "postgresql":
        # Sorted, so that no two transactions wait for each other.
        LOCK_KEYS.run(_core(connection), {"space": KEY_LOCKS, "places": sorted(locks)})
    return locks


def key_lock(channel: str, key: str) -> int:
    """The lock of a key. Several keys may share a lock."""
    return zlib.crc32(f"{channel} {key}".encode()) % MAX_KEY_LOCKS


def keys_with_pending(connection: Connection | Session, channel: str, keys: Sequence[str]) -> set[str]:
    """Which of these keys have an unfinished message."""
    return {row[0] for row in _for_keys(connection, NEWEST_POSTGRESQL, NEWEST_SQLITE, channel, keys)}


def release_first(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Clear `blocked` of the first unfinished message of each key, in the transaction that finishes its predecessor."""
    _for_keys(connection, RELEASE_POSTGRESQL, RELEASE_SQLITE, channel, keys)


def restore_order(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Clear `blocked` of the first unfinished message of each key, and set it for all others."""
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
    postgresql: CompiledStatement,
    sqlite: CompiledStatement,
    channel: str,
    keys: Sequence[str],
    **values: Any,
) -> list[Any]:
    on_postgresql = _dialect(connection) == "postgresql"
    statement = postgresql if on_postgresql else sqlite
    rows: list[Any] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        chunk = list(keys[start : start + KEYS_AT_ONCE])
        keys_value = chunk if on_postgresql else json.dumps(chunk)
        rows += statement.all(_core(connection), {"channel": channel, "keys": keys_value, **values})
    return rows


def _core(connection: Connection | Session) -> Connection:
    return connection if isinstance(connection, Connection) else connection.connection()


def _dialect(connection: Connection | Session) -> str:
    return (connection.get_bind() if isinstance(connection, Session) else connection).dialect.name
