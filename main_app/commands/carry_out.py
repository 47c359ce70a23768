"""Carries out waiting commands, each in a transaction of its own.

A command's handler and its mark are one transaction, so that it happens once, also if a worker is killed in the middle.
A command that the rules refuse is recorded with the reason and never tried again. One that fails unexpectedly is tried
again later; neither blocks the others.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from main_app.commands.models import IS_WAITING, CommandState, SystemCommand
from service_kit import clock
from service_kit.database import write_connection
from service_kit.due_rows import DueRows
from service_kit.problems import Problem

MAX_BATCH_SIZE = 20  # the dispatcher's loop waits for a batch
# Seconds before each further attempt after an unexpected error. After the last one the command has failed.
DELAYS = (1, 5, 30, 120, 600, 1800, 3600)
DATABASE_ERRORS = (OperationalError, PoolTimeout)  # the database is unavailable or busy: no fault of the command

logger = logging.getLogger(__name__)

table = SystemCommand.__table__
commands = table.c
WAITING = text(IS_WAITING)
DUE = DueRows(table, IS_WAITING)
FINISH = (
    update(table)
    .where(commands.id == bindparam("command"), WAITING)
    .values(state=bindparam("new_state"), reason=bindparam("why"), finished_at=bindparam("now"))
)
DELAY = (
    update(table)
    .where(commands.id == bindparam("command"), WAITING)
    .values(attempts=commands.attempts + 1, due_at=bindparam("due"), reason=bindparam("why"))
)


@dataclass(frozen=True)
class Due:
    """A command that is being carried out."""

    id: int
    name: str
    subject_id: str
    arguments: Mapping[str, Any]
    attempts: int


# Does what the command says, on this connection and as the actor "system". Raises Problem to refuse it. What it returns
# is a note about something unusual, which becomes an alert of a day.
Handler = Callable[[Connection, Due], str | None]
Handlers = Mapping[str, Handler]


class Outdated(Exception):
    """Raised by a handler if the facts that the command was made for no longer hold. Its text says why."""


def next_command() -> datetime | None:
    """When the next waiting command is due."""
    return DUE.next_due()


def carry_out_commands(handlers: Handlers, limit: int = MAX_BATCH_SIZE) -> int:
    """Carry out up to `limit` due commands, the oldest first. Returns how many were taken."""
    taken = 0
    while taken < limit:
        if not DUE.is_due() or not _carry_out_next(handlers):
            break
        taken += 1
    return taken


def _carry_out_next(handlers: Handlers) -> bool:
    """Take one due command. False if another worker has taken all of them."""
    command: Due | None = None
    try:
        with write_connection() as connection:
            command = _take(connection)
            if command is None:
                return False
            note = handlers[command.name](connection, command)
            _finish(connection, command, CommandState.DONE, note)
    except DATABASE_ERRORS:
        raise
    except Exception as error:
        if command is None:
            raise
        _record_error(command, error)  # the transaction above is rolled back
    return True


def _take(connection: Connection) -> Due | None:
    row = next(iter(DUE.lock_due(connection, 1)), None)
    return None if row is None else Due(row.id, row.name, row.subject_id, row.arguments, row.attempts)


def _record_error(command: Due, error: Exception) -> None:
    """Refuse, skip or delay the command. Does nothing if another worker has carried it out since."""
    with write_connection() as connection:
        if isinstance(error, Outdated):
            _finish(connection, command, CommandState.SKIPPED, str(error))
        elif isinstance(error, Problem):
            logger.info("command %s (%s) was refused: %s", command.id, command.name, error.code)
            _finish(connection, command, CommandState.REFUSED, error.detail)
        else:
            logger.error("command %s (%s) could not be carried out", command.id, command.name, exc_info=error)
            why = f"{type(error).__name__}: {error}"[:500]
            if command.attempts < len(DELAYS):
                due = clock.now() + timedelta(seconds=DELAYS[command.attempts])
                connection.execute(DELAY, {"command": command.id, "due": due, "why": why})
            else:
                _finish(connection, command, CommandState.FAILED, why)


def _finish(connection: Connection, command: Due, state: CommandState, why: str | None = None) -> None:
    connection.execute(FINISH, {"command": command.id, "new_state": state.value, "why": why, "now": clock.now()})
