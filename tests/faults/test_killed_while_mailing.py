"""kill -9 of the worker at every step of sending a mail: none is lost, and a repeat has the same Message-ID."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from sqlalchemy import select, update

from main_app.journal.models import JournalEntry
from main_app.outbox.models import OutboxMessage
from service_kit import clock
from tests.support.database import change, rows
from tests.support.mail import MailServer
from tests.support.people import confirm_address, register, register_with_role
from tests.support.rounds import rounds
from tests.support.services import Process, Services, wait_until

pytestmark = pytest.mark.slow
MAIL = OutboxMessage.channel == "email"
PENDING = OutboxMessage.status == "pending"
# When to kill: at the recipient, after the mail but before its acknowledgement, and this many seconds later.
MOMENTS = ("recipient", "mail", 0.0, 0.002, 0.005, 0.01, 0.03)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


class Killer:
    """Kills the worker once, at the moment it is armed for."""

    def __init__(self, server: MailServer, worker: Process):
        self._worker = worker
        self._moment: str | float | None = None
        self.killed = threading.Event()
        server.to_recipient = lambda _: self._at("recipient")
        server.to_mail = lambda _: self._at("mail")

    def arm(self, moment: str | float) -> None:
        self.killed.clear()
        self._moment = moment

    def _at(self, place: str) -> str | None:
        moment = self._moment
        if moment == place:
            self._kill()
            # Before its end it may not even hear this.
            return "250 OK" if place == "mail" else None
        if place == "mail" and isinstance(moment, float):
            self._moment = None
            threading.Timer(moment, self._kill).start()
        return None

    def _kill(self) -> None:
        self._moment = None
        self._worker.kill()
        self.killed.set()


@pytest.mark.timeout(600)
def test_a_worker_killed_around_every_mail_loses_none_and_repeats_it_once_at_most(mail_server: MailServer) -> None:
    kills = rounds(100)
    uncapped = {"EMAILS_PER_PERSON_AND_HOUR": "10000", "MESSAGES_PER_BOOKING_AND_HOUR": "10000"}
    with Services(extra={"MAIL_PORT": str(mail_server.port)} | uncapped) as services:
        host = register_with_role(services, "Priya", "facilitator")
        asha = confirm_address(register(services, "Asha"))
        session = host.create_event(title="Sunrise Sit")["sessions"][0]
        (worker,) = services.worker_processes
        booking = asha.book(session["id"]).json()["booking"]["id"]
        wait_until(lambda: not waiting(services), 20, services.logs)
        killer = Killer(mail_server, worker)
        changes: Iterator[Callable[[], object]] = cycle(
            (lambda: asha.cancel(booking), lambda: asha.book(session["id"]))
        )
        for number, moment in zip(range(kills), cycle(MOMENTS), strict=False):
            killer.arm(moment)
            next(changes)()
            assert killer.killed.wait(20), f"round {number}, {moment}\n{services.logs()}"
            let_leases_end(services)
            worker.start()
            wait_until(lambda: not waiting(services), 20, services.logs)
        sent = rows(services.main_database, select(OutboxMessage.event_id, OutboxMessage.status).where(MAIL))
    assert len(sent) > kills
    assert {row.status for row in sent} == {"delivered"}
    received = Counter(mail["Message-ID"].strip("<>").partition("@")[0] for mail in mail_server.received)
    assert received.keys() == {row.event_id for row in sent}, "no mail is lost and none is sent without a booking"
    assert max(received.values()) <= 2, "one repeat at most"


def waiting(services: Services) -> int:
    """Count journal entries that are not processed, and mails that are not sent."""
    unprocessed = rows(services.main_database, select(JournalEntry.id).where(JournalEntry.processed_at.is_(None)))
    return len(unprocessed) + len(rows(services.main_database, select(OutboxMessage.id).where(MAIL, PENDING)))


def let_leases_end(services: Services) -> None:
    """End the killed worker's leases now instead of after 43 seconds."""
    change(services.main_database, update(OutboxMessage).where(PENDING).values(due_at=clock.now(), leased_until=None))
