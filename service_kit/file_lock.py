"""A lock between processes and threads, on a file of its own. It is released when its holder dies.

While PyPI's `filelock` waits, it tries again every 50 ms, so under load some processes wait far longer than others.
This lock uses the operating system's own queue, which wakes the next process at once.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOWS_RETRY_SECONDS = 0.005


class FileLock:
    """A thread must not take it twice. `timeout_seconds` limits the wait for other threads; -1 means no limit."""

    def __init__(self, path: Path, timeout_seconds: float = -1) -> None:
        self._path = path
        self._timeout_seconds = timeout_seconds
        # The operating system's lock works between processes; threads of one process need this lock as well.
        self._threads = threading.Lock()

    @contextmanager
    def held(self, *, wait: bool = True) -> Iterator[None]:
        """Wait for the lock and hold it for the block.

        Raises TimeoutError if other threads of this process hold it for `timeout_seconds`. The wait for other processes
        is not limited. Without `wait` it raises BlockingIOError if another process holds it.
        """
        if not self._threads.acquire(timeout=self._timeout_seconds):
            raise TimeoutError(f"another writer held {self._path.name} for too long")
        try:
            # Opened each time: a forked process must not share its parent's lock. Closing releases it.
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(descriptor, wait)
                yield
            finally:
                os.close(descriptor)
        finally:
            self._threads.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, wait: bool) -> None:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if not wait:
                    raise BlockingIOError("another process holds the lock") from error
                time.sleep(WINDOWS_RETRY_SECONDS)
            else:
                return
else:
    import fcntl

    def _lock(descriptor: int, wait: bool) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
