"""What guests want to know of an event before they book: languages, what is included, what to bring, its programme.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = ("languages", "included", "to_bring", "programme")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("events", sa.Column(column, sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("events", column)
