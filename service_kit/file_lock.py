"""A lock between processes and threads, held on a file of its own. The system releases it when its holder dies.

PyPI's `filelock` asks again every 50 ms while it waits, so under load the luckiest wins and the others are late.
Here a waiting thread sleeps in the system's own queue and is woken at once.
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
    """Not to be taken twice by one thread. Without `patience_seconds` it waits for other threads without limit."""

    def __init__(self, path: Path, patience_seconds: float = -1) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        # The system's lock belongs to an open file, so threads need one more between them.
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it for the block. Raises TimeoutError when the patience ends."""
        if not self._threads.acquire(timeout=self._patience_seconds):
            raise TimeoutError(f"another writer held {self._path.name} for too long")
        try:
            # Opened each time: a forked process must not share its parent's lock. Closing releases it.
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
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
