"""Brings a service's database to its newest schema.

Alembic is imported only if there is something to migrate: it would take 12 MB in every process, and a tenth of the time
of every start.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import click
from flask import Flask, current_app, g
from flask.cli import with_appcontext
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, inspect, text

from service_kit.file_lock import FileLock

if TYPE_CHECKING:
    from flask_migrate import Migrate

MIGRATION_LOCK = 7_262_931  # PostgreSQL advisory lock: an arbitrary number, the same for all processes
LOCK_FILE = "migrations"


class Migrations:
    """The object that Flask-Migrate and migrations/env.py expect in `app.extensions["migrate"]`."""

    configure_args: ClassVar[Mapping[str, Any]] = MappingProxyType({"render_as_batch": True, "compare_type": True})

    def __init__(self, db: SQLAlchemy, folder: Path) -> None:
        self.db = db
        self.directory = str(folder)

    @property
    def migrate(self) -> "Migrate":
        from flask_migrate import Migrate  # imported here because it imports Alembic

        return Migrate(db=self.db, directory=self.directory, **self.configure_args)

    def newest(self) -> str:
        """The revision this code needs. A migration's file is named by its revision: `0007_what_it_does.py`."""
        return max(file.name.split("_")[0] for file in Path(self.directory, "versions").glob("[0-9]*.py"))


class _Commands(click.Group):
    """The commands of Flask-Migrate."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from flask_migrate.cli import db as commands  # imported here because it imports Alembic

        return commands.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from flask_migrate.cli import db as commands  # imported here because it imports Alembic

        return commands.get_command(ctx, cmd_name)


@click.group("db", cls=_Commands)
@with_appcontext
def _commands() -> None:
    """Perform database migrations."""
    g.directory, g.x_arg = None, ()  # options of Flask-Migrate's own group


def init_migrations(app: Flask, db: SQLAlchemy, folder: Path) -> None:
    app.extensions["migrate"] = Migrations(db, folder)
    app.cli.add_command(_commands)


def migrate_database(app: Flask) -> None:
    """Migrate the database to the newest schema. Safe if several processes or hosts start at once."""
    engine: Engine = app.extensions["database_engine"]
    with app.app_context(), _only_migration(engine):
        with engine.connect() as connection:
            migrated = is_migrated(connection)
        if not migrated:
            from flask_migrate import upgrade  # imported here because it imports Alembic

            upgrade()
    engine.dispose()  # the server's processes open connections of their own


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
    migrations: Migrations = current_app.extensions["migrate"]
    if not inspect(connection).has_table("alembic_version"):
        return False
    revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return revisions == [migrations.newest()]
