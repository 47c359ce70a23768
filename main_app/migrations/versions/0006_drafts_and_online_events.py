"""Drafts, online events, minutes to arrive early; indexes for the lists.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-21 15:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # ADD COLUMN, not batch_alter_table: SQLite would recreate the tables, which others refer to.
    op.add_column("events", sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("events", sa.Column("online", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("events", sa.Column("arrive_minutes_early", sa.Integer(), nullable=True))
    op.add_column("sessions", sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE events SET online = true WHERE link IS NOT NULL AND lower(trim(location)) = 'online'")
    op.create_index("ix_events_facilitator", "events", ["facilitator_id", "starts_at", "id"])
    op.drop_index("ix_events_facilitator_id", "events")
    op.create_index("ix_event_words_event", "event_words", ["event_id", "word"])
    op.drop_index("ix_event_words_event_id", "event_words")
    op.create_index("ix_sessions_price", "sessions", ["currency", "price_cents", "starts_at"])


def downgrade() -> None:
    op.drop_index("ix_sessions_price", "sessions")
    op.create_index("ix_event_words_event_id", "event_words", ["event_id"])
    op.drop_index("ix_event_words_event", "event_words")
    op.create_index("ix_events_facilitator_id", "events", ["facilitator_id"])
    op.drop_index("ix_events_facilitator", "events")
    op.drop_column("sessions", "draft")
    for name in ("arrive_minutes_early", "online", "draft"):
        op.drop_column("events", name)
