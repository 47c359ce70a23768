"""Why a booking was cancelled. For existing bookings it is empty; `facilitators rebuild` fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("cancel_reason", sa.String(500)))


def downgrade() -> None:
    op.drop_column("bookings", "cancel_reason")
