"""What a booking's newest notification says about money, and the sums of it for each facilitator and currency.

For existing bookings the columns are empty: earlier releases sent nothing about money.
"""

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXTS = ("payment_id", "payment_status", "payment_provider", "payment_method", "refund_id", "refund_status")
NUMBERS = ("payment_version", "amount_paid", "total_cents", "refunded_cents")


def upgrade() -> None:
    columns = [sa.Column(name, sa.String(120)) for name in TEXTS]
    columns += [sa.Column(name, sa.BigInteger()) for name in NUMBERS]
    columns += [sa.Column("currency", sa.String(8)), sa.Column("refunded_at", UtcDateTime())]
    for column in columns:
        op.add_column("bookings", column)
    op.create_table(
        "booking_money",
        sa.Column("facilitator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(8), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("refunded_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("facilitator_id", "currency", name=op.f("pk_booking_money")),
    )


def downgrade() -> None:
    op.drop_table("booking_money")
    for name in ("refunded_at", "currency", *NUMBERS, *TEXTS):
        op.drop_column("bookings", name)
