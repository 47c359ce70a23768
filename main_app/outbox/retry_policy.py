"""The outcomes of deliveries and the delays between attempts: constants and pure functions."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

# Seconds before each retry: short delays first, more than 24 hours in all.
LONG_RETRY_DELAYS: tuple[int, ...] = (1, 2, 3, 10, 30, 60, 300, 900, 1800, 3600, 7200, 10800, 14400, 21600, 28800)
# Seconds before each retry of other messages. NOTIFICATION_MAX_RETRIES says how many there are; the last delay repeats.
SHORT_RETRY_DELAYS: tuple[int, ...] = (60, 300, 900)
JITTER = 0.1
PROBE_SECONDS = 2.0
# A longer Retry-After is ignored: the retry schedule and the probes apply instead.
MAX_RETRY_AFTER_SECONDS = 300.0

RETRY_STATUSES = frozenset({408, 425, 429})
CHANNEL_REFUSED_STATUSES = frozenset({401, 403})


@dataclass(frozen=True)
class Delivered:
    response: dict[str, Any]
    status_code: int = 200
    name = "delivered"


@dataclass(frozen=True)
class Retry:
    """The receiver failed; the next attempt may succeed."""

    error: str
    status_code: int | None = None
    retry_after: float | None = None
    name = "retry"


@dataclass(frozen=True)
class SplitBatch:
    """The receiver refused a batch as a whole. Its messages are sent one by one, at once. Uses up no retry."""

    error: str
    status_code: int | None = None
    name = "retry"


@dataclass(frozen=True)
class ChannelRefused:
    """The receiver accepts nothing from us, as with a wrong token. Its messages wait. Uses up no retry."""

    error: str
    status_code: int | None = None
    name = "refused"


@dataclass(frozen=True)
class Dead:
    """The receiver will never accept this message."""

    error: str
    status_code: int | None = None
    name = "dead"


@dataclass(frozen=True)
class Skipped:
    """The message must not be sent any more, because its facts no longer hold."""

    error: str
    status_code: int | None = None
    name = "skipped"


Outcome = Delivered | Retry | SplitBatch | ChannelRefused | Dead | Skipped


def classify_status(status: int, detail: str, retry_after: float | None = None) -> Outcome:
    """The outcome of a response that is not a success. A redirect is never followed: it counts as a failure."""
    error = f"HTTP {status}: {detail}" if detail else f"HTTP {status}"
    if status in CHANNEL_REFUSED_STATUSES:
        return ChannelRefused(error, status)
    if status >= 500 or status in RETRY_STATUSES or status < 400:
        return Retry(error, status, retry_after)
    return Dead(error, status)


def delay_before_next(attempts: int, delays: Sequence[int], jitter: float | None = None) -> float | None:
    """Seconds to wait after the given number of failed attempts, or None at the end of the schedule.

    Jitter only lengthens the delay.
    """
    if attempts > len(delays):
        return None
    share = random.random() if jitter is None else jitter  # spreads load; needs no secure randomness
    return delays[attempts - 1] * (1 + JITTER * share)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header (a number or a date); None if it is missing, past, too long or unreadable."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        seconds = float(value) if len(value) < 10 else float("inf")
    else:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        seconds = (moment - now) / timedelta(seconds=1)
    return seconds if 0 < seconds <= MAX_RETRY_AFTER_SECONDS else None


def destination_delay(failures: int) -> float:
    """Seconds until a failing destination gets its next message, or a refused message its next attempt.

    2, 4, 8 and so on, at most five minutes.
    """
    return min(MAX_RETRY_AFTER_SECONDS, PROBE_SECONDS * 2 ** min(failures - 1, 10))
