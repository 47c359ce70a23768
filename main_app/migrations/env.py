"""How a migration runs: on the application's own connection, as one transaction on both engines."""

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
        context.configure(connection=connection, target_metadata=database.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and driver_connection.execute("PRAGMA foreign_key_check").fetchone():
                raise RuntimeError("a migration left rows that refer to nothing: it was rolled back")
        connection.commit()
    finally:
        if is_sqlite:
            connection.rollback()
            driver_connection.execute("PRAGMA foreign_keys = ON")
