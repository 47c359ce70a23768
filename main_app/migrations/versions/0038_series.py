"""Sessions that repeat.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As SQL: with a foreign key, Alembic would copy the whole table on SQLite.
    op.execute(
        "ALTER TABLE sessions ADD COLUMN series_id INTEGER"
        " CONSTRAINT fk_sessions_series_id_sessions REFERENCES sessions (id)"
    )
    where = sa.text("series_id IS NOT NULL")
    op.create_index(
        "ix_sessions_series", "sessions", ["series_id", "starts_at"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("ix_sessions_series", "sessions")
    op.execute("ALTER TABLE sessions DROP COLUMN series_id")
