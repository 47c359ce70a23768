"""Runs the jobs of several threads one at a time, without waiting for a job that takes long.

Two threads that run Python compete for its lock (the GIL). A booking on SQLite releases it with every call of the
database, and then may have to wait for the other thread: both together make fewer bookings than one.

So one thread runs the jobs of all. The others leave theirs to it and sleep: waking them for each job would take as long
as a small request. If the current job takes longer than 5 ms, one of them takes over the waiting ones.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

PATIENCE_SECONDS = 0.005  # a job that takes longer probably waits for something; others then run beside it


class OneAtATime:
    """A thread that has given a job to `run` stays until no job waits, so that it can take over from a slow one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # of all below
        self._waiting: deque[Callable[[], object]] = deque()
        self._worker: object | None = None  # stands for the thread that runs jobs
        self._began = 0.0  # its present job

    def run(self, job: Callable[[], object]) -> None:
        """Run the job, in this thread or another. It must not raise. It may still run when this returns."""
        with self._lock:
            self._waiting.append(job)
            worker = self._replace_worker()
        while worker is None:
            time.sleep(PATIENCE_SECONDS)
            with self._lock:
                if not self._waiting:
                    return
                worker = self._replace_worker()
        while (next_job := self._next_of(worker)) is not None:
            next_job()

    def _replace_worker(self) -> object | None:
        """Make this thread the worker, if there is none or its job takes long. Else return None."""
        if self._worker is not None and time.monotonic() - self._began < PATIENCE_SECONDS:
            return None
        self._worker = object()
        self._began = time.monotonic()
        return self._worker

    def _next_of(self, worker: object) -> Callable[[], object] | None:
        with self._lock:
            if self._worker is not worker:
                return None  # replaced during its last job: the other one runs those that wait
            if not self._waiting:
                self._worker = None
                return None
            self._began = time.monotonic()
            return self._waiting.popleft()
