"""The read model of bookings and sessions for facilitators."""

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_views",
        sa.Column("booking_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("facilitator_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger()),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("user_name", sa.String(200), nullable=False),
        sa.Column("user_email", sa.String(320)),
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("event_title", sa.String(300), nullable=False),
        sa.Column("event_start", UtcDateTime()),
        sa.Column("session_id", sa.BigInteger()),
        sa.Column("session_title", sa.String(300)),
        sa.Column("session_start", UtcDateTime()),
        sa.Column("session_end", UtcDateTime()),
        sa.Column("session_time_zone", sa.String(100)),
        sa.Column("session_location", sa.String(500)),
        sa.Column("session_capacity", sa.BigInteger()),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.Column("booked_at_version", sa.BigInteger()),
        sa.Column("cancelled_at", UtcDateTime()),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_views")),
        sa.CheckConstraint("status IN ('booked', 'cancelled')", name=op.f("ck_booking_views_status")),
    )
    for columns in (["updated_at", "booking_id"], ["session_id"], ["booked_at"], ["cancelled_at"]):
        name = "_".join(["ix_booking_views_facilitator_id", *columns])
        op.create_index(op.f(name), "booking_views", ["facilitator_id", *columns])
    op.create_table(
        "view_positions",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("notification_id", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_view_positions")),
    )
    op.create_table(
        "facilitator_reads",
        sa.Column("facilitator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("facilitator_id", name=op.f("pk_facilitator_reads")),
    )


def downgrade() -> None:
    op.drop_table("facilitator_reads")
    op.drop_table("view_positions")
    op.drop_table("booking_views")
