"""Runs a service's pending migrations. Only its `migrations/env.py` imports this."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, MetaData

from service_kit.database import is_sqlite

CONNECTION = "connection"  # the attribute of Alembic's configuration that names the connection to use


def run_migrations(**options: Any) -> None:
    """Run them all in one transaction: if one fails or is killed, the database stays as it was.

    With a connection in Alembic's configuration they belong to the transaction of that one.
    `options` are Alembic's, in addition to those of the application.
    """
    migrations = current_app.extensions["migrate"]  # set by Flask-Migrate
    database = migrations.db
    given = context.config.attributes.get(CONNECTION)
    if given is not None:
        _run(given, database.metadata, {**migrations.configure_args, **options})
        return
    with database.engine.connect() as connection:
        driver_connection = connection.connection.driver_connection
        on_sqlite = is_sqlite(connection)
        if on_sqlite:
            # Recreating a table drops the old one, which would empty the tables that refer to it. The pragma has no
            # effect inside a transaction.
            driver_connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():  # without this, Alembic commits after each migration on SQLite
                _run(connection, database.metadata, {**migrations.configure_args, **options})
                if on_sqlite and driver_connection.execute("PRAGMA foreign_key_check").fetchone():
                    raise RuntimeError("a migration left rows that refer to missing rows: all were rolled back")
        finally:
            if on_sqlite:
                driver_connection.execute("PRAGMA foreign_keys = ON")


def _run(connection: Connection, metadata: MetaData, options: dict[str, Any]) -> None:
    context.configure(connection=connection, target_metadata=metadata, **options)
    context.run_migrations()
