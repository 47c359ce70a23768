"""Which requests get a line in the log: no client may fill the log and so rotate away the lines about others."""

import threading
from collections import Counter

from service_kit import clock

LINES_PER_MINUTE = 300  # about one client, for each process
MAX_CLIENTS = 10_000  # counted at once

ONE, LAST, NONE = "one", "last", "none"


class LogQuota:
    """Counts the lines about each client in the current minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._lines: Counter[str] = Counter()

    def take(self, client: str) -> str:
        """ONE: log this request. LAST: say that no more are logged in this minute. NONE: log nothing."""
        minute = int(clock.monotonic() // 60)
        with self._lock:
            if minute != self._minute or len(self._lines) >= MAX_CLIENTS:
                self._minute = minute
                self._lines.clear()
            self._lines[client] += 1
            lines = self._lines[client]
        return ONE if lines <= LINES_PER_MINUTE else LAST if lines == LINES_PER_MINUTE + 1 else NONE
