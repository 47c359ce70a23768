"""Statements about rows by their keys, and writing rows of several tables at once.

On PostgreSQL one statement writes them all, whatever their number: its parameters are the rows of each table as JSON.
There each statement costs a round trip, and other writers wait meanwhile.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, column, literal_column, select, text

from service_kit.compiled_statement import CompiledStatement
from service_kit.database import insert_of, is_sqlite


class OnConflict(Enum):
    """What happens if there is a row with the same primary key."""

    FAIL = "fail"
    REPLACE = "replace"
    ADD = "add"  # its numbers are added to


@dataclass(frozen=True)
class Rows:
    """Rows to write to a table. All name the same columns; each column without a default is named."""

    table: Table
    rows: Sequence[Mapping[str, Any]]
    on_conflict: OnConflict = OnConflict.REPLACE


def write_rows(connection: Connection, *writes: Rows) -> None:
    """Write all these rows. They belong to different tables."""
    writes = tuple(each for each in writes if each.rows)
    kinds = tuple((each.table, tuple(each.rows[0]), each.on_conflict) for each in writes)
    if is_sqlite(connection):
        for kind, each in zip(kinds, writes, strict=True):
            _on_sqlite(*kind).run(connection, *each.rows)
    elif writes:
        values = {each.table.name: json.dumps(each.rows, ensure_ascii=False, default=_iso_time) for each in writes}
        _on_postgresql(kinds).run(connection, values)


def upsert(connection: Connection, table: Table) -> Any:
    """Return the statement that inserts rows or replaces those with the same primary key."""
    names = tuple(each.name for each in table.columns)
    return insertion(connection.dialect.name, table, names, OnConflict.REPLACE)


class KeyedStatement:
    """A statement about the rows whose `key` is one of several values."""

    def __init__(self, key: Column[Any], statement: Any) -> None:
        self._one = CompiledStatement(statement.where(key == bindparam("keys")))
        self._on_sqlite = CompiledStatement(statement.where(key.in_(text("SELECT value FROM json_each(:keys)"))))
        self._on_postgresql = CompiledStatement(statement.where(text(f"{key.table.name}.{key.name} = ANY(:keys)")))

    def all(self, connection: Connection, keys: Collection[Any], **values: Any) -> list[Any]:
        """Run the statement and return all rows."""
        if len(keys) == 1:
            return self._one.all(connection, values | {"keys": next(iter(keys))})
        if is_sqlite(connection):
            return self._on_sqlite.all(connection, values | {"keys": json.dumps(list(keys))})
        return self._on_postgresql.all(connection, values | {"keys": list(keys)})


def _iso_time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.isoformat()


@cache
def _on_sqlite(table: Table, names: tuple[str, ...], on_conflict: OnConflict) -> CompiledStatement:
    return CompiledStatement(insertion("sqlite", table, names, on_conflict).inline(), names)


@cache
def _on_postgresql(kinds: Sequence[tuple[Table, tuple[str, ...], OnConflict]]) -> CompiledStatement:
    done = select(literal_column("1"))
    for table, names, on_conflict in kinds:
        sent = text(f"json_populate_recordset(CAST(NULL AS {table.name}), CAST(:{table.name} AS json)) WITH ORDINALITY")
        # In the order in which they were sent, because the database may number them.
        rows = select(*(column(name) for name in names)).select_from(sent).order_by(column("ordinality"))
        written = insertion("postgresql", table, names, on_conflict).from_select(names, rows, include_defaults=False)
        done = done.add_cte(written.cte(f"written_to_{table.name}"))
    return CompiledStatement(done)


@cache  # building a statement takes longer than running it
def insertion(dialect: str, table: Table, names: tuple[str, ...], on_conflict: OnConflict) -> Any:
    """Return the statement that inserts rows of these columns."""
    inserted = insert_of(dialect, table)
    if on_conflict is OnConflict.FAIL:
        return inserted
    key = list(table.primary_key.columns)
    new = {name: inserted.excluded[name] for name in names if name not in table.primary_key.columns}
    if on_conflict is OnConflict.ADD:
        new = {name: table.c[name] + added for name, added in new.items()}
    return inserted.on_conflict_do_update(index_elements=key, set_=new)
