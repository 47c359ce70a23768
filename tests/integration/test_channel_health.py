"""When a channel stops and goes on: probes, refusals, failing destinations and an admin's pause."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from main_app.database import db
from main_app.outbox import health
from main_app.outbox.delivery import deliver
from main_app.outbox.health import is_ok, take_probe
from main_app.outbox.models import ChannelState
from main_app.outbox.operations import pause
from main_app.outbox.retry_policy import ChannelRefused, Delivered, Retry
from service_kit import clock
from service_kit.database import write_transaction
from tests.integration.stand_in import (
    LEASE,
    NAME,
    ManyReceivers,
    StandIn,
    claim,
    claimed,
    later,
    message,
    next_due_at,
    put,
)

pytestmark = pytest.mark.usefixtures("empty_outbox", "stopped_clock")


def test_after_a_batch_failed_and_the_probe_passed_its_messages_go_one_by_one() -> None:
    """One message is the cause; it must not hold back the others for ever."""
    for name in ("poison", "b", "c"):
        put(name)
    deliver(StandIn(*[Retry("HTTP 500", 500)] * 3, probe=Delivered({})), claim())
    assert is_ok(NAME)
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


def failing_destinations() -> list[str]:
    found = select(ChannelState.destination).where(ChannelState.destination != "")
    with db.engine.connect() as connection:
        return list(connection.execute(found).scalars())


def test_a_failing_destination_closes_no_other() -> None:
    for number in range(3):
        put(f"dead {number}", key=None, destination="phone")
    put("fine", key=None, destination="laptop")
    deliver(ManyReceivers(Retry("gone")), claim(1))
    assert is_ok(NAME)
    assert claimed(channel=ManyReceivers()) == [("fine", 1)], "the phone's messages are postponed"
    with later(3):
        one = claim(channel=ManyReceivers())
        assert [message.destination for message in one] == ["phone"], "one message tries whether it is back"
        assert failing_destinations() == ["phone"]
        deliver(ManyReceivers(Delivered({})), one)
        assert failing_destinations() == []
    with later(10):
        assert claimed(channel=ManyReceivers()) == [("dead 2", 1)]
    with later(70):
        assert ("dead 0", 1) in claimed(channel=ManyReceivers())


def test_many_messages_to_a_failing_destination_hold_up_no_other() -> None:
    for number in range(100):
        put(f"dead {number}", key=None, destination="phone")
    put("fine", key=None, destination="laptop")
    deliver(ManyReceivers(Retry("gone")), claim(1))
    assert claimed(1, ManyReceivers()) == [("fine", 1)]
    with later(3):
        for number in (1, 2):
            [tried] = claim(1, ManyReceivers())
            assert tried.destination == "phone", "one message tries whether it is back"
            deliver(ManyReceivers(Delivered({})), [tried])
            assert failing_destinations() == []
            assert message(f"dead {number}").status == "delivered"


def test_a_reminder_waits_for_its_time_also_after_an_outage() -> None:
    tomorrow = clock.now() + timedelta(days=1)
    put("reminder", due_at=tomorrow)
    put("now")
    assert claimed() == [("now", 1)]
    with write_transaction() as session:
        health.retry_now(session, NAME, clock.now())
    assert message("reminder").due_at == tomorrow
    assert next_due_at() == message("now").leased_until
    with clock.moved_to(tomorrow + timedelta(seconds=1)):
        assert ("reminder", 1) in claimed()


def test_a_wrong_token_stops_the_channel_and_burns_no_attempt() -> None:
    put("a")
    put("b")
    responses = StandIn(
        ChannelRefused("HTTP 401", 401), ChannelRefused("HTTP 401", 401), probe=ChannelRefused("HTTP 401", 401)
    )
    deliver(responses, claim())
    assert [message(name).attempts for name in ("a", "b")] == [0, 0]
    assert not is_ok(NAME)
    assert claimed() == []
    with later(3):
        assert take_probe(NAME)
        assert not take_probe(NAME), "only one of several workers sends the probe"
        health.probe(StandIn())
        assert is_ok(NAME)
        assert claimed() == [("a", 1), ("b", 1)]


def test_a_message_that_is_refused_again_after_a_probe_passed_lets_the_others_go_first() -> None:
    put("a")
    put("b")
    for _ in range(2):
        deliver(StandIn(ChannelRefused("our sender cannot reach a")), claim(1))
        health.probe(StandIn())
    assert claimed() == [("b", 1)]
    assert message("a").attempts == 0, "our sender may be wrong for all of them"
    with later(2.5):
        assert claimed() == [("a", 1)]


def test_a_probe_tells_a_bad_message_from_a_bad_channel() -> None:
    put("a")
    deliver(StandIn(Retry("HTTP 500", 500), probe=Delivered({})), claim(1))
    assert is_ok(NAME), "the probe passed: it was the message"
    put("b")
    deliver(StandIn(Retry("HTTP 500", 500), probe=Retry("away")), claim(1))
    assert not is_ok(NAME)
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
        assert next_due_at() is None
