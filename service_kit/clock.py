"""The time by which both services decide, so that tests can move it. (Access tokens expire by the system's.)"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta, timezone
from functools import lru_cache

_moved_by: ContextVar[timedelta] = ContextVar("moved_by", default=timedelta(0))


def now() -> datetime:
    """Return the current time in UTC, with its zone."""
    return _system_time() + _moved_by.get()


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Inside the block, `now()` starts at this moment and moves on. For tests, and for demo data with a past."""
    token = _moved_by.set(moment - _system_time())
    try:
        yield
    finally:
        _moved_by.reset(token)


def iso(moment: datetime | None) -> str | None:
    """Format a time in ISO 8601 with its offset, as in every API response."""
    # Converted first: to Python, both occurrences of a local time that comes twice (the end of DST) are equal.
    return None if moment is None else _iso_of_utc(moment.astimezone(timezone.utc))


@lru_cache(maxsize=4096)  # lists show the same sessions again and again
def _iso_of_utc(moment: datetime) -> str:
    return moment.isoformat()


def monotonic() -> float:
    """Seconds on a clock that only moves forward, for measuring how long something took."""
    return time.monotonic()


def _system_time() -> datetime:
    return datetime.now(timezone.utc)
