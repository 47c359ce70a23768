"""Rate limits as each process counts them by itself."""

import threading

import pytest
from flask import Flask
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from service_kit import local_limits
from service_kit.local_limits import FEWEST_KEYS_TO_SWEEP, LocalStorage

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

TWO_A_MINUTE = parse("2 per minute")


class Clock:
    now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock()
    monkeypatch.setattr(local_limits, "time", one)
    return one


def test_mallory_waits_for_the_end_of_the_minute_and_alice_does_not(clock: Clock) -> None:
    counted = FixedWindowRateLimiter(LocalStorage())
    assert [counted.hit(TWO_A_MINUTE, "mallory") for _ in range(3)] == [True, True, False]
    assert counted.hit(TWO_A_MINUTE, "alice")
    clock.now += 59
    assert not counted.hit(TWO_A_MINUTE, "mallory")
    assert counted.get_window_stats(TWO_A_MINUTE, "mallory") == (clock.now + 1, 0)
    clock.now += 1
    assert counted.get_window_stats(TWO_A_MINUTE, "mallory") == (clock.now, 2)
    assert counted.hit(TWO_A_MINUTE, "mallory")
    counted.clear(TWO_A_MINUTE, "mallory")
    assert [counted.hit(TWO_A_MINUTE, "mallory") for _ in range(3)] == [True, True, False]


def test_expired_counts_are_removed_and_current_ones_kept(clock: Clock) -> None:
    storage = LocalStorage()
    storage.incr("alice", 10_000)
    for minute in range(10):
        for number in range(FEWEST_KEYS_TO_SWEEP):
            storage.incr(f"visitor {minute} {number}", 60)
        clock.now += 61
    assert storage.get("alice") == 1
    assert storage.reset() <= 2 * (FEWEST_KEYS_TO_SWEEP + 1)
    assert storage.get("alice") == 0


def test_people_who_come_at_once_are_all_counted() -> None:
    storage = LocalStorage()
    crowd = [
        threading.Thread(target=lambda: [storage.incr("crowd", 60) for _ in range(2_000)], name=f"guest {number}")
        for number in range(8)
    ]
    for guest in crowd:
        guest.start()
    for guest in crowd:
        guest.join()
    assert storage.get("crowd") == 16_000


def test_each_service_counts_without_threads(each_service: Flask) -> None:
    assert isinstance(storage_from_string(each_service.config["RATELIMIT_STORAGE_URI"]), LocalStorage)
