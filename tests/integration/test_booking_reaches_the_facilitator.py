"""The product's main purpose, end to end: each change of a booking reaches the CRM once and in order."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import func, select, update

from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support import fault_proxy
from tests.support.crowd import Crowd
from tests.support.database import change, rows
from tests.support.fault_proxy import FaultProxy, services_with_faults
from tests.support.outbox import (
    attempts_of,
    messages_of,
    nothing_is_lost_doubled_or_out_of_order,
    versions_at_the_crm,
    wait_until_delivered,
)
from tests.support.people import Person, crm_notifications, new_session, register, register_with_role
from tests.support.services import Process, Services, wait_until

DELIVERED_WITHIN = 10.0
# Usually under 0.2 s. The machine may be busy; without the wake-up the worker would poll after 10 s.
IDLE_LATENCY = 2.0


@pytest.fixture
def session(facilitator: Person) -> dict[str, Any]:
    """A session of priya's to book."""
    event = facilitator.create_event(title="Sunrise Sit", location="Casa do Mar", capacity=8)
    return event["sessions"][0]


def received_of(services: Services, booking_id: int, count: int) -> list[dict[str, Any]]:
    """Wait until the CRM has `count` notifications of a booking, and return them, oldest first."""
    wait_until(
        lambda: len(versions_at_the_crm(services, booking_id)) >= count,
        DELIVERED_WITHIN,
        lambda: f"{versions_at_the_crm(services, booking_id)} of {count}\n{services.logs()}",
    )
    return [one["data"] for one in reversed(crm_notifications(services, booking_id=booking_id))]


def test_a_booking_reaches_the_facilitator_once_and_says_everything(
    services: Services, facilitator: Person, alice: Person, session: dict[str, Any]
) -> None:
    booking = alice.book(session["id"]).json()["booking"]
    (received,) = received_of(services, booking["id"], 1)
    assert {key: received[key] for key in ("booking_id", "user", "event", "facilitator_id", "action", "version")} == {
        "booking_id": booking["id"],
        "user": {"id": alice.id, "name": "Alice", "email": alice.email},
        "event": {"id": session["event_id"], "title": "Sunrise Sit", "start_date": session["start_time"]},
        "facilitator_id": facilitator.id,
        "action": "created",
        "version": 1,
    }
    assert received["session"] == {
        "id": session["id"],
        "title": session["title"],
        "start_time": session["start_time"],
        "end_time": session["end_time"],
        "time_zone": "Europe/Lisbon",
        "location": "Casa do Mar",
        "capacity": 8,
        "seats_taken": 1,
    }
    assert received["occurred_at"] == booking["created_at"]
    (of_the_facilitator,) = crm_notifications(services, facilitator_id=facilitator.id, booking_id=booking["id"])
    (message,) = messages_of(services, booking["id"])
    assert of_the_facilitator["notification_id"] == message.event_id


def test_booked_cancelled_and_booked_again_arrive_in_that_order(
    services: Services, alice: Person, session: dict[str, Any]
) -> None:
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    assert alice.cancel(booking_id).status_code == 200
    assert alice.reactivate(booking_id).status_code == 200
    assert alice.cancel(booking_id).status_code == 200
    assert alice.book(session["id"]).json()["message"] == "Booking reactivated successfully"
    received = received_of(services, booking_id, 5)
    assert [(one["version"], one["action"], one["additional_data"]["state"]) for one in received] == [
        (1, "created", "booked"),
        (2, "cancelled", "cancelled"),
        (3, "reactivated", "booked"),
        (4, "cancelled", "cancelled"),
        (5, "reactivated", "booked"),
    ]
    # A message may describe its session as it was after the change.
    assert received[-1]["session"]["seats_taken"] == 1


def test_the_timeline_tells_the_life_of_a_booking(
    services: Services, alice: Person, bob: Person, facilitator: Person, session: dict[str, Any]
) -> None:
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    received_of(services, booking_id, 1)

    def steps(reader: Person) -> list[dict[str, Any]]:
        return reader.get(f"/bookings/{booking_id}/timeline").json()["timeline"]

    told = wait_until(lambda: [one for one in steps(alice) if one["kind"] == "stored"] and steps(alice), 5)
    assert [(step["kind"], step["outcome"]) for step in told] == [
        ("created", None),
        ("queued", None),
        ("attempt", "delivered"),
        ("stored", None),
    ]
    moments = [step["at"] for step in told]
    assert moments == sorted(moments)
    assert steps(facilitator) == told
    assert bob.get(f"/bookings/{booking_id}/timeline").status_code == 404


def test_new_people_and_changed_events_are_told_too(services: Services, facilitator: Person) -> None:
    newcomer = register(services, "Chitra")
    event = facilitator.create_event(title="Forest Week")
    path = f"/events/{event['id']}"
    assert facilitator.request("PATCH", path, json={"title": "Forest Days"}).status_code == 200
    start = datetime.now(timezone.utc) + timedelta(days=9)
    added = facilitator.post(f"{path}/sessions", new_session(start)).json()["session"]
    assert facilitator.request("PATCH", f"/sessions/{added['id']}", json={"title": "Second day"}).status_code == 200
    assert facilitator.request("DELETE", f"/sessions/{added['id']}").status_code == 200
    assert facilitator.request("DELETE", path).status_code == 200

    def kinds() -> list[str]:
        told = [one["data"] for one in reversed(crm_notifications(services, search="forest"))]
        about = [one for one in told if one.get("additional_data", {}).get("event_id") == event["id"]]
        return [one["notification_type"] for one in about]

    expected = [
        "event_created",
        "event_updated",
        "session_created",
        "session_updated",
        "session_cancelled",
        "event_deleted",
    ]
    wait_until(lambda: kinds() == expected, DELIVERED_WITHIN, lambda: f"{kinds()}\n{services.logs()}")
    registered = [
        one["data"]
        for one in crm_notifications(services, search="chitra")
        if one["data"].get("notification_type") == "user_registered" and one["data"]["user_id"] == newcomer.id
    ]
    assert len(registered) == 1


def test_a_cancelled_session_is_told_for_each_of_its_guests(
    services: Services, facilitator: Person, alice: Person, bob: Person, session: dict[str, Any]
) -> None:
    bookings = [guest.book(session["id"]).json()["booking"]["id"] for guest in (alice, bob)]
    cancelled = facilitator.request("DELETE", f"/sessions/{session['id']}", params={"reason": "Storm"})
    assert cancelled.status_code == 200, cancelled.text
    for booking_id in bookings:
        last = received_of(services, booking_id, 2)[-1]
        assert (last["action"], last["additional_data"]["reason"]) == ("cancelled", "Storm")


def test_an_idle_worker_is_woken_by_a_booking(services: Services, alice: Person, facilitator: Person) -> None:
    sessions = facilitator.create_event(sessions=5)["sessions"]
    latencies = []
    for one in sessions:
        wait_until_delivered(services, DELIVERED_WITHIN)
        time.sleep(0.3)  # asleep again
        booking_id = alice.book(one["id"]).json()["booking"]["id"]
        (received,) = received_of(services, booking_id, 1)
        (told,) = crm_notifications(services, booking_id=booking_id)
        stored, made = datetime.fromisoformat(told["timestamp"]), datetime.fromisoformat(received["occurred_at"])
        latencies.append((stored - made).total_seconds())
    assert sorted(latencies)[len(latencies) // 2] < IDLE_LATENCY, latencies


def test_operators_see_the_outbox_start_dead_letters_again_and_clear_old_ones(
    services: Services, alice: Person, session: dict[str, Any]
) -> None:
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    received_of(services, booking_id, 1)
    wait_until_delivered(services, DELIVERED_WITHIN)
    status = json.loads(services.flask("outbox", "status"))
    assert status["counts"]["crm"]["delivered"] > 0
    assert status["oldest_pending_seconds"] is None
    assert [channel["status"] for channel in status["channels"] if channel["channel"] == "crm"] == ["ok"]

    mine = update(OutboxMessage).where(OutboxMessage.subject == f"booking:{booking_id}")
    change(services.main_database, mine.values(status="dead"))
    assert "Retrying dead letters: 1." in services.flask("outbox", "retry", "--channel", "crm")
    wait_until(lambda: messages_of(services, booking_id)[0].status == "delivered", DELIVERED_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1], "the CRM knows the id and stores it once"

    aged = datetime.now(timezone.utc) - timedelta(days=31)
    change(services.main_database, mine.values(finished_at=aged))
    assert "0 messages" in services.flask("outbox", "purge", "--days", "32")
    assert "1 messages older than 30 days removed" in services.flask("outbox", "purge", "--days", "30")
    assert messages_of(services, booking_id) == []
    assert attempts_of(services, booking_id) == []


@pytest.fixture(scope="module")
def two_workers() -> Iterator[tuple[Services, FaultProxy]]:
    with services_with_faults(Services, workers=2) as both:
        yield both


def test_two_workers_deliver_each_message_once(two_workers: tuple[Services, FaultProxy]) -> None:
    services, _ = two_workers
    event = register_with_role(services, "Priya", "facilitator").create_event(sessions=4, capacity=60)
    with Crowd(services, 50) as crowd:
        for one in event["sessions"]:
            replies = crowd.ask(crowd.book(guest, one["id"]) for guest in crowd.guests)
            assert {reply.status for reply in replies} == {201}
    wait_until_delivered(services, 60)
    assert nothing_is_lost_doubled_or_out_of_order(services) == 200
    twice = select(OutboxMessage.id).where(OutboxMessage.fence > 1)
    assert rows(services.main_database, twice) == [], "a message was claimed by both"


def test_a_worker_told_to_stop_while_the_crm_hangs_leaves_in_time_and_loses_nothing(
    two_workers: tuple[Services, FaultProxy],
) -> None:
    services, proxy = two_workers
    session = register_with_role(services, "Arjun", "facilitator").create_event()["sessions"][0]
    alice = register(services, "Alice")
    wait_until_delivered(services, DELIVERED_WITHIN)
    seen = proxy.requests_seen
    proxy.fail(fault_proxy.HANG)
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    wait_until(lambda: proxy.requests_seen > seen, 5)
    started = time.monotonic()
    for worker in services.worker_processes:
        assert worker.child
        worker.child.terminate()
    assert [_exit_code(worker) for worker in services.worker_processes] == [0, 0]
    assert time.monotonic() - started < 10
    (message,) = messages_of(services, booking_id)
    assert (message.status, message.attempts) == ("pending", 0)

    proxy.heal()
    leased = update(OutboxMessage).where(OutboxMessage.id == message.id)
    change(services.main_database, leased.values(due_at=datetime.now(timezone.utc)))  # as when the lease ends
    services.worker_processes[0].start()
    wait_until_delivered(services, DELIVERED_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(
    two_workers: tuple[Services, FaultProxy],
) -> None:
    services, proxy = two_workers
    worker = services.worker_processes[0]
    if not worker.alive():
        worker.start()
    session = register_with_role(services, "Kavya", "facilitator").create_event()["sessions"][0]
    alice = register(services, "Alice")
    wait_until_delivered(services, DELIVERED_WITHIN)
    held = proxy.responses_held
    proxy.fail(fault_proxy.RESPONSE_HELD)
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    wait_until(lambda: proxy.responses_held > held, 5)
    running = [one for one in services.worker_processes if one.alive()]
    for one in running:
        assert one.child
        one.child.terminate()
    time.sleep(0.3)
    proxy.release()
    assert [_exit_code(one) for one in running] == [0] * len(running)
    (message,) = messages_of(services, booking_id)
    assert (message.status, message.attempts, message.fence) == ("delivered", 1, 1)
    worker.start()


def _exit_code(process: Process) -> int:
    assert process.child
    return process.child.wait(15)


def test_nothing_waits_in_the_shared_services_for_ever(services: Services) -> None:
    wait_until_delivered(services, DELIVERED_WITHIN)
    # Mails to addresses that tests invent may well be refused for good.
    stuck = select(func.count()).where(OutboxMessage.status == "dead", OutboxMessage.channel == CRM)
    assert rows(services.main_database, stuck)[0][0] == 0
