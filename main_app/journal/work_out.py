"""Works out what follows from the journal's entries, and writes it.

Entries are taken by their mark, never by a cursor, because ids commit out of order. What follows from them and their
marks are written in one transaction. Several workers may run this at once: on PostgreSQL a lock lets one of
them through, and on both engines the mark is set only where nobody set it before.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from main_app.database import db
from main_app.journal.models import JournalEntry
from main_app.journal.read import COLUMNS, Entry
from service_kit import clock
from service_kit.database import write_connection

LARGEST_BATCH = 100  # their transaction takes about 50 ms, for which SQLite lets nobody else write
LARGEST_SHARE_OF_RETRIES = 20
# Seconds before each further attempt; the last one repeats until somebody repairs the cause.
DELAYS = (1, 5, 30, 120, 600, 1800)
NOT_AN_ENTRYS_FAULT = (OperationalError, WaitedTooLong)  # the database is away or busy
RUNNER_LOCK = 7_262_932  # PostgreSQL advisory lock: any number, the same for all workers

logger = logging.getLogger(__name__)

# What follows is a message, a plan, or what else a writer is there for.
Consequence = Callable[[Entry, Any], Sequence[Any]]
# For each type of what follows how to write all of it, in this order, in the transaction of the marks.
Writers = Mapping[type, Callable[[Connection, list[Any]], object]]


@dataclass(frozen=True)
class SubjectType:
    """How to load the facts of many entries at once (by entry id), and the functions that use them."""

    load_facts: Callable[[Connection, Sequence[Entry]], Mapping[int, Any]]
    consequences: tuple[Consequence, ...]


class _OthersWereFirst(Exception):
    """Another worker wrote these entries' messages. Its work counts, ours is rolled back."""


@dataclass(frozen=True)
class PutOff:
    """An entry that waits: it failed, or an earlier entry of its subject did."""

    entry: Entry
    due_at: datetime
    error: str | None = None  # None: it did not fail itself


@dataclass
class Worked:
    """What came of some entries."""

    done: list[Entry]
    follows: list[Any]
    put_off: list[PutOff]


journal = JournalEntry.__table__.c
UNPROCESSED = journal.processed_at.is_(None)
FRESH = select(*COLUMNS).where(UNPROCESSED, journal.due_at.is_(None)).order_by(journal.id).limit(bindparam("at_most"))
DELAYED = (
    select(*COLUMNS)
    .where(UNPROCESSED, journal.due_at.is_not(None), journal.due_at <= bindparam("now"))
    .order_by(journal.due_at, journal.id)
    .limit(bindparam("at_most"))
)
# A fresh entry never has a fresh earlier one outside its batch: they are taken in order of id.
WAITING_OF_SUBJECTS = (
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
MARK_PUT_OFF = (
    update(JournalEntry.__table__).where(journal.id == bindparam("entry"), UNPROCESSED).values(due_at=bindparam("due"))
)
MARK_FAILED = MARK_PUT_OFF.values(attempts=journal.attempts + 1, last_error=bindparam("error"))
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")


def work_out(subject_types: Mapping[str, SubjectType], writers: Writers, limit: int = LARGEST_BATCH) -> int:
    """Work out up to `limit` due entries. Returns how many were looked at: 0 where nothing is due."""
    db.session.rollback()
    with db.engine.connect() as reader:
        # On PostgreSQL the lock lasts as long as this read transaction, which ends after the writing.
        if not _is_only_runner(reader):
            return 0
        entries = _due_entries(reader, limit)
        if not entries:
            return 0
        waiting = _waiting_before(reader, entries)
        try:
            _write(_work_out(subject_types, reader, entries, waiting), writers)
        except NOT_AN_ENTRYS_FAULT:
            raise
        except _OthersWereFirst:
            logger.debug("another worker worked these entries out")
        except Exception:
            logger.exception("a batch of journal entries failed as a whole, so each subject is worked out alone")
            reader.rollback()
            for of_subject in _by_subject(entries):
                _work_out_alone(subject_types, writers, reader, of_subject, waiting)
    return len(entries)


def next_due() -> datetime | None:
    """When the next delayed entry is due. Fresh ones are due at once."""
    due_at = db.session.execute(NEXT_DUE).scalar()
    db.session.rollback()
    return due_at


def delay_after(attempts: int) -> timedelta:
    """How long an entry waits after it failed so many times."""
    return timedelta(seconds=DELAYS[min(attempts, len(DELAYS)) - 1])


def _is_only_runner(reader: Connection) -> bool:
    return reader.dialect.name != "postgresql" or bool(reader.execute(TRY_LOCK, {"key": RUNNER_LOCK}).scalar())


def _due_entries(reader: Connection, limit: int) -> list[Entry]:
    retries = reader.execute(DELAYED, {"now": clock.now(), "at_most": min(limit, LARGEST_SHARE_OF_RETRIES)}).all()
    fresh = reader.execute(FRESH, {"at_most": limit - len(retries)}).all()
    return sorted((Entry(*row) for row in (*retries, *fresh)), key=lambda entry: entry.id)


def _waiting_before(reader: Connection, entries: Sequence[Entry]) -> dict[tuple[str, str], tuple[int, datetime]]:
    """For each subject the lowest unprocessed version outside these entries, and when it is due."""
    if reader.execute(NEXT_DUE).scalar() is None:
        return {}
    chosen = {entry.id for entry in entries}
    rows = reader.execute(WAITING_OF_SUBJECTS, {"ids": sorted({entry.subject_id for entry in entries})})
    waiting: dict[tuple[str, str], tuple[int, datetime]] = {}
    for row in rows:
        if row.id not in chosen:
            waiting.setdefault((row.subject_type, row.subject_id), (row.version, row.due_at))
    return waiting


def _work_out(
    subject_types: Mapping[str, SubjectType],
    reader: Connection,
    entries: Sequence[Entry],
    waiting: Mapping[tuple[str, str], tuple[int, datetime]],
) -> Worked:
    facts: dict[int, Any] = {}
    for name, subject_type in subject_types.items():
        of_type = [entry for entry in entries if entry.subject_type == name]
        if of_type:
            facts |= subject_type.load_facts(reader, of_type)
    worked = Worked([], [], [])
    blocked = dict(waiting)
    for entry in entries:
        version, due_at = blocked.get(entry.subject, (None, None))
        if version is not None and due_at is not None and version < entry.version:
            worked.put_off.append(PutOff(entry, due_at))
            continue
        known = subject_types.get(entry.subject_type)
        try:
            follows = [
                one
                for consequence in (known.consequences if known else ())
                for one in consequence(entry, facts[entry.id])
            ]
        except Exception as error:
            failed = _failed(entry, error)
            worked.put_off.append(failed)
            blocked[entry.subject] = (entry.version, failed.due_at)
        else:
            worked.done.append(entry)
            worked.follows += follows
    return worked


def _work_out_alone(
    subject_types: Mapping[str, SubjectType],
    writers: Writers,
    reader: Connection,
    entries: Sequence[Entry],
    waiting: Mapping[tuple[str, str], tuple[int, datetime]],
) -> None:
    try:
        _write(_work_out(subject_types, reader, entries, waiting), writers)
    except NOT_AN_ENTRYS_FAULT:
        raise
    except _OthersWereFirst:
        return
    except Exception as error:
        reader.rollback()
        first, *rest = entries
        failed = _failed(first, error)
        _write(Worked([], [], [failed, *(PutOff(entry, failed.due_at) for entry in rest)]), writers)


def _failed(entry: Entry, error: Exception) -> PutOff:
    logger.error("what follows from journal entry %s could not be worked out", entry.id, exc_info=error)
    return PutOff(entry, clock.now() + delay_after(entry.attempts + 1), f"{type(error).__name__}: {error}"[:500])


def _write(worked: Worked, writers: Writers) -> None:
    with write_connection() as connection:
        if worked.done:
            ids = [entry.id for entry in worked.done]
            marked = connection.execute(MARK, {"ids": ids, "now": clock.now()}).rowcount
            if marked != len(ids):
                raise _OthersWereFirst()
            unknown = {type(one) for one in worked.follows} - writers.keys()
            if unknown:
                raise TypeError(f"nothing writes {sorted(one.__name__ for one in unknown)}")
            for written, write in writers.items():
                of_type = [one for one in worked.follows if type(one) is written]
                if of_type:
                    write(connection, of_type)
        waiting = [{"entry": one.entry.id, "due": one.due_at} for one in worked.put_off if one.error is None]
        if waiting:
            connection.execute(MARK_PUT_OFF, waiting)
        for one in worked.put_off:
            if one.error is not None:
                connection.execute(MARK_FAILED, {"entry": one.entry.id, "due": one.due_at, "error": one.error})


def _by_subject(entries: Iterable[Entry]) -> list[list[Entry]]:
    subjects: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        subjects.setdefault(entry.subject, []).append(entry)
    return list(subjects.values())
