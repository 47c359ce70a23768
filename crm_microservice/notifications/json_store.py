"""Notifications in a file of JSON lines (NOTIFICATION_STORE=json). Several processes may share it.

A writer holds a lock that all processes share, appends, and answers after fsync. Each process keeps an index of the
file and continues where it stopped, so neither storing nor reading slows down as the file grows.
"""

import io
import logging
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm_microservice.notifications.drafts import search_text_of
from crm_microservice.notifications.group_writer import GroupWriter, Take
from crm_microservice.notifications.json_file import (
    DamagedLine,
    decode_line,
    encode_line,
    lines_of,
    set_aside,
    sync_folder,
)
from crm_microservice.notifications.json_index import JsonIndex
from crm_microservice.notifications.store import (
    Draft,
    Filters,
    Receipt,
    StoredNotification,
    StoreUnavailable,
)
from service_kit import clock
from service_kit.file_lock import FileLock

logger = logging.getLogger(__name__)

READ_AT_ONCE = 4 * 1024 * 1024  # bytes


class JsonStore:
    """Creates the file and its lock file when they are first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self._writer = GroupWriter(self._store)
        self._guard = threading.RLock()  # protects the index and the open file
        self._index = JsonIndex()
        self._file: io.FileIO | None = None
        path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, drafts: Sequence[Draft]) -> list[Receipt]:
        if not drafts:
            return []
        try:
            return self._writer.add(drafts)
        except OSError as error:
            raise StoreUnavailable(f"{self._path.name} cannot be written") from error

    def page(self, filters: Filters, limit: int, before: int | None) -> list[StoredNotification]:
        with self._current():
            return list(islice(self._matching(filters, before), limit))

    def count(self, filters: Filters) -> int:
        with self._current():
            numbers = self._index.matching(filters)
            if filters.search is None and isinstance(numbers, Sequence):
                return len(numbers)
            return sum(1 for _ in self._matching(filters, None))

    def after(self, sequence: int, limit: int, facilitator_id: int | None = None) -> list[StoredNotification]:
        with self._current():
            return [self._read(number) for number in self._index.numbers_after(sequence, facilitator_id)[:limit]]

    def count_news_after(self, sequence: int, facilitator_id: int) -> int:
        with self._current():
            return self._index.count_news_after(sequence, facilitator_id)

    def last_sequence(self) -> int:
        with self._current():
            return self._index.last_sequence()

    def find(self, notification_id: str) -> StoredNotification | None:
        with self._current():
            number = self._index.number_of(notification_id)
            return self._read(number) if number is not None else None

    def close(self) -> None:
        with self._guard:
            if self._file is not None:
                self._file.close()
                self._file = None

    def check(self) -> str | None:
        try:
            with self._lock.held(), self._guard:
                self._catch_up_as_writer()
        except OSError as error:
            raise StoreUnavailable(f"{self._path.name} cannot be written") from error
        damaged = sorted(self._path.parent.glob(f"{self._path.name}.damaged-*"))
        return f"damaged file set aside as {damaged[-1].name}" if damaged else None

    def _store(self, take: Take) -> list[Receipt]:
        with self._lock.held(), self._guard:
            self._catch_up_as_writer()
            # Times must rise along the file, even if the clock is set back.
            received_at = max(clock.now(), self._index.last_received_at())
            sequence = self._index.last_sequence()
            new: dict[str, StoredNotification] = {}
            receipts = []
            for draft in take():
                stored = new.get(draft.notification_id) or self._stored(draft.notification_id)
                if stored is None:
                    sequence += 1
                    new[draft.notification_id] = row = _numbered(draft, sequence, received_at)
                    receipts.append(_receipt(row, repeated=False))
                else:
                    receipts.append(_receipt(stored, repeated=True))
            if new:
                self._append(new.values())
            return receipts

    def _stored(self, notification_id: str) -> StoredNotification | None:
        number = self._index.number_of(notification_id)
        return self._read(number) if number is not None else None

    def _append(self, new: Iterable[StoredNotification]) -> None:
        lines = [(row, encode_line(row)) for row in new]
        with open(self._path, "ab") as file:
            try:
                file.write(b"".join(line for _, line in lines))
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # A half-written row was never acknowledged and must not remain before the next row.
                os.truncate(self._path, self._index.end)
                raise
        for row, line in lines:
            self._index.add(row, len(line))

    def _matching(self, filters: Filters, before: int | None) -> Iterable[StoredNotification]:
        found = (self._read(number) for number in self._index.matching(filters, before))
        if filters.search is None:
            return found
        wanted = filters.search
        return (row for row in found if wanted in search_text_of(row.data))

    def _read(self, number: int) -> StoredNotification:
        offset, length = self._index.span(number)
        assert self._file is not None
        self._file.seek(offset)
        return decode_line(self._file.read(length)[:-1])

    @contextmanager
    def _current(self) -> Iterator[None]:
        """Read what other processes have written; the index does not change inside the block."""
        with self._guard:
            try:
                # An unfinished last line stays unread: somebody may be writing it.
                self._read_new_rows()
                damaged = False
            except DamagedLine:
                damaged = True
            if not damaged:
                yield
                return
        # Read again under the writers' lock, so that nobody is writing. That lock is always taken before the guard.
        with self._lock.held(), self._guard:
            self._catch_up_as_writer()
            yield

    def _catch_up_as_writer(self) -> None:
        """Read all new rows and make the file ready for appending. The caller holds the lock."""
        if not self._path.exists():
            self._create()
        try:
            self._read_new_rows()
        except DamagedLine:
            self.close()
            kept_as, good, bad = set_aside(self._path)
            logger.error(
                "the notification file was damaged",
                extra={"kept_as": kept_as.name, "good_rows": good, "bad_lines": bad},
            )
            self._read_new_rows()
        unfinished = os.path.getsize(self._path) - self._index.end
        if unfinished:
            # Nobody else can be writing, so the writer of this line died before it could acknowledge it.
            with open(self._path, "r+b") as file:
                file.truncate(self._index.end)
                os.fsync(file.fileno())
            logger.warning("an unfinished last line was cut off", extra={"bytes": unfinished})

    def _create(self) -> None:
        if self._file is not None:
            logger.error(
                "the notification file is gone", extra={"file": self._path.name, "rows_lost": len(self._index)}
            )
        with open(self._path, "ab") as file:
            os.fsync(file.fileno())
        sync_folder(self._path.parent)

    def _read_new_rows(self) -> None:
        if not self._path.exists():
            return
        self._reopen_if_replaced()
        assert self._file is not None
        while True:
            self._file.seek(self._index.end)
            content = self._file.read(READ_AT_ONCE)
            start = self._index.end
            for line in lines_of(content):
                self._index.add(decode_line(line[:-1]), len(line))
            if self._index.end == start:
                return

    def _reopen_if_replaced(self) -> None:
        """Open the file and start a new index if a repaired file has replaced the open one."""
        if self._file is not None and os.path.samestat(os.fstat(self._file.fileno()), os.stat(self._path)):
            return
        newer = open(self._path, "rb", buffering=0)  # noqa: SIM115 stays open as long as the store
        if self._file is not None:
            self._file.close()
        self._file = newer
        self._index = JsonIndex()


def _numbered(draft: Draft, sequence: int, received_at: datetime) -> StoredNotification:
    return StoredNotification(
        sequence=sequence,
        notification_id=draft.notification_id,
        shape=draft.shape,
        received_at=received_at,
        facilitator_id=draft.facilitator_id,
        booking_id=draft.booking_id,
        action=draft.action,
        data=draft.data,
    )


def _receipt(row: StoredNotification, repeated: bool) -> Receipt:
    return Receipt(row.notification_id, row.sequence, row.received_at, row.booking_id, repeated)
