"""Lets the threads of a process work one at a time, without waiting for one that takes long.

Two threads that run Python compete for its lock (the GIL). A booking on SQLite releases it about 20 times for some
microseconds, and each time it may have to wait for the other thread: both together make fewer bookings than one.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 0.005  # work that takes longer probably waits for something; others then go on beside it


class OneAtATime:
    def __init__(self) -> None:
        self._lock = threading.Lock()  # of the thread that works; replaced by the next if that takes long
        self._began = 0.0
        self._replacing = threading.Lock()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Wait until no other thread works, or the one that does takes longer than PATIENCE_SECONDS."""
        lock = self._acquire()
        try:
            yield
        finally:
            lock.release()

    def _acquire(self) -> threading.Lock:
        while True:
            lock = self._lock
            if lock.acquire(timeout=PATIENCE_SECONDS):
                if lock is self._lock:
                    self._began = time.monotonic()
                    return lock
                lock.release()  # it was replaced while this thread waited
                continue
            with self._replacing:
                if lock is self._lock and time.monotonic() - self._began >= PATIENCE_SECONDS:
                    new = threading.Lock()
                    new.acquire()
                    self._lock, self._began = new, time.monotonic()
                    return new
