"""Deletes old rows in short transactions, so that none holds its locks for long."""

from typing import Any

from sqlalchemy import Select, Table, delete

from service_kit.database import write_connection

BATCH_SIZE = 1_000


def delete_in_batches(table: Table, old_ids: Select[Any]) -> int:
    """Delete the rows of the table whose ids this query selects, 1,000 per transaction. Returns how many."""
    batch = old_ids.limit(BATCH_SIZE)
    deleted = 0
    while True:
        with write_connection() as connection:
            ids = list(connection.execute(batch).scalars())
            if ids:
                connection.execute(delete(table).where(table.c.id.in_(ids)))
        deleted += len(ids)
        if len(ids) < BATCH_SIZE:
            return deleted
