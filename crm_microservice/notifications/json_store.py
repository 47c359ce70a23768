"""Notifications in a file of JSON lines (NOTIFICATION_STORE=json). Several processes may share it.

A writer holds a lock that all processes share, appends, and answers after fsync. Each process keeps the rows in memory
and reads on where it stopped. For small installations: a list looks at every row.
"""

import io
import logging
import os
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm_microservice.notifications.drafts import is_news, search_text_of
from crm_microservice.notifications.erasure import Erased, erasure_in, user_of, without_person
from crm_microservice.notifications.json_file import (
    DamagedLine,
    decode_line,
    encode_line,
    lines_of,
    replace_file,
    set_aside,
    sync_folder,
)
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

READ_BYTES = 4 * 1024 * 1024  # bytes


class JsonStore:
    """Creates the file and its lock file when they are first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self._guard = threading.RLock()  # protects the rows and the open file
        self._file: io.FileIO | None = None
        self._forget_rows()
        path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, drafts: Sequence[Draft]) -> list[Receipt]:
        if not drafts:
            return []
        try:
            return self._store(drafts)
        except OSError as error:
            raise StoreUnavailable(f"{self._path.name} cannot be written") from error

    def page(self, filters: Filters, limit: int, before: int | None) -> list[StoredNotification]:
        with self._current():
            newest_first = (row for row in reversed(self._rows) if before is None or row.sequence < before)
            return list(islice((row for row in newest_first if _matches(row, filters)), limit))

    def count(self, filters: Filters) -> int:
        with self._current():
            return sum(_matches(row, filters) for row in self._rows)

    def after(self, sequence: int, limit: int, facilitator_id: int | None = None) -> list[StoredNotification]:
        with self._current():
            filters = Filters(facilitator_id=facilitator_id)
            return list(islice((row for row in self._after(sequence) if _matches(row, filters)), limit))

    def count_news_after(self, sequence: int, facilitator_id: int) -> int:
        with self._current():
            theirs = (row for row in self._after(sequence) if row.facilitator_id == facilitator_id)
            return sum(is_news(row.shape, facilitator_id, row.data) for row in theirs)

    def last_sequence(self) -> int:
        with self._current():
            return self._last_sequence()

    def find(self, notification_id: str) -> StoredNotification | None:
        with self._current():
            return self._by_id.get(notification_id)

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

    def _store(self, drafts: Sequence[Draft]) -> list[Receipt]:
        with self._lock.held(), self._guard:
            self._catch_up_as_writer()
            received_at = clock.now()
            if self._rows:  # times must rise along the file, even if the clock is set back
                received_at = max(received_at, self._rows[-1].received_at)
            sequence = self._last_sequence()
            new: dict[str, StoredNotification] = {}
            receipts = []
            for draft in drafts:
                stored = new.get(draft.notification_id) or self._by_id.get(draft.notification_id)
                if stored is None:
                    sequence += 1
                    row = self._without_erased(_numbered(draft, sequence, received_at))
                    new[draft.notification_id] = row
                    receipts.append(_receipt(row, repeated=False))
                else:
                    receipts.append(_receipt(stored, repeated=True))
            erased = [found for row in new.values() if (found := erasure_in(row.data))]
            if erased:
                self._rewrite([*self._rows, *new.values()], erased)
            elif new:
                self._append(new.values())
            return receipts

    def _without_erased(self, row: StoredNotification) -> StoredNotification:
        """The row, or if it is about somebody who was erased before it arrived, the row without them."""
        erased = self._erased.get(user_of(row.data) or 0)
        return row if erased is None else replace(row, data=without_person(row.data, erased))

    def _rewrite(self, rows: list[StoredNotification], erased: Sequence[Erased]) -> None:
        """Replace the file by one with these rows, without these people. Other processes then read the new file."""
        for person in erased:
            named = (row for row in rows if row.shape == "booking" and user_of(row.data) == person.user_id)
            bookings = {row.booking_id for row in named if row.booking_id is not None}
            rows = [replace(row, data=without_person(row.data, person, bookings)) for row in rows]
        self.close()
        replace_file(self._path, (encode_line(row) for row in rows))
        self._read_new_rows()

    def _append(self, new: Iterable[StoredNotification]) -> None:
        lines = [(row, encode_line(row)) for row in new]
        with open(self._path, "ab") as file:
            try:
                file.write(b"".join(line for _, line in lines))
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # A half-written row was never acknowledged and must not remain before the next row.
                os.truncate(self._path, self._end)
                raise
        for row, line in lines:
            self._add_row(row, len(line))

    def _last_sequence(self) -> int:
        return self._rows[-1].sequence if self._rows else 0

    def _after(self, sequence: int) -> Iterable[StoredNotification]:
        return self._rows[bisect_right(self._rows, sequence, key=lambda row: row.sequence) :]

    def _add_row(self, row: StoredNotification, length: int) -> None:
        """Add the row that was read from `end` on and has this length in bytes."""
        self._rows.append(row)
        self._by_id[row.notification_id] = row
        self._end += length
        if erased := erasure_in(row.data):
            self._erased[erased.user_id] = erased

    def _forget_rows(self) -> None:
        self._rows: list[StoredNotification] = []
        self._by_id: dict[str, StoredNotification] = {}
        self._erased: dict[int, Erased] = {}
        self._end = 0  # of the part of the file that was read

    @contextmanager
    def _current(self) -> Iterator[None]:
        """Read what other processes have written; the rows do not change inside the block."""
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
        unfinished = os.path.getsize(self._path) - self._end
        if unfinished:
            # Nobody else can be writing, so the writer of this line died before it could acknowledge it.
            with open(self._path, "r+b") as file:
                file.truncate(self._end)
                os.fsync(file.fileno())
            logger.warning("an unfinished last line was cut off", extra={"bytes": unfinished})

    def _create(self) -> None:
        if self._file is not None:
            logger.error("the notification file is gone", extra={"file": self._path.name, "rows_lost": len(self._rows)})
        with open(self._path, "ab") as file:
            os.fsync(file.fileno())
        sync_folder(self._path.parent)

    def _read_new_rows(self) -> None:
        if not self._path.exists():
            return
        self._reopen_if_replaced()
        assert self._file is not None
        while True:
            self._file.seek(self._end)
            content = self._file.read(READ_BYTES)
            start = self._end
            for line in lines_of(content):
                self._add_row(decode_line(line[:-1]), len(line))
            if self._end == start:
                return

    def _reopen_if_replaced(self) -> None:
        """Open the file and read it anew if a repaired file has replaced the open one."""
        if self._file is not None and os.path.samestat(os.fstat(self._file.fileno()), os.stat(self._path)):
            return
        newer = open(self._path, "rb", buffering=0)  # noqa: SIM115 stays open as long as the store
        if self._file is not None:
            self._file.close()
        self._file = newer
        self._forget_rows()


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


def _matches(row: StoredNotification, filters: Filters) -> bool:
    return (
        (filters.facilitator_id is None or row.facilitator_id == filters.facilitator_id)
        and (filters.booking_id is None or row.booking_id == filters.booking_id)
        and (filters.action is None or row.action == filters.action)
        and (filters.since is None or row.received_at >= filters.since)
        and (filters.search is None or filters.search in search_text_of(row.data))
    )


def _receipt(row: StoredNotification, repeated: bool) -> Receipt:
    return Receipt(row.notification_id, row.sequence, row.received_at, row.booking_id, repeated)
