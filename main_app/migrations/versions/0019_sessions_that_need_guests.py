"""Sessions that run only if enough places are booked by a date.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

RULE_IS_COMPLETE = (
    "(min_places IS NULL AND decide_at IS NULL AND run_state IS NULL)"
    " OR (min_places IS NOT NULL AND decide_at IS NOT NULL AND run_state IN ('undecided', 'confirmed'))"
)


def upgrade() -> None:
    time = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    # As SQL: with a CHECK, Alembic would copy the whole table on SQLite.
    _add("min_places INTEGER CONSTRAINT ck_sessions_min_places CHECK (min_places >= 2 AND min_places <= capacity)")
    _add(
        f"decide_at {time} CONSTRAINT ck_sessions_decide_at CHECK (run_state = 'confirmed' OR decide_at < starts_at)",
        before="run_state VARCHAR(16)",
    )
    _add(f"decision_version INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_sessions_run_rule CHECK ({RULE_IS_COMPLETE})")
    undecided = sa.text("run_state = 'undecided'")
    op.create_index(
        "ix_sessions_undecided", "sessions", ["event_id"], postgresql_where=undecided, sqlite_where=undecided
    )


def downgrade() -> None:
    op.drop_index("ix_sessions_undecided", "sessions")
    for name in ("decision_version", "decide_at", "run_state", "min_places"):
        op.drop_column("sessions", name)


def _add(column: str, before: str = "") -> None:
    """Add a column, and first the one that its CHECK names."""
    for each in filter(None, (before, column)):
        op.execute(f"ALTER TABLE sessions ADD COLUMN {each}")
