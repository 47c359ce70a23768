"""When a person was erased.

Revision ID: 0058
Revises: 0057
"""

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("erased_at", UtcDateTime()))


def downgrade() -> None:
    op.drop_column("users", "erased_at")
