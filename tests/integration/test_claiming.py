"""Claiming, fences, order and due times, against the real database of the engine under test."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.outbox import claim as claiming
from main_app.outbox import delivery, health, operations
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import read_channel_work
from main_app.outbox.delivery import deliver
from main_app.outbox.delivery_counts import totals
from main_app.outbox.enqueue import NewMessage, enqueue, withdraw
from main_app.outbox.health import is_open, take_probe
from main_app.outbox.models import ChannelState, DeliveryAttempt, DeliveryStatistic, OutboxMessage
from main_app.outbox.operations import outbox_status, pause, purge_old_rows, retry_dead_letters
from main_app.outbox.retry_policy import Dead, Delivered, OneByOne, Outcome, Refused, Retry
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import statements
from tests.support.cost import cost
from tests.support.services import engine_under_test

pytestmark = pytest.mark.usefixtures("stopped_clock")
LEASE = 15.0
NAME = "stand-in"


class StandIn(Channel):
    """A channel whose receiver answers as a test sets it."""

    name = NAME
    delays = (60, 300)
    largest_batch = 100

    def __init__(self, *answers: Outcome, probe: Outcome | None = None, skip: Mapping[str, str] | None = None):
        self._answers, self._probe, self._skip = list(answers), probe or Delivered({}), skip or {}
        self.sent: list[str] = []

    def reasons_to_skip(self, messages: Sequence[Claimed]) -> Mapping[int, str]:
        return {message.id: self._skip[message.subject] for message in messages if message.subject in self._skip}

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        self.sent += [message.subject for message in messages]
        return [self._answers.pop(0) for _ in messages]

    def probe(self) -> Outcome:
        return self._probe


class ManyReceivers(StandIn):
    """A channel with destinations that fail independently."""

    one_destination = False


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as one:
        yield one


@pytest.fixture(autouse=True)
def empty_outbox(app: Flask) -> Iterator[None]:
    with app.app_context():
        with write_transaction() as db_session:
            for model in (DeliveryAttempt, OutboxMessage, ChannelState, DeliveryStatistic):
                db_session.query(model).delete()
        yield
        db.session.remove()


def put(
    subject: str, version: int = 1, due_at: datetime | None = None, *, key: str | None = "", destination: str = ""
) -> None:
    """Enqueue a message whose ordering key is its subject, unless another one is given."""
    key = subject if key == "" else key
    one = NewMessage(NAME, "told", subject, {}, version, ordering_key=key, destination=destination, due_at=due_at)
    with write_transaction() as db_session:
        enqueue(db_session, [one])


def message(subject: str, version: int = 1) -> OutboxMessage:
    found = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.subject == subject, OutboxMessage.version == version)
        .execution_options(populate_existing=True)
    ).one()
    db.session.rollback()
    return found


def claim(limit: int = 100, channel: Channel | None = None) -> list[Claimed]:
    return claiming.claim(channel or StandIn(), limit, LEASE)


def claimed(limit: int = 100, channel: Channel | None = None) -> list[tuple[str, int]]:
    """Claim, and return the subject and the version of each message."""
    ids = [one.id for one in claim(limit, channel)]
    known = {row.id: (row.subject, row.version) for row in db.session.scalars(select(OutboxMessage))}
    db.session.rollback()
    return [known[number] for number in ids]


def record(
    channel: Channel, claimed: Sequence[Claimed], outcomes: Sequence[Outcome], started_at: datetime, seconds: float
) -> None:
    delivery.record(delivery.Sent(channel, claimed, outcomes, started_at, seconds))


def outcomes() -> list[str]:
    found = [attempt.outcome for attempt in db.session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id))]
    db.session.rollback()
    return found


def next_moment() -> datetime | None:
    return read_channel_work([NAME])[NAME].next_moment


def later(seconds: float) -> Any:
    return clock.moved_to(clock.now() + timedelta(seconds=seconds))


def test_what_one_worker_claimed_no_other_can() -> None:
    put("a")
    assert claimed() == [("a", 1)]
    assert claimed() == []
    with later(LEASE - 1):
        assert claimed() == []


def test_a_worker_that_was_paused_too_long_has_lost_its_claim() -> None:
    """Its late success changes nothing, because another worker has claimed the message."""
    put("a")
    paused = claim(1)
    with later(LEASE + 1):
        second = claim(1)
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
    paused = claim(1)
    with later(LEASE + 1):
        deliver(StandIn(Delivered({"from": "the second"})), claim(1))
        record(StandIn(), paused, [Retry("timeout")], clock.now(), 10)
    assert (message("a").status, message("a").answer) == ("delivered", {"from": "the second"})
    assert outcomes() == ["delivered"]


def test_messages_of_one_key_share_a_batch_in_order_and_wait_for_the_one_that_fails() -> None:
    for version in (1, 2, 3):
        put("a", version)
    put("b")
    first = claim()
    assert [one.subject for one in first] == ["a", "a", "a", "b"]
    deliver(StandIn(Retry("away"), Retry("away"), Retry("away"), Delivered({})), first)
    with later(30):
        assert claimed() == []
    with later(70):
        again = claim()
        assert [(one.id, one.attempts) for one in again] == [(message("a", version).id, 1) for version in (1, 2, 3)]
        deliver(StandIn(Delivered({}), Dead("refused"), Retry("away")), again)
        assert claimed() == []
        put("a", 4)
        assert claimed() == [], "the third failed, and the fourth waits for it"
    with later(500):
        assert claimed() == [("a", 3), ("a", 4)]


def test_a_message_added_to_a_key_that_is_being_delivered_waits_for_it() -> None:
    put("a", 1)
    first = claim()
    put("a", 2)
    assert claimed() == []
    deliver(StandIn(Delivered({})), first)
    assert claimed() == [("a", 2)]


def test_messages_put_together_are_delivered_in_their_order() -> None:
    together = [NewMessage(NAME, "told", "a", {}, version, ordering_key="a") for version in range(1, 11)]
    with write_transaction() as db_session:
        enqueue(db_session, together)
    assert claimed() == [("a", version) for version in range(1, 11)]


def test_messages_without_a_key_wait_for_nobody() -> None:
    put("a", 1, key=None)
    put("a", 2, key=None)
    deliver(StandIn(Retry("away")), claim(1))
    assert claimed() == [("a", 2)]


def test_a_message_due_next_month_holds_back_only_its_own_key() -> None:
    put("plan", 1, due_at=clock.now() + timedelta(days=30))
    put("plan", 2)
    put("other")
    assert claimed() == [("other", 1)]


def test_a_run_ends_before_a_message_that_is_not_due() -> None:
    put("a", 1)
    put("a", 2, due_at=clock.now() + timedelta(days=1))
    put("a", 3)
    assert claimed() == [("a", 1)]


def test_a_long_key_takes_at_most_twice_its_share_of_a_batch() -> None:
    for version in range(1, 51):
        put("long", version)
    for name in ("x", "y", "z"):
        put(name)
        put(name, 2)
    assert claimed(10) == [("long", n) for n in range(1, 7)] + [(name, n) for name in "xy" for n in (1, 2)]
    assert claimed(10) == [("z", 1), ("z", 2)], "messages beyond the batch are left to another slot"


def test_several_slots_deliver_at_once_where_few_keys_have_long_backlogs() -> None:
    add_backlog(25, 400, attempts=0)
    batches = [claimed() for _ in range(3)]
    assert [len(batch) for batch in batches] == [100, 100, 100]
    keys = [{subject for subject, _ in batch} for batch in batches]
    assert keys[0].isdisjoint(keys[1]) and keys[2].isdisjoint(keys[0] | keys[1])
    for batch in batches:
        runs: dict[str, list[int]] = {}
        for subject, version in batch:
            runs.setdefault(subject, []).append(version)
        assert all(versions == list(range(1, len(versions) + 1)) for versions in runs.values())


def test_a_dead_letter_lets_the_next_one_pass_and_goes_first_when_retried() -> None:
    for version in (1, 2, 3):
        put("a", version)
    deliver(StandIn(Dead("refused")), claim(1))
    assert message("a", 1).status == "dead"
    second = claim(1)
    assert [one.id for one in second] == [message("a", 2).id]
    assert retry_dead_letters("another channel") == 0
    assert retry_dead_letters(NAME) == 1
    assert (message("a", 1).status, message("a", 1).attempts) == ("pending", 0)
    assert claimed(1) == [("a", 1)]
    deliver(StandIn(Delivered({})), second)
    assert claimed() == [], "the third waits for the first, which is under way"


def test_a_message_that_ran_out_of_tries_waits_for_a_person() -> None:
    put("a")
    for number in range(len(StandIn.delays) + 1):
        with later(1000 * number):
            assert message("a").status == "pending"
            deliver(StandIn(Retry("away")), claim(1))
    assert (message("a").status, message("a").attempts) == ("dead", 3)


def test_after_a_batch_failed_and_the_probe_passed_its_messages_go_one_by_one() -> None:
    """One message is the cause; it must not hold back the others for ever."""
    for name in ("poison", "b", "c"):
        put(name)
    deliver(StandIn(*[Retry("HTTP 500", 500)] * 3, probe=Delivered({})), claim())
    assert is_open(NAME)
    with later(70):
        put("fresh")
        for _ in ("poison", "b", "c"):
            (one,) = claim()
            deliver(StandIn(Retry("HTTP 500", 500) if one.subject == "poison" else Delivered({})), [one])
        assert claimed() == [("fresh", 1)]
    assert [message(name).status for name in ("poison", "b", "c")] == ["pending", "delivered", "delivered"]


def test_after_an_outage_what_failed_goes_in_batches() -> None:
    for name in ("a", "b", "c"):
        put(name)
    deliver(StandIn(*[Retry("away")] * 3, probe=Retry("away")), claim())
    with later(3):
        assert take_probe(NAME)
        health.probe(StandIn())
        assert claimed() == [("a", 1), ("b", 1), ("c", 1)]


def test_a_batch_refused_as_a_whole_goes_one_by_one_at_once_and_uses_no_attempt() -> None:
    put("a")
    put("b")
    deliver(StandIn(*[OneByOne("HTTP 413", 413)] * 2), claim())
    assert [message(name).attempts for name in ("a", "b")] == [0, 0]
    assert claimed() == [("a", 1)]
    assert claimed() == [("b", 1)]


def test_a_worker_goes_on_with_the_next_batch_in_the_same_transaction() -> None:
    for name in ("a", "b", "c"):
        put(name)
    second = deliver(StandIn(Delivered({})), claim(1), claim_next=1, lease_seconds=LEASE)
    assert [one.subject for one in second] == ["b"]
    assert deliver(StandIn(Retry("away")), second, claim_next=1, lease_seconds=LEASE) == [], "it failed"
    assert claimed() == [("c", 1)]


def test_a_message_whose_facts_changed_is_skipped_with_the_reason() -> None:
    for name in ("moved", "kept"):
        put(name)
    put("moved", 2)
    channel = StandIn(Delivered({}), skip={"moved": "the session was moved"})
    deliver(channel, claim(2))
    assert channel.sent == ["kept"]
    assert (message("moved").status, message("moved").last_error) == ("skipped", "the session was moved")
    assert outcomes() == ["delivered"]
    assert outbox_status()["counts"][NAME] == {"delivered": 1, "skipped": 1, "pending": 1}
    assert claimed() == [("moved", 2)]


def test_a_skipped_message_has_no_attempt() -> None:
    put("moved")
    deliver(StandIn(skip={"moved": "the session was moved"}), claim(1))
    assert (message("moved").status, outcomes()) == ("skipped", [])
    assert outbox_status()["counts"][NAME] == {"skipped": 1}


def test_a_delivered_message_releases_the_next_one_of_its_own_key_and_channel() -> None:
    with write_transaction() as db_session:
        enqueue(db_session, [NewMessage("another channel", "told", "elsewhere", {}, ordering_key="b")])
    put("a", 1)
    put("a", 2)
    for version in (1, 2, 3):
        put("b", version)
    assert claimed(1) == [("a", 1)]
    for version in (1, 2, 3):
        (next_one,) = claim(1)
        assert next_one.id == message("b", version).id
        deliver(StandIn(Delivered({})), [next_one])
    assert claimed() == [], "the second of the other key still waits"


def test_each_delivery_is_counted() -> None:
    for subject in ("a", "b"):
        put(subject)
        record(StandIn(), claim(1), [Delivered({})], clock.now(), 0.1)
    with write_transaction() as db_session:
        assert totals(db_session) == {NAME: {"delivered": 2}}


def test_the_outcome_of_a_lost_claim_is_logged_and_not_counted(caplog: pytest.LogCaptureFixture) -> None:
    put("a")
    paused = claim(1)
    with later(LEASE + 1):
        claim(1)
        record(StandIn(), paused, [Delivered({})], clock.now(), 0.1)
    assert f"the outcome of {paused[0].event_id} is not recorded" in caplog.text
    with write_transaction() as db_session:
        assert totals(db_session) == {}


def test_an_outcome_that_is_recorded_twice_counts_once() -> None:
    put("a")
    batch = claim(1)
    record(StandIn(), batch, [Delivered({"number": 1})], clock.now(), 0.1)
    record(StandIn(), batch, [Retry("away")], clock.now(), 0.1)
    assert (message("a").status, message("a").answer, outcomes()) == ("delivered", {"number": 1}, ["delivered"])


@pytest.mark.engine("postgresql")
def test_postgresql_records_one_outcome_in_one_statement() -> None:
    put("a", 1)
    put("a", 2)
    under_way = claim(1)
    with statements() as sent:
        deliver(StandIn(Delivered({})), under_way)
    assert len([statement for statement in sent if "outbox_messages" in statement]) == 1
    assert (message("a").status, outcomes(), claimed()) == ("delivered", ["delivered"], [("a", 2)])


def test_a_withdrawn_message_is_skipped_and_lets_the_next_one_pass() -> None:
    put("a", 1)
    put("a", 2)
    under_way = claim(1)
    with write_transaction() as db_session:
        db_session.execute(OutboxMessage.__table__.update().where(OutboxMessage.version == 2).values(kind="later"))
        assert withdraw(db_session, "a", ["told"], "the guest cancelled") == 1
        assert withdraw(db_session, "a", ["told"], "the guest cancelled") == 0
    assert (message("a").status, message("a").last_error) == ("skipped", "the guest cancelled")
    record(StandIn(), under_way, [Delivered({})], clock.now(), 0.1)
    assert message("a").status == "skipped", "its claim has ended"
    assert claimed() == [("a", 2)]


def test_a_failing_destination_closes_no_other() -> None:
    for number in range(3):
        put(f"dead {number}", key=None, destination="phone")
    put("fine", key=None, destination="laptop")
    deliver(ManyReceivers(Retry("gone")), claim(1))
    assert is_open(NAME)
    assert claimed(channel=ManyReceivers()) == [("fine", 1)], "the phone's messages are postponed"
    with later(3):
        one = claim(channel=ManyReceivers())
        assert [message.destination for message in one] == ["phone"], "one message tries whether it is back"
        deliver(ManyReceivers(Delivered({})), one)
    with later(10):
        assert claimed(channel=ManyReceivers()) == [("dead 2", 1)]
    with later(70):
        assert ("dead 0", 1) in claimed(channel=ManyReceivers())


def test_a_reminder_waits_for_its_time_also_after_an_outage() -> None:
    tomorrow = clock.now() + timedelta(days=1)
    put("reminder", due_at=tomorrow)
    put("now")
    assert claimed() == [("now", 1)]
    with write_transaction() as session:
        health.pull_forward(session, NAME, clock.now())
    assert message("reminder").due_at == tomorrow
    assert next_moment() == message("now").leased_until
    with clock.moved_to(tomorrow + timedelta(seconds=1)):
        assert ("reminder", 1) in claimed()


def test_the_worker_sleeps_while_a_message_waits_behind_another() -> None:
    """The second is due, but not before the first: looking at once again and again would be a busy loop."""
    put("a", 1)
    put("a", 2)
    deliver(StandIn(Retry("away")), claim(1))
    assert next_moment() == message("a", 1).due_at
    assert message("a", 1).due_at > clock.now() + timedelta(seconds=50)


def test_a_wrong_token_stops_the_channel_and_burns_no_attempt() -> None:
    put("a")
    put("b")
    answers = StandIn(Refused("HTTP 401", 401), Refused("HTTP 401", 401), probe=Refused("HTTP 401", 401))
    deliver(answers, claim())
    assert [message(name).attempts for name in ("a", "b")] == [0, 0]
    assert not is_open(NAME)
    assert claimed() == []
    with later(3):
        assert take_probe(NAME)
        assert not take_probe(NAME), "only one of several workers sends the probe"
        health.probe(StandIn())
        assert is_open(NAME)
        assert claimed() == [("a", 1), ("b", 1)]


def test_a_message_that_is_refused_again_after_a_probe_passed_lets_the_others_go_first() -> None:
    put("a")
    put("b")
    for _ in range(2):
        deliver(StandIn(Refused("our sender cannot reach a")), claim(1))
        health.probe(StandIn())
    assert claimed() == [("b", 1)]
    assert message("a").attempts == 0, "our sender may be wrong for all of them"
    with later(2.5):
        assert claimed() == [("a", 1)]


def test_a_probe_tells_a_bad_message_from_a_bad_channel() -> None:
    put("a")
    deliver(StandIn(Retry("HTTP 500", 500), probe=Delivered({})), claim(1))
    assert is_open(NAME), "the probe passed: it was the message"
    put("b")
    deliver(StandIn(Retry("HTTP 500", 500), probe=Retry("away")), claim(1))
    assert not is_open(NAME)
    put("c")
    assert claimed() == [], "nothing but probes goes out"
    waiting = message("a").due_at
    assert waiting > clock.now() + timedelta(seconds=30)
    with later(3):
        assert take_probe(NAME)
        health.probe(StandIn())
        assert message("a").due_at <= clock.now(), "waiting messages are due at once"
        assert claimed() == [("a", 1), ("b", 1), ("c", 1)]


def test_a_probe_does_not_resume_a_channel_that_an_admin_paused() -> None:
    put("a")
    claim(1)
    with write_transaction() as db_session:
        assert pause(db_session, NAME, "maintenance")
    health.probe(StandIn(probe=Delivered({})))
    health.probe(StandIn(probe=Retry("away")))
    with later(LEASE + 1):
        assert claimed() == []
        assert not take_probe(NAME)
        assert next_moment() is None


SHAPES = {"10,000 bookings with one message": (10_000, 1), "one with 10,000": (1, 10_000), "25 with 400": (25, 400)}


@pytest.mark.parametrize("failed_before", [False, True], ids=["fresh", "failed before"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_claim_reads_a_few_rows_for_each_message_it_returns(shape: str, failed_before: bool) -> None:
    """Also with outdated statistics of the database, from before or during the growth of the backlog."""
    keys, each = SHAPES[shape]
    add_finished(3000)
    analyze()
    add_backlog(keys, each, attempts=1 if failed_before else 0)
    before = cost_of_a_claim()
    analyze()
    with later(LEASE + 1):
        after = cost_of_a_claim()
    at_most = 12 * 100 if engine_under_test() == "postgresql" else 400 * 100
    assert max(before, after) < at_most


def test_a_record_reads_a_few_rows_however_long_the_key() -> None:
    add_backlog(1, 10_000, attempts=0)
    batch = claim()
    with cost() as counted:
        record(StandIn(), batch, [Delivered({})] * 100, clock.now(), 0.1)
    assert counted.total < (12 * 100 if engine_under_test() == "postgresql" else 400 * 100)


def add_finished(number: int) -> None:
    add_rows({"subject": f"done:{n}", "status": "delivered", "finished_at": clock.now()} for n in range(number))


def add_backlog(keys: int, each: int, attempts: int) -> None:
    add_rows(
        {
            "subject": f"thing:{key}",
            "ordering_key": f"thing:{key}",
            "version": version + 1,
            "waits": version > 0,
            "attempts": attempts,
        }
        for version in range(each)
        for key in range(keys)
    )


def add_rows(rows: Any) -> None:
    now = clock.now()
    common = {
        "channel": NAME,
        "kind": "told",
        "version": 1,
        "payload": {},
        "ordering_key": None,
        "status": "pending",
        "finished_at": None,
        "waits": False,
        "attempts": 0,
        "due_at": now,
        "created_at": now,
        "waiting_since": now,
    }
    with write_transaction() as db_session:
        numbered = [common | row | {"event_id": f"row-{row['subject']}-{n}"} for n, row in enumerate(rows)]
        db_session.execute(insert(OutboxMessage), numbered)


def analyze() -> None:
    with write_transaction() as db_session:
        db_session.execute(text("ANALYZE"))


def cost_of_a_claim() -> int:
    with cost() as counted:
        assert len(claim()) == 100
    return counted.total


def test_delivered_messages_are_kept_for_the_retention_and_no_longer() -> None:
    for name in ("delivered", "dead", "pending"):
        put(name)
    first, second, _ = claim()
    record(StandIn(), [first, second], [Delivered({}), Dead("refused")], clock.now(), 0.1)
    with later(89 * 86400):
        assert purge_old_rows(90) == 0
    with later(91 * 86400):
        assert purge_old_rows(90) == 1
    assert outbox_status()["counts"] == {NAME: {"delivered": 1, "dead": 1, "pending": 1}}, "counted, though removed"
    assert outcomes() == ["dead"], "an attempt goes with its message"


def test_old_messages_are_removed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """One long transaction would delay bookings."""
    assert operations.PURGED_AT_ONCE == 1000
    add_finished(25)
    transactions = []

    @contextmanager
    def counted() -> Iterator[Session]:
        with write_transaction() as db_session:
            yield db_session
            transactions.append(1)

    monkeypatch.setattr(operations, "PURGED_AT_ONCE", 10)
    monkeypatch.setattr(operations, "write_transaction", counted)
    with later(91 * 86400):
        assert purge_old_rows(90) == 25
    assert len(transactions) == 3
