"""The retry policy: tables of what each response means and when the next attempt is."""

import random
from datetime import datetime, timedelta, timezone

import pytest

from main_app.outbox.retry_policy import (
    LONG_RETRY_DELAYS,
    MAX_RETRY_AFTER_SECONDS,
    SHORT_RETRY_DELAYS,
    classify_status,
    delay_before_next,
    parse_retry_after,
)

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

NOW = datetime(2026, 12, 12, 7, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (100, "retry"),
        (301, "retry"),
        (302, "retry"),
        (307, "retry"),
        (400, "dead"),
        (401, "refused"),
        (402, "dead"),
        (403, "refused"),
        (404, "dead"),
        (405, "dead"),
        (408, "retry"),
        (409, "dead"),
        (413, "dead"),
        (415, "dead"),
        (422, "dead"),
        (425, "retry"),
        (429, "retry"),
        (500, "retry"),
        (502, "retry"),
        (503, "retry"),
        (504, "retry"),
        (599, "retry"),
    ],
)
def test_each_status_has_its_class(status: int, outcome: str) -> None:
    found = classify_status(status, "a reason")
    assert (found.name, found.status_code) == (outcome, status)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", None),
        ("1", 1.0),
        (" 30 ", 30.0),
        ("300", 300.0),
        ("301", None),
        ("1000000000", None),
        ("9" * 4000, None),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("\u0663", None),
        ("soon", None),
        ("NaN", None),
        ("Sat, 12 Dec 2026 07:01:00 GMT", 60.0),
        ("Sat, 12 Dec 2026 08:01:00 +0100", 60.0),
        ("Sat, 12 Dec 2026 07:00:00 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Sat, 12 Dec 2026 99:99:99 GMT", None),
        ("Sat, 12 Dec 99999999999 07:00:00 GMT", None),
    ],
)
def test_retry_after_is_kept_where_it_is_honest_and_ignored_where_it_is_absurd(
    header: str | None, seconds: float | None
) -> None:
    assert parse_retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 1), (2, 2), (3, 3), (4, 10), (5, 30), (len(LONG_RETRY_DELAYS), 28800), (len(LONG_RETRY_DELAYS) + 1, None)],
)
def test_the_crm_is_tried_again_after(attempts: int, seconds: int | None) -> None:
    assert delay_before_next(attempts, LONG_RETRY_DELAYS, jitter=0.0) == seconds


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, None)])
def test_customers_are_written_to_again_after(attempts: int, minutes: int | None) -> None:
    seconds = delay_before_next(attempts, SHORT_RETRY_DELAYS, jitter=0.0)
    assert seconds == (None if minutes is None else minutes * 60)


def test_the_crm_may_be_away_for_a_day() -> None:
    assert timedelta(seconds=sum(LONG_RETRY_DELAYS)) >= timedelta(hours=24)
    assert list(LONG_RETRY_DELAYS) == sorted(LONG_RETRY_DELAYS)


def test_jitter_only_lengthens_and_by_a_tenth_at_most() -> None:
    random.seed(7)
    for attempts, delay in enumerate(LONG_RETRY_DELAYS, start=1):
        drawn = [delay_before_next(attempts, LONG_RETRY_DELAYS) or 0 for _ in range(200)]
        assert delay <= min(drawn) < max(drawn) <= delay * 1.1
    assert LONG_RETRY_DELAYS[-1] > MAX_RETRY_AFTER_SECONDS
