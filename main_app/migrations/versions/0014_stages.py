"""Process journal entries in stages.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FRESH = "processed_at IS NULL AND due_at IS NULL"
DELAYED = "processed_at IS NULL AND due_at IS NOT NULL"


def upgrade() -> None:
    # No batch mode: it would recreate the table without its triggers.
    op.add_column("journal", sa.Column("stage", sa.SmallInteger(), nullable=False, server_default="0"))
    _replace_index("ix_journal_fresh", ["stage", "id"], FRESH)
    _replace_index("ix_journal_delayed", ["stage", "due_at", "id"], DELAYED)


def downgrade() -> None:
    between = "SELECT count(*) FROM journal WHERE processed_at IS NULL AND stage > 0"
    if op.get_bind().execute(sa.text(between)).scalar():
        raise RuntimeError("Some journal entries are between two stages. Let the worker finish them, then try again.")
    _replace_index("ix_journal_fresh", ["id"], FRESH)
    _replace_index("ix_journal_delayed", ["due_at", "id"], DELAYED)
    op.drop_column("journal", "stage")


def _replace_index(name: str, columns: list[str], where: str) -> None:
    op.drop_index(name, "journal")
    op.create_index(name, "journal", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
