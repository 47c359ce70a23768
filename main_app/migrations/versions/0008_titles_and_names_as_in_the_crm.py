"""Titles and names may be as long as in the CRM.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Table, column, length before and after.
COLUMNS = (("events", "title", 200, 300), ("sessions", "title", 200, 300), ("users", "name", 120, 200))


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return  # SQLite ignores lengths, and would copy the table to change a column
    for table, column, _, longest in COLUMNS:
        op.alter_column(table, column, type_=sa.String(length=longest))


def downgrade() -> None:
    """Truncate longer values."""
    for table, column, longest, _ in COLUMNS:
        op.execute(f"UPDATE {table} SET {column} = substr({column}, 1, {longest}) WHERE length({column}) > {longest}")
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(table, column, type_=sa.String(length=longest))
