"""Turns due deadlines into commands. The dispatcher calls it as a source of work."""

from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, text, update

from main_app.commands.models import IS_PLANNED, Deadline, DeadlineState
from main_app.commands.write import Command, write_commands
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import thread_connection, write_connection

MAX_BATCH_SIZE = 100

table = Deadline.__table__
deadlines = table.c
PLANNED = text(IS_PLANNED)
NEXT_DUE = CompiledStatement(
    select(deadlines.due_at).where(PLANNED).order_by(deadlines.due_at, deadlines.id).limit(literal_column("1"))
)
DUE = (
    select(table)
    .where(PLANNED, deadlines.due_at <= bindparam("now"))
    .order_by(deadlines.due_at, deadlines.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
PASS = (
    update(table)
    .where(deadlines.id.in_(bindparam("ids", expanding=True)))
    .values(state=DeadlineState.PASSED.value, updated_at=bindparam("now"))
)


def next_deadline() -> datetime | None:
    """When the next deadline is due."""
    return NEXT_DUE.scalar(thread_connection(), {})


def pass_due_deadlines(limit: int = MAX_BATCH_SIZE) -> int:
    """Turn up to `limit` due deadlines into commands. Returns how many.

    Two workers never take the same one: on PostgreSQL the second one skips locked rows, on SQLite it waits.
    """
    now, due_at = clock.now(), next_deadline()
    if due_at is None or due_at > now:
        return 0
    with write_connection() as connection:
        due = connection.execute(DUE, {"now": now, "at_most": limit}).all()
        if not due:
            return 0
        commands = [
            # The version names the deadline, not its id: SQLite may give the id of a deleted row out again.
            Command(row.kind, row.subject_type, row.subject_id, f"deadline:{row.version}", {"version": row.version})
            for row in due
        ]
        write_commands(connection, commands)
        connection.execute(PASS, {"ids": [row.id for row in due], "now": now})
    return len(due)
