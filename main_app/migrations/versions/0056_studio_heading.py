"""The heading of Discover, which the studio may set.

Revision ID: 0056
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("studio", sa.Column("heading", sa.String(120)))


def downgrade() -> None:
    op.drop_column("studio", "heading")
