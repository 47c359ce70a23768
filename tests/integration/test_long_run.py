"""A long run of messages of one key goes in batches; one is recorded while the next is sent."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, update

from main_app.database import db
from main_app.outbox import long_run
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import claim
from main_app.outbox.delivery import Sent, record
from main_app.outbox.enqueue import NewMessage, enqueue
from main_app.outbox.models import ChannelState, DeliveryAttempt, OutboxMessage
from main_app.outbox.retry_policy import Dead, Delivered, Outcome, Refused, Retry, SplitBatch
from service_kit.database import write_transaction

BATCH, MESSAGES = 10, 35
LEASE = 30.0


class Receiver(Channel):
    """Accepts every message, except those whose number has another response."""

    name = "receiver"
    delays = (60,)
    max_batch_size = BATCH

    def __init__(self, responses: dict[int, Outcome] | None = None, on_batch: Callable[[int], None] = lambda _: None):
        self.batches: list[list[int]] = []
        self._responses, self._on_batch = responses or {}, on_batch

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        numbers = [message.payload["number"] for message in messages]
        self.batches.append(numbers)
        self._on_batch(len(self.batches))
        return [self._responses.get(number, Delivered({})) for number in numbers]


@pytest.fixture(autouse=True)
def backlog(app: Flask) -> Iterator[None]:
    """The messages of one booking."""
    with app.app_context():
        with write_transaction() as db_session:
            for model in (DeliveryAttempt, OutboxMessage, ChannelState):
                db_session.query(model).delete()
            rows = [
                NewMessage(Receiver.name, "told", "booking:1", {"number": number}, ordering_key="booking:1")
                for number in range(MESSAGES)
            ]
            enqueue(db_session, rows)
        yield
        db.session.remove()


def claim_run() -> list[Claimed]:
    return claim(Receiver(), BATCH, LEASE, max_run_length=4 * BATCH)


def deliver(
    app: Flask, channel: Channel, claimed: Sequence[Claimed], *, before_record: Callable[[], object] = bool
) -> list[Claimed]:
    def record_later(sent: Sent) -> None:
        before_record()
        with app.app_context():
            record(sent)

    with ThreadPoolExecutor(1) as recorder:

        def start_recording(sent: Sent) -> "Future[None]":
            return recorder.submit(record_later, sent)

        return long_run.deliver_run(
            channel,
            claimed,
            BATCH,
            start_recording=start_recording,
            is_stopping=lambda: False,
            claim_next=BATCH,
            lease_seconds=LEASE,
        )


def numbers_by_status() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    query = select(OutboxMessage.status, OutboxMessage.payload, OutboxMessage.leased_until).order_by(OutboxMessage.id)
    for row in db.session.execute(query):
        name = "under way" if row.leased_until and row.status == "pending" else row.status
        found.setdefault(name, []).append(row.payload["number"])
    db.session.rollback()
    return found


def test_a_long_run_goes_in_batches_in_order_and_the_next_is_claimed(app: Flask) -> None:
    channel, run = Receiver(), claim(Receiver(), BATCH, LEASE, max_run_length=2 * BATCH)
    assert len(run) == 2 * BATCH
    following = deliver(app, channel, run)
    assert channel.batches == [list(range(BATCH)), list(range(BATCH, 2 * BATCH))]
    assert [message.payload["number"] for message in following] == list(range(2 * BATCH, MESSAGES))
    assert numbers_by_status() == {
        "delivered": list(range(2 * BATCH)), "under way": list(range(2 * BATCH, MESSAGES))
    }  # fmt: skip


def test_a_batch_is_recorded_while_the_next_is_under_way(app: Flask) -> None:
    second_sent = Event()
    channel = Receiver(on_batch=lambda number: second_sent.set() if number == 2 else None)

    def wait_for_the_second() -> None:
        assert second_sent.wait(10), "the second batch waits for the record of the first"

    deliver(app, channel, claim_run(), before_record=wait_for_the_second)
    assert numbers_by_status() == {"delivered": list(range(MESSAGES))}


@pytest.mark.parametrize("failure", [Retry("away"), Refused("HTTP 401", 401), SplitBatch("HTTP 413", 413)])
def test_after_a_failure_the_rest_is_not_sent_and_waits_behind_it(app: Flask, failure: Outcome) -> None:
    channel, run = Receiver(responses=dict.fromkeys(range(BATCH, 2 * BATCH), failure)), claim_run()
    assert len(run) == MESSAGES
    assert deliver(app, channel, run) == [] or isinstance(failure, SplitBatch)
    assert len(channel.batches) == 2
    found = numbers_by_status()
    assert found["delivered"] == list(range(BATCH))
    assert sorted(found["pending"] + found.get("under way", [])) == list(range(BATCH, MESSAGES))
    first = select(OutboxMessage.payload).where(OutboxMessage.status == "pending", OutboxMessage.blocked.is_(False))
    assert [payload["number"] for payload in db.session.scalars(first)] == [BATCH]


def test_a_dead_letter_in_a_batch_lets_the_next_batch_pass(app: Flask) -> None:
    channel = Receiver(responses={3: Dead("refused")})
    deliver(app, channel, claim_run())
    assert numbers_by_status()["dead"] == [3]
    assert len(numbers_by_status()["delivered"]) == MESSAGES - 1


def test_messages_that_the_lease_leaves_no_time_for_are_released_and_go_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease would end before it is delivered, and another worker would deliver it too."""
    monkeypatch.setattr(long_run, "RUN_SECONDS", 0.0)
    channel = Receiver()
    following = deliver(app, channel, claim_run())
    assert channel.batches == [list(range(BATCH))]
    assert [message.payload["number"] for message in following] == list(range(BATCH, MESSAGES))


def test_messages_that_another_worker_claimed_are_not_released(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_run, "RUN_SECONDS", 0.0)
    run = claim_run()
    with write_transaction() as db_session:
        taken_over = update(OutboxMessage).where(OutboxMessage.id == run[-1].id)
        db_session.execute(taken_over.values(fence=OutboxMessage.fence + 1))
    deliver(app, Receiver(), run)
    assert numbers_by_status()["under way"][-1] == MESSAGES - 1
