"""Order within a key: the first unfinished message of a key may go, those behind it wait (`waits`).

Every statement reads one or a few rows for each key, however long the key's backlog is. Ordering by key and id
instead of by id alone makes sure that PostgreSQL uses the index of pending messages by key.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

KEYS_AT_ONCE = 1000

# The lock keeps the newest message of each key unfinished until the caller's transaction ends, so that nobody
# finishes it without seeing the message that is about to wait for it. Whoever records locks in the same order.
NEWEST_POSTGRESQL = text(
    """
    SELECT newest.ordering_key FROM unnest(CAST(:keys AS text[])) WITH ORDINALITY AS wanted(key, place)
    CROSS JOIN LATERAL (
        SELECT ordering_key FROM outbox_messages
        WHERE channel = :channel AND ordering_key = wanted.key AND status = 'pending'
        ORDER BY ordering_key DESC, id DESC LIMIT 1 FOR SHARE
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
            ORDER BY ordering_key, id LIMIT 1
        ) AS first
        """,
    "sqlite": """
        SELECT (
            SELECT id FROM outbox_messages
            WHERE channel = :channel AND ordering_key = wanted.value AND status = 'pending'
            ORDER BY ordering_key, id LIMIT 1
        ) FROM json_each(:keys) AS wanted
        """,
}
RELEASE_POSTGRESQL, RELEASE_SQLITE = (
    text(f"UPDATE outbox_messages SET waits = false WHERE waits AND id IN ({FIRST_OF_EACH_KEY[dialect]}) RETURNING id")
    for dialect in ("postgresql", "sqlite")
)


def keys_with_pending(connection: Connection | Session, channel: str, keys: Sequence[str]) -> set[str]:
    """Which of these keys (sorted) have an unfinished message. Those stay unfinished until the transaction ends."""
    return {row[0] for row in _for_keys(connection, NEWEST_POSTGRESQL, NEWEST_SQLITE, channel, keys)}


def release_first(connection: Connection | Session, channel: str, keys: Sequence[str]) -> None:
    """Let the first unfinished message of each key go. Called in the transaction that finishes the one before it."""
    _for_keys(connection, RELEASE_POSTGRESQL, RELEASE_SQLITE, channel, keys)


def _for_keys(
    connection: Connection | Session,
    postgresql: TextClause,
    sqlite: TextClause,
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
