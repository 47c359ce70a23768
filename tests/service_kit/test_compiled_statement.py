"""Compiled statements return what SQLAlchemy returns, on the connection that each thread keeps."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, MetaData, String, Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service_kit.compiled_statement import CompiledStatement
from service_kit.database import UtcDateTime, make_database, read_connection, write_connection
from tests.service_kit.empty_database import empty_database
from tests.support.services import wait_until


class Base(DeclarativeBase):
    metadata = MetaData()


class Visit(Base):
    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    guest: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    welcome: Mapped[bool]
    notes: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="new")


db = make_database(Base)
table: Table = Visit.__table__  # type: ignore[assignment]
visits = table.c
WITHOUT_ID = tuple(column.name for column in visits if column.name != "id")
INSERT = CompiledStatement(insert(table).returning(*visits), WITHOUT_ID)
INSERT_MANY = CompiledStatement(insert(table).inline(), WITHOUT_ID)
BY_GUEST = select(*visits, func.length(visits.guest).label("letters")).where(visits.guest == bindparam("guest"))
MOON = datetime(1969, 7, 20, 22, 17, 40, 5, tzinfo=timezone(timedelta(hours=2)))


def visit(guest: str, **changed: Any) -> dict[str, Any]:
    notes = {"tea": ["green", 1.5, None], "name": "José"}
    return {"guest": guest, "at": MOON, "left_at": None, "welcome": True, "notes": notes, "state": "new", **changed}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with empty_database(db, tmp_path) as app:
        yield app


def guests() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(select(visits.guest).order_by(visits.id)))


def test_rows_are_what_sqlalchemy_returns(app: Flask) -> None:
    with write_connection() as connection:
        stored = INSERT.first(connection, visit("Alice"))
        INSERT_MANY.run(connection, visit("Bob", welcome=False), visit("Carol", left_at=MOON))
    assert stored.at == MOON and stored.at.tzinfo is timezone.utc
    with db.engine.connect() as connection:
        for guest in ("Alice", "Bob", "Carol"):
            expected = connection.execute(BY_GUEST, {"guest": guest}).mappings().one()
            with read_connection() as reader:
                assert CompiledStatement(BY_GUEST).first(reader, {"guest": guest})._mapping == dict(expected)
    everyone = CompiledStatement(select(visits.guest).where(visits.at <= bindparam("now")).order_by(visits.id).limit(2))
    with read_connection() as reader:
        assert [row.guest for row in everyone.all(reader, {"now": MOON})] == ["Alice", "Bob"]
        assert CompiledStatement(BY_GUEST).scalar(reader, {"guest": "nobody"}) is None


def test_changes_take_values_of_the_statement_and_of_the_run(app: Flask) -> None:
    change = update(table).where(visits.guest == bindparam("who")).values(state="here", left_at=bindparam("now"))
    with write_connection() as connection:
        INSERT_MANY.run(connection, visit("Alice"), visit("Bob"))
        changed = CompiledStatement(change.returning(visits.state, visits.left_at)).first(
            connection, {"who": "Alice", "now": MOON}
        )
        CompiledStatement(delete(table).where(visits.guest == bindparam("who"))).run(connection, {"who": "Bob"})
    assert (changed.state, changed.left_at) == ("here", MOON)
    assert guests() == ["Alice"]


def test_a_refused_statement_raises_what_sqlalchemy_raises_and_everything_is_rolled_back(app: Flask) -> None:
    with pytest.raises(IntegrityError) as refused, write_connection() as connection:
        INSERT.first(connection, visit("Alice"))
        INSERT.first(connection, visit("Alice"))
    assert "Alice" not in str(refused.value.params), "values must not reach the log"
    with pytest.raises(IntegrityError), write_connection() as connection:
        INSERT_MANY.run(connection, visit("Bob"), visit("Bob"))
    with pytest.raises((OperationalError, ProgrammingError)), read_connection() as reader:
        CompiledStatement(select(text("1")).select_from(text("no_such_table"))).all(reader, {})
    assert guests() == []


def test_a_statement_reads_what_others_committed_a_moment_ago(app: Flask) -> None:
    count = CompiledStatement(select(func.count()).select_from(table))
    with read_connection() as reader:
        assert count.scalar(reader, {}) == 0
        with db.engine.begin() as other:
            other.execute(insert(table), visit("Alice"))
        assert count.scalar(reader, {}) == 1
    with write_connection() as connection:
        INSERT.first(connection, visit("Bob"))
        with read_connection() as reader:
            assert count.scalar(reader, {}) == 2, "inside a write transaction it sees that transaction's rows"


@pytest.mark.parametrize(
    ("statement", "columns"),
    [(insert(table), tuple(set(WITHOUT_ID) - {"state"})), (select(visits.id).where(visits.guest.in_(["Alice"])), None)],
)
def test_what_cannot_be_compiled_once_is_refused(app: Flask, statement: Any, columns: tuple[str, ...] | None) -> None:
    with pytest.raises(ValueError, match="a compiled statement"), read_connection() as reader:
        CompiledStatement(statement, columns).all(reader, visit("Alice"))


def is_running(backend: int) -> bool:
    # In a transaction of its own: within one, PostgreSQL shows its activity as it was at the first look.
    with db.engine.begin() as connection:
        activity = text("SELECT 1 FROM pg_stat_activity WHERE pid = :pid")
        return connection.execute(activity, {"pid": backend}).first() is not None


@pytest.mark.engine("postgresql")
def test_a_connection_that_the_server_ended_is_replaced(app: Flask) -> None:
    one = CompiledStatement(select(func.pg_backend_pid()))

    def backend() -> int:
        with read_connection() as reader:
            return one.scalar(reader, {})

    with db.engine.begin() as other:  # taken first, or it would be the one that the pool has just got back
        before = backend()
        other.execute(select(func.pg_terminate_backend(before)))
    wait_until(lambda: not is_running(before), 10)
    assert backend() != before
    with write_connection() as connection:
        INSERT.first(connection, visit("Alice"))
    with pytest.raises(OperationalError), write_connection() as connection:
        INSERT.first(connection, visit("Bob"))
        with db.engine.begin() as other:
            other.execute(select(func.pg_terminate_backend(one.scalar(connection, {}))))
        INSERT.first(connection, visit("Carol"))
    with write_connection() as connection:
        INSERT.first(connection, visit("Dan"))
    assert guests() == ["Alice", "Dan"]
