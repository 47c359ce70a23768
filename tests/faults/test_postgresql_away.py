"""PostgreSQL is stopped, killed and restarted, and closes connections, while people use both services."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.outbox import undelivered, wait_until_delivered
from tests.support.people import Person, register, register_with_role
from tests.support.postgres import Cluster, fresh_database, restartable_cluster
from tests.support.services import Services, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.engine("postgresql")]

PEOPLE = 6
RECOVERED_WITHIN = 30.0
PAUSE_SECONDS = 0.7


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with restartable_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def services(cluster: Cluster) -> Iterator[Services]:
    urls = {"DATABASE_URL": fresh_database(cluster.url), "CRM_DATABASE_URL": fresh_database(cluster.url)}
    with Services(extra=urls | {"NOTIFICATION_POLL_INTERVAL": "1"}) as running:
        yield running


class Visitors:
    """People who read, book, cancel and look at the CRM, again and again until they are told to leave."""

    def __init__(self, services: Services):
        host = register_with_role(services, "Priya", "facilitator")
        self.sessions = [session["id"] for session in host.create_event(sessions=PEOPLE, capacity=PEOPLE)["sessions"]]
        self.people = [register(services, f"Guest{number}") for number in range(PEOPLE)]
        self.services, self.statuses = services, Counter[tuple[str, int]]()
        self.leaving = threading.Event()

    def visit(self, number: int) -> None:
        person, session_id = self.people[number], self.sessions[number]
        while not self.leaving.is_set():
            self._get(f"{self.services.main_url}/events", {})
            self._get(f"{self.services.main_url}/bookings", {"Authorization": f"Bearer {person.token}"})
            self._get(f"{self.services.real_crm_url}/notifications", {"Authorization": f"Bearer {self.services.token}"})
            self._book_and_cancel(person, session_id)

    def _get(self, url: str, headers: dict[str, str]) -> None:
        self.statuses[url.split("/", 3)[-1], requests.get(url, headers=headers, timeout=20).status_code] += 1

    def _book_and_cancel(self, person: Person, session_id: int) -> None:
        booked = person.book(session_id)
        self.statuses["book", booked.status_code] += 1
        if booked.status_code in (200, 201):
            self.statuses["cancel", person.cancel(booked.json()["booking"]["id"]).status_code] += 1


def fail(cluster: Cluster, how: str, services: Services) -> None:
    if how == "terminated":
        for _ in range(5):
            cluster.terminate_connections()
            time.sleep(0.1)
        return
    cluster.stop("immediate" if how == "killed" else "fast")
    if how == "stopped":
        for url in (services.main_url, services.real_crm_url):
            assert requests.get(f"{url}/health", timeout=20).status_code == 200
            assert requests.get(f"{url}/ready", timeout=20).status_code == 503
    time.sleep(PAUSE_SECONDS)
    cluster.start()


@pytest.mark.parametrize("how", ["terminated", "restarted", "killed", "stopped"])
def test_everything_answers_again_when_postgresql_is_back(services: Services, cluster: Cluster, how: str) -> None:
    visitors = Visitors(services)
    with ThreadPoolExecutor(PEOPLE) as threads:
        visits = [threads.submit(visitors.visit, number) for number in range(PEOPLE)]
        try:
            time.sleep(0.5)
            fail(cluster, how, services)
            services.wait_ready()
        finally:
            visitors.leaving.set()
        for visit in visits:
            visit.result()
    # While it was away: 503. A booking whose response was lost is booked already.
    expected = {200, 201, 503} | {409}
    assert {status for _, status in visitors.statuses} <= expected, (visitors.statuses, services.logs())
    for person, session_id in zip(visitors.people, visitors.sessions, strict=True):
        wait_until(lambda p=person, s=session_id: is_booked(p, s), RECOVERED_WITHIN, services.logs)
        for _ in range(10):  # every process and thread has a good connection again
            assert person.get("/bookings").status_code == 200
    wait_until_delivered(services, RECOVERED_WITHIN)
    assert undelivered(services) == 0


def is_booked(person: Person, session_id: int) -> bool:
    return person.book(session_id).status_code in (200, 201, 409)


def test_a_write_fails_once_at_most_after_its_connection_was_closed(services: Services, cluster: Cluster) -> None:
    host = register_with_role(services, "Arjun", "facilitator")
    alice = register(services, "Alice")
    session_id = host.create_event()["sessions"][0]["id"]
    tries: list[Callable[[], requests.Response]] = [lambda: alice.book(session_id), lambda: alice.get("/bookings")]
    for attempt in tries:
        cluster.terminate_connections()
        statuses = [attempt().status_code for _ in range(8)]
        assert set(statuses) <= {200, 201, 409, 503}, statuses
        assert statuses[-1] != 503
