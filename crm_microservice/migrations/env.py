"""Runs the CRM's migrations (Alembic imports this file)."""

from service_kit.run_migrations import run_migrations

# No model describes the tables of SQLite's search indexes.
SEARCH_INDEXES = ("notification_search", "booking_search")


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and (name or "").startswith(SEARCH_INDEXES))


run_migrations(include_object=is_ours)
