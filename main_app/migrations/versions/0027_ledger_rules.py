"""The ledger is only added to, a payment has one receipt, and money checks are stored.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

LEDGER = ("ledger_entries", "ledger_lines")
ONE_RECEIPT = sa.text("refund_id IS NULL")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in LEDGER:
            for change in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END"
                )
    else:
        op.execute(
            "CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$"
        )
        for table in LEDGER:
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"
            )
    op.create_index(
        "uq_receipts_payment", "receipts", ["payment_id"],
        unique=True, sqlite_where=ONE_RECEIPT, postgresql_where=ONE_RECEIPT,
    )  # fmt: skip
    op.create_table(
        "money_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_checks")),
    )


def downgrade() -> None:
    op.drop_table("money_checks")
    op.drop_index("uq_receipts_payment", "receipts")
    if op.get_bind().dialect.name == "sqlite":
        for table in LEDGER:
            for change in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{change}")
    else:
        for table in LEDGER:
            op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        op.execute("DROP FUNCTION refuse_ledger_change()")
