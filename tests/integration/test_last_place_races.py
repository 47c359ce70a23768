"""Many people want the last place at once: one gets it, and nobody gets a server error."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from main_app.bookings.models import Booking
from main_app.events.models import EventSession
from tests.support.crowd import Crowd, Guest, Reply
from tests.support.database import rows
from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, crm_notifications, register_with_role
from tests.support.rounds import rounds
from tests.support.services import Services

# 60,000 requests take long on a busy machine. A request that hangs fails by Crowd's own timeout.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
# The messages of a booking are delivered one after another, and one booking here has a hundred.
DELIVERED_WITHIN = 120.0
CROWD = 200
ROUNDS = rounds(100)
ROUNDS_OF_CHANGES = rounds(200)  # places must become free often enough to be taken again


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """Services for these races only: their thousands of rows would slow down other tests."""
    with Services() as running:
        yield running


@pytest.fixture(scope="module")
def facilitator(services: Services) -> Person:
    return register_with_role(services, "Priya", "facilitator")


@pytest.fixture(scope="module")
def crowd(services: Services) -> Iterator[Crowd]:
    with Crowd(services, CROWD) as people:
        yield people


def code(reply: Reply) -> str:
    return reply.json().get("code", "")


def test_of_200_people_one_gets_the_last_place_every_time(
    services: Services, facilitator: Person, crowd: Crowd, alice: Person
) -> None:
    sessions = facilitator.create_event(title="One place left", sessions=ROUNDS, capacity=2)["sessions"]
    for session in sessions:
        assert alice.book(session["id"]).status_code == 201
        replies = crowd.ask(crowd.book(guest, session["id"]) for guest in crowd.guests)
        assert Counter(reply.status for reply in replies) == {201: 1, 409: CROWD - 1}
        assert {code(reply) for reply in replies if reply.status == 409} == {"session_full"}
    ids = [session["id"] for session in sessions]
    assert places_and_bookings(services, ids) == {session_id: (2, 2) for session_id in ids}


def test_the_last_places_are_cancelled_and_taken_again_by_200_people_at_once(
    services: Services, facilitator: Person, crowd: Crowd
) -> None:
    capacity = 20
    sessions = facilitator.create_event(title="Coming and going", sessions=4, capacity=capacity)["sessions"]
    ids = [session["id"] for session in sessions]
    booked: dict[int, dict[int, int]] = {session_id: {} for session_id in ids}  # session → guest → booking
    cancelled: dict[int, dict[int, int]] = {session_id: {} for session_id in ids}
    chance = random.Random(20)
    done: Counter[str] = Counter()

    def change(guest: Guest, session_id: int) -> tuple[str, tuple[Guest, bytes]]:
        if guest.id in booked[session_id] and chance.random() < 0.6:
            return "cancel", crowd.request(guest, "POST", f"/bookings/cancel/{booked[session_id][guest.id]}")
        if guest.id in cancelled[session_id] and chance.random() < 0.6:
            path = f"/bookings/reactivate/{cancelled[session_id][guest.id]}"
            return "reactivate", crowd.request(guest, "POST", path)
        return "book", crowd.book(guest, session_id)

    for number in range(ROUNDS_OF_CHANGES):
        session_id = ids[number % len(ids)]
        changes = [change(guest, session_id) for guest in crowd.guests]
        replies = crowd.ask(request for _, request in changes)
        for guest, (action, _), reply in zip(crowd.guests, changes, replies, strict=True):
            assert reply.status in (200, 201, 409), reply.body
            if reply.status == 409:
                assert code(reply) in ("session_full", "already_booked"), reply.body
                continue
            done[action] += 1
            booking_id = reply.json()["booking"]["id"]
            gained, lost = (cancelled, booked) if action == "cancel" else (booked, cancelled)
            gained[session_id][guest.id] = booking_id
            lost[session_id].pop(guest.id, None)
        assert len(booked[session_id]) <= capacity
    assert min(done["book"], done["cancel"], done["reactivate"]) > ROUNDS_OF_CHANGES  # each of them really took part
    assert places_and_bookings(services, ids) == {
        session_id: (len(booked[session_id]), len(booked[session_id])) for session_id in ids
    }
    every_change_reaches_the_crm_once_and_in_order(services, ids)


def test_one_person_on_50_devices_books_a_session_once(services: Services, facilitator: Person, alice: Person) -> None:
    sessions = facilitator.create_event(sessions=10, capacity=60)["sessions"]
    with Crowd(services, 50, as_person=alice) as devices:
        for session in sessions:
            replies = devices.ask(devices.book(device, session["id"]) for device in devices.guests)
            assert Counter(reply.status for reply in replies) == {201: 1, 409: 49}
            assert {code(reply) for reply in replies if reply.status == 409} == {"already_booked"}
    ids = [session["id"] for session in sessions]
    assert places_and_bookings(services, ids) == {session_id: (1, 1) for session_id in ids}


def test_one_person_cancels_and_reactivates_the_same_booking_on_50_devices(
    services: Services, facilitator: Person, alice: Person
) -> None:
    session_id = facilitator.create_event(capacity=60)["sessions"][0]["id"]
    booking_id = alice.book(session_id).json()["booking"]["id"]
    versions = [1]
    with Crowd(services, 50, as_person=alice) as devices:
        for _ in range(5):
            paths = [f"/bookings/{'cancel' if number % 2 else 'reactivate'}/{booking_id}" for number in range(50)]
            replies = devices.ask(
                devices.request(device, "POST", path) for device, path in zip(devices.guests, paths, strict=True)
            )
            assert {reply.status for reply in replies} <= {200, 409}
            versions += [reply.json()["booking"]["version"] for reply in replies if reply.status == 200]
    assert sorted(versions) == list(range(1, len(versions) + 1)), "each change has a version of its own"
    active = len(versions) % 2  # booked, cancelled, booked again …
    assert places_and_bookings(services, [session_id]) == {session_id: (active, active)}
    every_change_reaches_the_crm_once_and_in_order(services, [session_id])


def test_50_requests_with_one_idempotency_key_make_one_booking_and_give_one_response(
    services: Services, facilitator: Person, alice: Person
) -> None:
    sessions = facilitator.create_event(sessions=5, capacity=60)["sessions"]
    with Crowd(services, 50, as_person=alice) as devices:
        for session in sessions:
            key = [f"Idempotency-Key: tap-{session['id']}"]
            replies = devices.ask(devices.book(device, session["id"], key) for device in devices.guests)
            responses = {reply.body for reply in replies if reply.status == 201}
            assert len(responses) == 1
            assert {code(reply) for reply in replies if reply.status != 201} <= {"still_running"}
            assert {reply.status for reply in replies} <= {201, 409}
            again = devices.ask([devices.book(devices.guests[0], session["id"], key)])[0]
            assert (again.status, {again.body}) == (201, responses)
    ids = [session["id"] for session in sessions]
    assert places_and_bookings(services, ids) == {session_id: (1, 1) for session_id in ids}


def places_and_bookings(services: Services, session_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return for each session the places that it counts as taken, and its bookings."""
    active = (
        select(func.count())
        .where(Booking.session_id == EventSession.id, Booking.status == "booked")
        .correlate(EventSession)
        .scalar_subquery()
    )
    sessions = select(EventSession.id, EventSession.seats_taken, active).where(EventSession.id.in_(session_ids))
    return {session_id: (taken, bookings) for session_id, taken, bookings in rows(services.main_database, sessions)}


def every_change_reaches_the_crm_once_and_in_order(services: Services, session_ids: list[int]) -> None:
    bookings = rows(
        services.main_database, select(Booking.id, Booking.version).where(Booking.session_id.in_(session_ids))
    )
    wait_until_delivered(services, DELIVERED_WITHIN)
    for booking_id, version in bookings:
        received = crm_notifications(services, booking_id=booking_id)
        assert [one["data"]["version"] for one in reversed(received)] == list(range(1, version + 1))
