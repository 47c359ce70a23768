"""Commits wake the workers at once, and many commits together only a few times."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from main_app.database import db
from main_app.outbox.wakeup import WakeUp, wake_workers

POLL = 10.0  # seconds; nothing but a wake-up ends a wait before
END_NOTIFIERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND query LIKE '%pg_notify%' AND pid <> pg_backend_pid()"
)


@pytest.fixture
def worker(app: Flask, context: None) -> Iterator[WakeUp]:
    settings = app.extensions["settings"]
    one = WakeUp(settings.data_dir, app.extensions["database_engine"].url)
    wait_until_listening(one)
    yield one
    one.close()


def wait_until_listening(worker: WakeUp) -> None:
    for _ in range(50):
        wake_workers()
        if is_woken(worker, 0.2):
            break
    else:
        raise AssertionError("the worker was not woken")
    while is_woken(worker, 0.5):  # by what was sent since
        pass


def is_woken(worker: WakeUp, seconds: float) -> bool:
    started = time.monotonic()
    worker.wait(seconds)
    return time.monotonic() - started < seconds


def test_a_commit_wakes_a_sleeping_worker(worker: WakeUp) -> None:
    wake_workers()
    assert is_woken(worker, POLL)


@pytest.mark.engine("postgresql")  # on SQLite a wake-up needs no connection
def test_a_wake_up_is_sent_although_the_idle_connection_broke(worker: WakeUp) -> None:
    with db.engine.connect() as connection:
        ended = connection.execute(END_NOTIFIERS).scalars().all()
    assert ended == [True]
    wake_workers()
    assert is_woken(worker, POLL)


def test_commits_that_come_close_together_share_a_wake_up(worker: WakeUp) -> None:
    commits, wake_ups, until = 0, 0, time.monotonic() + 1.0
    while time.monotonic() < until:
        wake_workers()
        commits += 1
        wake_ups += is_woken(worker, 0.002)
    assert wake_ups < commits / 4


def test_the_last_commit_of_many_wakes_the_worker_too(worker: WakeUp) -> None:
    for _ in range(20):
        wake_workers()
    assert is_woken(worker, POLL)
    time.sleep(0.05)  # less than the time in which commits share a wake-up
    wake_workers()
    assert is_woken(worker, POLL)
