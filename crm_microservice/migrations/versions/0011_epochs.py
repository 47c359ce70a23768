"""The epoch of the main API's installation in which a booking or a session was last described."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("bookings", "sessions")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("epoch", sa.BigInteger(), server_default="1", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "epoch")
