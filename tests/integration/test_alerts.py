"""Alerts appear on the admin's pages, in the log, in the metrics and at the operator's webhook."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from main_app.journal.models import JournalEntry
from main_app.outbox.models import OutboxMessage
from tests.support.database import rows
from tests.support.fault_proxy import STATUS, FaultProxy, services_with_faults
from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services, wait_until

NOTICED_WITHIN = 20.0  # the workers look every few seconds


class Pager:
    """The server behind ALERT_WEBHOOK_URL. It keeps the alerts it receives."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        pager = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                pager.told.append((self.headers["webhook-id"], body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/alerts"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def turns(self, name: str) -> list[bool]:
        return [body["active"] for _, body in self.told if body["alert"] == name]


@pytest.fixture(scope="module")
def pager() -> Iterator[Pager]:
    pager = Pager()
    yield pager
    pager.server.shutdown()
    pager.server.server_close()


@pytest.fixture(scope="module")
def running(pager: Pager) -> Iterator[tuple[Services, FaultProxy]]:
    extra = {"ALERT_WEBHOOK_URL": pager.url, "ALERT_OLDEST_PENDING_SECONDS": "1", "NOTIFICATION_POLL_INTERVAL": "1"}
    extra["ALERT_NO_WORKER_SECONDS"] = "15"
    with services_with_faults(Services, extra=extra) as both:
        yield both


@pytest.fixture(scope="module")
def admin(running: tuple[Services, FaultProxy]) -> Person:
    return register_with_role(running[0], "Noor", "admin")


@pytest.fixture(scope="module")
def sessions(running: tuple[Services, FaultProxy]) -> list[int]:
    event = register_with_role(running[0], "Priya", "facilitator").create_event(sessions=10)
    return [session["id"] for session in event["sessions"]]


@pytest.fixture
def guest(running: tuple[Services, FaultProxy]) -> Person:
    return register(running[0], "Ines")


def alerts(admin: Person) -> dict[str, str]:
    return {one["name"]: one["detail"] for one in admin.get("/api/crm/integration/alerts").json()["alerts"]}


def gauge(services: Services, name: str) -> float | None:
    lines = requests.get(f"{services.main_url}/metrics", timeout=10).text.splitlines()
    found = [line for line in lines if line.startswith(f'samaya_alert{{name="{name}"}} ')]
    return float(found[0].split()[-1]) if found else None


def test_a_refused_token_is_an_alert_everywhere_and_ends_everywhere(
    running: tuple[Services, FaultProxy], pager: Pager, admin: Person, guest: Person, sessions: list[int]
) -> None:
    services, proxy = running
    name = "channel_refused:crm"
    wait_until(lambda: alerts(admin) == {}, NOTICED_WITHIN)
    proxy.fail(STATUS, 401)
    assert guest.book(sessions.pop()).status_code == 201
    wait_until(lambda: pager.turns(name) == [True], NOTICED_WITHIN, services.logs)
    assert "401" in alerts(admin)[name]
    assert gauge(services, name) == 1.0
    log = services.worker_processes[0].log
    assert f"alert {name}" in log.read_text()

    proxy.heal()
    wait_until(lambda: pager.turns(name) == [True, False], NOTICED_WITHIN, services.logs)
    wait_until(lambda: alerts(admin) == {}, NOTICED_WITHIN)
    assert gauge(services, name) == 0.0
    assert len({event_id for event_id, _ in pager.told}) == len(pager.told), "each change of an alert is reported once"


def test_dead_letters_are_counted_as_they_are_now(
    running: tuple[Services, FaultProxy], pager: Pager, admin: Person, guest: Person, sessions: list[int]
) -> None:
    services, proxy = running
    wait_until(lambda: alerts(admin) == {}, NOTICED_WITHIN)
    wait_until_delivered(
        services, NOTICED_WITHIN
    )  # otherwise the message about a new registration would become a dead letter too
    proxy.fail(STATUS, 422)
    for count in (1, 2):
        guest.book(sessions.pop())
        wait_until(lambda count=count: alerts(admin).get("dead_letters", "").endswith(f": {count}."), NOTICED_WITHIN)
        wait_until(lambda: pager.turns("dead_letters") == [True], NOTICED_WITHIN, services.logs)
    proxy.heal()
    assert admin.request("PATCH", "/api/crm/integration/retry-failed").json()["retried"] == 2
    wait_until(lambda: pager.turns("dead_letters") == [True, False], NOTICED_WITHIN, services.logs)
    assert alerts(admin) == {}


def test_the_operator_is_warned_even_when_no_worker_is_left_to_watch(
    running: tuple[Services, FaultProxy], pager: Pager, admin: Person, guest: Person, sessions: list[int]
) -> None:
    services, _ = running
    wait_until(lambda: alerts(admin) == {}, NOTICED_WITHIN)
    # What a killed worker has in hand waits until its lease ends, which for mails is longer than this test.
    wait_until(lambda: in_hand(services) == 0, NOTICED_WITHIN)
    # A loaded machine may have missed a worker before; only what follows counts.
    before = len(pager.turns("no_worker"))
    services.worker_processes[0].kill()
    waiting = pending(admin)
    assert guest.book(sessions.pop()).status_code == 201
    assert pending(admin) == waiting + 1, "the booking's journal entry"
    wait_until(lambda: "oldest_pending" in alerts(admin), NOTICED_WITHIN)
    wait_until(lambda: pager.turns("no_worker")[before:] == [True], 60, services.logs)
    assert "python -m main_app.worker" in alerts(admin)["no_worker"]
    ready = requests.get(f"{services.main_url}/ready", timeout=10)
    assert (ready.status_code, ready.json()["status"]) == (200, "ready"), "bookings are taken all the same"
    assert "No worker runs" in ready.json()["checks"]["worker"]
    services.worker_processes[0].start()
    wait_until(lambda: pager.turns("no_worker")[before:] == [True, False], NOTICED_WITHIN, services.logs)
    wait_until(lambda: alerts(admin) == {}, NOTICED_WITHIN, services.logs)


def pending(admin: Person) -> int:
    """The number of messages and changes that wait, as admins see it."""
    return int(admin.get("/api/crm/integration").json()["totals"]["pending"])


def in_hand(services: Services) -> int:
    """Count messages that wait or are being delivered, and journal entries that are not processed."""
    pending = select(func.count()).where(OutboxMessage.status == "pending")
    unprocessed = select(func.count()).where(JournalEntry.processed_at.is_(None))
    return sum(rows(services.main_database, query)[0][0] for query in (pending, unprocessed))
