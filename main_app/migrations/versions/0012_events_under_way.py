"""Find events and sessions under way without reading those that ended.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("events", "sessions"):
        op.create_index(
            f"ix_{table}_longer_than_a_day",
            table,
            ["ends_at", "starts_at", "id"],
            postgresql_where=sa.text("ends_at - starts_at > interval '1 day'"),
            sqlite_where=sa.text("julianday(ends_at) - julianday(starts_at) > 1"),
        )


def downgrade() -> None:
    for table in ("events", "sessions"):
        op.drop_index(f"ix_{table}_longer_than_a_day", table)
