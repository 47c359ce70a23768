"""What a question costs the database: rows read on PostgreSQL, steps of its virtual machine on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from main_app.database import db
from tests.support.services import engine_under_test

OUTBOX = ("outbox_messages",)
ROWS_READ = (
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables"
    " WHERE relname = ANY(:tables)"
)


class Cost:
    total = 0


@contextmanager
def cost(*tables: str) -> Iterator[Cost]:
    """Count what is read within, of these tables (on PostgreSQL; of the outbox where none is named).

    Begins with new connections, so that no prepared statement is left from before.
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
        driver: Any = connection.connection.driver_connection  # the pool hands out the same one again

    def count() -> None:
        counted.total += 10

    driver.set_progress_handler(count, 10)
    yield counted
    driver.set_progress_handler(None, 0)


def cost_of(question: Callable[[], object], *tables: str) -> int:
    with cost(*tables) as counted:
        question()
    return counted.total


def _rows_read(tables: tuple[str, ...]) -> int:
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        connection.commit()
        return int(connection.execute(text(ROWS_READ), {"tables": list(tables)}).scalar_one())
