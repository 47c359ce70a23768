"""Money: orders, their lines, payments, refunds, the providers' events, the ledger and receipts.

Sessions that have a price keep being paid to the facilitator, so that none becomes unbookable.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW_TABLES = (
    "receipts", "receipt_counters", "ledger_lines", "ledger_entries", "provider_events", "refunds", "payments",
    "order_lines", "orders",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("total_cents > 0", name=op.f("ck_orders_total")),
        sa.ForeignKeyConstraint(["facilitator_id"], ["users.id"], name=op.f("fk_orders_facilitator_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_orders_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index("ix_orders_facilitator", "orders", ["facilitator_id", "created_at"])
    op.create_index("ix_orders_user", "orders", ["user_id", "id"])
    op.create_table(
        "order_lines",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("order_id", BIG_ID, nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_cents", sa.Integer(), nullable=False),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents = quantity * unit_cents", name=op.f("ck_order_lines_amount")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_order_lines_quantity")),
        sa.CheckConstraint("tax_rate >= 0 AND tax_rate < 10000", name=op.f("ck_order_lines_tax_rate")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    op.create_index(op.f("ix_order_lines_booking_id"), "order_lines", ["booking_id"])
    op.create_index(op.f("ix_order_lines_order_id"), "order_lines", ["order_id"])
    op.create_table(
        "payments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("order_id", BIG_ID, nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("checkout_ref", sa.String(length=120), nullable=True),
        sa.Column("charge_ref", sa.String(length=120), nullable=True),
        sa.Column("checkout", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("checkout_ends_at", TIME, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("captured_at", TIME, nullable=True),
        sa.CheckConstraint("state <> 'captured' OR captured_at IS NOT NULL", name=op.f("ck_payments_captured_at")),
        sa.CheckConstraint(
            "state IN ('created', 'open', 'pending', 'captured', 'failed', 'expired', 'undone')",
            name=op.f("ck_payments_state"),
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("provider", "charge_ref", name=op.f("uq_payments_provider_charge_ref")),
    )
    op.create_index("ix_payments_captured", "payments", ["provider", "captured_at"])
    op.create_index("ix_payments_checkout", "payments", ["provider", "checkout_ref"])
    op.create_index(op.f("ix_payments_order_id"), "payments", ["order_id"])
    op.create_index(
        "uq_payments_unpaid",
        "payments",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('created', 'open', 'pending')"),
        postgresql_where=sa.text("state IN ('created', 'open', 'pending')"),
    )
    op.create_table(
        "refunds",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("payment_id", BIG_ID, nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("provider_ref", sa.String(length=120), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("processed_at", TIME, nullable=True),
        sa.CheckConstraint(
            "kind IN ('cancelled', 'late', 'duplicate', 'manual', 'provider', 'dispute')", name=op.f("ck_refunds_kind")
        ),
        sa.CheckConstraint("state IN ('initiated', 'processed', 'failed')", name=op.f("ck_refunds_state")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_refunds_created_by")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("payment_id", "provider_ref", name=op.f("uq_refunds_payment_id_provider_ref")),
    )
    op.create_index(
        "ix_refunds_open",
        "refunds",
        ["id"],
        sqlite_where=sa.text("state <> 'processed'"),
        postgresql_where=sa.text("state <> 'processed'"),
    )
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"])
    op.create_table(
        "provider_events",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("checkout_ref", sa.String(length=120), nullable=True),
        sa.Column("charge_ref", sa.String(length=120), nullable=True),
        sa.Column("payment_id", BIG_ID, nullable=True),
        sa.Column("received_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
        sa.UniqueConstraint("provider", "event_id", name=op.f("uq_provider_events_provider_event_id")),
    )
    op.create_index(op.f("ix_provider_events_received_at"), "provider_events", ["received_at"])
    op.create_table(
        "ledger_entries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("order_id", BIG_ID, nullable=False),
        sa.Column("payment_id", BIG_ID, nullable=False),
        sa.Column("refund_id", BIG_ID, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ledger_entries_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_ledger_entries_payment_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_ledger_entries_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("cause", name=op.f("uq_ledger_entries_cause")),
    )
    op.create_index(op.f("ix_ledger_entries_created_at"), "ledger_entries", ["created_at"])
    op.create_index(op.f("ix_ledger_entries_order_id"), "ledger_entries", ["order_id"])
    op.create_index(op.f("ix_ledger_entries_payment_id"), "ledger_entries", ["payment_id"])
    op.create_table(
        "ledger_lines",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("account", sa.String(length=48), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_ledger_lines_amount")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name=op.f("fk_ledger_lines_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_lines")),
    )
    op.create_index("ix_ledger_lines_account", "ledger_lines", ["account", "currency", "entry_id"])
    op.create_index(op.f("ix_ledger_lines_entry_id"), "ledger_lines", ["entry_id"])
    op.create_table(
        "receipt_counters",
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_receipt_counters")),
    )
    op.create_table(
        "receipts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("order_id", BIG_ID, nullable=False),
        sa.Column("payment_id", BIG_ID, nullable=False),
        sa.Column("refund_id", BIG_ID, nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("issued_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_receipts_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_receipts_payment_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_receipts_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("epoch", "number", name=op.f("uq_receipts_epoch_number")),
        sa.UniqueConstraint("payment_id", "refund_id", name=op.f("uq_receipts_payment_id_refund_id")),
    )
    op.create_index(op.f("ix_receipts_order_id"), "receipts", ["order_id"])

    on_sqlite = op.get_bind().dialect.name == "sqlite"
    # As SQL: with a CHECK or a reference, Alembic would copy the whole table on SQLite.
    _add(
        "sessions",
        "payment_terms VARCHAR(16) DEFAULT 'pay_facilitator' NOT NULL "
        "CONSTRAINT ck_sessions_payment_terms CHECK (payment_terms IN ('pay_online', 'pay_facilitator'))",
    )
    _add(
        "events",
        "tax_rate INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_events_tax_rate CHECK (tax_rate >= 0 AND tax_rate < 10000)",
    )
    _add("events", "refund_ladder JSON DEFAULT '[]' NOT NULL")
    number, time = ("INTEGER", "DATETIME") if on_sqlite else ("BIGINT", "TIMESTAMP WITH TIME ZONE")
    _add("bookings", f"order_id {number} CONSTRAINT fk_bookings_order_id_orders REFERENCES orders (id)")
    _add("bookings", f"confirmed_at {time}")
    op.execute("UPDATE bookings SET confirmed_at = created_at")  # every booking until now was booked at once
    _partial_index("ix_bookings_held", "user_id", "status = 'held'")
    _partial_index("ix_bookings_order", "order_id", "order_id IS NOT NULL")


def downgrade() -> None:
    for index in ("ix_bookings_order", "ix_bookings_held"):
        op.drop_index(index, "bookings")
    for table, column in (
        ("bookings", "confirmed_at"),
        ("bookings", "order_id"),
        ("events", "refund_ladder"),
        ("events", "tax_rate"),
        ("sessions", "payment_terms"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in NEW_TABLES:
        op.drop_table(table)


def _add(table: str, column: str) -> None:
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _partial_index(name: str, column: str, where: str) -> None:
    op.create_index(name, "bookings", [column], postgresql_where=sa.text(where), sqlite_where=sa.text(where))
