"""An index for the search in bookings: without it each search read all of the facilitator's bookings."""

from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ADDED = (
    "INSERT INTO booking_search (rowid, search_text, facilitator)"
    " VALUES (new.booking_id, new.search_text, '|' || new.facilitator_id || '|');"
)
# A contentless table needs the old values to remove a row.
REMOVED = (
    "INSERT INTO booking_search (booking_search, rowid, search_text, facilitator)"
    " VALUES ('delete', old.booking_id, old.search_text, '|' || old.facilitator_id || '|');"
)
CHANGED = "old.search_text <> new.search_text OR old.facilitator_id <> new.facilitator_id"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        _index_on_postgresql()
        return
    op.execute(
        "CREATE VIRTUAL TABLE booking_search USING fts5"
        "(search_text, facilitator, content='', tokenize='trigram case_sensitive 1')"
    )
    op.execute(
        "INSERT INTO booking_search (rowid, search_text, facilitator)"
        " SELECT booking_id, search_text, '|' || facilitator_id || '|' FROM bookings"
    )
    op.execute(f"CREATE TRIGGER booking_search_insert AFTER INSERT ON bookings BEGIN {ADDED} END")
    op.execute(f"CREATE TRIGGER booking_search_delete AFTER DELETE ON bookings BEGIN {REMOVED} END")
    op.execute(
        "CREATE TRIGGER booking_search_update AFTER UPDATE OF search_text, facilitator_id ON bookings"
        f" WHEN {CHANGED} BEGIN {REMOVED} {ADDED} END"
    )


def _index_on_postgresql() -> None:
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError:
        # Without the extension, a search reads every row. An administrator can add the extension and the index.
        return
    op.execute("CREATE INDEX ix_bookings_search ON bookings USING gin (search_text gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER booking_search_{name}")
        op.execute("DROP TABLE booking_search")
    else:
        op.execute("DROP INDEX IF EXISTS ix_bookings_search")
