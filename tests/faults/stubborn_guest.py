"""A guest who books, cancels and rebooks while services are killed, and keeps every response."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Collection
from typing import Any

import requests

from tests.support.people import Person

RUNNING_STEPS = ("book", "cancel", "reactivate", "cancel")
PAUSE_SECONDS = 0.01
RESPONSE_SECONDS = 8.0
LEAVES_WITHIN = 30.0


class StubbornGuest(threading.Thread):
    """Repeats requests without a response. `keyed` guests send an Idempotency-Key and expect the first response again.

    `no_response` lists statuses with which a proxy says that the service gave none, or a service that it cannot work.
    `acknowledged` holds (booking, version, action) of each change that was answered with a success, `lost` counts
    requests that got no response.
    """

    def __init__(self, person: Person, sessions: list[int], *, keyed: bool, no_response: Collection[int] = ()):
        super().__init__(daemon=True)
        self._person, self._sessions, self._keyed = person, itertools.cycle(sessions), keyed
        self._no_response = no_response
        self._unsure: set[int] = set()  # sessions with a booking whose state the guest does not know
        self._leaving = threading.Event()
        self.acknowledged: list[tuple[int, int, str]] = []
        self.lost = Counter[str]()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._leaving.is_set():
                self._visit(next(self._sessions))
        except BaseException as error:
            self.error = error
            raise

    def leave(self) -> None:
        self._leaving.set()
        self.join(LEAVES_WITHIN)
        assert not self.is_alive(), "a guest still waits for a response"

    def _visit(self, session_id: int) -> None:
        booking_id = 0
        for number, step in enumerate(RUNNING_STEPS):
            path = "/bookings/book" if step == "book" else f"/bookings/{step}/{booking_id}"
            body = {"session_id": session_id} if step == "book" else None
            booking = self._ask(path, body, f"{session_id}-{number}-{time.time_ns()}", session_id in self._unsure)
            if booking is None:
                self._unsure.add(session_id)
                return
            booking_id = booking["id"]
            again = "cancelled" if booking["status"] == "cancelled" else "reactivated"
            self.acknowledged.append((booking_id, booking["version"], "created" if booking["version"] == 1 else again))
            time.sleep(PAUSE_SECONDS)
        self._unsure.discard(session_id)

    def _ask(self, path: str, body: dict[str, int] | None, key: str, unsure: bool) -> dict[str, Any] | None:
        """Return the booking after the change, or None if the guest cannot know it and uses another session."""
        lost = False  # whether a response of this very request was lost
        while not self._leaving.is_set():
            try:
                headers = {"Idempotency-Key": key} if self._keyed else {}
                response = self._person.post(path, body, headers=headers, timeout=RESPONSE_SECONDS)
                if response.status_code in self._no_response:
                    raise requests.HTTPError(str(response.status_code))
            except requests.RequestException as error:
                self.lost[str(error) if isinstance(error, requests.HTTPError) else type(error).__name__] += 1
                lost = True
                time.sleep(PAUSE_SECONDS)
                continue
            if response.status_code in (200, 201):
                return response.json()["booking"]
            if response.status_code == 401:
                self._person.sign_in()  # the run is longer than an access token lives
                continue
            code = response.json().get("code")
            if lost and code == "still_running":
                return None  # the process was killed during the request; the key becomes free after a minute
            if code in ("already_booked", "already_cancelled") and (unsure or (lost and not self._keyed)):
                return None  # the change whose response was lost had been made
            raise AssertionError(f"{path} answered {response.status_code}: {response.text}")
        return None
