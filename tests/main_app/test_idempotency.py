"""With an Idempotency-Key, a repeated request is done once and gets the same response."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, text

from main_app.auth.access import Caller
from main_app.auth.models import User
from main_app.auth.registration import register_user
from main_app.auth.schemas import Register
from main_app.bookings.models import Booking
from main_app.database import IdempotencyKey, db
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from main_app.journal.models import JournalEntry
from service_kit import clock, idempotency
from service_kit.database import write_transaction
from service_kit.idempotency import fingerprint_of, run_once
from service_kit.problems import Conflict
from tests.support.people import PASSWORD, Person, new_session

Send = Callable[..., Any]


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


def test_alice_sends_her_booking_twice_and_has_one(alice: Person, facilitator: Person) -> None:
    session_id = facilitator.create_event()["sessions"][0]["id"]
    key = new_key()
    first, second = alice.book(session_id, headers=key), alice.book(session_id, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert alice.get("/bookings").json()["pagination"]["total"] == 1


def test_a_refusal_is_repeated_word_for_word_even_when_it_would_succeed_by_now(
    alice: Person, bob: Person, facilitator: Person
) -> None:
    session_id = facilitator.create_event(capacity=1)["sessions"][0]["id"]
    bobs = bob.book(session_id).json()["booking"]["id"]
    key = new_key()
    first = alice.book(session_id, headers=key)
    assert bob.cancel(bobs).status_code == 200
    second = alice.book(session_id, headers=key)
    assert (first.status_code, second.status_code, second.json()["code"]) == (409, 409, "session_full")
    assert first.json() == second.json()
    assert second.headers["Content-Type"] == "application/problem+json"
    assert alice.book(session_id, headers=new_key()).status_code == 201


def test_cancelling_and_reactivating_take_keys_too(alice: Person, facilitator: Person) -> None:
    booking_id = alice.book(facilitator.create_event()["sessions"][0]["id"]).json()["booking"]["id"]
    for change in (alice.cancel, alice.reactivate):
        key = new_key()
        first, second = change(booking_id, headers=key), change(booking_id, headers=key)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json() == second.json()
        assert second.headers["Idempotent-Replayed"] == "true"
    assert alice.get(f"/bookings/{booking_id}").json()["booking"]["version"] == 3


def test_a_key_used_for_another_request_is_refused(alice: Person, facilitator: Person) -> None:
    one, other = (session["id"] for session in facilitator.create_event(sessions=2)["sessions"])
    key = new_key()
    booking_id = alice.book(one, headers=key).json()["booking"]["id"]
    for response in (
        alice.book(other, headers=key),
        alice.post("/book", {"session_id": one}, headers=key),
        alice.cancel(booking_id, headers=key),
    ):
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert alice.get("/bookings").json()["pagination"]["total"] == 1
    assert alice.get(f"/bookings/{booking_id}").json()["booking"]["status"] == "booked"


def test_alices_key_is_not_bobs(alice: Person, bob: Person, facilitator: Person) -> None:
    session_id = facilitator.create_event()["sessions"][0]["id"]
    key = new_key()
    hers, his = alice.book(session_id, headers=key), bob.book(session_id, headers=key)
    assert (hers.status_code, his.status_code) == (201, 201)
    assert hers.json()["booking"]["user_id"] != his.json()["booking"]["user_id"]


def test_ten_requests_at_once_with_one_key_book_one_seat(alice: Person, facilitator: Person) -> None:
    session = facilitator.create_event()["sessions"][0]
    key = new_key()
    with ThreadPoolExecutor(10) as devices:
        responses = list(devices.map(lambda _: alice.book(session["id"], headers=key), range(10)))
    assert all(
        response.status_code == 201 or (response.status_code, response.json()["code"]) == (409, "still_running")
        for response in responses
    )
    assert len({response.json()["booking"]["id"] for response in responses if response.status_code == 201}) == 1
    assert alice.get(f"/sessions/{session['id']}").json()["session"]["seats_taken"] == 1


@pytest.fixture
def desk(app: Flask) -> tuple[FlaskClient, int, int, Send]:
    """A client signed in as a new guest, the guest's and a session's id, and a function that books it with a key."""
    with app.app_context():
        host = register_user(Register(name="Priya", email=f"{uuid.uuid4().hex}@example.com", password=PASSWORD))
        start = clock.now() + timedelta(days=7)
        session = new_session(start, capacity=9)
        details = NewEvent.model_validate({"title": "Evening Sit", "time_zone": "UTC", "sessions": [session]})
        event = create_event(Caller(host.id, "facilitator", host.name, host.email, ""), details)
        session_id = event.sessions[0].id
    client = app.test_client()
    guest = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
    client.post("/auth/register", json={"name": "Alice", **guest})
    user_id = client.post("/auth/login", json=guest).get_json()["user"]["id"]

    def book(key: str) -> Any:
        token = client.post("/auth/login", json=guest).get_json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        return client.post("/bookings/book", json={"session_id": session_id}, headers=headers)

    return client, user_id, session_id, book


def test_a_response_is_kept_for_a_day_and_no_longer(desk: tuple[FlaskClient, int, int, Send]) -> None:
    *_, book = desk
    first = book("key-of-a-day")
    with clock.moved_to(clock.now() + timedelta(hours=23, minutes=59)):
        assert book("key-of-a-day").get_json() == first.get_json()
    with clock.moved_to(clock.now() + timedelta(hours=24, minutes=1)):
        later = book("key-of-a-day")
    assert (later.status_code, later.get_json()["code"]) == (409, "already_booked")  # a new request by then


def test_while_the_first_request_runs_the_second_is_told_to_wait(
    app: Flask, desk: tuple[FlaskClient, int, int, Send]
) -> None:
    _, user_id, session_id, book = desk
    fingerprint = fingerprint_of("POST", "/bookings/book", {"session_id": session_id})
    claim(app, user_id, "running-key", fingerprint, clock.now() - timedelta(seconds=55))
    response = book("running-key")
    assert (response.status_code, response.get_json()["code"]) == (409, "still_running")
    assert int(response.headers["Retry-After"]) >= 1
    assert bookings_and_entries(app, user_id, session_id) == (0, 0)


def test_a_key_whose_process_was_killed_is_taken_over_and_used_once(
    app: Flask, desk: tuple[FlaskClient, int, int, Send]
) -> None:
    _, user_id, session_id, book = desk
    fingerprint = fingerprint_of("POST", "/bookings/book", {"session_id": session_id})
    claim(app, user_id, "abandoned-key", fingerprint, clock.now() - timedelta(seconds=65))
    first, second = book("abandoned-key"), book("abandoned-key")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert bookings_and_entries(app, user_id, session_id) == (1, 1)


def claim(app: Flask, user_id: int, key: str, fingerprint: str, started_at: Any) -> None:
    """A key whose request has not answered yet."""
    with app.app_context(), write_transaction() as session:
        row = {"owner": f"user:{user_id}", "key": key, "fingerprint": fingerprint, "started_at": started_at}
        session.execute(insert(IdempotencyKey).values(**row))


def bookings_and_entries(app: Flask, user_id: int, session_id: int) -> tuple[int, int]:
    with app.app_context():
        assert db.session.get(User, user_id) is not None
        mine = select(Booking.id).where(Booking.user_id == user_id, Booking.session_id == session_id)
        bookings = db.session.scalars(mine).all()
        of_bookings = (JournalEntry.subject_type == "booking", JournalEntry.subject_id.in_(map(str, bookings)))
        entries = select(func.count()).select_from(JournalEntry).where(*of_bookings)
        return len(bookings), db.session.scalar(entries) or 0


@pytest.mark.engine("sqlite")  # the trigger is written for it
def test_a_booking_whose_answer_cannot_be_stored_is_not_made(
    app: Flask, desk: tuple[FlaskClient, int, int, Send]
) -> None:
    _, user_id, _, book = desk
    refuse = "WHEN NEW.response IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"

    def bookings() -> int | None:
        with app.app_context():
            return db.session.scalar(select(func.count()).where(Booking.user_id == user_id))

    with app.app_context(), db.engine.begin() as connection:
        for change in ("INSERT", "UPDATE"):
            connection.execute(text(f"CREATE TRIGGER refuse_{change} BEFORE {change} ON idempotency_keys {refuse}"))
    try:
        assert book("key-of-a-full-disk").status_code >= 500
        assert bookings() == 0
    finally:
        with app.app_context(), db.engine.begin() as connection:
            for change in ("INSERT", "UPDATE"):
                connection.execute(text(f"DROP TRIGGER refuse_{change}"))
    assert book("key-of-a-full-disk").status_code == 201, "the key is free again at once"
    assert bookings() == 1


def test_a_request_whose_key_another_took_over_changes_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key, claim = uuid.uuid4().hex, idempotency._claim

    def claim_and_sleep(keys: Any, owner: str, key: str, fingerprint: str, now: datetime) -> IdempotencyKey | None:
        found = claim(keys, owner, key, fingerprint, now)
        monkeypatch.setattr(idempotency, "_claim", claim)
        with clock.moved_to(now + timedelta(minutes=2)):
            assert run_once(keys, owner, key, fingerprint, lambda: ("the second's", 201)).body == "the second's"
        return found

    def change() -> tuple[str, int]:
        with write_transaction() as db_session:
            db_session.add(IdempotencyKey(owner="noted", key=key, fingerprint="", started_at=clock.now()))
        return "the first's", 201

    monkeypatch.setattr(idempotency, "_claim", claim_and_sleep)
    with app.app_context():
        with pytest.raises(Conflict):
            run_once(IdempotencyKey, "user:1", key, "same", change)
        assert db.session.get(IdempotencyKey, ("noted", key)) is None
        assert run_once(IdempotencyKey, "user:1", key, "same", change).body == "the second's"
