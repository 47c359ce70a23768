"""Order within a key: only the first unfinished message of a key may be sent, the others are `blocked`.

Every statement reads a few rows for each key, however long the key's backlog is. Statements sort by `blocked` and id,
because only the index of pending messages by key has that order: PostgreSQL then uses it and never scans the table.

Every transaction that adds, finishes, withdraws or retries messages of a key calls `lock_keys` first. Without the lock,
two of them would not see each other's changes, and could leave a key in which every message is blocked.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from main_app.outbox.models import OutboxMessage
from service_kit.compiled_statement import CompiledStatement

columns = OutboxMessage.__table__.c

KEY_BATCH_SIZE = 1000
# PostgreSQL advisory locks: an arbitrary class id, the same for all workers. All keys share 1,024 locks, because
# PostgreSQL's lock table is small.
KEY_LOCKS, MAX_KEY_LOCKS = 7_262_933, 1024
LOCK_KEYS = text("SELECT pg_advisory_xact_lock(:space, place) FROM unnest(CAST(:places AS integer[])) AS wanted(place)")
# The values of a parameter that is a list in JSON, as rows.
JSON_ROWS = {
    "sqlite": "json_each(:{name}) AS wanted",
    "postgresql": "json_array_elements_text(CAST(:{name} AS json)) AS wanted(value)",
}


def compiled_text(sql: str, *selected: Any) -> CompiledStatement:
    """Compile this SQL, which selects or returns these columns."""
    statement: Any = text(sql).columns(*selected)
    return CompiledStatement(statement)


def compiled_for_rows(sql: str, *selected: Any, parameter: str = "keys") -> dict[str, CompiledStatement]:
    """Compile this SQL for each database. Its {wanted} stands for the values of the parameter, as rows."""
    return {
        dialect: compiled_text(sql.format(wanted=rows.format(name=parameter)), *selected)
        for dialect, rows in JSON_ROWS.items()
    }


KEYS_IN_USE = compiled_for_rows(
    """
    SELECT wanted.value FROM {wanted} WHERE (
        SELECT id FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
        ORDER BY blocked DESC, id DESC LIMIT 1
    ) IS NOT NULL
    """,
    columns.ordering_key,
)
RELEASE = compiled_for_rows(
    """
    UPDATE outbox_messages SET blocked = false WHERE blocked AND id IN (
        SELECT (
            SELECT id FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
            ORDER BY blocked, id LIMIT 1
        ) FROM {wanted}
    ) RETURNING id
    """,
    columns.id,
)
# A retried dead letter may be earlier than its key's first message, so first all messages of the key are blocked.
BLOCK = compiled_for_rows(
    """
    UPDATE outbox_messages SET blocked = true
    WHERE channel = :channel AND ordering_key IN (SELECT value FROM {wanted}) AND status = 'pending'
        AND blocked = false RETURNING id
    """,
    columns.id,
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
RUNS = {
    "postgresql": compiled_text(
        f"""
        SELECT run.* FROM {JSON_ROWS["postgresql"].format(name="keys")} CROSS JOIN LATERAL (
            SELECT {RUN_COLUMN_NAMES} FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
            ORDER BY blocked, id LIMIT :each
        ) AS run
        """,
        *RUN_COLUMNS,
    ),
    # INDEXED BY and CROSS JOIN make SQLite read only the first messages of each key, from the index of pending ones.
    "sqlite": compiled_text(
        f"""
        SELECT {RUN_COLUMN_NAMES} FROM (SELECT value AS key FROM json_each(:keys)) AS wanted CROSS JOIN outbox_messages
        WHERE outbox_messages.id IN (
            SELECT id FROM outbox_messages INDEXED BY ix_outbox_messages_key
            WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
            ORDER BY blocked, id LIMIT :each
        )
        """,
        *RUN_COLUMNS,
    ),
}


def lock_keys(connection: Connection | Session, keys: Iterable[tuple[str, str | None]]) -> set[int]:
    """Lock these keys (each with its channel) until the transaction ends.

    Call it once per transaction, before any message is changed. SQLite needs no lock, because it has a single writer.
    Returns the locks, to be compared with `key_lock`.
    """
    locks = {key_lock(channel, key) for channel, key in keys if key is not None}
    if locks and _dialect(connection) == "postgresql":
        # Sorted, so that no two transactions wait for each other.
        connection.execute(LOCK_KEYS, {"space": KEY_LOCKS, "places": sorted(locks)})
    return locks


def key_lock(channel: str, key: str) -> int:
    """The lock of a key. Several keys may share a lock."""
    return zlib.crc32(f"{channel} {key}".encode()) % MAX_KEY_LOCKS


def keys_with_pending(connection: Connection | Session, channel: str, keys: Sequence[str]) -> set[str]:
    """Which of these keys have an unfinished message."""
    return {row[0] for row in _for_keys(connection, KEYS_IN_USE, channel, keys)}


def release_first(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Clear `blocked` of the first unfinished message of each key, in the transaction that finishes its predecessor."""
    _for_keys(connection, RELEASE, channel, keys)


def restore_order(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Clear `blocked` of the first unfinished message of each key, and set it for all others."""
    _for_keys(connection, BLOCK, channel, keys)
    release_first(connection, channel, keys)


def runs_of(connection: Connection, channel: str, keys: Sequence[str], each: int) -> dict[str, list[Any]]:
    """The first `each` unfinished messages of each key, in order."""
    runs: dict[str, list[Any]] = {key: [] for key in keys}
    for row in _for_keys(connection, RUNS, channel, keys, each=each):
        runs[row.ordering_key].append(row)
    for run in runs.values():
        run.sort(key=lambda row: row.id)
    return runs


def _for_keys(
    connection: Connection | Session,
    statements: Mapping[str, CompiledStatement],
    channel: str,
    keys: Sequence[str],
    **values: Any,
) -> list[Any]:
    statement = statements[_dialect(connection)]
    rows: list[Any] = []
    for start in range(0, len(keys), KEY_BATCH_SIZE):
        chunk = json.dumps(keys[start : start + KEY_BATCH_SIZE])
        rows += statement.all(_core(connection), {"channel": channel, "keys": chunk, **values})
    return rows


def _core(connection: Connection | Session) -> Connection:
    return connection if isinstance(connection, Connection) else connection.connection()


def _dialect(connection: Connection | Session) -> str:
    return (connection.get_bind() if isinstance(connection, Session) else connection).dialect.name
