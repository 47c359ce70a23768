"""An outbox for many receivers: ordering keys, recipients, destinations, reasons, statistics.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-21 15:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
STATUSES = "status IN ('pending', 'delivered', 'dead', 'skipped', 'discarded')"
PARTIAL_INDEXES = (
    ("claim", ["channel", "alone", "due_at", "id"], "status = 'pending' AND waits = false"),
    ("key", ["channel", "ordering_key", "waits", "id"], "status = 'pending'"),
    ("waiting", ["channel", "waiting_since"], "finished_at IS NULL"),
    ("dead", ["channel", "id"], "status = 'dead'"),
    ("skipped", ["channel", "id"], "status = 'skipped'"),
    ("discarded", ["channel", "id"], "status = 'discarded'"),
    ("finished", ["finished_at"], "status IN ('delivered', 'skipped', 'discarded')"),
    ("error", ["id"], "last_error IS NOT NULL"),
)
# The second message of a key waits for the first, and so on.
SET_WAITS = """
    UPDATE outbox_messages SET waits = true
    WHERE status = 'pending' AND EXISTS (
        SELECT 1 FROM outbox_messages AS earlier
        WHERE earlier.channel = outbox_messages.channel AND earlier.ordering_key = outbox_messages.ordering_key
        AND earlier.status = 'pending' AND earlier.id < outbox_messages.id
    )
"""
WAITING_SINCE = "CASE WHEN attempts = 0 AND due_at > created_at THEN due_at ELSE created_at END"
COUNT_PAST_DELIVERIES = """
    INSERT INTO outbox_statistics (hour, worker, channel, outcome, milliseconds, deliveries)
    SELECT '1970-01-01 00:00:00+00:00', '', channel, status, 0, count(*) FROM outbox_messages
    WHERE status IN ('delivered', 'discarded') GROUP BY channel, status
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _recreate_tables()
    else:
        _alter_table()
    for name, columns, where in PARTIAL_INDEXES:
        op.create_index(
            f"ix_outbox_messages_{name}",
            "outbox_messages",
            columns,
            postgresql_where=sa.text(where),
            sqlite_where=sa.text(where),
        )
    op.create_index("ix_outbox_messages_subject", "outbox_messages", ["subject", "id"])
    op.create_index("ix_outbox_messages_channel", "outbox_messages", ["channel", "id"])
    op.execute(SET_WAITS)
    op.create_table(
        "outbox_statistics",
        sa.Column("hour", TIME, nullable=False),
        sa.Column("worker", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("deliveries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "hour", "worker", "channel", "outcome", "milliseconds", name=op.f("pk_outbox_statistics")
        ),
    )
    op.execute(
        COUNT_PAST_DELIVERIES
        if op.get_bind().dialect.name == "postgresql"
        else COUNT_PAST_DELIVERIES.replace("+00:00", ".000000")
    )
    _add_destinations()


def downgrade() -> None:
    raise NotImplementedError("The old tables can't hold messages without an ordering key: restore a backup.")


def _alter_table() -> None:
    op.drop_constraint("uq_outbox_messages_channel_aggregate_version", "outbox_messages")
    for name in ("pending", "aggregate", "status_finished"):
        op.drop_index(f"ix_outbox_messages_{name}", "outbox_messages")
    op.alter_column("outbox_messages", "aggregate", new_column_name="subject")
    for column in (
        sa.Column("ordering_key", sa.String(128)),
        sa.Column("recipient", sa.String(320), nullable=False, server_default=""),
        sa.Column("destination", sa.String(255), nullable=False, server_default=""),
        sa.Column("entry_id", BIG_ID),
        sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("waiting_since", TIME, nullable=False, server_default=sa.text("now()")),
    ):
        op.add_column("outbox_messages", column)
    op.execute(
        f"UPDATE outbox_messages SET ordering_key = subject, waiting_since = {WAITING_SINCE}, leased_until = NULL"
    )
    for column in ("recipient", "destination", "waits", "alone", "waiting_since"):
        op.alter_column("outbox_messages", column, server_default=None)
    op.drop_constraint(op.f("ck_outbox_messages_status"), "outbox_messages")
    op.create_check_constraint(op.f("ck_outbox_messages_status"), "outbox_messages", STATUSES)
    op.create_unique_constraint(
        op.f("uq_outbox_messages_entry_id_channel_kind_recipient"),
        "outbox_messages",
        ["entry_id", "channel", "kind", "recipient"],
    )


def _recreate_tables() -> None:
    """SQLite cannot drop a constraint. Dropping a table empties those that refer to it: attempts are copied first."""
    op.create_table(
        "new_outbox_messages",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("ordering_key", sa.String(128)),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("destination", sa.String(255), nullable=False),
        sa.Column("entry_id", BIG_ID),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("leased_until", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("waiting_since", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("last_error", sa.Text()),
        sa.Column("answer", sa.JSON()),
        sa.CheckConstraint(STATUSES, name=op.f("ck_outbox_messages_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outbox_messages_event_id")),
        sa.UniqueConstraint(
            "entry_id",
            "channel",
            "kind",
            "recipient",
            name=op.f("uq_outbox_messages_entry_id_channel_kind_recipient"),
        ),
    )
    op.execute(
        f"""
        INSERT INTO new_outbox_messages
        SELECT id, event_id, channel, kind, aggregate, version, payload, aggregate, '', '', NULL, status, due_at,
            false, false, attempts, fence, NULL, created_at, {WAITING_SINCE}, finished_at, last_error, answer
        FROM outbox_messages
        """
    )
    op.create_table(
        "new_delivery_attempts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("status_code", sa.Integer()),
        sa.Column("error", sa.Text()),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["new_outbox_messages.id"],
            name=op.f("fk_delivery_attempts_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
    )
    op.execute(
        """
        INSERT INTO new_delivery_attempts
        SELECT id, message_id, started_at, duration_ms, outcome, status_code, error FROM delivery_attempts
        """
    )
    for table in ("delivery_attempts", "outbox_messages"):
        op.drop_table(table)
    for table in ("outbox_messages", "delivery_attempts"):
        op.rename_table(f"new_{table}", table)
    op.create_index(op.f("ix_delivery_attempts_message_id"), "delivery_attempts", ["message_id"])
    op.create_index(op.f("ix_delivery_attempts_started_at"), "delivery_attempts", ["started_at"])


def _add_destinations() -> None:
    """Health by channel and destination. The table has few rows, one per channel, so it is recreated."""
    op.create_table(
        "new_outbox_channels",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("destination", sa.String(255), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("next_probe_at", TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_success_at", TIME),
        sa.Column("last_failure_at", TIME),
        sa.Column("last_error", sa.Text()),
        sa.CheckConstraint("status IN ('ok', 'failing', 'refused', 'paused')", name=op.f("ck_outbox_channels_status")),
        sa.PrimaryKeyConstraint("channel", "destination", name=op.f("pk_outbox_channels_destination")),
    )
    op.execute(
        """
        INSERT INTO new_outbox_channels
        SELECT channel, '', status, since, reason, next_probe_at, 0, last_success_at, last_failure_at, NULL
        FROM outbox_channels
        """
    )
    op.drop_table("outbox_channels")
    op.rename_table("new_outbox_channels", "outbox_channels")
