"""A fair queue before SQLite's write lock.

SQLite wakes nobody: who finds its lock taken sleeps up to 100 ms and looks again, and a process that
writes without a pause keeps all others out, until they give up. Whoever queues here first, thread or
process, is woken at once and in turn. The lock itself stays SQLite's.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import TimeoutError as QueueTimeout

WINDOWS_RETRY_SECONDS = 0.005


class SqliteWriters:
    """One queue a database: its file lies beside it. Not to be entered twice by one thread."""

    def __init__(self, file: Path, patience_seconds: float):
        self._file, self._patience = file, patience_seconds
        self._threads = threading.Lock()  # the system's lock is between processes

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn and hold it for the block. Raises sqlalchemy.exc.TimeoutError where it does not come."""
        if not self._threads.acquire(timeout=self._patience):
            raise QueueTimeout("the database was busy for too long")
        try:
            # Opened each time: a forked process must not share its parent's turn. A killed one gives its own back.
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _lock(descriptor)
                yield
            finally:
                os.close(descriptor)
        finally:
            self._threads.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(WINDOWS_RETRY_SECONDS)
            else:
                return
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
