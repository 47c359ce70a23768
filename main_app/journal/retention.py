"""Deleting old journal entries, and erasing a person's data from the others."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from main_app.journal.models import JournalEntry
from service_kit import clock
from service_kit.purge import delete_in_batches

MAX_BATCH_SIZE = 1_000

journal = JournalEntry.__table__.c
# The newest entry is kept: SQLite would give its id out again, and messages name their entry by id.
NEWEST = select(func.max(journal.id)).scalar_subquery()
OF_SUBJECTS = (
    journal.subject_type == bindparam("type"),
    journal.subject_id.in_(bindparam("ids", expanding=True)),
)
ERASE = (
    update(JournalEntry.__table__)
    .where(*OF_SUBJECTS, journal.processed_at.is_not(None), journal.erased_at.is_(None))
    .values(reason="", changes={}, erased_at=bindparam("now"))
)
UNPROCESSED = select(func.count()).where(*OF_SUBJECTS, journal.processed_at.is_(None))


def purge_old_entries(retention_days: int) -> int:
    """Delete entries processed more than `retention_days` ago, 1,000 per transaction. Returns how many."""
    before = clock.now() - timedelta(days=retention_days)
    old = select(journal.id).where(journal.processed_at < before, journal.id < NEWEST).order_by(journal.processed_at)
    return delete_in_batches(JournalEntry.__table__, old)


def erase(connection: Connection, subject_type: str, subject_ids: Iterable[int]) -> int:
    """Clear the reason and changed values in the entries of these subjects, in the caller's transaction.

    Unprocessed entries are left as they are, because their messages need the values. Returns how many those are.
    """
    ids = [str(subject_id) for subject_id in subject_ids]
    unprocessed = 0
    for start in range(0, len(ids), MAX_BATCH_SIZE):
        chosen = {"type": subject_type, "ids": ids[start : start + MAX_BATCH_SIZE]}
        connection.execute(ERASE, chosen | {"now": clock.now()})
        unprocessed += connection.execute(UNPROCESSED, chosen).scalar_one()
    return unprocessed
