"""Nobody is booked at a time, a place or a price that they have not seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from main_app.auth.access import Caller
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.session_changes import change_event, change_session
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.schemas import EventChange, SessionChange
from service_kit import clock
from service_kit.problems import Conflict
from tests.main_app.builders import make_event, make_person, make_session
from tests.support.people import Person
from tests.support.rounds import rounds


def test_alice_is_not_booked_at_a_price_she_never_saw(facilitator: Person, alice: Person) -> None:
    session = facilitator.create_event()["sessions"][0]
    facilitator.request("PATCH", f"/sessions/{session['id']}", json={"price_cents": 90000, "currency": "INR"})
    body = {"session_id": session["id"], "offer_version": session["offer_version"]}
    refused = alice.post("/bookings/book", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "offer_changed")
    now = refused.json()["session"]
    assert (now["id"], now["price_cents"], now["currency"]) == (session["id"], 90000, "INR")
    assert alice.get("/bookings").json()["bookings"] == []
    assert alice.post("/bookings/book", body | {"offer_version": now["offer_version"]}).status_code == 201


def test_alice_does_not_rebook_what_has_moved_meanwhile(facilitator: Person, alice: Person) -> None:
    session = facilitator.create_event()["sessions"][0]
    booking = alice.book(session["id"]).json()["booking"]
    assert booking["session_offer_version"] == session["offer_version"]
    alice.cancel(booking["id"])
    facilitator.request("PATCH", f"/sessions/{session['id']}", json={"location": "The other studio"})
    path, seen = f"/bookings/reactivate/{booking['id']}", {"offer_version": session["offer_version"]}
    assert alice.post(path, seen).json()["code"] == "offer_changed"
    assert alice.post("/bookings/book", {"session_id": session["id"], **seen}).json()["code"] == "offer_changed"
    assert alice.post(path).status_code == 200  # a program that names no version accepts every one


@pytest.mark.parametrize("version", [0, "1", 1.5, 2**31])
def test_a_version_that_is_none_is_refused(facilitator: Person, alice: Person, version: Any) -> None:
    session = facilitator.create_event()["sessions"][0]
    response = alice.post("/bookings/book", {"session_id": session["id"], "offer_version": version})
    assert (response.status_code, response.json()["field"]) == (400, "offer_version")


CHANGES_OF_SESSION = [
    ({"start_time": "2031-01-01T09:00:00Z", "end_time": "2031-01-01T10:00:00Z"}, True),
    ({"location": "Garden"}, True),
    ({"price_cents": 500}, True),
    ({"currency": "INR"}, True),
    ({"title": "Evening Sit, corrected"}, False),
    ({"capacity": 11}, False),
]
CHANGES_OF_EVENT = [
    ({"location": "Garden"}, True),
    ({"online": True}, True),
    ({"time_zone": "Asia/Kolkata"}, True),
    ({"title": "Morning Sit"}, False),
    ({"description": "In silence."}, False),
]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("change", "offered"), CHANGES_OF_SESSION)
def test_a_sessions_offer_rises_with_what_guests_agree_to(priya: Caller, change: dict[str, Any], offered: bool) -> None:
    session = make_session(priya)
    changed = change_session(priya, session.id, SessionChange.model_validate(change))
    assert changed.offer_version == 1 + offered


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("change", "offered"), CHANGES_OF_EVENT)
def test_a_sessions_offer_rises_through_its_event(priya: Caller, change: dict[str, Any], offered: bool) -> None:
    event = make_event(priya, sessions=2)
    at_its_own_place = event.sessions[1].id
    change_session(priya, at_its_own_place, SessionChange(location="Beach"))
    change_event(priya, event.id, EventChange.model_validate(change))
    db.session.rollback()
    first, second = (db.session.get_one(EventSession, session.id) for session in event.sessions)
    assert first.offer_version == 1 + offered
    assert second.offer_version == 2 + (offered and "location" not in change)


@pytest.mark.usefixtures("context")
def test_a_full_session_says_that_it_is_full(priya: Caller, guest: Caller) -> None:
    session = make_session(priya, capacity=1)
    book_session(make_person("Bob"), session.id)
    change_session(priya, session.id, SessionChange(price_cents=5))
    with pytest.raises(Conflict) as refused:
        book_session(guest, session.id, offer_version=1)
    assert refused.value.code == "session_full"


@pytest.mark.usefixtures("context")
def test_booking_raced_with_moving_is_never_at_a_time_unseen(app: Flask, priya: Caller, guest: Caller) -> None:
    session_id = make_session(priya, capacity=1000).id
    start = clock.now().replace(microsecond=0) + timedelta(days=30)

    def at_once(barrier: Barrier, do: Callable[[], Any]) -> Any:
        with app.app_context():
            barrier.wait()
            try:
                return do()
            except Conflict as refused:
                return refused.code

    for number in range(rounds(100)):
        seen = db.session.get_one(EventSession, session_id, populate_existing=True)
        version, shown = seen.offer_version, clock.iso(seen.starts_at)
        db.session.rollback()
        times = [(start + timedelta(hours=2 * number + hours)).isoformat() for hours in (0, 1)]
        moved = SessionChange.model_validate(dict(zip(("start_time", "end_time"), times, strict=True)))
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            booked = threads.submit(at_once, barrier, lambda v=version: book_session(guest, session_id, 1, v))
            threads.submit(at_once, barrier, lambda m=moved: change_session(priya, session_id, m)).result()
        result = booked.result()
        if result != "offer_changed":
            assert result.booking.session_time == shown
            cancel_booking(guest, result.booking.id)
