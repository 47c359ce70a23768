"""Tables of commands, which the worker carries out, and of deadlines, which become commands when they are due."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import RowId, UtcDateTime, partial_index


class CommandState(str, Enum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"  # the facts that it was made for no longer hold
    REFUSED = "refused"  # by the rules, for good
    FAILED = "failed"  # an unexpected error, after the last attempt: an admin is alerted


class DeadlineState(str, Enum):
    PLANNED = "planned"
    PASSED = "passed"  # it became a command
    WITHDRAWN = "withdrawn"


IS_WAITING = "state = 'waiting'"
IS_PLANNED = "state = 'planned'"


def _states(states: type[Enum]) -> str:
    return f"state IN ({', '.join(repr(state.value) for state in states)})"


class SystemCommand(Base):
    """Something the system does by itself, once for each cause.

    `cause` says why it exists: "entry:12" (a journal entry) or "deadline:3" (its version). `reason` says why it was
    refused or skipped, which error ended the last attempt, or what was unusual about it.
    """

    __tablename__ = "commands"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cause: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(48))
    subject_type: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default=CommandState.WAITING.value)
    reason: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(_states(CommandState), name="state"),
        UniqueConstraint("cause", "name", "subject_type", "subject_id"),
        Index("ix_commands_subject", "subject_type", "subject_id", "finished_at"),
        # As small as the remaining work, however many commands there were.
        partial_index("ix_commands_waiting", "due_at", "id", where=IS_WAITING),
        partial_index("ix_commands_failed", "id", where="state = 'failed'"),
        Index("ix_commands_finished", "finished_at", "id"),
    )


class Deadline(Base):
    """A moment at which the system has to act on a subject, such as deciding whether a session runs.

    `version` is that of the facts it was planned for: planning it for a newer version withdraws the older one.
    """

    __tablename__ = "deadlines"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(48))  # the name of the command
    version: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), default=DeadlineState.PLANNED.value)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(_states(DeadlineState), name="state"),
        UniqueConstraint("subject_type", "subject_id", "kind", "version"),
        partial_index("ix_deadlines_planned", "due_at", "id", where=IS_PLANNED),
        partial_index("ix_deadlines_ended", "updated_at", "id", where="state <> 'planned'"),
    )
