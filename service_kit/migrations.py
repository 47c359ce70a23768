"""Brings a service's database to its newest schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, inspect, text

from service_kit.file_lock import FileLock

MIGRATION_LOCK = 7_262_931  # PostgreSQL advisory lock: an arbitrary number, the same for all processes
LOCK_FILE = "migrations"


def init_migrations(app: Flask, db: SQLAlchemy, folder: Path) -> None:
    Migrate(app, db, directory=str(folder), render_as_batch=True, compare_type=True)


def newest_revision(folder: Path) -> str:
    """The revision this code needs. A migration's file is named by its revision: `0007_what_it_does.py`."""
    return max(file.name.split("_")[0] for file in Path(folder, "versions").glob("[0-9]*.py"))


def migrate_database(app: Flask) -> None:
    """Migrate the database to the newest schema. Safe if several processes or hosts start at once."""
    engine: Engine = app.extensions["database_engine"]
    with app.app_context(), _only_migration(engine):
        with engine.connect() as connection:
            migrated = is_migrated(connection)
        if not migrated:
            upgrade()
    engine.dispose()  # the server's processes open connections of their own


def upgrade_in_transaction(connection: Connection, revision: str) -> None:
    """Migrate to this revision in the transaction of this connection. PostgreSQL only."""
    from alembic import command  # only a restore needs it

    config = current_app.extensions["migrate"].migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@contextmanager
def _only_migration(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        with FileLock(file.with_name(f"{file.name}-{LOCK_FILE}")).held():
            yield
    else:
        # On a connection of its own, because the lock ends with its transaction and the migrations commit theirs.
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            yield


def is_migrated(connection: Connection) -> bool:
    """Whether the database is at the newest revision that this code knows."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return revisions == [newest_revision(Path(current_app.extensions["migrate"].directory))]
