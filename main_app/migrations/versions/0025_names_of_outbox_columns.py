"""Name two columns of the outbox for what they say.

Both databases rename a column in its indexes too, and rewrite no row.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

RENAMED = {"waits": "blocked", "alone": "send_individually"}


def upgrade() -> None:
    for old, new in RENAMED.items():
        op.execute(f"ALTER TABLE outbox_messages RENAME COLUMN {old} TO {new}")


def downgrade() -> None:
    for old, new in RENAMED.items():
        op.execute(f"ALTER TABLE outbox_messages RENAME COLUMN {new} TO {old}")
