"""One database for each service: SQLite out of the box, PostgreSQL by its URL.

Every write goes through `write_transaction` (ORM) or `write_connection` (Core, the fast path). On SQLite they
wait in a fair queue and take the write lock at once (BEGIN IMMEDIATE). So what a transaction reads cannot change before
it writes, and it never fails because another one wrote in between.
"""

import logging
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

from flask import Flask, current_app, has_app_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import BigInteger, DateTime, Index, Integer, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong
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
REMEMBERED_TIMES = 4096  # lists show the same sessions again and again
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

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


@lru_cache(maxsize=REMEMBERED_TIMES)
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
    """An index over the rows of a condition.

    On PostgreSQL the migrations, which create the tables, give it the same condition. Naming `postgresql_where` here
    would import the dialect: 80 ms and 3 MB in every process.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


@dataclass(frozen=True)
class _Writing:
    """How an engine's write transactions begin."""

    engine: Engine  # the same connections, with the options of those that threads keep
    queue: FileLock | None  # SQLite
    kept: WeakSet[Connection] = field(default_factory=WeakSet)  # those of all threads


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
    one_writer: int | None = None,
    max_overflow: int = 16,
) -> None:
    """Attach the database to the app and set up its connections: 16 and `max_overflow` more (-1: any number).

    `one_writer` is a PostgreSQL advisory lock that makes writes go one at a time, as they do on SQLite: rows then
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
    queue = None
    if on_sqlite:
        event.listen(engine, "connect", _prepare_sqlite_connection)
        event.listen(engine, "begin", _begin_sqlite_transaction)
        queue = FileLock(_beside(engine, "writers"), BUSY_TIMEOUT_MS / 1000)
    else:
        event.listen(engine, "begin", _begin_on_thread_connection)
    # Without a transaction of the driver's own, so that a single statement needs no more than one round trip.
    kept: dict[str, Any] = {"begin": "BEGIN IMMEDIATE"}
    if not on_sqlite:
        # Both statements in one round trip.
        begin = "BEGIN" if one_writer is None else f"BEGIN; SELECT pg_advisory_xact_lock({one_writer})"
        kept = {"begin": begin, "isolation_level": "AUTOCOMMIT"}
    writing = _Writing(engine.execution_options(**kept), queue)
    engine.update_execution_options(writing=writing)
    event.listen(engine, "engine_disposed", _forget_thread_connections)
    app.extensions["database_engine"] = engine


def _engine(app: Flask) -> Engine:
    return app.extensions["database_engine"]


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


_kept = threading.local()
_kept_lock = threading.Lock()  # of the sets of them


def thread_connection(engine: Engine | None = None) -> Connection:
    """The connection that this thread keeps: for writes, and for compiled statements that read on their own.

    Taking one from the pool and giving it back costs as much CPU as three statements. Inside a write transaction
    it is that transaction's; outside, each statement sees what is committed by then.
    """
    engine = engine or _engine(current_app)
    connections: dict[Engine, Connection] = _kept.__dict__.setdefault("connections", {})
    connection = connections.get(engine)
    if connection is None or not _is_usable(connection):
        connections.pop(engine, None)  # the database may be away: the next call must not find the closed one
        writing: _Writing = engine.get_execution_options()["writing"]
        connection = connections[engine] = writing.engine.connect()
        with _kept_lock:
            writing.kept.add(connection)
    return connection


def is_sqlite(database: Connection | Engine) -> bool:
    return database.dialect.name == "sqlite"


def _is_usable(connection: Connection) -> bool:
    if connection.invalidated:
        return False
    if is_sqlite(connection) or connection.in_transaction():
        return True
    # An idle connection becomes readable only when PostgreSQL closes it. This takes 2 microseconds, a ping 300.
    if not _is_readable(connection.connection.driver_connection.fileno()):  # type: ignore[union-attr]
        return True
    connection.invalidate()
    connection.close()
    return False


def _is_readable(descriptor: int) -> bool:
    if sys.platform == "win32":
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()  # unlike select it takes descriptors above 1,023
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def _forget_thread_connections(engine: Engine) -> None:
    """Close those of all threads, which the pool does not do. A thread that goes on gets a new one."""
    writing: _Writing = engine.get_execution_options()["writing"]
    with _kept_lock:
        connections = list(writing.kept)
        writing.kept.clear()
    for connection in connections:
        connection.invalidate()  # closed now, not given back to a pool that nobody uses any more


def _begin_on_thread_connection(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("begin"):
        try:
            _begin(connection, begin)
        except OperationalError:
            connection.invalidate()  # the transaction may have begun on the server, so the connection is closed
            raise


def _begin_sqlite_transaction(connection: Connection) -> None:
    _begin(connection, connection.get_execution_options().get("begin", "BEGIN"))


def _begin(connection: Connection, statement: str) -> None:
    try:
        # On the driver's own connection: SQLAlchemy's way costs 50 microseconds more, for each transaction.
        connection.connection.driver_connection.execute(statement)  # pyright: ignore[reportOptionalMemberAccess]
    except connection.dialect.dbapi.Error as error:  # pyright: ignore[reportOptionalMemberAccess]
        raise OperationalError(statement, None, error) from error


@contextmanager
def write_connection(engine: Engine | None = None, *, one_statement: bool = False) -> Iterator[Connection]:
    """A transaction that may write, on a plain connection. Commits at its end, rolls back on any error.

    Inside another write it joins that one: the outermost commits. The application's engine unless another is given.
    `one_statement` promises that a single compiled statement runs in it, and that nothing fails after it: PostgreSQL
    needs no BEGIN and COMMIT then.
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
    writing: _Writing = engine.get_execution_options()["writing"]
    try:
        waiting = nullcontext() if writing.queue is None else writing.queue.held()
        waiting.__enter__()
    except TimeoutError as error:
        raise WaitedTooLong(str(error)) from error
    try:
        connection = thread_connection(engine)
        with nullcontext() if one_statement and not is_sqlite(connection) else connection.begin():
            write = _Write(engine, connection)
            token = _write.set(write)
            try:
                yield connection
            finally:
                _write.reset(token)
    finally:
        waiting.__exit__(None, None, None)
    for function in write.after:
        try:
            function()
        except Exception:
            # The transaction is committed: the caller must not take it for failed.
            logger.exception("a function after the commit failed")


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
