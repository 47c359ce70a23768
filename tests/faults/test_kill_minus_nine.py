"""kill -9 of the main API, the worker and the CRM: what was acknowledged arrives, once and in order.

`--kills 2000` makes the run at random longer.
"""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import select

from main_app.bookings.models import Booking
from tests.faults.stubborn_guest import StubbornGuest
from tests.support.database import rows, writes_blocked
from tests.support.fault_proxy import HANG, RESPONSE_HELD, FaultProxy, services_with_faults
from tests.support.outbox import (
    attempts_of,
    booking_changes,
    nothing_is_lost_doubled_or_out_of_order,
    seats_are_counted_right,
    undelivered,
    versions_at_the_crm,
    wait_until_delivered,
)
from tests.support.people import Person, register, register_with_role
from tests.support.rounds import rounds
from tests.support.services import Process, Services, wait_until

pytestmark = pytest.mark.slow
# Short, so that what a killed worker held is taken over soon.
IMPATIENT = {
    "NOTIFICATION_LEASE_SECONDS": "2",
    "CRM_REQUEST_TIMEOUT": "2",
    "NOTIFICATION_POLL_INTERVAL": "1",
    "WEB_WORKERS": "1",
}
TAKEN_OVER_WITHIN = 15.0
HEALED_WITHIN = 30.0
GUESTS = 6
BOOKINGS = 25
UP_SECONDS = (0.02, 0.4)  # how long a process lives before it is killed again
CHANGES_FOR_EACH_KILL = 3  # of the main API: on a slow machine it would be killed again before it has done anything


class Killer(threading.Thread):
    """Kills one process repeatedly and starts it each time; mostly while it works, sometimes while it starts.

    `wait` waits for the moment of the next kill, given the number of those before it; without it, that is by chance.
    """

    def __init__(
        self,
        services: Services,
        process: Process,
        times: int,
        chance: random.Random,
        wait: Callable[[int], object] | None = None,
    ):
        super().__init__(daemon=True)
        self._services, self._process, self._times, self._chance = services, process, times, chance
        self._wait = wait or (lambda _: time.sleep(chance.uniform(*UP_SECONDS)))
        self.kills = 0
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while self.kills < self._times:
                self._wait(self.kills)
                self._process.kill()
                self.kills += 1
                self._process.start()
                if self._chance.random() < 0.8 or self.kills == self._times:
                    wait_until_up(self._services, self._process)
        except BaseException as error:
            self.error = error
            raise


def wait_until_up(services: Services, process: Process) -> None:
    if process in services.worker_processes:
        assert process.child
        ports = f"{process.child.pid}-*.port"
        wait_until(lambda: list((services.directory / "data" / "workers").glob(ports)), 40, services.logs)
        return
    url = services.main_url if process is services.main else services.real_crm_url
    wait_until(lambda: is_up(url), 40, services.logs)


def is_up(url: str) -> bool:
    with suppress(requests.RequestException):
        return requests.get(f"{url}/health", timeout=2).status_code == 200
    return False


@pytest.mark.timeout(0)  # long enough for all kills; a killer that waits in vain fails the test
def test_killed_at_random_under_load(request: pytest.FixtureRequest) -> None:
    kills = int(request.config.getoption("--kills") or 0)
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    with Services(workers=2, extra=IMPATIENT) as services:
        facilitator = register_with_role(services, "Priya", "facilitator")
        offered = facilitator.create_event(sessions=100, capacity=100)["sessions"]
        guests = [
            StubbornGuest(
                register(services, f"Guest{number}"), [session["id"] for session in offered], keyed=number % 2 == 0
            )
            for number in range(GUESTS)
        ]
        victims = [services.main, services.crm, *services.worker_processes]
        chances = [random.Random(seed + number) for number in range(len(victims))]

        def wait_for_changes(kills_before: int) -> None:
            enough = kills_before * CHANGES_FOR_EACH_KILL
            wait_until(lambda: sum(len(guest.acknowledged) for guest in guests) >= enough, 60, services.logs)
            time.sleep(chances[0].uniform(*UP_SECONDS))

        killers = [
            Killer(
                services,
                victim,
                -(-kills // len(victims)),
                chance,
                wait_for_changes if victim is services.main else None,
            )
            for victim, chance in zip(victims, chances, strict=True)
        ]
        for thread in (*guests, *killers):
            thread.start()
        for killer in killers:
            killer.join()
        for guest in guests:
            guest.leave()
        assert not [killer.error for killer in killers if killer.error]
        assert not [guest.error for guest in guests if guest.error], services.logs()
        assert sum(killer.kills for killer in killers) >= kills

        services.wait_ready()
        wait_until_delivered(services, 60)
        acknowledged = {change for guest in guests for change in guest.acknowledged}
        made = set(booking_changes(services))
        assert acknowledged <= made, "an acknowledged change is gone"
        assert nothing_is_lost_doubled_or_out_of_order(services) == len(made)
        seats_are_counted_right(services)
        print(f"{kills} kills, {len(acknowledged)} changes acknowledged, {len(made) - len(acknowledged)} made unheard")
        assert len(acknowledged) > kills / 2, "the load was too small for the test to prove anything"


@pytest.mark.timeout(0)
def test_25_bookings_changed_9000_times_during_60_kills() -> None:
    """A tenth of both, unless all rounds are asked for. The kills go on from the first change to the last."""
    kills, changes = rounds(60), rounds(9000) // BOOKINGS
    made: list[int] = []  # a booking for each change
    with Services(workers=2, extra=IMPATIENT) as services:
        offered = register_with_role(services, "Priya", "facilitator").create_event(sessions=BOOKINGS)["sessions"]
        alice = register(services, "Alice")
        bookings = [alice.book(session["id"]).json()["booking"]["id"] for session in offered]
        victims = [services.main, services.crm, *services.worker_processes]
        kills_of_each = -(-kills // len(victims))

        def wait_for_changes(kills_before: int) -> None:
            due = BOOKINGS * changes * (kills_before + 1) // kills_of_each  # the last kill follows the last change
            wait_until(lambda: len(made) >= due, 300)

        killers = [Killer(services, victim, kills_of_each, random.Random(), wait_for_changes) for victim in victims]
        for killer in killers:
            killer.start()
        with ThreadPoolExecutor(5) as hands:
            list(hands.map(lambda booking_id: change_again_and_again(alice, booking_id, changes, made), bookings))
        for killer in killers:
            killer.join()
        assert not [killer.error for killer in killers if killer.error]
        assert sum(killer.kills for killer in killers) >= kills

        services.wait_ready()
        started = time.monotonic()
        wait_until_delivered(services, HEALED_WITHIN)
        print(f"everything was delivered {time.monotonic() - started:.1f} s after the last kill")
        assert nothing_is_lost_doubled_or_out_of_order(services) == BOOKINGS * (1 + changes)
        seats_are_counted_right(services)


def change_again_and_again(person: Person, booking_id: int, times: int, made: list[int]) -> None:
    """Cancel and reactivate alternately. Repeat each request until the change is made, even if responses are lost."""
    for number in range(times):
        change = person.reactivate if number % 2 else person.cancel
        wait_until(lambda change=change: is_made(person, change, booking_id), 60)
        made.append(booking_id)


def is_made(person: Person, change: Callable[..., requests.Response], booking_id: int) -> bool:
    try:
        response = change(booking_id, timeout=8)
    except requests.RequestException:
        return False
    if response.status_code == 401:
        person.sign_in()
        return False
    # Already made: the response was lost with the process that gave it.
    assert response.status_code == 200 or response.json()["code"] in ("already_booked", "already_cancelled"), (
        response.text
    )
    return True


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Services, FaultProxy]]:
    with services_with_faults(Services, extra=IMPATIENT) as both:
        yield both


@pytest.fixture
def services(running: tuple[Services, FaultProxy]) -> Iterator[Services]:
    """The services, with nothing left to deliver before the test, and checked after it."""
    services, proxy = running
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    yield services
    proxy.heal()
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    nothing_is_lost_doubled_or_out_of_order(services)
    seats_are_counted_right(services)


@pytest.fixture
def proxy(running: tuple[Services, FaultProxy]) -> FaultProxy:
    return running[1]


@pytest.fixture
def worker(services: Services) -> Process:
    return services.worker_processes[0]


@pytest.fixture(scope="module")
def alice(running: tuple[Services, FaultProxy]) -> Person:
    return register(running[0], "Alice")


@pytest.fixture(scope="module")
def sessions(running: tuple[Services, FaultProxy]) -> list[int]:
    event = register_with_role(running[0], "Priya", "facilitator").create_event(sessions=80)
    return [session["id"] for session in event["sessions"]]


def restart(services: Services, *processes: Process) -> None:
    for process in processes:
        process.start()
    for process in processes:
        wait_until_up(services, process)


def send_only(person: Person, session_id: int, key: str | None = None) -> socket.socket:
    """Send a booking's request and do not wait for its response."""
    target = urlsplit(person.services.main_url)
    body = f'{{"session_id": {session_id}}}'
    lines = [
        "POST /bookings/book HTTP/1.1",
        f"Host: {target.netloc}",
        f"Authorization: Bearer {person.token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *([f"Idempotency-Key: {key}"] if key else []),
    ]
    connection = socket.create_connection((target.hostname or "", target.port or 80))
    connection.sendall(("\r\n".join([*lines, "", ""]) + body).encode())
    return connection


def bookings_in(services: Services, session_id: int) -> list[int]:
    found = rows(services.main_database, select(Booking.id).where(Booking.session_id == session_id))
    return [row.id for row in found]


@pytest.mark.parametrize("key", [None, "tap-before-the-commit"])
def test_main_killed_before_a_booking_committed_leaves_nothing_of_it(
    services: Services, alice: Person, sessions: list[int], key: str | None
) -> None:
    session_id = sessions.pop()
    with writes_blocked(services.main_database, "journal"), send_only(alice, session_id, key):
        time.sleep(0.5)
        services.main.kill()
    restart(services, services.main)
    assert bookings_in(services, session_id) == []
    assert alice.book(session_id).status_code == 201


def test_main_killed_after_a_booking_committed_gives_the_lost_response_to_the_same_key(
    services: Services, alice: Person, sessions: list[int]
) -> None:
    session_id, key = sessions.pop(), f"tap-{time.time_ns()}"
    with send_only(alice, session_id, key):
        booking_id = wait_until(lambda: bookings_in(services, session_id), 10)[0]
        services.main.kill()
    restart(services, services.main)
    again = alice.book(session_id, headers={"Idempotency-Key": key})
    assert (again.status_code, again.json()["booking"]["id"]) == (201, booking_id)
    assert bookings_in(services, session_id) == [booking_id]
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]


def test_worker_killed_while_the_crm_hangs(
    services: Services, proxy: FaultProxy, worker: Process, alice: Person, sessions: list[int]
) -> None:
    seen = proxy.requests_seen
    proxy.fail(HANG)
    booking_id = alice.book(sessions.pop()).json()["booking"]["id"]
    wait_until(lambda: proxy.requests_seen > seen, 10)
    worker.kill()
    proxy.heal()
    restart(services, worker)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]
    assert [row.outcome for row in attempts_of(services, booking_id)] == ["delivered"]


def test_worker_killed_when_the_crm_has_stored_and_the_worker_has_not_heard(
    services: Services, proxy: FaultProxy, worker: Process, alice: Person, sessions: list[int]
) -> None:
    held = proxy.responses_held
    proxy.fail(RESPONSE_HELD)
    booking_id = alice.book(sessions.pop()).json()["booking"]["id"]
    wait_until(lambda: proxy.responses_held > held, 10)
    assert versions_at_the_crm(services, booking_id) == [1]
    worker.kill()
    proxy.heal()
    restart(services, worker)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]


def test_worker_killed_when_it_has_heard_and_not_yet_recorded(
    services: Services, proxy: FaultProxy, worker: Process, alice: Person, sessions: list[int]
) -> None:
    held = proxy.responses_held
    proxy.fail(RESPONSE_HELD)
    booking_id = alice.book(sessions.pop()).json()["booking"]["id"]
    wait_until(lambda: proxy.responses_held > held, 10)
    with writes_blocked(services.main_database, "outbox_messages"):
        proxy.release()
        time.sleep(0.5)
        worker.kill()
    assert undelivered(services) == 1
    restart(services, worker)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]


def test_worker_killed_with_a_batch_in_hand(
    services: Services, proxy: FaultProxy, worker: Process, alice: Person, sessions: list[int]
) -> None:
    worker.kill()
    bookings = []
    for _ in range(15):
        bookings.append(alice.book(sessions.pop()).json()["booking"]["id"])
        assert alice.cancel(bookings[-1]).status_code == 200
    held = proxy.responses_held
    proxy.fail(RESPONSE_HELD)
    restart(services, worker)
    wait_until(lambda: proxy.responses_held > held, 10)
    worker.kill()
    proxy.heal()
    restart(services, worker)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert [versions_at_the_crm(services, booking_id) for booking_id in bookings] == [[1, 2]] * 15


def test_crm_killed_when_it_has_received_and_not_stored(
    services: Services, proxy: FaultProxy, alice: Person, sessions: list[int]
) -> None:
    seen = proxy.requests_seen
    with writes_blocked(services.crm_database, "notifications"):
        booking_id = alice.book(sessions.pop()).json()["booking"]["id"]
        wait_until(lambda: proxy.requests_seen > seen, 10)
        time.sleep(0.5)
        services.crm.kill()
    restart(services, services.crm)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]


def test_crm_killed_when_it_has_stored_and_its_response_is_on_the_way(
    services: Services, proxy: FaultProxy, alice: Person, sessions: list[int]
) -> None:
    held = proxy.responses_held
    proxy.fail(RESPONSE_HELD)
    booking_id = alice.book(sessions.pop()).json()["booking"]["id"]
    wait_until(lambda: proxy.responses_held > held, 10)
    services.crm.kill()
    proxy.heal()
    restart(services, services.crm)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert versions_at_the_crm(services, booking_id) == [1]


def test_everything_killed_at_once_while_people_book(
    services: Services, worker: Process, alice: Person, sessions: list[int]
) -> None:
    heard: list[int] = []

    def book(session_id: int) -> None:
        with suppress(requests.RequestException):
            response = requests.post(
                f"{services.main_url}/bookings/book",
                json={"session_id": session_id},
                headers={"Authorization": f"Bearer {alice.token}"},
                timeout=10,
            )
            if response.status_code == 201:
                heard.append(response.json()["booking"]["id"])

    everything = (services.main, services.crm, worker)
    for _ in range(3):
        with ThreadPoolExecutor(10) as people:
            for _ in range(10):
                people.submit(book, sessions.pop())
            time.sleep(random.uniform(0.01, 0.15))
            for process in everything:
                process.kill()
        restart(services, *everything)
    wait_until_delivered(services, TAKEN_OVER_WITHIN)
    assert all(versions_at_the_crm(services, booking_id) == [1] for booking_id in heard)
