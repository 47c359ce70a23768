"""Adds entries to the journal, in the caller's transaction. Never commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text
from sqlalchemy.orm import Session

from main_app.journal.models import JournalEntry
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import is_sqlite

FORMAT = 1
MAX_ROWS_PER_STATEMENT = 1_000

journal = JournalEntry.__table__.c
COLUMNS = (
    *("subject_type", "subject_id", "version", "action", "from_state", "to_state", "actor_id", "actor_role"),
    *("actor_auth", "reason", "changes", "at", "format", "attempts"),
)
INSERT = CompiledStatement(insert(JournalEntry.__table__).inline(), COLUMNS)
LAST_VERSION = select(func.max(journal.version)).where(
    journal.subject_type == bindparam("subject_type"), journal.subject_id == bindparam("subject_id")
)
LOCK_SUBJECT = text("SELECT pg_advisory_xact_lock(hashtext(:subject))")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a change. `auth` is login, service_token, api_key, signed_link or system."""

    id: int | None
    role: str
    auth: str = "login"


SYSTEM = Actor(None, "system", "system")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One change of one subject. `changes` is `{column: [old, new]}`, or facts that belong to the action."""

    subject_type: str
    subject_id: int | str
    version: int
    action: str
    actor: Actor
    from_state: str | None = None
    to_state: str | None = None
    reason: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


def append(connection: Connection | Session, entries: Sequence[NewEntry], at: datetime | None = None) -> None:
    """Add these entries; the worker is woken after the commit. `at` defaults to now."""
    at = at or clock.now()
    bind = connection if isinstance(connection, Connection) else connection.connection()
    for start in range(0, len(entries), MAX_ROWS_PER_STATEMENT):
        INSERT.run(bind, *(row_of(entry, at) for entry in entries[start : start + MAX_ROWS_PER_STATEMENT]))
    if entries:
        wake_workers_after_commit()


def next_version(connection: Connection | Session, subject_type: str, subject_id: str) -> int:
    """The next version of a subject that has no row of its own, such as an admin's action on many deliveries.

    A concurrent caller waits until this transaction ends.
    """
    bind = connection if isinstance(connection, Connection) else connection.connection()
    if not is_sqlite(bind):
        bind.execute(LOCK_SUBJECT, {"subject": f"{subject_type}:{subject_id}"})
    subject = {"subject_type": subject_type, "subject_id": subject_id}
    return (bind.execute(LAST_VERSION, subject).scalar() or 0) + 1


def row_of(entry: NewEntry, at: datetime) -> dict[str, Any]:
    """The values of COLUMNS."""
    return {
        "subject_type": entry.subject_type,
        "subject_id": str(entry.subject_id),
        "version": entry.version,
        "action": entry.action,
        "from_state": entry.from_state,
        "to_state": entry.to_state,
        "actor_id": entry.actor.id,
        "actor_role": entry.actor.role,
        "actor_auth": entry.actor.auth,
        "reason": entry.reason,
        "changes": entry.changes,
        "at": at,
        "format": FORMAT,
        "attempts": 0,
    }
