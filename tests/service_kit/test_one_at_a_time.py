"""Threads work one at a time, and go on beside one that takes long."""

import threading
import time

import pytest

from service_kit import one_at_a_time
from service_kit.one_at_a_time import OneAtATime

LONG_ENOUGH = 5.0


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 60.0)


@pytest.mark.usefixtures("patient")
def test_one_thread_works_at_a_time() -> None:
    shared = OneAtATime()
    working: list[int] = []
    most = 0

    def work(number: int) -> None:
        nonlocal most
        for _ in range(20):
            with shared.working():
                working.append(number)
                most = max(most, len(working))
                time.sleep(0.001)  # lets another thread run, if nothing else keeps it from it
                working.remove(number)

    _run(work, 4)
    assert most == 1


@pytest.mark.usefixtures("patient")
def test_work_ends_with_an_error_too() -> None:
    shared = OneAtATime()
    with pytest.raises(ValueError, match="failed"), shared.working():
        raise ValueError("failed")
    _run(lambda _: _work(shared), 1)


def test_nobody_waits_for_one_that_takes_long() -> None:
    shared = OneAtATime()
    with shared.working():
        _run(lambda _: _work(shared), 3)


def test_the_end_of_a_long_one_is_not_the_end_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = OneAtATime()
    order: list[str] = []
    second_works, second_may_end = threading.Event(), threading.Event()

    def second() -> None:
        with shared.working():
            second_works.set()
            second_may_end.wait(LONG_ENOUGH)
            order.append("second ends")

    def third() -> None:
        with shared.working():
            order.append("third works")

    overtaking, waiting = threading.Thread(target=second), threading.Thread(target=third)
    with shared.working():
        monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 60.0)
        waiting.start()  # waits for the long one
        time.sleep(0.1)
        monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 0.01)
        overtaking.start()
        assert second_works.wait(LONG_ENOUGH)
        monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 60.0)
    time.sleep(0.1)
    second_may_end.set()
    for thread in (overtaking, waiting):
        thread.join(LONG_ENOUGH)
    assert order == ["second ends", "third works"]


def test_a_wait_starts_again_when_another_thread_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several threads wait for one that is quick enough: none of them overtakes the next."""
    monkeypatch.setattr(one_at_a_time, "PATIENCE_SECONDS", 0.3)
    shared = OneAtATime()
    working = 0
    most = 0

    def work(_: int) -> None:
        nonlocal working, most
        with shared.working():
            working += 1
            most = max(most, working)
            time.sleep(0.1)
            working -= 1

    _run(work, 6)
    assert most == 1


def _work(shared: OneAtATime) -> None:
    with shared.working():
        pass


def _run(work: object, number: int) -> None:
    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_ENOUGH)
        assert not thread.is_alive()
