"""Make two indexes of the booking path cheaper.

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
    # Finds a person's earlier booking without reading all bookings of the session.
    op.drop_index("ix_bookings_session_id", "bookings")
    op.create_index("ix_bookings_session", "bookings", ["session_id", "user_id"])
    # Only purging uses this index, so new, unprocessed entries need not be in it.
    op.drop_index("ix_journal_processed_at", "journal")
    op.create_index(
        "ix_journal_processed_at", "journal", ["processed_at"], postgresql_where=PROCESSED, sqlite_where=PROCESSED
    )


def downgrade() -> None:
    op.drop_index("ix_journal_processed_at", "journal")
    op.create_index("ix_journal_processed_at", "journal", ["processed_at"])
    op.drop_index("ix_bookings_session", "bookings")
    op.create_index("ix_bookings_session_id", "bookings", ["session_id"])
