"""Rate limits counted in this process.

The memory storage of the limits library starts a thread for nearly every request to remove expired counts. This one
removes them now and then, while it counts.
"""

import threading
import time
from typing import Any, ClassVar

from limits.storage import Storage

FEWEST_KEYS_TO_SWEEP = 1000
SCHEME = "local"
LOCAL = f"{SCHEME}://"


class LocalStorage(Storage):
    """Counts by key, each with its own expiry. Expired counts take at most as much memory as the others."""

    STORAGE_SCHEME: ClassVar[list[str]] = [SCHEME]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._counts: dict[str, tuple[int, float]] = {}  # the count and when it expires
        self._sweeps_at = FEWEST_KEYS_TO_SWEEP
        self._guard = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        with self._guard:
            counted, ends_at = self._counts.get(key, (0, 0.0))
            if ends_at <= now:
                counted, ends_at = 0, now + expiry
            self._counts[key] = (counted + amount, ends_at)
            if len(self._counts) > self._sweeps_at:
                self._sweep(now)
            return counted + amount

    def _sweep(self, now: float) -> None:
        self._counts = {key: (counted, ends_at) for key, (counted, ends_at) in self._counts.items() if ends_at > now}
        self._sweeps_at = max(FEWEST_KEYS_TO_SWEEP, 2 * len(self._counts))

    def get(self, key: str) -> int:
        counted, ends_at = self._counts.get(key, (0, 0.0))
        return counted if ends_at > time.time() else 0

    def get_expiry(self, key: str) -> float:
        _, ends_at = self._counts.get(key, (0, 0.0))
        return max(ends_at, time.time())

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._guard:
            number = len(self._counts)
            self._counts.clear()
            return number

    def clear(self, key: str) -> None:
        with self._guard:
            self._counts.pop(key, None)
