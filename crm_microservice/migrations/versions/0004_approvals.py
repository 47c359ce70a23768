"""The approval queue, the records that approval creates, and an audit trail that cannot be changed."""

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSAL = "the audit trail only grows"


def upgrade() -> None:
    _create_customers()
    _create_requests()
    _create_tickets()
    _create_audit()


def _create_customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(50)),
        sa.Column("website_user_id", sa.String(128)),
        sa.Column("language", sa.String(35)),
        sa.Column("source", sa.String(100)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("email_key", name=op.f("uq_customers_email_key")),
    )


def _create_requests() -> None:
    op.create_table(
        "approval_requests",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("webhook_id", sa.String(128), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("decided_by", sa.String(200)),
        sa.Column("decided_by_id", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("customer_id", ROW_ID),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_requests")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_approval_requests_customer_id"),
        sa.CheckConstraint("kind IN ('registration', 'repair')", name=op.f("ck_approval_requests_kind")),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'declined', 'merged')", name=op.f("ck_approval_requests_status")
        ),
        sa.CheckConstraint(
            "(status = 'pending') = (decided_at IS NULL)", name=op.f("ck_approval_requests_decided_with_a_time")
        ),
    )
    op.create_index("uq_approval_requests_webhook_id_kind", "approval_requests", ["webhook_id", "kind"], unique=True)
    for columns in (["status", "id"], ["decided_at", "id"], ["customer_id"]):
        op.create_index(op.f(f"ix_approval_requests_{'_'.join(columns)}"), "approval_requests", columns)


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("ticket_number", sa.String(100), nullable=False),
        sa.Column("request_id", ROW_ID, nullable=False),
        sa.Column("customer_id", ROW_ID, nullable=False),
        sa.Column("website_repair_id", sa.String(128)),
        sa.Column("device_type", sa.String(300), nullable=False),
        sa.Column("device_model", sa.String(500)),
        sa.Column("issue_description", sa.Text(), nullable=False),
        sa.Column("service_type", sa.String(100)),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("address", sa.String(500)),
        sa.Column("notes", sa.Text()),
        sa.Column("estimated_cost_cents", sa.BigInteger()),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("ticket_number", name=op.f("uq_tickets_ticket_number")),
        sa.UniqueConstraint("request_id", name=op.f("uq_tickets_request_id")),
        sa.ForeignKeyConstraint(["request_id"], ["approval_requests.id"], name="fk_tickets_request_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_tickets_customer_id"),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name=op.f("ck_tickets_priority")),
    )
    op.create_index(op.f("ix_tickets_customer_id"), "tickets", ["customer_id"])


def _create_audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("who_id", sa.BigInteger()),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("subject", sa.String(50), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_subject_id"), "audit_entries", ["subject", "id"])
    if op.get_bind().dialect.name == "sqlite":
        _protect_audit_on_sqlite()
    else:
        _protect_audit_on_postgresql()


def _protect_audit_on_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entries_no_{change.lower()} BEFORE {change} ON audit_entries "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    # INSERT OR REPLACE removes the older row without running the trigger above.
    op.execute(
        "CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries "
        "WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _protect_audit_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_audit_change()")
    op.drop_table("tickets")
    op.drop_table("approval_requests")
    op.drop_table("customers")
