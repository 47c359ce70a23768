"""What an answer means and when to try again: constants and pure functions.

An outcome is one of four: delivered; retry (the other side is unwell); refused (it does not
accept our token: the channel stops, no try is used up); dead (it will never take this message).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

# Seconds before each further try. Quick ones first, then more than 24 hours of patience.
CRM_DELAYS: tuple[int, ...] = (1, 2, 3, 10, 30, 60, 300, 900, 1800, 3600, 7200, 10800, 14400, 21600, 28800)
# Customer messages: after these a person looks at it.
CUSTOMER_DELAYS: tuple[int, ...] = (60, 300, 900)
JITTER = 0.1
PROBE_SECONDS = 2.0
# A longer Retry-After is not believed: our own schedule and the probe take over.
LONGEST_RETRY_AFTER = 300.0

RETRY_STATUSES = frozenset({408, 425, 429})
REFUSED_STATUSES = frozenset({401, 403})


@dataclass(frozen=True)
class Delivered:
    answer: dict[str, Any]
    status_code: int = 200
    name = "delivered"


@dataclass(frozen=True)
class Retry:
    error: str
    status_code: int | None = None
    retry_after: float | None = None
    name = "retry"


@dataclass(frozen=True)
class Refused:
    error: str
    status_code: int | None = None
    name = "refused"


@dataclass(frozen=True)
class Dead:
    error: str
    status_code: int | None = None
    name = "dead"


Outcome = Delivered | Retry | Refused | Dead


def classify_status(status: int, detail: str, retry_after: float | None = None) -> Outcome:
    """The outcome of an answer that is not a success. A redirect is never followed: it counts as unwell."""
    error = f"HTTP {status}: {detail}" if detail else f"HTTP {status}"
    if status in REFUSED_STATUSES:
        return Refused(error, status)
    if status >= 500 or status in RETRY_STATUSES or status < 400:
        return Retry(error, status, retry_after)
    return Dead(error, status)


def delay_before_next(attempts: int, delays: Sequence[int], jitter: float | None = None) -> float | None:
    """Seconds to wait after the given number of failed attempts, or None where the schedule ends.

    The jitter only lengthens, so that the whole schedule is never shorter than written.
    """
    if attempts > len(delays):
        return None
    share = random.random() if jitter is None else jitter  # spreads load, keeps no secret
    return delays[attempts - 1] * (1 + JITTER * share)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header (a number or a date); None where absent, past, absurd or unreadable."""
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
    return seconds if 0 < seconds <= LONGEST_RETRY_AFTER else None
