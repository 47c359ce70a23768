"""One database for each service: SQLite out of the box, PostgreSQL by its URL.

Every write goes through `write_transaction` (ORM) or `write_connection` (Core, the fast path). On SQLite they
wait in a fair queue and take the write lock at once (BEGIN IMMEDIATE). So what a transaction reads cannot change before
it writes, and it never fails because another one wrote in between.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_app_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import BigInteger, DateTime, Index, Integer, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from service_kit.file_lock import FileLock
from service_kit.migrations import init_migrations

try:
    # Its SQLite is newer than Python's own: before 3.51.3 a checkpoint beside a commit could damage a WAL file.
    from pysqlite3 import dbapi2 as sqlite_driver  # pyright: ignore[reportMissingImports]
except ImportError:
    import sqlite3 as sqlite_driver

MAX_ID = 2**31 - 1  # what PostgreSQL's INTEGER holds; a larger one is an error there
BUSY_TIMEOUT_MS = 15_000
# The commit that reaches this size copies the log into the database. Bookings change the same pages again and again:
# copied more rarely, each page is written less often.
CHECKPOINT_PAGES = 4_000  # 16 MB
TIME_CACHE_SIZE = 4096  # lists show the same sessions again and again
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

LOCK_WRITERS = text("SELECT pg_advisory_xact_lock(:key)")

logger = logging.getLogger(__name__)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite drops zones, so UTC is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    # The processors themselves, because lists convert many timestamps: `process_result_value` would be slower.
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _sqlite_time if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _time_of_sqlite if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return value.astimezone(timezone.utc)


def _sqlite_time(value: datetime | None) -> str | None:
    # Converted first: Python calls the two local times of the hour that a clock repeats in autumn equal.
    moment = _in_utc(value)
    return None if moment is None else _sqlite_time_of_utc(moment)


@lru_cache(maxsize=16)  # the rows that one transaction adds share their times
def _sqlite_time_of_utc(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=TIME_CACHE_SIZE)
def _time_of_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=timezone.utc)


# The number of a row: SQLite numbers rows by itself only in a column of the type INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class _Session(FlaskSession):
    """Inside a write transaction it uses that transaction's connection."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        return self.info.get("connection") or super().get_bind(*args, **kwargs)

    def close(self) -> None:
        try:
            super().close()
        except OperationalError:
            # PostgreSQL closed the connection after the last statement. The response is made, nothing is left to undo.
            self.invalidate()


def make_database(base: type[DeclarativeBase]) -> SQLAlchemy:
    """Return the `db` of one service: its tables are those of `base`."""
    options = {"class_": _Session, "expire_on_commit": False}
    return SQLAlchemy(model_class=base, session_options=options, disable_autonaming=True)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows of a condition."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


@dataclass(frozen=True)
class _Modes:
    """The engine with the options of reads and of writes (they share its pool), and what writers wait for."""

    reading: Engine
    writing: Engine
    queue: FileLock | None = None  # SQLite
    writer_lock: int | None = None  # PostgreSQL: an advisory lock


@dataclass(eq=False)
class _Write:
    """A write transaction under way."""

    engine: Engine
    connection: Connection
    db_session: Session | None = None
    after: dict[Callable[[], object], None] = field(default_factory=dict)


_write: ContextVar[_Write | None] = ContextVar("write", default=None)


def insert_of(dialect: str, table: Any) -> Any:
    """Return the INSERT of the database's own dialect, which can say what happens on a conflict."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def init_database(
    app: Flask,
    db: SQLAlchemy,
    url: str,
    *,
    migrations: Path,
    writer_lock: int | None = None,
    max_overflow: int = 16,
) -> None:
    """Attach the database to the app and set up its connections: 16 and `max_overflow` more (-1: any number).

    `writer_lock` is a PostgreSQL advisory lock that makes writes go one at a time, as they do on SQLite: rows then
    become visible in the order of their numbers.
    """
    # Without their parameters errors can be logged: among them are addresses and password hashes.
    options: dict[str, Any] = {
        "pool_size": 16,
        "max_overflow": max_overflow,
        "pool_timeout": 20,
        "pool_use_lifo": True,  # the connection that was used last knows the statements, and on SQLite the pages
        "hide_parameters": True,
    }
    on_sqlite = make_url(url).get_backend_name() == "sqlite"
    if on_sqlite:
        # Without an isolation level the driver begins no transaction by itself.
        timeout = BUSY_TIMEOUT_MS / 1000
        connect_args = {"timeout": timeout, "isolation_level": None, "check_same_thread": False}
        options |= {"module": sqlite_driver, "connect_args": connect_args}
    else:
        options |= {"isolation_level": "READ COMMITTED", "pool_pre_ping": True}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    init_migrations(app, db, migrations)
    with app.app_context():
        engine = db.engine
    if on_sqlite:
        event.listen(engine, "connect", _prepare_sqlite_connection)
        event.listen(engine, "begin", _begin_sqlite_transaction)
        queue = FileLock(_beside(engine, "writers"), BUSY_TIMEOUT_MS / 1000)
        modes = _Modes(engine, engine.execution_options(begin="BEGIN IMMEDIATE"), queue)
    else:
        # A read of one statement needs no BEGIN and COMMIT.
        modes = _Modes(engine.execution_options(isolation_level="AUTOCOMMIT"), engine, writer_lock=writer_lock)
    engine.update_execution_options(modes=modes)
    app.extensions["database_engine"] = engine


def _engine(app: Flask) -> Engine:
    return app.extensions["database_engine"]


def _modes(engine: Engine) -> _Modes:
    return engine.get_execution_options()["modes"]


def _beside(engine: Engine, name: str) -> Path:
    file = Path(engine.url.database or "")
    return file.with_name(f"{file.name}-{name}")


def _prepare_sqlite_connection(dbapi_connection: Any, _record: Any) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # With NORMAL a power failure can lose committed transactions.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


@contextmanager
def read_connection() -> Iterator[Connection]:
    """A connection for compiled statements that only read: each sees what is committed by then.

    Inside a write transaction it is that transaction's.
    """
    engine = _engine(current_app)
    write = _write.get()
    if write is not None and write.engine is engine:
        yield write.connection
        return
    with _modes(engine).reading.connect() as connection:
        yield connection


def is_sqlite(database: Connection | Engine) -> bool:
    return database.dialect.name == "sqlite"


def _begin_sqlite_transaction(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN")
    try:
        # On the driver's own connection: SQLAlchemy's way would begin a transaction.
        connection.connection.driver_connection.execute(statement)  # pyright: ignore[reportOptionalMemberAccess]
    except connection.dialect.dbapi.Error as error:  # pyright: ignore[reportOptionalMemberAccess]
        raise OperationalError(statement, None, error) from error


@contextmanager
def write_connection(engine: Engine | None = None) -> Iterator[Connection]:
    """A transaction that may write, on a plain connection. Commits at its end, rolls back on any error.

    Inside another write it joins that one: the outermost commits. The application's engine unless another is given.
    Raises sqlalchemy.exc.TimeoutError if, on SQLite, other threads of this process write for too long.
    """
    engine = engine or _engine(current_app)
    outer = _write.get()
    if outer is not None and outer.engine is engine:
        if outer.db_session is not None:
            outer.db_session.flush()
        yield outer.connection
        return
    if has_app_context():
        _end_open_read()
    modes = _modes(engine)
    with modes.writing.connect() as connection, _queued(modes.queue), connection.begin():
        if modes.writer_lock is not None:
            connection.execute(LOCK_WRITERS, {"key": modes.writer_lock})
        write = _Write(engine, connection)
        token = _write.set(write)
        try:
            yield connection
        finally:
            _write.reset(token)
    for function in write.after:
        try:
            function()
        except Exception:
            # The transaction is committed: the caller must not take it for failed.
            logger.exception("a function after the commit failed")


@contextmanager
def _queued(queue: FileLock | None) -> Iterator[None]:
    if queue is None:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(queue.held())
        except TimeoutError as error:
            raise PoolTimeout(str(error)) from error
        yield


@contextmanager
def write_transaction() -> Iterator[Session]:
    """The same with the request's ORM session, which uses the transaction's connection."""
    db_session: Session = current_app.extensions["sqlalchemy"].session()
    outer = _write.get()
    if outer is not None and outer.db_session is db_session:
        yield db_session
        return
    with write_connection() as connection:
        db_session.rollback()  # inside a `write_connection` a read may be open
        write = _write.get()
        assert write is not None
        joined, write.db_session = write.db_session, db_session
        db_session.info["connection"] = connection
        try:
            yield db_session
            db_session.commit()  # sends what is pending; the connection's transaction goes on
        except BaseException:
            db_session.rollback()
            raise
        finally:
            del db_session.info["connection"]
            write.db_session = joined


def after_commit(function: Callable[[], object]) -> None:
    """Call the function once after the outermost commit; never when it fails. For wake-ups: it must not raise."""
    write = _write.get()
    if write is None:
        raise RuntimeError("after_commit belongs inside a write transaction")
    write.after[function] = None


def _end_open_read() -> None:
    """End the read transaction this request may have open: it would go on showing the state before the write."""
    registry = current_app.extensions["sqlalchemy"].session.registry
    if registry.has():
        registry().rollback()
