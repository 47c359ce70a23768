"""The epoch of the installation and of each booking, checks of the CRM, and when nightly work was last begun.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True)),
        sa.Column("last_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.execute("INSERT INTO installation (id, epoch, last_entry_id) VALUES (1, 1, 0)")
    op.add_column("bookings", sa.Column("epoch", sa.BigInteger(), server_default="1", nullable=False))
    op.create_table(
        "crm_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.Column("on_their_way", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_crm_checks"),
    )
    op.create_table(
        "nightly_runs",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("name", name="pk_nightly_runs"),
    )


def downgrade() -> None:
    for table in ("nightly_runs", "crm_checks"):
        op.drop_table(table)
    op.drop_column("bookings", "epoch")
    op.drop_table("installation")
