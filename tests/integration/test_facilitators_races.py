"""A session is changed or cancelled while 50 people book and cancel: afterwards all data agree."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from sqlalchemy import select

from crm_microservice.facilitators.models import Booking as CrmBooking
from main_app.bookings.models import Booking
from main_app.events.models import EventSession
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.crowd import Crowd, Reply
from tests.support.database import rows
from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, register_with_role
from tests.support.rounds import rounds, until_raced
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.slow
CROWD = 50
ROUNDS = rounds(200)  # each outcome must come several times
MESSAGES_READ_AT_ONCE = 500  # bookings


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """Services for these races only: their thousands of rows would slow down other tests."""
    with Services() as running:
        yield running


@pytest.fixture(scope="module")
def crowd(services: Services) -> Iterator[Crowd]:
    with Crowd(services, CROWD) as people:
        yield people


@pytest.fixture(scope="module")
def priya(services: Services) -> Person:
    return register_with_role(services, "Priya", "facilitator")


class AtTheCrm:
    """Priya, who sends a request to the CRM at a random moment while the crowd books, or just before.

    The moment is drawn from the length of the rush before, so that it is a race on any machine.
    """

    def __init__(self, services: Services, priya: Person):
        self._base = f"{services.real_crm_url}/api/facilitator/{priya.id}"
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {priya.token}"
        self._chance = random.Random(50)
        self._rush_seconds = 0.1

    def press_while(
        self, rush: Callable[[], list[Reply]], method: str, path: str, body: Any = None
    ) -> tuple[requests.Response, list[Reply]]:
        lead = self._chance.uniform(-1, 1) * self._rush_seconds

        def press() -> requests.Response:
            time.sleep(max(0.0, -lead))
            return self._http.request(method, self._base + path, json=body, timeout=30)

        with ThreadPoolExecutor(1) as hand:
            pressed = hand.submit(press)
            time.sleep(max(0.0, lead))
            begun = time.monotonic()
            replies = rush()
            self._rush_seconds = time.monotonic() - begun
            return pressed.result(), replies


def codes(replies: list[Reply]) -> set[str]:
    return {reply.json()["code"] for reply in replies if reply.status == 409}


def test_a_session_changes_while_50_book_it(services: Services, priya: Person, crowd: Crowd):
    ids: list[int] = []
    at_the_crm, chance = AtTheCrm(services, priya), random.Random(1)
    changed: Counter[int] = Counter()
    for number in until_raced(ROUNDS, lambda: min(changed[200], changed[409]) > 5):
        (session,) = priya.create_event(title="Moving", capacity=CROWD)["sessions"]
        ids.append(session["id"])
        change = {
            "title": f"Moved {number}",
            "start_time": session["start_time"].replace("+00:00", "-01:00"),
            "end_time": session["end_time"].replace("+00:00", "-01:00"),
            "capacity": chance.randint(1, CROWD),
        }
        books = [crowd.book(guest, session["id"]) for guest in crowd.guests]
        response, replies = at_the_crm.press_while(
            lambda books=books: crowd.ask(books), "PUT", f"/sessions/{session['id']}", change
        )
        assert response.status_code in (200, 409), response.text
        changed[response.status_code] += 1
        if response.status_code == 409:
            assert response.json()["code"] == "capacity_below_bookings"
        assert {reply.status for reply in replies} <= {201, 409}
        assert codes(replies) <= {"session_full"}
    everyone_knows_the_same(services, ids)


def test_a_session_is_cancelled_while_50_book_and_cancel(services: Services, priya: Person, crowd: Crowd):
    ids: list[int] = []
    at_the_crm = AtTheCrm(services, priya)
    booked_first, others = crowd.guests[: CROWD // 2], crowd.guests[CROWD // 2 :]
    outcomes: Counter[tuple[str, int]] = Counter()
    wanted = (("cancel", 200), ("cancel", 409), ("book", 201), ("book", 409))
    for _ in until_raced(ROUNDS, lambda: min(outcomes[one] for one in wanted) > ROUNDS):
        (session,) = priya.create_event(title="Called off", capacity=CROWD - 10)["sessions"]
        ids.append(session["id"])
        first = crowd.ask(crowd.book(guest, session["id"]) for guest in booked_first)
        bookings = [reply.json()["booking"]["id"] for reply in first]
        cancels = [
            crowd.request(guest, "POST", f"/bookings/cancel/{booking_id}")
            for guest, booking_id in zip(booked_first, bookings, strict=True)
        ]
        books = [crowd.book(guest, session["id"]) for guest in others]
        both = [asked for pair in zip(cancels, books, strict=True) for asked in pair]
        response, replies = at_the_crm.press_while(
            lambda both=both: crowd.ask(both), "DELETE", f"/sessions/{session['id']}?reason=Storm"
        )
        assert response.status_code == 200, response.text
        assert {reply.status for reply in replies} <= {200, 201, 409}
        assert codes(replies) <= {"session_cancelled", "already_cancelled", "session_full"}
        outcomes.update(("cancel", reply.status) for reply in replies[0::2])
        outcomes.update(("book", reply.status) for reply in replies[1::2])
    states = select(EventSession.seats_taken, EventSession.status).where(EventSession.id.in_(ids))
    assert set(map(tuple, rows(services.main_database, states))) == {(0, "cancelled")}
    assert set(rows(services.main_database, select(Booking.status).where(Booking.session_id.in_(ids)))) == {
        ("cancelled",)
    }
    everyone_knows_the_same(services, ids)


def everyone_knows_the_same(services: Services, session_ids: list[int]) -> None:
    """Check that sessions, bookings, their messages and the CRM's read model agree."""
    wait_until_delivered(services, 60)
    sessions = {
        row.id: row for row in rows(services.main_database, select(EventSession.__table__).where(_in(session_ids)))
    }
    bookings = rows(services.main_database, select(Booking.__table__).where(Booking.session_id.in_(session_ids)))
    booked = Counter(booking.session_id for booking in bookings if booking.status == "booked")
    for session_id, session in sessions.items():
        assert session.seats_taken == booked[session_id] <= session.capacity
    messages = _messages(services, [booking.id for booking in bookings])
    for booking in bookings:
        sent = messages[booking.id]
        assert [message.version for message in sent] == list(range(1, booking.version + 1))
        assert (sent[-1].payload["action"] == "cancelled") == (booking.status == "cancelled")
        if booking.status == "booked":
            told, session = sent[-1].payload["session"], sessions[booking.session_id]
            assert (told["title"], told["start_time"]) == (session.title, session.starts_at.isoformat())
    _the_crm_shows(services, {booking.id: (booking.status, booking.version) for booking in bookings})


def _in(session_ids: list[int]) -> Any:
    return EventSession.id.in_(session_ids)


def _messages(services: Services, booking_ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {booking_id: [] for booking_id in booking_ids}
    for start in range(0, len(booking_ids), MESSAGES_READ_AT_ONCE):
        names = [f"booking:{booking_id}" for booking_id in booking_ids[start : start + MESSAGES_READ_AT_ONCE]]
        query = select(OutboxMessage.subject, OutboxMessage.version, OutboxMessage.payload)
        in_order = query.where(OutboxMessage.subject.in_(names), OutboxMessage.channel == CRM).order_by(
            OutboxMessage.version
        )
        for row in rows(services.main_database, in_order):
            found[int(row.subject.removeprefix("booking:"))].append(row)
    return found


def _the_crm_shows(services: Services, expected: dict[int, tuple[str, int]]) -> None:
    def shown() -> dict[int, tuple[str, int]]:
        views = select(CrmBooking.booking_id, CrmBooking.status, CrmBooking.version)
        return {row[0]: (row[1], row[2]) for row in rows(services.crm_database, views) if row[0] in expected}

    wait_until(lambda: shown() == expected, 30, lambda: services.flask("outbox", "status") + services.logs())
