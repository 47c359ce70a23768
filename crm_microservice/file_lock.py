"""A lock between processes, held on a file of its own. The system lets it go when its holder dies."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOWS_RETRY_SECONDS = 0.01


class FileLock:
    """Excludes other processes, and this process's other threads. Not to be taken twice by one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # The system's lock belongs to a process or an open file, so threads need one more between them.
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it for the block."""
        with self._threads:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _lock(descriptor)
                yield
            finally:
                # Closing lets go of the lock.
                os.close(descriptor)


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
