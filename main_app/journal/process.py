"""Processes journal entries: calls their consequences and writes the results.

Each type of subject has one or more stages. An entry goes through them one after another, each in a transaction of its
own, so that urgent results need not wait for the others. Within a stage, the entries of a subject keep their order.

Entries are selected by `processed_at`, never by a cursor, because transactions do not commit in the order of ids. The
results of a stage and the entries' mark (the next stage, or `processed_at`) are written in one transaction. Several
workers may run this at once: on PostgreSQL a lock admits one of them, and on both engines an entry is marked only if it
is still in the stage.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from main_app.database import db
from main_app.journal.models import JournalEntry
from main_app.journal.read import COLUMNS, Entry
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import is_sqlite, read_connection, write_connection
from service_kit.rows import KeyedStatement

MAX_BATCH_SIZE = 100  # in a short transaction: nobody else can write on SQLite meanwhile
MAX_RETRIES_PER_BATCH = 20
# Seconds before each further attempt to process an entry; the last one repeats until somebody repairs the cause.
DELAYS = (1, 5, 30, 120, 600, 1800)
DATABASE_ERRORS = (OperationalError, PoolTimeout)  # the database is unavailable or busy: no fault of an entry
RUNNER_LOCK = 7_262_932  # PostgreSQL advisory lock: any number, the same for all workers

logger = logging.getLogger(__name__)

# A consequence returns messages, plans or other objects that have a writer.
Consequence = Callable[[Entry, Any], Sequence[Any]]
# Writes the results of each type, in this order, in the transaction that marks the entries.
Writers = Mapping[type, Callable[[Connection, list[Any]], object]]


@dataclass(frozen=True)
class Stage:
    """How to load the facts of many entries at once (by entry id), and the functions that use them."""

    load_facts: Callable[[Connection, Sequence[Entry]], Mapping[int, Any]]
    consequences: tuple[Consequence, ...]


# The stages of each type of subject, by its name.
SubjectTypes = Mapping[str, Sequence[Stage]]


class _AlreadyProcessed(Exception):
    """Another worker has processed these entries in this stage. Its results count, ours are rolled back."""


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
IN_STAGE = and_(journal.processed_at.is_(None), journal.stage == bindparam("in_stage"))
FRESH = CompiledStatement(
    select(*COLUMNS).where(IN_STAGE, journal.due_at.is_(None)).order_by(journal.id).limit(bindparam("at_most"))
)
DELAYED = CompiledStatement(
    select(*COLUMNS)
    .where(IN_STAGE, journal.due_at.is_not(None), journal.due_at <= bindparam("now"))
    .order_by(journal.due_at, journal.id)
    .limit(bindparam("at_most"))
)
# A batch that has a fresh entry has all earlier fresh entries of its subject: they are read in order of id, and the
# entries of a subject reach each stage in order.
DELAYED_OF_SUBJECTS = (
    select(journal.id, journal.subject_type, journal.subject_id, journal.version, journal.due_at)
    .where(IN_STAGE, journal.due_at.is_not(None), journal.subject_id.in_(bindparam("ids", expanding=True)))
    .order_by(journal.version)
)
NEXT_DUE = CompiledStatement(select(func.min(journal.due_at)).where(IN_STAGE, journal.due_at.is_not(None)))
CHOSEN = update(JournalEntry.__table__).where(IN_STAGE).returning(journal.id)
MARK_PROCESSED = KeyedStatement(journal.id, CHOSEN.values(processed_at=bindparam("now"), due_at=None, last_error=None))
MARK_NEXT_STAGE = KeyedStatement(
    journal.id, CHOSEN.values(stage=journal.stage + 1, due_at=None, last_error=None, attempts=0)
)
MARK_DELAYED = (
    update(JournalEntry.__table__).where(journal.id == bindparam("entry"), IN_STAGE).values(due_at=bindparam("due"))
)
MARK_FAILED = MARK_DELAYED.values(attempts=journal.attempts + 1, last_error=bindparam("error"))
TRY_LOCK = CompiledStatement(select(func.pg_try_advisory_xact_lock(RUNNER_LOCK)))


def process_entries(subject_types: SubjectTypes, writers: Writers, limit: int = MAX_BATCH_SIZE, stage: int = 0) -> int:
    """Process up to `limit` due entries of this stage. Returns the number of entries read: 0 if none is due."""
    db.session.rollback()
    with db.engine.connect() as reader:
        reader.begin()
        # On PostgreSQL the lock lasts as long as this read transaction, which ends after the writing.
        if not _is_only_runner(reader):
            return 0
        run = _Run(subject_types, writers, stage, reader)
        entries = run.due_entries(limit)
        if not entries:
            return 0
        lowest_delayed = run.lowest_delayed(entries)
        try:
            run.write(run.process(entries, lowest_delayed))
        except DATABASE_ERRORS:
            raise
        except _AlreadyProcessed:
            logger.debug("another worker processed these entries")
        except Exception:
            logger.exception("a batch of journal entries failed, so each subject is processed on its own")
            reader.rollback()
            for of_subject in _by_subject(entries):
                run.process_subject(of_subject, lowest_delayed)
    return len(entries)


def next_due(stage: int = 0) -> datetime | None:
    """When the next delayed entry of this stage is due. Fresh ones are due at once."""
    with read_connection() as connection:
        return NEXT_DUE.scalar(connection, {"in_stage": stage})


def delay_after(attempts: int) -> timedelta:
    """How long an entry waits after this many failed attempts."""
    return timedelta(seconds=DELAYS[min(attempts, len(DELAYS)) - 1])


def _is_only_runner(reader: Connection) -> bool:
    return is_sqlite(reader) or bool(TRY_LOCK.scalar(reader, {}))


class _Run:
    """One run of one stage."""

    def __init__(self, subject_types: SubjectTypes, writers: Writers, stage: int, reader: Connection):
        self._stage = stage
        self._types = {name: stages[stage] for name, stages in subject_types.items() if len(stages) > stage}
        self._types_with_next_stage = {name for name, stages in subject_types.items() if len(stages) > stage + 1}
        self._writers = writers
        self._reader = reader

    def due_entries(self, limit: int) -> list[Entry]:
        most_retries = min(limit, MAX_RETRIES_PER_BATCH)
        retries = DELAYED.all(self._reader, {"in_stage": self._stage, "now": clock.now(), "at_most": most_retries})
        fresh = FRESH.all(self._reader, {"in_stage": self._stage, "at_most": limit - len(retries)})
        return sorted((Entry(*row) for row in (*retries, *fresh)), key=lambda entry: entry.id)

    def lowest_delayed(self, entries: Sequence[Entry]) -> dict[tuple[str, str], tuple[int, datetime]]:
        """For each subject the lowest version outside these entries that waits, and when it is due."""
        if NEXT_DUE.scalar(self._reader, {"in_stage": self._stage}) is None:
            return {}
        chosen = {entry.id for entry in entries}
        ids = sorted({entry.subject_id for entry in entries})
        rows = self._reader.execute(DELAYED_OF_SUBJECTS, {"in_stage": self._stage, "ids": ids})
        lowest_delayed: dict[tuple[str, str], tuple[int, datetime]] = {}
        for row in rows:
            if row.id not in chosen:
                lowest_delayed.setdefault((row.subject_type, row.subject_id), (row.version, row.due_at))
        return lowest_delayed

    def process(
        self, entries: Sequence[Entry], lowest_delayed: Mapping[tuple[str, str], tuple[int, datetime]]
    ) -> Processed:
        facts: dict[int, Any] = {}
        for name, stage in self._types.items():
            of_type = [entry for entry in entries if entry.subject_type == name]
            if of_type:
                facts |= stage.load_facts(self._reader, of_type)
        processed = Processed([], [], [])
        lowest_delayed = dict(lowest_delayed)
        for entry in entries:
            version, due_at = lowest_delayed.get(entry.subject, (None, None))
            if version is not None and due_at is not None and version < entry.version:
                processed.delayed.append(DelayedEntry(entry, due_at))
                continue
            stage = self._types.get(entry.subject_type)
            try:
                results = [
                    result
                    for consequence in (stage.consequences if stage else ())
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

    def process_subject(
        self, entries: Sequence[Entry], lowest_delayed: Mapping[tuple[str, str], tuple[int, datetime]]
    ) -> None:
        try:
            self.write(self.process(entries, lowest_delayed))
        except DATABASE_ERRORS:
            raise
        except _AlreadyProcessed:
            return
        except Exception as error:
            self._reader.rollback()
            first, *rest = entries
            failed = _failed(first, error)
            self.write(Processed([], [], [failed, *(DelayedEntry(entry, failed.due_at) for entry in rest)]))

    def write(self, processed: Processed) -> None:
        """Write the results and mark the entries, in one transaction."""
        with write_connection() as connection:
            if processed.entries:
                self._mark(connection, processed.entries)
                self._write_results(connection, processed.results)
            rows = [
                {"in_stage": self._stage, "entry": row.entry.id, "due": row.due_at, "error": row.error}
                for row in processed.delayed
            ]
            if waiting := [row for row in rows if row["error"] is None]:
                connection.execute(MARK_DELAYED, waiting)
            if failed := [row for row in rows if row["error"] is not None]:
                connection.execute(MARK_FAILED, failed)

    def _mark(self, connection: Connection, entries: Sequence[Entry]) -> None:
        last = [entry.id for entry in entries if entry.subject_type not in self._types_with_next_stage]
        others = [entry.id for entry in entries if entry.subject_type in self._types_with_next_stage]
        marked = 0
        if last:
            marked += len(MARK_PROCESSED.all(connection, last, in_stage=self._stage, now=clock.now()))
        if others:
            marked += len(MARK_NEXT_STAGE.all(connection, others, in_stage=self._stage))
        if marked != len(entries):
            raise _AlreadyProcessed()

    def _write_results(self, connection: Connection, results: Sequence[Any]) -> None:
        unknown = {type(result) for result in results} - self._writers.keys()
        if unknown:
            raise TypeError(f"no writer for {sorted(unknown_type.__name__ for unknown_type in unknown)}")
        for result_type, write in self._writers.items():
            of_type = [result for result in results if type(result) is result_type]
            if of_type:
                write(connection, of_type)


def _failed(entry: Entry, error: Exception) -> DelayedEntry:
    logger.error("journal entry %s could not be processed", entry.id, exc_info=error)
    due_at = clock.now() + delay_after(entry.attempts + 1)
    return DelayedEntry(entry, due_at, f"{type(error).__name__}: {error}"[:500])


def _by_subject(entries: Iterable[Entry]) -> list[list[Entry]]:
    subjects: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        subjects.setdefault(entry.subject, []).append(entry)
    return list(subjects.values())
