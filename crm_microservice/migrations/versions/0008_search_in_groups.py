"""Adds rows to the search indexes of SQLite in groups: one by one they cost a quarter of a notification's time.

Until its group is full, a search reads a new row itself.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

GROUP = 64  # rows
INDEX_NOTIFICATIONS = """
    INSERT INTO notification_search (rowid, search_text, facilitator)
    SELECT sequence, search_text, '|' || facilitator_id || '|' FROM notifications
    WHERE sequence > (SELECT coalesce(max(rowid), 0) FROM notification_search);
"""
WAITING = "(SELECT booking_id FROM booking_search_waiting)"
INDEX_BOOKINGS = f"""
    INSERT INTO booking_search (rowid, search_text, facilitator)
    SELECT booking_id, search_text, '|' || facilitator_id || '|' FROM bookings WHERE booking_id IN {WAITING};
"""
ADDED = """
    INSERT INTO booking_search (rowid, search_text, facilitator)
    VALUES (new.booking_id, new.search_text, '|' || new.facilitator_id || '|');
"""
# A contentless table needs the old values to remove a row.
REMOVED = """
    INSERT INTO booking_search (booking_search, rowid, search_text, facilitator)
    VALUES ('delete', old.booking_id, old.search_text, '|' || old.facilitator_id || '|');
"""
REMOVED_IF_INDEXED = f"""
    INSERT INTO booking_search (booking_search, rowid, search_text, facilitator)
    SELECT 'delete', old.booking_id, old.search_text, '|' || old.facilitator_id || '|'
    WHERE old.booking_id NOT IN {WAITING};
"""
CHANGED = "(old.search_text <> new.search_text OR old.facilitator_id <> new.facilitator_id)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    _trigger(
        "notification_search_group", f"INSERT ON notifications WHEN new.sequence % {GROUP} = 0", INDEX_NOTIFICATIONS
    )
    _drop_triggers("insert", "update", "delete")
    op.execute("CREATE TABLE booking_search_waiting (booking_id INTEGER PRIMARY KEY)")
    is_full = f"(SELECT count(*) FROM booking_search_waiting) >= {GROUP}"
    _trigger(
        "booking_search_group",
        f"INSERT ON booking_search_waiting WHEN {is_full}",
        INDEX_BOOKINGS + "DELETE FROM booking_search_waiting;",
    )
    add = "INSERT INTO booking_search_waiting VALUES (new.booking_id);"
    _trigger("booking_search_insert", "INSERT ON bookings", add)
    update = f"UPDATE OF search_text, facilitator_id ON bookings WHEN {CHANGED}"
    update += f" AND old.booking_id NOT IN {WAITING}"
    _trigger("booking_search_update", update, REMOVED + ADDED)
    # One trigger for both: SQLite does not say in which order it would run two.
    forget = "DELETE FROM booking_search_waiting WHERE booking_id = old.booking_id;"
    _trigger("booking_search_delete", "DELETE ON bookings", REMOVED_IF_INDEXED + forget)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TRIGGER notification_search_group")
    op.execute(INDEX_NOTIFICATIONS)
    op.execute(INDEX_BOOKINGS)
    _drop_triggers("group", "insert", "update", "delete")
    op.execute("DROP TABLE booking_search_waiting")
    _trigger("booking_search_insert", "INSERT ON bookings", ADDED)
    _trigger("booking_search_delete", "DELETE ON bookings", REMOVED)
    update = f"UPDATE OF search_text, facilitator_id ON bookings WHEN {CHANGED}"
    _trigger("booking_search_update", update, REMOVED + ADDED)


def _trigger(name: str, event: str, statements: str) -> None:
    op.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN {statements} END")


def _drop_triggers(*names: str) -> None:
    for name in names:
        op.execute(f"DROP TRIGGER booking_search_{name}")
