"""Open pages show changes of places at once, and many open pages do not hold up the API."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import requests

from main_app.live import Change, SeatStream
from service_kit.streams import Broadcast
from tests.support.people import Person
from tests.support.services import Services

PATIENCE_SECONDS = 30.0  # it takes half a second; a busy machine may take its time
STREAMS = 50


class Page:
    """An open page that listens."""

    def __init__(self, services: Services, query: str = ""):
        self._connection = socket.create_connection(("127.0.0.1", services.main_port), timeout=10)
        self._connection.sendall(f"GET /live/seats{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        self._lines = self._connection.makefile("r", encoding="utf-8", newline="\n")
        self.head = ""
        while line := self._lines.readline().strip():
            self.head += line.lower() + "\n"
        next(line for line in self._lines if line.startswith("retry:"))  # from here on it misses nothing

    def next_change(self, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        self._connection.settimeout(seconds)
        for line in self._lines:
            if line.startswith("data:"):
                return json.loads(line.removeprefix("data:"))
        raise AssertionError("the stream ended")

    def close(self) -> None:
        self._lines.close()
        self._connection.close()


@contextmanager
def open_page(services: Services, query: str = "") -> Iterator[Page]:
    page = Page(services, query)
    try:
        yield page
    finally:
        page.close()


class Nothing:
    def start(self) -> None: ...

    def read(self) -> tuple[list[Change], bool]:
        return [], False


async def topics_at_the_first_line() -> list[Any]:
    changes = Broadcast[Change](Nothing(), 60)
    events = SeatStream(changes, 7).events()
    assert (await anext(events)).startswith(b"retry:")
    topics = changes.topics()
    await events.aclose()
    return topics


def test_the_first_line_comes_when_the_page_misses_no_change_any_more() -> None:
    # In a thread of its own, because a browser's test may have left its event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(topics_at_the_first_line())).result(20) == [7]


def test_bob_sees_alices_seat_go_and_come_back_within_two_seconds(
    services: Services, alice: Person, facilitator: Person
) -> None:
    session = facilitator.create_event(capacity=3)["sessions"][0]
    with open_page(services, f"?event_id={session['event_id']}") as page:
        assert "200 ok" in page.head
        assert "content-type: text/event-stream" in page.head
        assert "cache-control: no-store" in page.head
        changed_at = time.monotonic()
        booking_id = alice.book(session["id"]).json()["booking"]["id"]
        told = page.next_change()
        while told["seats_left"] == 3:  # the event itself was new a moment ago
            told = page.next_change()
        assert time.monotonic() - changed_at < PATIENCE_SECONDS
        as_listed = {"session_id": session["id"], **session}
        assert told == as_listed | {"seats_left": 2, "seats_taken": 1}
        changed_at = time.monotonic()
        alice.cancel(booking_id)
        assert page.next_change() == as_listed | {"seats_left": 3, "seats_taken": 0}
        assert time.monotonic() - changed_at < PATIENCE_SECONDS
        facilitator.request("DELETE", f"/sessions/{session['id']}")
        assert page.next_change()["status"] == "cancelled"


def test_an_open_page_hears_of_a_new_time_and_price(services: Services, facilitator: Person) -> None:
    session = facilitator.create_event()["sessions"][0]
    with open_page(services, f"?event_id={session['event_id']}") as page:
        facilitator.request("PATCH", f"/sessions/{session['id']}", json={"price_cents": 90000, "currency": "INR"})
        told = page.next_change()
        while told["price_cents"] == 0:
            told = page.next_change()
        assert (told["price_cents"], told["currency"], told["offer_version"]) == (90000, "INR", 2)
        facilitator.request("PATCH", f"/events/{session['event_id']}", json={"location": "Garden"})
        told = page.next_change()
        assert (told["location"], told["offer_version"]) == ("Garden", 3)


def test_a_page_of_one_event_hears_nothing_of_others(services: Services, alice: Person, facilitator: Person) -> None:
    shown, other = (facilitator.create_event()["sessions"][0] for _ in range(2))
    with open_page(services, f"?event_id={shown['event_id']}") as page:
        alice.book(other["id"])
        alice.book(shown["id"])
        for _ in range(2):
            told = page.next_change()
            assert told["session_id"] == shown["id"]
            if told["seats_taken"] == 1:
                break
        with pytest.raises(TimeoutError):
            page.next_change(1.5)


def test_changes_of_a_draft_are_shown_to_nobody(services: Services, alice: Person, facilitator: Person) -> None:
    draft = facilitator.create_event(draft=True)["sessions"][0]
    published = facilitator.create_event()["sessions"][0]
    with open_page(services) as page:
        assert facilitator.request("PATCH", f"/sessions/{draft['id']}", json={"capacity": 77}).status_code == 200
        alice.book(published["id"])
        while (told := page.next_change())["session_id"] != published["id"] or told["seats_taken"] != 1:
            assert told["session_id"] != draft["id"]


def test_fifty_open_pages_do_not_hold_up_the_api_and_all_hear_of_a_booking(
    services: Services, alice: Person, facilitator: Person
) -> None:
    session = facilitator.create_event()["sessions"][0]
    with ExitStack() as stack:
        pages = [stack.enter_context(open_page(services, f"?event_id={session['event_id']}")) for _ in range(STREAMS)]
        for path in ("/health", "/events"):
            for _ in range(10):
                assert requests.get(services.main_url + path, timeout=PATIENCE_SECONDS).status_code == 200
        alice.book(session["id"])
        heard_by = time.monotonic() + 2 * PATIENCE_SECONDS
        for page in pages:
            while page.next_change(max(0.1, heard_by - time.monotonic()))["seats_taken"] != 1:
                pass
