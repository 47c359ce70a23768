"""How long the journal is kept, and erasing what it says about a person."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, update

from main_app.journal.models import JournalEntry
from service_kit import clock
from service_kit.database import write_connection

LARGEST_BATCH = 1_000

journal = JournalEntry.__table__.c
# The newest one stays: SQLite gives out the ids after the largest there is, and messages name the entry they are of.
NEWEST = select(func.max(journal.id)).scalar_subquery()
OLD = (
    select(journal.id)
    .where(journal.processed_at < bindparam("before"), journal.id < NEWEST)
    .order_by(journal.processed_at)
    .limit(LARGEST_BATCH)
)
DELETE = delete(JournalEntry.__table__).where(journal.id.in_(bindparam("ids", expanding=True)))
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
    """Delete entries that were processed longer ago than that, 1,000 in a transaction. Returns how many."""
    before = clock.now() - timedelta(days=retention_days)
    purged = 0
    while True:
        with write_connection() as connection:
            ids = list(connection.execute(OLD, {"before": before}).scalars())
            if ids:
                connection.execute(DELETE, {"ids": ids})
        purged += len(ids)
        if len(ids) < LARGEST_BATCH:
            return purged


def erase(connection: Connection, subject_type: str, subject_ids: Iterable[int]) -> int:
    """Empty reason and changed values of these subjects' entries, in the caller's transaction.

    Entries that are not processed yet are kept, because their messages need them. Returns how many those are.
    """
    ids = [str(subject_id) for subject_id in subject_ids]
    unprocessed = 0
    for start in range(0, len(ids), LARGEST_BATCH):
        chosen = {"type": subject_type, "ids": ids[start : start + LARGEST_BATCH]}
        connection.execute(ERASE, chosen | {"now": clock.now()})
        unprocessed += connection.execute(UNPROCESSED, chosen).scalar_one()
    return unprocessed
