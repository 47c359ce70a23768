"""Bookings keep the price of a place as it was when they were made. Older ones have none: nobody invents it.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

COLUMNS = {"price_cents": sa.Integer(), "price_currency": sa.String(3)}


def upgrade() -> None:
    existing = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("bookings")}
    for name, kind in COLUMNS.items():
        if name not in existing:
            op.add_column("bookings", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("bookings", name)
