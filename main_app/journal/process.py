"""Processes journal entries: calls their consequences and writes the results.

Entries are selected by `processed_at`, never by a cursor, because ids commit out of order. The results of entries and
their `processed_at` are written in one transaction. Several workers may run this at once: on PostgreSQL a lock admits
one of them, and on both engines `processed_at` is set only if it is not set.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from main_app.database import db
from main_app.journal.models import JournalEntry
from main_app.journal.read import COLUMNS, Entry
from service_kit import clock
from service_kit.database import write_connection

LARGEST_BATCH = 100  # their transaction takes about 50 ms, in which nobody else can write on SQLite
LARGEST_SHARE_OF_RETRIES = 20
# Seconds before each further attempt; the last one repeats until somebody repairs the cause.
DELAYS = (1, 5, 30, 120, 600, 1800)
DATABASE_ERRORS = (OperationalError, PoolTimeout)  # the database is away or busy: no fault of an entry
RUNNER_LOCK = 7_262_932  # PostgreSQL advisory lock: any number, the same for all workers

logger = logging.getLogger(__name__)

# A consequence returns messages, plans or other objects that have a writer.
Consequence = Callable[[Entry, Any], Sequence[Any]]
# Writes the results of each type, in this order, in the transaction that sets `processed_at`.
Writers = Mapping[type, Callable[[Connection, list[Any]], object]]


@dataclass(frozen=True)
class SubjectType:
    """How to load the facts of many entries at once (by entry id), and the functions that use them."""

    load_facts: Callable[[Connection, Sequence[Entry]], Mapping[int, Any]]
    consequences: tuple[Consequence, ...]


class _AlreadyProcessed(Exception):
    """Another worker has processed these entries. Its results count, ours are rolled back."""


@dataclass(frozen=True)
class DelayedEntry:
    """An entry that waits: it failed, or an earlier entry of its subject did."""

    entry: Entry
    due_at: datetime
    error: str | None = None  # None if it did not fail itself


@dataclass
class Processed:
    """Entries that were processed, their results, and the entries that have to wait."""

    entries: list[Entry]
    results: list[Any]
    delayed: list[DelayedEntry]


journal = JournalEntry.__table__.c
UNPROCESSED = journal.processed_at.is_(None)
FRESH = select(*COLUMNS).where(UNPROCESSED, journal.due_at.is_(None)).order_by(journal.id).limit(bindparam("at_most"))
DELAYED = (
    select(*COLUMNS)
    .where(UNPROCESSED, journal.due_at.is_not(None), journal.due_at <= bindparam("now"))
    .order_by(journal.due_at, journal.id)
    .limit(bindparam("at_most"))
)
# A fresh entry never has a fresh earlier one of its subject outside its batch: they are read in order of id.
DELAYED_OF_SUBJECTS = (
    select(journal.id, journal.subject_type, journal.subject_id, journal.version, journal.due_at)
    .where(UNPROCESSED, journal.due_at.is_not(None), journal.subject_id.in_(bindparam("ids", expanding=True)))
    .order_by(journal.version)
)
NEXT_DUE = select(func.min(journal.due_at)).where(UNPROCESSED, journal.due_at.is_not(None))
MARK = (
    update(JournalEntry.__table__)
    .where(journal.id.in_(bindparam("ids", expanding=True)), UNPROCESSED)
    .values(processed_at=bindparam("now"), due_at=None, last_error=None)
)
MARK_DELAYED = (
    update(JournalEntry.__table__).where(journal.id == bindparam("entry"), UNPROCESSED).values(due_at=bindparam("due"))
)
MARK_FAILED = MARK_DELAYED.values(attempts=journal.attempts + 1, last_error=bindparam("error"))
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")


def process_entries(subject_types: Mapping[str, SubjectType], writers: Writers, limit: int = LARGEST_BATCH) -> int:
    """Process up to `limit` due entries. Returns the number of entries read: 0 if none is due."""
    db.session.rollback()
    with db.engine.connect() as reader:
        # On PostgreSQL the lock lasts as long as this read transaction, which ends after the writing.
        if not _is_only_runner(reader):
            return 0
        entries = _due_entries(reader, limit)
        if not entries:
            return 0
        lowest_delayed = _lowest_delayed(reader, entries)
        try:
            _write(_consequences_of(subject_types, reader, entries, lowest_delayed), writers)
        except DATABASE_ERRORS:
            raise
        except _AlreadyProcessed:
            logger.debug("another worker processed these entries")
        except Exception:
            logger.exception("a batch of journal entries failed, so each subject is processed on its own")
            reader.rollback()
            for of_subject in _by_subject(entries):
                _process_subject(subject_types, writers, reader, of_subject, lowest_delayed)
    return len(entries)


def next_due() -> datetime | None:
    """When the next delayed entry is due. Fresh ones are due at once."""
    due_at = db.session.execute(NEXT_DUE).scalar()
    db.session.rollback()
    return due_at


def delay_after(attempts: int) -> timedelta:
    """How long an entry waits after this many failed attempts."""
    return timedelta(seconds=DELAYS[min(attempts, len(DELAYS)) - 1])


def _is_only_runner(reader: Connection) -> bool:
    return reader.dialect.name != "postgresql" or bool(reader.execute(TRY_LOCK, {"key": RUNNER_LOCK}).scalar())


def _due_entries(reader: Connection, limit: int) -> list[Entry]:
    retries = reader.execute(DELAYED, {"now": clock.now(), "at_most": min(limit, LARGEST_SHARE_OF_RETRIES)}).all()
    fresh = reader.execute(FRESH, {"at_most": limit - len(retries)}).all()
    return sorted((Entry(*row) for row in (*retries, *fresh)), key=lambda entry: entry.id)


def _lowest_delayed(reader: Connection, entries: Sequence[Entry]) -> dict[tuple[str, str], tuple[int, datetime]]:
    """For each subject the lowest unprocessed version outside these entries, and when it is due."""
    if reader.execute(NEXT_DUE).scalar() is None:
        return {}
    chosen = {entry.id for entry in entries}
    rows = reader.execute(DELAYED_OF_SUBJECTS, {"ids": sorted({entry.subject_id for entry in entries})})
    lowest_delayed: dict[tuple[str, str], tuple[int, datetime]] = {}
    for row in rows:
        if row.id not in chosen:
            lowest_delayed.setdefault((row.subject_type, row.subject_id), (row.version, row.due_at))
    return lowest_delayed


def _consequences_of(
    subject_types: Mapping[str, SubjectType],
    reader: Connection,
    entries: Sequence[Entry],
    lowest_delayed: Mapping[tuple[str, str], tuple[int, datetime]],
) -> Processed:
    facts: dict[int, Any] = {}
    for name, loader in subject_types.items():
        of_type = [entry for entry in entries if entry.subject_type == name]
        if of_type:
            facts |= loader.load_facts(reader, of_type)
    processed = Processed([], [], [])
    lowest_delayed = dict(lowest_delayed)
    for entry in entries:
        version, due_at = lowest_delayed.get(entry.subject, (None, None))
        if version is not None and due_at is not None and version < entry.version:
            processed.delayed.append(DelayedEntry(entry, due_at))
            continue
        subject_type = subject_types.get(entry.subject_type)
        try:
            results = [
                result
                for consequence in (subject_type.consequences if subject_type else ())
                for result in consequence(entry, facts[entry.id])
            ]
        except Exception as error:
            failed = _failed(entry, error)
            processed.delayed.append(failed)
            lowest_delayed[entry.subject] = (entry.version, failed.due_at)
        else:
            processed.entries.append(entry)
            processed.results += results
    return processed


def _process_subject(
    subject_types: Mapping[str, SubjectType],
    writers: Writers,
    reader: Connection,
    entries: Sequence[Entry],
    lowest_delayed: Mapping[tuple[str, str], tuple[int, datetime]],
) -> None:
    try:
        _write(_consequences_of(subject_types, reader, entries, lowest_delayed), writers)
    except DATABASE_ERRORS:
        raise
    except _AlreadyProcessed:
        return
    except Exception as error:
        reader.rollback()
        first, *rest = entries
        failed = _failed(first, error)
        _write(Processed([], [], [failed, *(DelayedEntry(entry, failed.due_at) for entry in rest)]), writers)


def _failed(entry: Entry, error: Exception) -> DelayedEntry:
    logger.error("journal entry %s could not be processed", entry.id, exc_info=error)
    due_at = clock.now() + delay_after(entry.attempts + 1)
    return DelayedEntry(entry, due_at, f"{type(error).__name__}: {error}"[:500])


def _write(processed: Processed, writers: Writers) -> None:
    with write_connection() as connection:
        if processed.entries:
            ids = [entry.id for entry in processed.entries]
            marked = connection.execute(MARK, {"ids": ids, "now": clock.now()}).rowcount
            if marked != len(ids):
                raise _AlreadyProcessed()
            unknown = {type(result) for result in processed.results} - writers.keys()
            if unknown:
                raise TypeError(f"no writer for {sorted(unknown_type.__name__ for unknown_type in unknown)}")
            for result_type, write in writers.items():
                of_type = [result for result in processed.results if type(result) is result_type]
                if of_type:
                    write(connection, of_type)
        if waiting := [{"entry": row.entry.id, "due": row.due_at} for row in processed.delayed if row.error is None]:
            connection.execute(MARK_DELAYED, waiting)
        for row in processed.delayed:
            if row.error is not None:
                connection.execute(MARK_FAILED, {"entry": row.entry.id, "due": row.due_at, "error": row.error})


def _by_subject(entries: Iterable[Entry]) -> list[list[Entry]]:
    subjects: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        subjects.setdefault(entry.subject, []).append(entry)
    return list(subjects.values())
