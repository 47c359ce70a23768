"""Drops two indexes of bookings that no query uses since the counts by quarter of an hour exist."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNUSED = ("booked_at", "cancelled_at")


def upgrade() -> None:
    for column in UNUSED:
        op.drop_index(op.f(f"ix_bookings_facilitator_id_{column}"), "bookings")


def downgrade() -> None:
    for column in UNUSED:
        op.create_index(op.f(f"ix_bookings_facilitator_id_{column}"), "bookings", ["facilitator_id", column])
