"""Let SQLite never give an id again whose row was deleted, where other rows remember the id.

Waiting mails name a token, waiting messages a team channel, the journal each request for a new password.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# For each table, the ids that are remembered elsewhere.
REMEMBERED = {
    "account_tokens": "SELECT CAST(subject_id AS INTEGER) AS id FROM journal WHERE subject_type = 'password_reset'"
    " UNION ALL SELECT json_extract(changes, '$.token_id') FROM journal WHERE subject_type = 'user'",
    "team_channels": "SELECT CAST(substr(recipient, 6) AS INTEGER) AS id FROM planned_messages"
    " WHERE recipient LIKE 'team:%'",
    "push_subscriptions": "SELECT 0 AS id",
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL's sequences never do
    for table, remembered in REMEMBERED.items():
        _recreate(table, autoincrement=True)
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
        op.execute(
            f"INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', coalesce(max(id), 0)"
            f" FROM (SELECT id FROM {table} UNION ALL {remembered})"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in REMEMBERED:
            _recreate(table, autoincrement=False)


def _recreate(table: str, *, autoincrement: bool) -> None:
    """Copy a table that no other refers to."""
    with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}):
        pass
