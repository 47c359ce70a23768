"""Recording, adding, withdrawing, retrying and healing at the same time: nothing fails, and each key stays in order."""

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import claim
from main_app.outbox.delivery import deliver
from main_app.outbox.enqueue import NewMessage, enqueue, withdraw
from main_app.outbox.health import retry_now
from main_app.outbox.models import OutboxMessage
from main_app.outbox.operations import discard_chosen, retry_chosen, retry_dead_letters
from main_app.outbox.retry_policy import Dead, Delivered, Outcome
from service_kit import clock
from service_kit.database import write_transaction
from tests.support.rounds import rounds

KEYS = [f"booking:{number}" for number in range(8)]


class Moody(Channel):
    """A channel whose receiver refuses every third message."""

    name = "moody"
    delays = (60,)
    max_batch_size = 100

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [Dead("refused") if random.random() < 0.3 else Delivered({}) for _ in messages]


def add_one_to_each_key() -> None:
    with write_transaction() as db_session:
        for kind in ("told", "reminded"):
            enqueue(db_session, [NewMessage(Moody.name, kind, key, {}, ordering_key=key) for key in KEYS])
        enqueue(db_session, [NewMessage(Moody.name, "reminded", key, {}) for key in KEYS])  # these wait for nobody


def deliver_some() -> None:
    claimed = claim(Moody(), 12, 60.0)
    while claimed:
        claimed = deliver(Moody(), claimed, claim_next=12, lease_seconds=60.0)


def withdraw_some() -> None:
    for key in reversed(KEYS):
        with write_transaction() as db_session:
            withdraw(db_session, key, ["reminded"], "the guest cancelled")


def retry_all() -> None:
    retry_dead_letters(Moody.name)


def retry_by_booking() -> None:
    with write_transaction() as db_session:
        retry_chosen(db_session, OutboxMessage.subject.in_(reversed(KEYS)))


def discard_some() -> None:
    with write_transaction() as db_session:
        discard_chosen(db_session, OutboxMessage.kind == "reminded")


def heal() -> None:
    with write_transaction() as db_session:
        retry_now(db_session, Moody.name, clock.now())


def out_of_order() -> list[str]:
    """Keys of which a message other than the first unfinished one may be sent, or more than one."""
    query = select(OutboxMessage.ordering_key, OutboxMessage.blocked).where(OutboxMessage.status == "pending")
    query = query.where(OutboxMessage.ordering_key.is_not(None))
    waits: dict[str | None, list[bool]] = {}
    for key, waiting in db.session.execute(query.order_by(OutboxMessage.id)):
        waits.setdefault(key, []).append(waiting)
    db.session.rollback()
    return [f"{key}: {found}" for key, found in waits.items() if found != [False] + [True] * (len(found) - 1)]


CHANGES: dict[str, Callable[[Session], object]] = {
    "retry": lambda db_session: retry_chosen(db_session, OutboxMessage.kind == "held"),
    "discard": lambda db_session: discard_chosen(db_session, OutboxMessage.kind == "held"),
    "heal": lambda db_session: retry_now(db_session, Moody.name, clock.now()),
}


@pytest.mark.engine("postgresql")  # SQLite has one writer at a time
@pytest.mark.parametrize("name", CHANGES)
def test_two_transactions_that_change_many_messages_do_not_deadlock(app: Flask, name: str) -> None:
    """Two transactions that wait for each other's messages would be a deadlock."""

    def change() -> None:
        with app.app_context(), write_transaction() as db_session:
            CHANGES[name](db_session)

    with app.app_context(), ThreadPoolExecutor(1) as operator:
        with write_transaction() as db_session:
            db_session.query(OutboxMessage).delete()
            enqueue(db_session, [NewMessage(Moody.name, "held", key, {}) for key in KEYS])
            later = clock.now() + timedelta(hours=1)
            status = "pending" if name == "heal" else "dead"
            db_session.execute(update(OutboxMessage).values(status=status, attempts=1, due_at=later))
        unchanged = select(OutboxMessage.id).where(OutboxMessage.status == status, OutboxMessage.due_at == later)
        with db.engine.begin() as another:
            held = another.execute(select(OutboxMessage.id).limit(1).with_for_update()).scalar_one()
            operator.submit(change).result(20)
        assert db.session.scalars(unchanged).all() == [held]
        db.session.rollback()


def test_a_key_keeps_its_order_while_workers_deliver_and_others_add_withdraw_and_retry(app: Flask) -> None:
    everybody = [
        deliver_some, deliver_some, add_one_to_each_key, withdraw_some, retry_all, retry_by_booking, discard_some, heal
    ]  # fmt: skip
    together = threading.Barrier(len(everybody))

    def at_the_same_time(step: Callable[[], None]) -> None:
        with app.app_context():
            together.wait(30)
            step()

    with app.app_context(), ThreadPoolExecutor(len(everybody)) as people:
        for _ in range(rounds(100)):
            add_one_to_each_key()
            add_one_to_each_key()
            for done in [people.submit(at_the_same_time, step) for step in everybody]:
                done.result(60)
            assert out_of_order() == []
            retry_all()
            assert out_of_order() == []
            deliver_some()
