"""Several roles of one account, accounts that are switched off or invited.

Revision ID: 0040
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("also", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("users", sa.Column("invited_at", sa.DateTime(timezone=True)))
    op.add_column("users", sa.Column("switched_off_at", sa.DateTime(timezone=True)))
    op.create_index("ix_users_role", "users", ["role", "id"])


def downgrade() -> None:
    op.drop_index("ix_users_role", table_name="users")
    for column in ("switched_off_at", "invited_at", "also"):
        op.drop_column("users", column)
