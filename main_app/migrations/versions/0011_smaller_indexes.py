"""Two indexes that a booking's writes and reads pay for become smaller, or lead to one row.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PROCESSED = sa.text("processed_at IS NOT NULL")


def upgrade() -> None:
    # A person's earlier booking of a session was looked for among all bookings of the session.
    op.drop_index("ix_bookings_session_id", "bookings")
    op.create_index("ix_bookings_session", "bookings", ["session_id", "user_id"])
    # Only the clearing of old entries reads it, and a new entry is not processed yet.
    op.drop_index("ix_journal_processed_at", "journal")
    op.create_index(
        "ix_journal_processed_at", "journal", ["processed_at"], postgresql_where=PROCESSED, sqlite_where=PROCESSED
    )


def downgrade() -> None:
    op.drop_index("ix_journal_processed_at", "journal")
    op.create_index("ix_journal_processed_at", "journal", ["processed_at"])
    op.drop_index("ix_bookings_session", "bookings")
    op.create_index("ix_bookings_session_id", "bookings", ["session_id"])
