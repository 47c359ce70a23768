"""The CRM's `db`, the base class of its tables, and upserts. service_kit/database.py says how it is opened."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Connection, MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from service_kit.database import NAMING_CONVENTION, insert_of, make_database
from service_kit.prepared import Prepared


class Base(DeclarativeBase):
    if TYPE_CHECKING:
        __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


db = make_database(Base)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name every column, or replace those with the same primary key."""
    _prepared_upsert(connection.dialect.name, table).run(connection, *rows)


@cache
def _prepared_upsert(dialect: str, table: Table) -> Prepared:
    return Prepared(_upsert(dialect, table).inline(), [column.name for column in table.columns])


def upsert(connection: Connection, table: Table) -> Any:
    """Return the statement that inserts rows or replaces those with the same primary key."""
    return _upsert(connection.dialect.name, table)


@cache  # building a statement takes longer than running it
def _upsert(dialect: str, table: Table) -> Any:
    inserted = insert_of(dialect, table)
    key = list(table.primary_key.columns)
    others = {column.name: inserted.excluded[column.name] for column in table.columns if column not in set(key)}
    return inserted.on_conflict_do_update(index_elements=key, set_=others)
