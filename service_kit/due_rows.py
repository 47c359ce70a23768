"""Rows that wait until they are due, for workers: when the next one is, and the due ones, which no two workers take."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, literal_column, select, text

from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import read_connection


class DueRows:
    """The rows of a table with `due_at` and `id` that match the SQL condition `waiting`.

    Write the condition exactly as in the partial index, or the index is not used.
    """

    def __init__(self, table: Table, waiting: str) -> None:
        rows, is_waiting = table.c, text(waiting)
        # Not min(): PostgreSQL keeps the plan that it makes while the table is small, and that may read another index.
        self.soonest = select(rows.due_at).where(is_waiting).order_by(rows.due_at, rows.id).limit(literal_column("1"))
        self._next = CompiledStatement(self.soonest)
        self._due = (
            select(table)
            .where(is_waiting, rows.due_at <= bindparam("now"))
            .order_by(rows.due_at, rows.id)
            .limit(bindparam("at_most"))
            .with_for_update(skip_locked=True)
        )

    def next_due(self) -> datetime | None:
        """When the next row is due; None if none waits."""
        with read_connection() as connection:
            return self._next.scalar(connection, {})

    def is_due(self) -> bool:
        due_at = self.next_due()
        return due_at is not None and due_at <= clock.now()

    def lock_due(self, connection: Connection, at_most: int) -> list[Row[Any]]:
        """Lock due rows, the oldest first. On PostgreSQL another worker skips them, on SQLite it waits."""
        return list(connection.execute(self._due, {"now": clock.now(), "at_most": at_most}).all())
