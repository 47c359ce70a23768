"""Counts the web processes that died: Granian replaces them without reporting it.

Each process keeps a file while it runs, and removes it on an orderly stop. The next process that starts counts the
files of processes that no longer run.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path

from prometheus_client import Counter

from service_kit.metrics_directory import METRICS_DIRECTORY_VARIABLE, forget_dead_processes, is_of_living_process

DEATHS = Counter("web_process_deaths", "Web processes that ended without stopping in order.")

logger = logging.getLogger(__name__)


def record_start() -> None:
    """Called in each web process before its first request."""
    forget_dead_processes()
    if (directory := os.environ.get(METRICS_DIRECTORY_VARIABLE)) is None:
        return
    # Before it counts the others: a process that is killed in between would leave nothing to be counted.
    with suppress(OSError):  # on a full disk the process serves all the same
        _file_in(directory).touch()
    for file in Path(directory).glob("web_*.running"):
        if is_of_living_process(file):
            continue
        try:
            file.unlink()
        except FileNotFoundError:
            continue  # another process has counted it
        logger.error("web process %s died; a new one has started", file.stem.removeprefix("web_"))
        DEATHS.inc()


def record_stop() -> None:
    """Called in each web process after its last request."""
    if (directory := os.environ.get(METRICS_DIRECTORY_VARIABLE)) is not None:
        _file_in(directory).unlink(missing_ok=True)


def _file_in(directory: str) -> Path:
    return Path(directory, f"web_{os.getpid()}.running")
