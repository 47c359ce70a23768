"""The journal: one append-only record of every business change.

Timelines, audit trails and messages derive from it. A database trigger (see the migration) allows two updates only:
the processing mark, and erasing personal data.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import RowId, UtcDateTime, partial_index

# Messages to other systems are written in the first stage. Those to people may wait while many bookings are made.
SYSTEMS, PEOPLE = 0, 1
STAGES = (SYSTEMS, PEOPLE)
FRESH = "processed_at IS NULL AND due_at IS NULL"
DELAYED = "processed_at IS NULL AND due_at IS NOT NULL"


class JournalEntry(Base):
    """One change of one subject: who did what, when, with the old and new values.

    `version` counts the changes of the subject. `format` says how `changes` is to be read: 1 is `{column: [old, new]}`
    and facts that belong to the action, 0 is the first release's format. The last five columns are the processing
    mark: `stage` is the stage of processing that comes next (process.py). An entry without `due_at` is due at once, one
    with `due_at` waits because it or an earlier entry of its subject failed.
    """

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str | None] = mapped_column(String(16))
    actor_id: Mapped[int | None]
    actor_role: Mapped[str] = mapped_column(String(16))
    actor_auth: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    format: Mapped[int]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stage: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "version"),
        # Each index is as small as the remaining work, however long the journal is.
        partial_index("ix_journal_fresh", "stage", "id", where=FRESH),
        partial_index("ix_journal_delayed", "stage", "due_at", "id", where=DELAYED),
        partial_index("ix_journal_delayed_subject", "subject_id", "version", where=DELAYED),
        partial_index("ix_journal_processed_at", "processed_at", where="processed_at IS NOT NULL"),
        # For the audit trail (office/audit_trail.py).
        Index("ix_journal_at", "at", "id"),
        Index("ix_journal_actor", "actor_id", "at", "id"),
        Index("ix_journal_action", "subject_type", "action", "at", "id"),
    )
