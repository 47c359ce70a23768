"""One database, two engines: SQLite out of the box, PostgreSQL by DATABASE_URL.

Every write goes through `write_transaction`. On SQLite it takes the write lock at once
(BEGIN IMMEDIATE): a transaction that reads first and writes later would neither wait for the
lock nor see what another one changed in between.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, Table, event, text
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from main_app.outbox import wakeup
from main_app.sqlite_writers import SqliteWriters

try:
    # Its SQLite is newer than Python's own: before 3.51.3 a checkpoint beside a commit could damage a WAL file.
    from pysqlite3 import dbapi2 as sqlite_driver  # pyright: ignore[reportMissingImports]
except ImportError:
    import sqlite3 as sqlite_driver

LARGEST_ID = 2**31 - 1  # what PostgreSQL's INTEGER holds; asking it for more is an error, not an empty answer
BUSY_TIMEOUT_MS = 15_000
WRITERS = "sqlite_writers"
MIGRATION_LOCK = 7_262_931  # any number, the same for all


class Base(DeclarativeBase):
    if TYPE_CHECKING:
        __table__: ClassVar[Table]
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
if TYPE_CHECKING:
    Model = Base  # what db.Model is, said so that a type checker sees it
else:
    Model = db.Model


def init_database(app: Flask) -> None:
    """Attach the database to the app and set up its connections."""
    # Without their parameters errors can be logged: among them are addresses and password hashes.
    options: dict[str, Any] = {"pool_size": 16, "max_overflow": 16, "pool_timeout": 20, "hide_parameters": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["module"] = sqlite_driver
        options["connect_args"] = {"timeout": BUSY_TIMEOUT_MS / 1000}
    else:
        options |= {"isolation_level": "READ COMMITTED", "pool_pre_ping": True}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS_DIR"]), render_as_batch=True, compare_type=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
            file = Path(db.engine.url.database or app.config["DATA_DIR"] / "samaya.db")
            app.extensions[WRITERS] = SqliteWriters(file.with_name(f"{file.name}-writers"), BUSY_TIMEOUT_MS / 1000)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = dbapi_connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def write_transaction() -> Iterator[Session]:
    """A transaction that may write. Commits at its end, rolls back on any error.

    Inside another one it joins it: the outermost commits. Messages enqueued within wake the
    worker after the commit.
    """
    session = db.session()
    if session.info.get("writing"):
        yield session
        return
    session.rollback()  # ends the read this request may have open: a reader cannot become a writer
    postgresql = session.get_bind().dialect.name == "postgresql"
    with nullcontext() if postgresql else current_app.extensions[WRITERS].turn():
        try:
            session.connection(execution_options={"write": True})
            session.info["writing"] = True
            yield session
            messages_added = session.info.pop("messages_added", False)
            if messages_added and postgresql:
                session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": wakeup.POSTGRES_CHANNEL})
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)
            session.info.pop("messages_added", None)
    if messages_added:
        wakeup.poke_workers()


def bring_up_to_date(app: Flask) -> None:
    """Migrate the database to the schema this code needs. Several processes may start at once: one does it."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    with app.app_context():
        with _one_at_a_time(app.config["DATA_DIR"], url):
            upgrade()
        db.engine.dispose()  # the server's processes open connections of their own


@contextmanager
def _one_at_a_time(data_dir: Path, url: str) -> Iterator[None]:
    if url.startswith("sqlite"):
        # An exclusive lock on a small database beside the real one: works on every system.
        lock = cast(Any, sqlite_driver).connect(str(data_dir / "migrating.lock"), timeout=120, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            lock.close()
    else:
        with db.engine.begin() as connection:  # the lock goes with this transaction
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            yield
