"""Runs the CRM's migrations against the application's own engine."""

from alembic import context

from crm_microservice.database import db

# SQLite's search index keeps these tables for itself; no model describes them.
OWN_TABLES_OF_THE_SEARCH_INDEX = "notification_search"


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and (name or "").startswith(OWN_TABLES_OF_THE_SEARCH_INDEX))


with db.engine.connect().execution_options(write=True) as connection:
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, include_object=is_ours)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
