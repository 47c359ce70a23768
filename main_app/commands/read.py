"""Reading commands: for alerts and retention."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from main_app.commands.models import IS_PLANNED, IS_WAITING, CommandState, Deadline, SystemCommand
from service_kit import clock
from service_kit.purge import delete_in_batches

commands, deadlines = SystemCommand.__table__.c, Deadline.__table__.c
FAILED = "state = 'failed'"


def count_late(connection: Connection | Session, before: datetime, at_most: int) -> int:
    """How many commands and deadlines were due before this moment and are not finished, up to `at_most` of each."""
    late = select(commands.id).where(text(IS_WAITING), commands.due_at < before, commands.attempts == 0)
    passed = select(deadlines.id).where(text(IS_PLANNED), deadlines.due_at < before)
    return sum(
        connection.execute(select(func.count()).select_from(found.limit(at_most).subquery())).scalar_one()
        for found in (late, passed)
    )


def failed_commands(connection: Connection | Session, at_most: int) -> tuple[int, str | None]:
    """How many commands have failed, up to `at_most`, and the error of one of them."""
    rows = connection.execute(select(commands.name, commands.reason).where(text(FAILED)).limit(at_most)).all()
    return len(rows), f"{rows[0].name}: {rows[0].reason}" if rows else None


def notes_since(connection: Connection | Session, since: datetime, at_most: int) -> list[str]:
    """The notes of commands that were carried out since then, the newest first."""
    noted = (commands.finished_at >= since, commands.state == CommandState.DONE.value, commands.reason.is_not(None))
    newest = select(commands.reason).where(*noted).order_by(commands.finished_at.desc(), commands.id.desc())
    return [note for note in connection.execute(newest.limit(at_most)).scalars() if note]


def purge_finished(retention_days: int) -> int:
    """Delete what ended more than `retention_days` ago, 1,000 rows per transaction. Failed commands are kept."""
    before = clock.now() - timedelta(days=retention_days)
    old_commands = (
        select(commands.id)
        .where(commands.finished_at < before, commands.state != CommandState.FAILED.value)
        .order_by(commands.finished_at, commands.id)
    )
    old_deadlines = (
        select(deadlines.id)
        .where(text("state <> 'planned'"), deadlines.updated_at < before)
        .order_by(deadlines.updated_at, deadlines.id)
    )
    return delete_in_batches(SystemCommand.__table__, old_commands) + delete_in_batches(
        Deadline.__table__, old_deadlines
    )
