"""Adds commands and deadlines, and withdraws deadlines, in the caller's transaction. Never commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from main_app.commands.models import CommandState, Deadline, DeadlineState, SystemCommand
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.database import insert_of

commands, deadlines = SystemCommand.__table__, Deadline.__table__
WAITING, PLANNED = CommandState.WAITING.value, DeadlineState.PLANNED.value
WITHDRAW = (
    update(deadlines)
    .where(
        deadlines.c.subject_type == bindparam("of_type"),
        deadlines.c.subject_id == bindparam("of_id"),
        deadlines.c.kind == bindparam("of_kind"),
        deadlines.c.version != bindparam("kept_version"),
        deadlines.c.state == PLANNED,
    )
    .values(state=DeadlineState.WITHDRAWN.value, updated_at=bindparam("now"))
)


@dataclass(frozen=True)
class Command:
    """What the system shall do to a subject because of `cause`. The same command for the same cause is done once."""

    name: str
    subject_type: str
    subject_id: int | str
    cause: str  # "entry:12"
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedDeadline:
    """A command that becomes due at `due_at`. It replaces the planned one of an older version of its subject."""

    kind: str
    subject_type: str
    subject_id: int | str
    version: int
    due_at: datetime


@dataclass(frozen=True)
class DeadlineWithdrawal:
    """Withdraws the planned deadlines of a subject, except the one of `kept_version`."""

    kind: str
    subject_type: str
    subject_id: int | str
    kept_version: int = 0  # 0: all are withdrawn


def cause_of_entry(entry_id: int) -> str:
    return f"entry:{entry_id}"


def write_commands(connection: Connection, new: Sequence[Command]) -> None:
    """Add these commands, due now. One that exists already stays as it is."""
    now = clock.now()
    rows = [
        {
            "cause": command.cause,
            "name": command.name,
            "subject_type": command.subject_type,
            "subject_id": str(command.subject_id),
            "arguments": dict(command.arguments),
            "state": WAITING,
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        }
        for command in new
    ]
    if rows:
        connection.execute(insert_of(connection.dialect.name, commands).on_conflict_do_nothing(), rows)
        wake_workers_after_commit()


def write_deadlines(connection: Connection, planned: Sequence[PlannedDeadline]) -> None:
    """Plan these deadlines and withdraw those of other versions. One of the same version stays as it is."""
    if not planned:
        return
    now = clock.now()
    withdraw_deadlines(
        connection,
        [DeadlineWithdrawal(each.kind, each.subject_type, each.subject_id, each.version) for each in planned],
    )
    rows = [
        {
            "subject_type": deadline.subject_type,
            "subject_id": str(deadline.subject_id),
            "kind": deadline.kind,
            "version": deadline.version,
            "due_at": deadline.due_at,
            "state": PLANNED,
            "created_at": now,
            "updated_at": now,
        }
        for deadline in planned
    ]
    connection.execute(insert_of(connection.dialect.name, deadlines).on_conflict_do_nothing(), rows)
    wake_workers_after_commit()  # a worker that sleeps until its next deadline learns of an earlier one


def withdraw_deadlines(connection: Connection, withdrawals: Sequence[DeadlineWithdrawal]) -> None:
    """Withdraw planned deadlines. One that has become a command is skipped by it if the facts no longer hold."""
    now = clock.now()
    values = [
        {
            "of_type": each.subject_type,
            "of_id": str(each.subject_id),
            "of_kind": each.kind,
            "kept_version": each.kept_version,
            "now": now,
        }
        for each in withdrawals
    ]
    if values:
        connection.execute(WITHDRAW, values)
