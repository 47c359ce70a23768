"""Devices of sign-ins, tokens for addresses without an account, and idempotency keys of API keys.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("logins", sa.Column("device", sa.String(length=64), nullable=True))
    with op.batch_alter_table("account_tokens") as table:  # nothing refers to it: it may be copied
        table.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
    _rebuild_keys(
        sa.Column("owner", sa.String(length=32), nullable=False),
        "owner",
        "SELECT 'user:' || user_id, key, fingerprint, started_at, status, answer FROM old_idempotency_keys",
    )

    _partial_index("ix_planned_messages_subject", ["subject"], "state = 'planned' AND booking_id IS NULL")
    _partial_index("ix_planned_messages_pending", ["api_key_id", "due_at", "id"], "state = 'planned'")


def _partial_index(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "planned_messages", columns, postgresql_where=condition, sqlite_where=condition)


def downgrade() -> None:
    """Delete the tokens without an account and the idempotency keys of API keys."""
    _rebuild_keys(
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        "user_id",
        "SELECT CAST(substr(owner, 6) AS INTEGER), key, fingerprint, started_at, status, answer"
        " FROM old_idempotency_keys WHERE owner LIKE 'user:%'",
    )
    op.drop_index("ix_planned_messages_pending", "planned_messages")
    op.drop_index("ix_planned_messages_subject", "planned_messages")
    op.execute("DELETE FROM account_tokens WHERE user_id IS NULL")
    with op.batch_alter_table("account_tokens") as table:
        table.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
    op.drop_column("logins", "device")


def _rebuild_keys(owner: sa.Column, name: str, rows: str) -> None:
    """Recreate the table, because SQLite can't change a primary key. No table refers to it."""
    op.drop_index(op.f("ix_idempotency_keys_started_at"), "idempotency_keys")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE idempotency_keys DROP CONSTRAINT pk_idempotency_keys")  # its name is needed again
    op.rename_table("idempotency_keys", "old_idempotency_keys")
    op.create_table(
        "idempotency_keys",
        owner,
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(name, "key", name=op.f("pk_idempotency_keys")),
    )
    op.execute(f"INSERT INTO idempotency_keys ({name}, key, fingerprint, started_at, status, answer) {rows}")
    op.drop_table("old_idempotency_keys")
    op.create_index(op.f("ix_idempotency_keys_started_at"), "idempotency_keys", ["started_at"])
