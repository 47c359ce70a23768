"""The notifications and their search index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from service_kit.database import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("notification_id", sa.String(128), nullable=False),
        sa.Column("shape", sa.String(16), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("facilitator_id", sa.BigInteger()),
        sa.Column("booking_id", sa.BigInteger()),
        sa.Column("action", sa.String(100)),
        sa.Column("facilitator_ordinal", sa.BigInteger()),
        sa.Column("action_ordinal", sa.BigInteger()),
        sa.Column("facilitator_action_ordinal", sa.BigInteger()),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_notifications")),
        sa.UniqueConstraint("notification_id", name=op.f("uq_notifications_notification_id")),
    )
    for columns in (
        ["received_at"],
        ["facilitator_id", "sequence"],
        ["booking_id", "sequence"],
        ["action", "sequence"],
        ["facilitator_id", "action", "sequence"],
    ):
        op.create_index(op.f(f"ix_notifications_{'_'.join(columns)}"), "notifications", columns)
    if op.get_bind().dialect.name == "sqlite":
        # Contentless: only the table stores the text. The text is folded already, hence case_sensitive.
        op.execute(
            "CREATE VIRTUAL TABLE notification_search USING fts5"
            "(search_text, facilitator, content='', tokenize='trigram case_sensitive 1')"
        )
    else:
        _index_search_on_postgresql()


def _index_search_on_postgresql() -> None:
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        # Without the extension, a search reads every row. An administrator can add the extension and the index.
        return
    op.execute("CREATE INDEX ix_notifications_search ON notifications USING gin (search_text gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE notification_search")
    op.drop_table("notifications")
