"""Versions of what a session offers.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("offer_version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("sessions", "offer_version")
