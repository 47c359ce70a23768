"""The dispatcher: a receiver that hangs delays only its own messages."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from main_app.database import db
from main_app.outbox import dispatcher, high_load
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.dispatcher import ChannelSlots, Dispatcher, Source
from main_app.outbox.enqueue import NewMessage, enqueue
from main_app.outbox.high_load import HIGH_LOAD_CHANGES, MAX_BATCH_SIZE_UNDER_LOAD, HighLoad
from main_app.outbox.models import OutboxMessage
from main_app.outbox.retry_policy import Delivered, Outcome
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.support.services import wait_until

MESSAGES = 30


class Quick(Channel):
    name = "quick"
    delays = (60,)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [Delivered({}) for _ in messages]


class ToPeople(Quick):
    """Slower while many bookings arrive."""

    name = "people"
    max_batch_size = 20
    throttled_under_load = True


class Hanging(Quick):
    """Takes nothing until it is released."""

    name = "hanging"
    max_batch_size = 2

    def __init__(self) -> None:
        self.waiting, self.released = threading.Semaphore(0), threading.Event()

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        self.waiting.release()
        assert self.released.wait(60)
        return super().deliver(messages)


@pytest.fixture
def app() -> Iterator[Flask]:
    with application(NOTIFICATION_WORKERS=3, NOTIFICATION_POLL_INTERVAL=1) as one:
        yield one


def delivered(channel: str) -> int:
    of_channel = select(func.count()).where(OutboxMessage.channel == channel, OutboxMessage.status == "delivered")
    number = db.session.scalar(of_channel) or 0
    db.session.rollback()
    return number


def test_a_receiver_that_hangs_affects_only_itself(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "_exit_process", lambda: None)  # it would end this process
    hanging = Hanging()
    worker = Dispatcher(app, [hanging, Quick()])
    running = threading.Thread(target=worker.run)
    with app.app_context():
        try:
            running.start()
            with write_transaction() as db_session:
                enqueue(db_session, [NewMessage(Hanging.name, "told", f"a:{n}", {}) for n in range(MESSAGES)])
            for _ in range(3):
                assert hanging.waiting.acquire(timeout=20), "all its slots are taken"
            with write_transaction() as db_session:
                enqueue(db_session, [NewMessage(Quick.name, "told", f"b:{n}", {}) for n in range(MESSAGES)])
            wait_until(lambda: delivered(Quick.name) == MESSAGES, 20)
            assert delivered(Hanging.name) == 0
            hanging.released.set()
            wait_until(lambda: delivered(Hanging.name) == MESSAGES, 20)
        finally:
            hanging.released.set()
            worker.stop()
            running.join(20)
    assert not running.is_alive()


def test_a_lease_outlasts_the_longest_delivery_of_its_channel() -> None:
    channel = Hanging()
    channel.max_delivery_seconds = 50.0
    slots = ChannelSlots(channel, number=1, batch_size=100, lease_seconds=15.0, high_load=HighLoad())
    assert slots.lease_seconds > channel.max_delivery_seconds
    slots.close()


@pytest.mark.engine("sqlite")  # slots and threads are the same on both
def test_messages_to_people_wait_while_many_bookings_arrive(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "_exit_process", lambda: None)  # it would end this process
    monkeypatch.setattr(high_load, "MESSAGES_PER_SECOND", 0.001)
    bookings_arrive = threading.Event()
    bookings_arrive.set()
    changes = {True: HIGH_LOAD_CHANGES, False: 0}
    requests = Source(lambda _: changes[bookings_arrive.is_set()], lambda: None, 100, measures_load=True)
    worker = Dispatcher(app, [ToPeople(), Quick()], sources=[requests])
    with app.app_context(), write_transaction() as db_session:
        for channel in (ToPeople.name, Quick.name):
            enqueue(db_session, [NewMessage(channel, "told", f"a:{n}", {}) for n in range(MESSAGES)])
    running = threading.Thread(target=worker.run)
    with app.app_context():
        try:
            running.start()
            wait_until(lambda: delivered(Quick.name) == MESSAGES and delivered(ToPeople.name) > 0, 20)
            assert delivered(ToPeople.name) == MAX_BATCH_SIZE_UNDER_LOAD, "the next batch waits for its turn"
            bookings_arrive.clear()
            wait_until(lambda: delivered(ToPeople.name) == MESSAGES, 20)
        finally:
            worker.stop()
            running.join(20)
    assert not running.is_alive()


@pytest.mark.engine("sqlite")  # the loop is the same on both
def test_planning_messages_to_people_waits_while_many_bookings_arrive(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "_exit_process", lambda: None)  # it would end this process
    monkeypatch.setattr(high_load, "MESSAGES_PER_SECOND", 0.001)
    steps: list[str] = []
    sizes: list[int] = []
    bookings_arrive, all_planned = threading.Event(), threading.Event()
    bookings_arrive.set()

    def process(_limit: int) -> int:
        steps.append("process")
        return HIGH_LOAD_CHANGES if bookings_arrive.is_set() else 0

    def plan(limit: int) -> int:
        steps.append("plan")
        sizes.append(limit)
        return 0 if all_planned.is_set() else 1

    sources = [
        Source(plan, lambda: None, 100, throttled_under_load=True),
        Source(process, lambda: None, 100, measures_load=True),
    ]
    worker = Dispatcher(app, [Quick()], sources=sources)
    running = threading.Thread(target=worker.run)
    try:
        running.start()
        wait_until(lambda: steps.count("process") >= 10, 20)
        assert steps[:2] == ["process", "plan"], "urgent messages are made first"
        assert steps.count("plan") == 1, "the next one waits for its turn"
        bookings_arrive.clear()
        wait_until(lambda: steps.count("plan") >= 10, 20)
        assert (sizes[0], sizes[9]) == (MAX_BATCH_SIZE_UNDER_LOAD, 100)
        all_planned.set()
    finally:
        worker.stop()
        running.join(20)
    assert not running.is_alive()
