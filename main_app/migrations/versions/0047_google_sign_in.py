"""Accounts that sign in with Google.

Revision ID: 0047
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("identity", sa.String(length=456)))
    op.create_index("uq_users_identity", "users", ["identity"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_users_identity", table_name="users")
    op.drop_column("users", "identity")
