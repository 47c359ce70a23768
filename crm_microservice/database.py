"""The database: engine settings, the two kinds of transaction, the UTC column type, migrations under a lock."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event, make_url, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from crm_microservice.config import Config
from crm_microservice.file_lock import FileLock

MIGRATIONS_FOLDER = Path(__file__).with_name("migrations")
BUSY_TIMEOUT_MS = 10_000
WRITE_LOCK_KEY = 0x43524D01  # PostgreSQL advisory lock that makes storing one at a time; "CRM" and a number
CONNECTIONS_KEPT = 12
CONNECTIONS_BEYOND = 12


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Goes in with any offset, comes out in UTC; SQLite, which drops offsets, never sees another zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def set_up_database(app: Flask, config: Config) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(config.database_url)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS_FOLDER), render_as_batch=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite_connection)
            event.listen(db.engine, "begin", _begin_sqlite_transaction)


def _engine_options(url: str) -> dict[str, Any]:
    options: dict[str, Any] = {
        "pool_size": CONNECTIONS_KEPT,
        "max_overflow": CONNECTIONS_BEYOND,
        "pool_pre_ping": True,
        "hide_parameters": True,  # an error that is logged would tell of guests and of notes about them
    }
    if make_url(url).get_backend_name() != "sqlite":
        return options
    options["connect_args"] = {"isolation_level": None, "check_same_thread": False}
    if importlib.util.find_spec("pysqlite3") is not None:
        # SQLite before 3.51.3 can corrupt a WAL database when a checkpoint meets a commit that resets the log.
        options["module"] = importlib.import_module("pysqlite3.dbapi2")
    return options


def _prepare_sqlite_connection(dbapi_connection: Any, _record: Any) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL: with NORMAL a power cut takes acknowledged commits along.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite_transaction(connection: Connection) -> None:
    writing = connection.get_execution_options().get("write", False)
    # A deferred transaction that reads and then writes fails at once when another writer came between.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Yield a connection inside the one writing transaction at a time; committed at the end, rolled back on errors.

    One at a time on both engines: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock that is let go with
    the commit. So positions are given out in the order in which they become visible.
    """
    # Only SQLite's "begin" listener looks at the option.
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK_KEY})
        yield connection


def migrate_database(app: Flask, config: Config) -> None:
    """Bring the database to the newest revision. Safe when several processes start at once, also on several hosts."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(config.data_dir / "crm-migrations.lock").held(),
        app.app_context(),
        db.engine.connect() as holder,
    ):
        if db.engine.dialect.name == "postgresql":
            # On a connection of its own, and let go with its transaction: the migrations commit on another one.
            holder.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK_KEY + 1})
        flask_migrate.upgrade(directory=str(MIGRATIONS_FOLDER))


def is_migrated(connection: Connection) -> bool:
    """Tell whether the database stands at the newest revision this code knows."""
    newest = ScriptDirectory(str(MIGRATIONS_FOLDER)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest
