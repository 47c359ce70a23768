"""Codes that confirm phone numbers, and the index with which an hour's messages to a person are counted.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CAPPED, SENT = "ix_planned_messages_capped", sa.text("state = 'queued' AND channel IN ('email', 'sms')")


def upgrade() -> None:
    op.create_table(
        "phone_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_phone_codes_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_codes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_phone_codes_created_at", "phone_codes", ["created_at"])
    op.create_index("ix_phone_codes_user", "phone_codes", ["user_id", "created_at"])
    op.create_index("ix_phone_codes_phone", "phone_codes", ["phone", "created_at"])
    op.create_index(
        CAPPED,
        "planned_messages",
        ["user_id", "updated_at"],
        postgresql_where=SENT,
        sqlite_where=SENT,
    )


def downgrade() -> None:
    op.drop_index(CAPPED, "planned_messages")
    op.drop_table("phone_codes")
