"""How a migration runs: on the application's own connection, as one transaction on both engines."""

from typing import Any

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
options: dict[str, Any] = dict(current_app.extensions["migrate"].configure_args)

with database.engine.connect().execution_options(write=True) as connection:
    context.configure(connection=connection, target_metadata=database.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
