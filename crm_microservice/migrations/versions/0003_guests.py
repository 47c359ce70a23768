"""Facilitators' notes about guests, and the version of the notification that stated a booking's status.

For existing rows this is the newest version. `flask --app crm_microservice facilitators rebuild` corrects it from the
stored notifications.
"""

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking_views", sa.Column("status_version", sa.BigInteger()))
    op.execute("UPDATE booking_views SET status_version = version")
    op.create_index(op.f("ix_booking_views_facilitator_id_user_id"), "booking_views", ["facilitator_id", "user_id"])
    op.create_table(
        "guest_notes",
        sa.Column("facilitator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("facilitator_id", "user_id", name=op.f("pk_guest_notes")),
    )


def downgrade() -> None:
    op.drop_table("guest_notes")
    op.drop_index(op.f("ix_booking_views_facilitator_id_user_id"), "booking_views")
    op.drop_column("booking_views", "status_version")
