"""Measures what a query costs the database: rows read on PostgreSQL, steps of its virtual machine on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from main_app.database import db
from service_kit.database import write_transaction
from tests.support.services import engine_under_test, wait_until

OUTBOX = ("outbox_messages",)
ROWS_READ = (
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables"
    " WHERE relname = ANY(:tables)"
)
# The connection that sends wake-ups stays open; it reads no table. A vacuum may take long, and is not counted.
OPEN = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend' AND query NOT LIKE '%pg_notify%'"
)


def analyze() -> None:
    """Give the database statistics of its tables, as it takes them by itself after many changes."""
    with write_transaction() as db_session:
        db_session.execute(text("ANALYZE"))


class Cost:
    total = 0


@contextmanager
def cost(*tables: str) -> Iterator[Cost]:
    """Count the cost of the queries inside the block. PostgreSQL counts only these tables; by default the outbox.

    Starts with new connections, so that no earlier prepared statement is used.
    """
    counted = Cost()
    db.session.rollback()
    db.engine.dispose()
    if engine_under_test() == "postgresql":
        before = _rows_read(tables or OUTBOX)
        yield counted
        counted.total = _rows_read(tables or OUTBOX) - before
        return
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection  # the pool will return the same connection again

    def count() -> None:
        counted.total += 10

    driver.set_progress_handler(count, 10)
    yield counted
    driver.set_progress_handler(None, 0)


def cost_of(query: Callable[[], object], *tables: str) -> int:
    with cost(*tables) as counted:
        query()
    return counted.total


def _rows_read(tables: tuple[str, ...]) -> int:
    """Rows read so far. PostgreSQL counts what a connection reads once it is closed."""
    db.session.rollback()
    db.engine.dispose()
    with db.engine.connect() as connection:

        def all_closed() -> bool:
            connection.rollback()  # within a transaction PostgreSQL shows the same list of connections every time
            return connection.execute(OPEN).scalar_one() == 0

        wait_until(all_closed, 10)
        connection.rollback()
        return int(connection.execute(text(ROWS_READ), {"tables": list(tables)}).scalar_one())
