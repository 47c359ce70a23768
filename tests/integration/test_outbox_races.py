"""Recording, adding, withdrawing and retrying at the same time: nobody fails, and each key keeps its order."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from main_app import create_app
from main_app.database import db
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import claim
from main_app.outbox.delivery import deliver
from main_app.outbox.enqueue import NewMessage, enqueue, withdraw
from main_app.outbox.models import OutboxMessage
from main_app.outbox.operations import retry_dead_letters
from main_app.outbox.retry_policy import Dead, Delivered, Outcome
from main_app.settings import MainSettings
from service_kit.database import migrate_database, write_transaction
from tests.support.postgres import fresh_database
from tests.support.rounds import rounds
from tests.support.services import engine_under_test

KEYS = [f"booking:{number}" for number in range(8)]


class Moody(Channel):
    """A channel whose receiver refuses every third message."""

    name = "moody"
    delays = (60,)
    largest_batch = 100

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [Dead("refused") if random.random() < 0.3 else Delivered({}) for _ in messages]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    directory: Path = tmp_path_factory.mktemp("races")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(directory))
        url = fresh_database() if engine_under_test() == "postgresql" else f"sqlite:///{directory}/samaya.db"
        environment.setenv("DATABASE_URL", url)
        application = create_app(MainSettings.load())
    migrate_database(application)
    yield application
    with application.app_context():
        db.engine.dispose()


def add_one_to_each_key() -> None:
    with write_transaction() as db_session:
        for kind in ("told", "reminded"):
            enqueue(db_session, [NewMessage(Moody.name, kind, key, {}, ordering_key=key) for key in KEYS])


def deliver_some() -> None:
    claimed = claim(Moody(), 12, 60.0)
    while claimed:
        claimed = deliver(Moody(), claimed, claim_next=12, lease_seconds=60.0)


def withdraw_some() -> None:
    for key in reversed(KEYS):
        with write_transaction() as db_session:
            withdraw(db_session, key, "reminded", "the guest cancelled")


def retry_all() -> None:
    retry_dead_letters(Moody.name)


def out_of_order() -> list[str]:
    """Keys of which another message may go than the first unfinished one, or more than one."""
    query = select(OutboxMessage.ordering_key, OutboxMessage.waits).where(OutboxMessage.status == "pending")
    waits: dict[str | None, list[bool]] = {}
    for key, waiting in db.session.execute(query.order_by(OutboxMessage.id)):
        waits.setdefault(key, []).append(waiting)
    db.session.rollback()
    return [f"{key}: {found}" for key, found in waits.items() if found != [False] + [True] * (len(found) - 1)]


def test_a_key_keeps_its_order_while_workers_deliver_and_others_add_withdraw_and_retry(app: Flask) -> None:
    everybody = [deliver_some, deliver_some, add_one_to_each_key, withdraw_some, retry_all]
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
