"""Garbage collection between requests, on CPython 3.11.

CPython 3.11 has a bug. If a collection starts while an instance's values are being turned into a dictionary, and a
weak-reference callback then sets an attribute of that instance, the values are freed too early: memory is corrupted and
the process crashes. SQLAlchemy has such callbacks. Only a collection that an allocation starts can come at that moment.
So automatic collection is turned off, and each thread collects after a piece of work, when it no longer uses the ORM.
Other versions of Python do not need this.
"""

import gc
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask, appcontext_popped

AFFECTED = sys.version_info[:2] == (3, 11)
YOUNG_OBJECTS = 10_000  # new objects before the youngest generation is collected
ROUNDS = 10  # collections of one generation until the next older one is collected too
GROWTH = 64 * 1024 * 1024  # bytes since the last full collection that make the next one full
IDLE_SECONDS = 1.0
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
STATISTICS = Path("/proc/self/statm")


class Collector:
    """One per process. Each thread calls `between_requests` when its work is done."""

    def __init__(self) -> None:
        self._collecting = threading.Lock()
        self._memory_after_full = 0
        self._last_work = time.monotonic()
        self._is_clean = False

    def start(self) -> None:
        """Turn automatic collection off. Objects that exist by now are treated as permanent and never collected."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self._memory_after_full = _memory()
        threading.Thread(target=self._collect_when_idle, daemon=True, name="garbage-collection").start()

    def between_requests(self, *_: Any, **__: Any) -> None:
        self._last_work = time.monotonic()
        self._is_clean = False
        young, middle, old = gc.get_count()
        if young < YOUNG_OBJECTS or not self._collecting.acquire(blocking=False):
            return
        try:
            if old >= ROUNDS:
                self._collect_all()
            elif middle < ROUNDS:
                gc.collect(0)
            elif _memory() > self._memory_after_full + GROWTH:
                self._collect_all()
            else:
                gc.collect(1)
        finally:
            self._collecting.release()

    def _collect_all(self) -> None:
        gc.collect()
        self._memory_after_full = _memory()

    def _collect_when_idle(self) -> None:
        while True:
            time.sleep(IDLE_SECONDS)
            if not self._is_clean and time.monotonic() - self._last_work > IDLE_SECONDS:
                with self._collecting:
                    self._is_clean = True
                    self._collect_all()


def _memory() -> int:
    try:
        return int(STATISTICS.read_text().split()[1]) * PAGE
    except OSError:
        return 0  # not Linux: only ROUNDS decides


def collector() -> Collector | None:
    """Start collecting between requests where this Python needs it."""
    if not AFFECTED:
        return None
    started = Collector()
    started.start()
    return started


def collect_between_contexts(app: Flask) -> None:
    """For programs without a server: collect after each application context."""
    started = collector()
    if started is not None:
        appcontext_popped.connect(started.between_requests, app, weak=False)
