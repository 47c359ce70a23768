"""Runs all pending migrations in one transaction, on the application's connection.

A migration that fails or is killed leaves the database as it was.
"""

from typing import Any

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
options: dict[str, Any] = dict(current_app.extensions["migrate"].configure_args)

with database.engine.connect().execution_options(write=True) as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    driver_connection = connection.connection.driver_connection
    if is_sqlite:
        # Recreating a table drops the old one, which would empty the tables that refer to it. The pragma has no
        # effect inside a transaction.
        driver_connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():  # without this, Alembic commits after each migration on SQLite
            context.configure(connection=connection, target_metadata=database.metadata, **options)
            context.run_migrations()
            if is_sqlite and driver_connection.execute("PRAGMA foreign_key_check").fetchone():
                raise RuntimeError("a migration left rows that refer to missing rows: all migrations were rolled back")
    finally:
        if is_sqlite:
            driver_connection.execute("PRAGMA foreign_keys = ON")
