"""Claiming, order and due times, against the real database of the engine under test."""

from datetime import timedelta

import pytest

from main_app.outbox.delivery import deliver
from main_app.outbox.enqueue import NewMessage, enqueue, withdraw
from main_app.outbox.models import OutboxMessage
from main_app.outbox.operations import retry_dead_letters
from main_app.outbox.retry_policy import Dead, Delivered, Retry, SplitBatch
from service_kit import clock
from service_kit.database import write_transaction
from tests.integration.stand_in import (
    LEASE,
    NAME,
    StandIn,
    add_backlog,
    claim,
    claimed,
    later,
    message,
    next_due_at,
    put,
    record,
)

pytestmark = pytest.mark.usefixtures("empty_outbox", "stopped_clock")


def test_what_one_worker_claimed_no_other_can() -> None:
    put("a")
    assert claimed() == [("a", 1)]
    assert claimed() == []
    with later(LEASE - 1):
        assert claimed() == []


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


def test_a_batch_refused_as_a_whole_goes_one_by_one_at_once_and_uses_no_attempt() -> None:
    put("a")
    put("b")
    deliver(StandIn(*[SplitBatch("HTTP 413", 413)] * 2), claim())
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


def test_the_worker_sleeps_while_a_message_waits_behind_another() -> None:
    """The second is due, but not before the first: looking at once again and again would be a busy loop."""
    put("a", 1)
    put("a", 2)
    deliver(StandIn(Retry("away")), claim(1))
    assert next_due_at() == message("a", 1).due_at
    assert message("a", 1).due_at > clock.now() + timedelta(seconds=50)
