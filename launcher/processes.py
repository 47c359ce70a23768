"""Starting and killing processes so that none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from launcher.folders import WINDOWS

# Each program gets a process group of its own, so that it can be ended together with its children.
OWN_GROUP = {"creationflags": 0x200} if WINDOWS else {"start_new_session": True}


class Signals:
    """Turns the first signal into KeyboardInterrupt, but delays it while a process is being started.

    Between the start of a process and its entry in a list, an exception would leave a process that nobody stops.
    A second exception would interrupt the stopping, so further signals do nothing.
    """

    def __init__(self) -> None:
        self._delaying = self._came = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self._came = True
        self._raise_if_due()

    @contextmanager
    def delayed(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():  # only the main thread gets signals
            yield
            return
        before, self._delaying = self._delaying, True
        try:
            yield
        finally:
            self._delaying = before
            self._raise_if_due()

    def _raise_if_due(self) -> None:
        if self._came and not self._delaying:
            self._delaying = True
            raise KeyboardInterrupt


SIGNALS = Signals()


def handle_signals(handler: Signals | signal.Handlers) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started: an orphan would keep the port and go on serving unnoticed."""
    if WINDOWS:
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)], stderr=subprocess.DEVNULL)
    else:
        with suppress(ProcessLookupError, PermissionError):  # all have ended, or only zombies are left (macOS)
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
