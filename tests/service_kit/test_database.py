"""Write transactions: nesting, commits, and functions that run after the commit."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, String, func, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service_kit.database import (
    NAMING_CONVENTION,
    after_commit,
    make_database,
    write_connection,
    write_transaction,
)
from tests.service_kit.empty_database import empty_database
from tests.support.services import wait_until

Write = Callable[[], Any]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(40), unique=True)


db = make_database(Base)
COUNT = select(func.count()).select_from(Note)
INSERT = Note.__table__.insert()  # type: ignore[attr-defined]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with empty_database(db, tmp_path) as app:
        yield app


def _stored() -> int:
    with db.engine.connect() as connection:
        return connection.execute(COUNT).scalar_one()


@pytest.mark.parametrize("outer", [write_connection, write_transaction])
@pytest.mark.parametrize("inner", [write_connection, write_transaction])
def test_an_inner_write_joins_the_outer_one(app: Flask, outer: Write, inner: Write) -> None:
    def write_two(fail: bool) -> None:
        with outer() as first:
            first.execute(INSERT, {"text": "first"})
            with inner() as second:
                second.execute(INSERT, {"text": "second"})
            assert first.execute(COUNT).scalar_one() == 2
            assert _stored() == 0, "only the outermost commits"
            if fail:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_two(fail=True)
    assert _stored() == 0
    write_two(fail=False)
    assert _stored() == 2


def test_a_connection_inside_a_transaction_sees_what_the_session_has_pending(app: Flask) -> None:
    with write_transaction() as db_session:
        db_session.add(Note(text="pending"))
        with write_connection() as connection:
            assert connection.execute(COUNT).scalar_one() == 1


def test_a_session_reads_what_a_write_connection_committed(app: Flask) -> None:
    assert db.session.execute(COUNT).scalar_one() == 0
    with write_connection() as connection:
        connection.execute(INSERT, {"text": "new"})
    assert db.session.execute(COUNT).scalar_one() == 1


def test_a_wake_up_runs_once_after_the_outermost_commit(app: Flask) -> None:
    seen: list[int] = []

    def wake_up() -> None:
        seen.append(_stored())

    with write_transaction() as db_session:
        db_session.add(Note(text="a"))
        after_commit(wake_up)
        with write_connection() as connection:
            connection.execute(INSERT, {"text": "b"})
            after_commit(wake_up)
        assert seen == []
    assert seen == [2]


def test_nothing_is_woken_by_a_write_that_fails(app: Flask) -> None:
    called: list[str] = []
    with pytest.raises(SQLAlchemyError), write_connection() as connection:
        after_commit(lambda: called.append("woken"))
        connection.execute(INSERT, {"text": "same"})
        connection.execute(INSERT, {"text": "same"})
    assert called == []
    assert _stored() == 0


def test_a_failing_wake_up_does_not_fail_the_committed_write(app: Flask) -> None:
    called: list[str] = []
    with write_connection() as connection:
        connection.execute(INSERT, {"text": "kept"})
        after_commit(lambda: 1 / 0)
        after_commit(lambda: called.append("second"))
    assert (_stored(), called) == (1, ["second"])


def test_after_commit_outside_a_write_is_an_error(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        after_commit(print)


@pytest.mark.parametrize("write", [write_connection, write_transaction])
def test_writers_that_read_first_do_not_overwrite_each_other(app: Flask, write: Write) -> None:
    """SQLite uses BEGIN IMMEDIATE and a queue, PostgreSQL a locked row: no increment of twenty is lost."""
    with write_connection() as connection:
        connection.execute(INSERT, {"text": "0"})
    failures: list[BaseException] = []

    def increment() -> None:
        try:
            with app.app_context(), write() as connection:
                number = connection.execute(select(Note.text).with_for_update()).scalar_one()
                connection.execute(Note.__table__.update(), {"text": str(int(number) + 1)})  # type: ignore[attr-defined]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=increment) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.session.execute(select(Note.text)).scalar_one() == "20"


@pytest.mark.engine("postgresql")  # SQLite has one writer at all times
def test_a_writer_whose_wait_for_the_only_place_is_ended_writes_the_next_time(tmp_path: Path) -> None:
    cancel = text(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'"
    )
    failures: list[Exception] = []

    def end_waits() -> list[bool]:
        # Each time on a new connection: a transaction sees the activity as it was when it first looked.
        with db.engine.connect() as connection:
            return list(connection.execute(cancel).scalars())

    def write_twice(app: Flask) -> None:
        with app.app_context():
            try:
                with write_connection() as connection:
                    connection.execute(INSERT, {"text": "not written"})
            except OperationalError as error:
                failures.append(error)
            first_has_ended.wait(20)
            with write_connection() as connection:
                connection.execute(INSERT, {"text": "second"})

    with empty_database(db, tmp_path, writer_lock=77) as app:
        first_has_ended = threading.Event()
        second = threading.Thread(target=write_twice, args=[app])
        with write_connection() as connection:
            connection.execute(INSERT, {"text": "first"})
            second.start()
            wait_until(end_waits, 20)
            wait_until(lambda: failures, 20)
        first_has_ended.set()
        second.join(20)
        assert not second.is_alive()
        with db.engine.connect() as connection:
            assert connection.execute(select(Note.text).order_by(Note.id)).scalars().all() == ["first", "second"]
