"""Jobs of several threads run one at a time, and beside one that takes long."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from service_kit import one_at_a_time
from service_kit.one_at_a_time import OneAtATime

LONG_ENOUGH = 5.0  # seconds
FOREVER = 60.0


class Overlap:
    """Counts how many jobs run at once, at most."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._running: list[int] = []
        self.most = 0

    def job(self) -> None:
        self._running.append(0)
        self.most = max(self.most, len(self._running))
        time.sleep(self._seconds)  # lets another thread run, if nothing else keeps it from it
        self._running.pop()


def _start(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _join(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.join(LONG_ENOUGH)
        assert not thread.is_alive()


def test_one_job_runs_at_a_time_however_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six jobs together take longer than the patience with one of them."""
    monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 0.4)
    shared, overlap = OneAtATime(), Overlap(0.1)
    _join(*(_start(lambda: shared.run(overlap.job)) for _ in range(6)))
    assert overlap.most == 1


def test_a_job_runs_at_once_if_no_other_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", FOREVER)
    shared, done = OneAtATime(), list[int]()
    _join(_start(lambda: shared.run(lambda: done.append(1))))
    _join(_start(lambda: shared.run(lambda: done.append(2))))
    assert done == [1, 2]


def test_nobody_waits_for_a_job_that_takes_long() -> None:
    shared = OneAtATime()
    long_may_end, others = threading.Event(), threading.Semaphore(0)
    long = _start(lambda: shared.run(lambda: long_may_end.wait(LONG_ENOUGH)))
    _join(*(_start(lambda: shared.run(others.release)) for _ in range(3)))
    assert long.is_alive()
    assert all(others.acquire(timeout=0) for _ in range(3))
    long_may_end.set()
    _join(long)


def test_the_end_of_a_long_job_does_not_make_two_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = OneAtATime()
    first_may_end, second_runs, second_may_end, third_ran = (threading.Event() for _ in range(4))

    def second_job() -> None:
        second_runs.set()
        second_may_end.wait(LONG_ENOUGH)

    first = _start(lambda: shared.run(lambda: first_may_end.wait(LONG_ENOUGH)))
    second = _start(lambda: shared.run(second_job))
    assert second_runs.wait(LONG_ENOUGH), "the first one takes long"
    monkeypatch.setattr(shared, "_began", time.monotonic() + FOREVER)  # the second does not take long
    third = _start(lambda: shared.run(third_ran.set))
    time.sleep(0.1)
    first_may_end.set()
    _join(first)
    assert not third_ran.is_set()
    second_may_end.set()
    _join(second, third)
    assert third_ran.is_set()


def test_each_job_runs_once_whoever_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 0.0005)
    shared, done = OneAtATime(), list[int]()
    chance = random.Random(1)

    def work(number: int) -> None:
        for job in range(100):
            pause = chance.choice((0, 0, 0.0002, 0.002))
            shared.run(lambda job=job, pause=pause: (time.sleep(pause), done.append(number * 100 + job)))

    _join(*(_start(lambda number=number: work(number)) for number in range(4)))
    assert sorted(done) == list(range(400))
