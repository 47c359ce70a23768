"""Requests to change the e-mail address of an account.

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("former_email", sa.String(254), nullable=True),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_email_changes_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_email_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_email_changes_created_at", "email_changes", ["created_at"])
    op.create_index("ix_email_changes_user", "email_changes", ["user_id", "created_at"])
    op.create_index("ix_email_changes_email", "email_changes", ["email", "created_at"])


def downgrade() -> None:
    op.drop_table("email_changes")
