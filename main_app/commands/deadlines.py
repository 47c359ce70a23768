"""Turns due deadlines into commands. The dispatcher calls it as a source of work."""

from datetime import datetime

from sqlalchemy import bindparam, update

from main_app.commands.models import IS_PLANNED, Deadline, DeadlineState
from main_app.commands.write import Command, write_commands
from service_kit import clock
from service_kit.database import write_connection
from service_kit.due_rows import DueRows

MAX_BATCH_SIZE = 100

table = Deadline.__table__
deadlines = table.c
PLANNED = DueRows(table, IS_PLANNED)
PASS = (
    update(table)
    .where(deadlines.id.in_(bindparam("ids", expanding=True)))
    .values(state=DeadlineState.PASSED.value, updated_at=bindparam("now"))
)


def next_deadline() -> datetime | None:
    """When the next deadline is due."""
    return PLANNED.next_due()


def pass_due_deadlines(limit: int = MAX_BATCH_SIZE) -> int:
    """Turn up to `limit` due deadlines into commands. Returns how many."""
    if not PLANNED.is_due():
        return 0
    with write_connection() as connection:
        due = PLANNED.lock_due(connection, limit)
        if not due:
            return 0
        commands = [
            # The version names the deadline, not its id: SQLite may give the id of a deleted row out again.
            Command(row.kind, row.subject_type, row.subject_id, f"deadline:{row.version}", {"version": row.version})
            for row in due
        ]
        write_commands(connection, commands)
        connection.execute(PASS, {"ids": [row.id for row in due], "now": clock.now()})
    return len(due)
