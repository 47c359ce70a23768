"""Sign-ins that the main API reported as ended, so that every process refuses them."""

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ended_logins",
        sa.Column("login_id", sa.String(32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("login_id", name=op.f("pk_ended_logins")),
    )
    op.create_index(op.f("ix_ended_logins_expires_at"), "ended_logins", ["expires_at"])


def downgrade() -> None:
    op.drop_table("ended_logins")
