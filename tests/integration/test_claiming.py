"""Claiming, fences, order and due times, against the real database of the engine under test."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from main_app import create_app
from main_app.config import load_config
from main_app.database import db
from main_app.outbox import delivery
from main_app.outbox.channels import Claimed
from main_app.outbox.delivery import claim, deliver, is_open, next_moment, probe_after_failure, record, take_probe
from main_app.outbox.enqueue import NewMessage, enqueue
from main_app.outbox.models import ChannelState, DeliveryAttempt, OutboxMessage
from main_app.outbox.operations import outbox_status, purge_old_rows, retry_dead_letters
from main_app.outbox.retry_policy import Dead, Delivered, Outcome, Refused, Retry
from service_kit import clock
from service_kit.database import migrate_database, write_transaction
from tests.support.postgres import fresh_database
from tests.support.services import engine_under_test

LEASE = 15.0
NAME = "stand-in"


class StandIn:
    """A channel whose other side answers as told."""

    name: str = NAME
    delays: tuple[int, ...] = (60, 300)
    largest_batch: int = 100

    def __init__(self, *answers: Outcome, probe: Outcome | None = None):
        self._answers, self._probe = list(answers), probe or Delivered({})

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._answers.pop(0) for _ in messages]

    def probe(self) -> Outcome:
        return self._probe


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    directory: Path = tmp_path_factory.mktemp("claiming")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(directory))
        url = fresh_database() if engine_under_test() == "postgresql" else f"sqlite:///{directory}/samaya.db"
        environment.setenv("DATABASE_URL", url)
        application = create_app(load_config())
    migrate_database(application)
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def empty_outbox(app: Flask) -> Iterator[None]:
    with app.app_context():
        with write_transaction() as session:
            session.query(DeliveryAttempt).delete()
            session.query(OutboxMessage).delete()
            session.query(ChannelState).delete()
        yield
        db.session.remove()


def put(subject: str, version: int = 1, due_at: datetime | None = None) -> None:
    with write_transaction() as session:
        enqueue(
            session,
            [NewMessage(NAME, "told", subject, {"about": subject}, version, ordering_key=subject, due_at=due_at)],
        )


def message(subject: str, version: int = 1) -> OutboxMessage:
    found = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.subject == subject, OutboxMessage.version == version)
        .execution_options(populate_existing=True)
    ).one()
    db.session.rollback()
    return found


def claimed(limit: int = 100) -> list[tuple[str, int]]:
    """Claim, and say of what: the subject and the version of each."""
    ids = [one.id for one in claim(NAME, limit, LEASE)]
    known = {row.id: (row.subject, row.version) for row in db.session.scalars(select(OutboxMessage))}
    db.session.rollback()
    return [known[number] for number in ids]


def outcomes() -> list[str]:
    found = [attempt.outcome for attempt in db.session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id))]
    db.session.rollback()
    return found


def later(seconds: float) -> Any:
    return clock.moved_to(clock.now() + timedelta(seconds=seconds))


def test_what_one_worker_claimed_no_other_can() -> None:
    put("a")
    assert claimed() == [("a", 1)]
    assert claimed() == []
    with later(LEASE - 1):
        assert claimed() == []


def test_a_worker_that_was_paused_too_long_has_lost_its_claim() -> None:
    """Its late success changes nothing: the message is the other worker's now, and so is the record."""
    put("a")
    paused = claim(NAME, 1, LEASE)
    with later(LEASE + 1):
        second = claim(NAME, 1, LEASE)
        assert [one.fence for one in second] == [paused[0].fence + 1]
        record(StandIn(), paused, [Delivered({"from": "the paused one"})], clock.now(), 0.1)
        assert (message("a").status, message("a").answer, message("a").attempts) == ("pending", None, 0)
        assert outcomes() == []
        record(StandIn(), second, [Retry("away")], clock.now(), 0.1)
        before = (message("a").due_at, message("a").attempts, message("a").last_error)
        record(StandIn(), paused, [Dead("refused")], clock.now(), 0.1)
        assert (message("a").due_at, message("a").attempts, message("a").last_error) == before
        assert message("a").status == "pending"
        assert outcomes() == ["retry"]


def test_a_late_record_does_not_change_what_another_worker_delivered() -> None:
    put("a")
    paused = claim(NAME, 1, LEASE)
    with later(LEASE + 1):
        deliver(StandIn(Delivered({"from": "the second"})), claim(NAME, 1, LEASE))
        record(StandIn(), paused, [Retry("timeout")], clock.now(), 10)
    assert (message("a").status, message("a").answer) == ("delivered", {"from": "the second"})
    assert outcomes() == ["delivered"]


def test_messages_about_one_thing_go_in_order_and_wait_for_the_one_that_fails() -> None:
    for version in (1, 2, 3):
        put("a", version)
    put("b")
    first = claim(NAME, 100, LEASE)
    assert [one.id for one in first] == [message("a", 1).id, message("b", 1).id]
    deliver(StandIn(Retry("away"), Delivered({})), first)
    with later(30):
        assert claimed() == []
    with later(70):
        again = claim(NAME, 100, LEASE)
        assert [(one.id, one.attempts) for one in again] == [(message("a", 1).id, 1)]
        deliver(StandIn(Delivered({})), again)
        assert claimed() == [("a", 2)]


def test_a_dead_letter_lets_the_next_one_pass_and_starts_again_when_told() -> None:
    put("a", 1)
    put("a", 2)
    deliver(StandIn(Dead("refused")), claim(NAME, 1, LEASE))
    assert message("a", 1).status == "dead"
    assert claimed() == [("a", 2)]
    assert retry_dead_letters("another channel") == 0
    assert retry_dead_letters(NAME) == 1
    assert (message("a", 1).status, message("a", 1).attempts) == ("pending", 0)
    assert claimed() == [("a", 1)]


def test_a_message_that_ran_out_of_tries_waits_for_a_person() -> None:
    put("a")
    for number in range(len(StandIn.delays) + 1):
        with later(1000 * number):
            assert message("a").status == "pending"
            deliver(StandIn(Retry("away")), claim(NAME, 1, LEASE))
    assert (message("a").status, message("a").attempts) == ("dead", 3)


def test_a_failed_message_goes_alone_and_is_not_passed_for_ever_by_fresh_ones() -> None:
    put("old")
    deliver(StandIn(Retry("away")), claim(NAME, 1, LEASE))
    with later(70):
        for name in ("x", "y", "z"):
            put(name)
        assert claimed() == [("old", 1)]
        assert claimed() == [("x", 1), ("y", 1), ("z", 1)]


def test_a_reminder_waits_for_its_time_also_after_an_outage() -> None:
    tomorrow = clock.now() + timedelta(days=1)
    put("reminder", due_at=tomorrow)
    put("now")
    assert claimed() == [("now", 1)]
    with write_transaction() as session:
        delivery.pull_forward(session, NAME, clock.now())
    assert message("reminder").due_at == tomorrow
    assert next_moment(NAME) == message("now").leased_until
    with clock.moved_to(tomorrow + timedelta(seconds=1)):
        assert ("reminder", 1) in claimed()


def test_the_worker_sleeps_while_a_message_waits_behind_another() -> None:
    """The second is due, but not before the first: looking at once again and again would be a busy loop."""
    put("a", 1)
    put("a", 2)
    deliver(StandIn(Retry("away")), claim(NAME, 1, LEASE))
    assert next_moment(NAME) == message("a", 1).due_at
    assert message("a", 1).due_at > clock.now() + timedelta(seconds=50)


def test_a_wrong_token_stops_the_channel_and_burns_no_attempt() -> None:
    put("a")
    put("b")
    answers = StandIn(Refused("HTTP 401", 401), Refused("HTTP 401", 401), probe=Refused("HTTP 401", 401))
    assert deliver(answers, claim(NAME, 100, LEASE))
    assert [message(name).attempts for name in ("a", "b")] == [0, 0]
    assert not is_open(NAME)
    assert claimed() == []
    with later(3):
        assert take_probe(NAME)
        assert not take_probe(NAME), "of several workers one asks"
        delivery.probe(StandIn())
        assert is_open(NAME)
        assert claimed() == [("a", 1), ("b", 1)]


def test_a_probe_tells_a_bad_message_from_a_bad_channel() -> None:
    put("a")
    deliver(StandIn(Retry("HTTP 500", 500)), claim(NAME, 1, LEASE))
    probe_after_failure(StandIn(probe=Delivered({})))
    assert is_open(NAME), "the probe passed: it was the message"
    put("b")
    deliver(StandIn(Retry("HTTP 500", 500)), claim(NAME, 1, LEASE))
    probe_after_failure(StandIn(probe=Retry("away")))
    assert not is_open(NAME)
    put("c")
    assert claimed() == [], "nothing but probes goes out"
    waiting = message("a").due_at
    assert waiting > clock.now() + timedelta(seconds=30)
    with later(3):
        assert take_probe(NAME)
        delivery.probe(StandIn())
        assert message("a").due_at <= clock.now(), "what waited is pulled forward"
        assert claimed() == [("c", 1)]


def test_what_an_admin_paused_no_probe_opens() -> None:
    put("a")
    claim(NAME, 1, LEASE)
    with write_transaction() as session:
        session.get_one(ChannelState, (NAME, "")).status = "paused"
    delivery.probe(StandIn(probe=Delivered({})))
    delivery.probe(StandIn(probe=Retry("away")))
    with later(LEASE + 1):
        assert claimed() == []
        assert not take_probe(NAME)
        assert next_moment(NAME) is None


def test_a_backlog_that_arises_at_once_is_claimed_as_cheaply_as_ever() -> None:
    """The database's statistics say that nothing is pending: its plan must not depend on them."""
    add_many(range(3000), 1, "delivered")
    with write_transaction() as session:
        session.execute(text("ANALYZE"))
    add_many(range(300), 2, "pending")
    for_few = cost_of_a_claim()
    add_many(range(300, 3000), 2, "pending")
    assert cost_of_a_claim() < 30 * for_few, "for each of ten times as many it read ten times as much"


def add_many(numbers: range, version: int, status: str) -> None:
    finished = None if status == "pending" else clock.now()
    rows = [
        {
            "event_id": f"backlog-{number}-{version}",
            "channel": NAME,
            "subject": f"thing:{number}",
            "version": version,
            "kind": "told",
            "payload": {},
            "status": status,
            "finished_at": finished,
            "due_at": clock.now(),
            "waiting_since": clock.now(),
            "ordering_key": f"thing:{number}",
            "created_at": clock.now(),
        }
        for number in numbers
    ]
    with write_transaction() as session:
        session.execute(insert(OutboxMessage), rows)


def cost_of_a_claim() -> int:
    """What it takes to claim a hundred: rows read on PostgreSQL, steps of its machine on SQLite."""
    if engine_under_test() == "postgresql":
        before = rows_read()
        assert len(claim(NAME, 100, LEASE)) == 100
        return rows_read() - before
    steps: list[int] = []
    db.engine.dispose()  # so that the claim uses the connection that counts
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: steps.append(10), 10)
    assert len(claim(NAME, 100, LEASE)) == 100
    driver.set_progress_handler(None, 0)
    return sum(steps)


def rows_read() -> int:
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        connection.commit()
        read = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'outbox_messages'"
        return int(connection.execute(text(read)).scalar_one())


def test_delivered_messages_are_kept_for_the_retention_and_no_longer() -> None:
    for name in ("delivered", "dead", "pending"):
        put(name)
    first, second, _ = claim(NAME, 100, LEASE)
    record(StandIn(), [first, second], [Delivered({}), Dead("refused")], clock.now(), 0.1)
    with later(89 * 86400):
        assert purge_old_rows(90) == 0
    with later(91 * 86400):
        assert purge_old_rows(90) == 1
    assert outbox_status()["counts"] == {NAME: {"dead": 1, "pending": 1}}
    assert outcomes() == ["dead"], "an attempt goes with its message"
