"""Alice's open page gets her notifications at once, and nobody else's page does."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.people import Person
from tests.support.services import Services

PATIENCE_SECONDS = 30.0  # it takes half a second; a busy machine may take its time


class Bell:
    """An open page of one person."""

    def __init__(self, services: Services, person: Person) -> None:
        self._connection = socket.create_connection(("127.0.0.1", services.main_port), timeout=10)
        head = f"GET /live/notifications HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\n\r\n"
        self._connection.sendall(head.encode())
        self._lines = self._connection.makefile("r", encoding="utf-8", newline="\n")
        self.head = ""
        while line := self._lines.readline().strip():
            self.head += line.lower() + "\n"

    def next(self, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        self._connection.settimeout(seconds)
        for line in self._lines:
            if line.startswith("data:"):
                return json.loads(line.removeprefix("data:"))
        raise AssertionError("the stream ended")

    def until(self, unread: int) -> dict[str, Any]:
        while (shown := self.next())["unread"] != unread:
            pass
        return shown

    def close(self) -> None:
        self._lines.close()
        self._connection.close()


@contextmanager
def open_page(services: Services, person: Person) -> Iterator[Bell]:
    bell = Bell(services, person)
    try:
        yield bell
    finally:
        bell.close()


def test_a_booking_rings_alices_bell_on_both_her_devices_and_reading_it_quiets_both(
    services: Services, alice: Person, bob: Person, facilitator: Person
) -> None:
    session = facilitator.create_event(capacity=3)["sessions"][0]
    with open_page(services, alice) as phone, open_page(services, alice) as laptop, open_page(services, bob) as bobs:
        assert "200 ok" in phone.head
        before = phone.next()["unread"]
        assert laptop.next()["unread"] == before
        assert bobs.next()["unread"] == 0
        booked_at = time.monotonic()
        assert alice.book(session["id"]).status_code == 201
        rung = phone.until(before + 1)
        assert time.monotonic() - booked_at < PATIENCE_SECONDS
        assert (rung["latest"]["kind"], rung["latest"]["read_at"]) == ("booking_confirmed", None)
        laptop.until(before + 1)
        response = alice.post("/notifications/read", {"all": True})
        assert (response.status_code, response.json()) == (200, {"unread": 0})
        phone.until(0)
        laptop.until(0)
        assert bob.get("/notifications").json()["unread"] == 0


def test_a_page_without_a_sign_in_hears_nothing(services: Services, alice: Person) -> None:
    alice.token = "no token at all"
    with open_page(services, alice) as page:
        assert "401" in page.head


def test_a_page_stops_ringing_when_alice_signs_out_of_it_or_her_role_changes_and_her_other_page_goes_on(
    services: Services, alice: Person
) -> None:
    with open_page(services, alice) as phone:
        assert "unread" in phone.next()
        alice.sign_in()
        with open_page(services, alice) as laptop:
            assert "unread" in laptop.next()
            assert alice.post("/auth/logout").status_code == 200
            assert laptop.next() == {}  # expired, long before the next heartbeat
            alice.sign_in()
            assert alice.post("/notifications/read", {"all": True}).status_code == 200
            services.flask("users", "role", alice.email, "facilitator")
            assert phone.next() == {}
