"""Direct access to the services' databases: reads and changes rows, and holds a lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Executable, NullPool, create_engine, text
from sqlalchemy.engine import make_url

from service_kit.database import sqlite_driver
from service_kit.settings import database_url

LOCK_SECONDS = 20


def rows(url: str, query: Executable) -> list[Any]:
    """Read committed rows."""
    engine = _engine(url)
    with engine.connect() as connection:
        return list(connection.execute(query))


def change(url: str, statement: Executable, values: list[dict[str, Any]] | None = None) -> None:
    """Change rows without the services. Runs the statement once, or once for each of `values`."""
    engine = _engine(url)
    with engine.begin() as connection:
        connection.execute(statement, values)


@contextmanager
def writes_blocked(url: str, table: str) -> Iterator[None]:
    """Hold the lock that a write to `table` needs. Writers wait there; reading still works.

    SQLite has one such lock for the whole database, PostgreSQL one for each table.
    """
    engine = _engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
        try:
            yield
        finally:
            connection.rollback()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return create_engine(url, poolclass=NullPool, module=sqlite_driver, connect_args={"timeout": LOCK_SECONDS})
    return create_engine(database_url(url), poolclass=NullPool)
