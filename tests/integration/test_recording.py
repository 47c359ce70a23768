"""What is recorded of each delivery: outcomes by fence, reasons, counts, and how long they are kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from main_app.outbox.delivery import deliver
from main_app.outbox.delivery_metrics import totals
from main_app.outbox.operations import outbox_status, purge_old_rows
from main_app.outbox.retry_policy import Dead, Delivered, Retry
from service_kit import clock, purge
from service_kit.database import write_connection, write_transaction
from tests.integration.stand_in import (
    LEASE,
    NAME,
    StandIn,
    add_finished,
    claim,
    claimed,
    later,
    message,
    outcomes,
    put,
    record,
)

pytestmark = pytest.mark.usefixtures("empty_outbox", "stopped_clock")


def test_a_worker_that_was_paused_too_long_has_lost_its_claim() -> None:
    """Its late success changes nothing, because another worker has claimed the message."""
    put("a")
    paused = claim(1)
    with later(LEASE + 1):
        second = claim(1)
        assert [one.fence for one in second] == [paused[0].fence + 1]
        record(StandIn(), paused, [Delivered({"from": "the paused one"})], clock.now(), 0.1)
        assert (message("a").status, message("a").response, message("a").attempts) == ("pending", None, 0)
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
    assert (message("a").status, message("a").response) == ("delivered", {"from": "the second"})
    assert outcomes() == ["delivered"]


def test_a_message_that_ran_out_of_tries_waits_for_a_person() -> None:
    put("a")
    for number in range(len(StandIn.delays) + 1):
        with later(1000 * number):
            assert message("a").status == "pending"
            deliver(StandIn(Retry("away")), claim(1))
    assert (message("a").status, message("a").attempts) == ("dead", 3)


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
    assert (message("a").status, message("a").response, outcomes()) == ("delivered", {"number": 1}, ["delivered"])


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
    assert purge.BATCH_SIZE == 1000
    add_finished(25)
    transactions = []

    @contextmanager
    def counted() -> Iterator[Connection]:
        with write_connection() as connection:
            yield connection
            transactions.append(1)

    monkeypatch.setattr(purge, "BATCH_SIZE", 10)
    monkeypatch.setattr(purge, "write_connection", counted)
    with later(91 * 86400):
        assert purge_old_rows(90) == 25
    assert len(transactions) == 3
