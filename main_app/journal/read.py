"""Reading the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from main_app.journal.models import DELAYED, FRESH, STAGES, JournalEntry

journal = JournalEntry.__table__.c
COLUMNS = (
    journal.id,
    journal.subject_type,
    journal.subject_id,
    journal.version,
    journal.action,
    journal.from_state,
    journal.to_state,
    journal.actor_id,
    journal.actor_role,
    journal.actor_auth,
    journal.reason,
    journal.changes,
    journal.at,
    journal.attempts,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it was appended."""

    id: int
    subject_type: str
    subject_id: str
    version: int
    action: str
    from_state: str | None
    to_state: str | None
    actor_id: int | None
    actor_role: str
    actor_auth: str
    reason: str
    changes: Mapping[str, Any]
    at: datetime
    attempts: int

    @property
    def subject(self) -> tuple[str, str]:
        return self.subject_type, self.subject_id


def count_unprocessed_before(connection: Connection | Session, before: datetime, at_most: int) -> int:
    """How many entries older than `before` wait for the first attempt of a stage, counted up to `at_most` for each."""
    found = 0
    for stage in STAGES:
        oldest_first = select(journal.at).where(text(FRESH), journal.stage == stage).order_by(journal.id)
        oldest = connection.execute(oldest_first.limit(1)).scalar()
        if oldest is not None and oldest < before:
            limited = oldest_first.limit(at_most).subquery()
            found += connection.execute(select(func.count()).where(limited.c.at < before)).scalar() or 0
    return found


def failing_entries(connection: Connection | Session) -> tuple[int, str | None]:
    """How many entries wait because their processing failed, and the error of one of them."""
    rows = connection.execute(
        select(journal.last_error).where(text(DELAYED), journal.attempts > 0).order_by(journal.due_at).limit(100)
    ).all()
    return len(rows), rows[0].last_error if rows else None
