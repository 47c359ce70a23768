"""Runs the main API's migrations (Alembic imports this file)."""

from service_kit.run_migrations import run_migrations

run_migrations()
