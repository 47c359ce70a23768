"""The two sides of every comparison: the product's real services, and the bare endpoints."""

import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

import jwt
import requests
from sqlalchemy import FromClause, Select, TableClause, column, func, insert, select, table, update

from benchmarks.load import run_bookings
from main_app.auth.models import SignIn, User
from main_app.journal.models import PEOPLE, SYSTEMS, JournalEntry
from main_app.messages.kinds import PERSONAL
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from service_kit import clock
from tests.support.database import change, rows
from tests.support.outbox import unprocessed_changes, wait_until_delivered
from tests.support.people import Person, new_session, register_with_role
from tests.support.ports import free_port
from tests.support.postgres import fresh_database
from tests.support.services import ROOT, Process, Services, engine_under_test, wait_until

SECRET = "a-secret-of-the-benchmarks-only-0123456789"
TOKEN = "a-service-token-for-tests-only-0123456789"
WEB_WORKERS = 2
GUESTS, EVENTS, SESSIONS_OF_EVENT = 400, 4, 200
FIRST_GUEST_ID = 1_000_000  # far above what the services number themselves
SETTINGS = {
    "RATELIMIT_ENABLED": "false",
    "JWT_SECRET_KEY": SECRET,
    "WEB_WORKERS": str(WEB_WORKERS),
    "ALERT_OLDEST_PENDING_SECONDS": "86400",
    "CRM_NOTIFY_LIMIT": "1000000000 per minute",
}
DRAINED_WITHIN = 300.0
WORKER_STARTED, WORKER_STARTS_WITHIN = b"worker started", 30.0
ASKED_EVERY = 0.1  # seconds: each question opens a connection
CLIENTS = 8
WITHOUT_MESSAGES = "benchmarks.worker_without_messages"  # a worker that tells only the CRM
WAITING_FOR_PEOPLE = (OutboxMessage.channel.in_(PERSONAL), OutboxMessage.status == "pending")


class Product:
    """The product's services without a worker, with guests who are signed in and sessions that never fill up."""

    def __init__(self, mailbox: bool = False, root: Path = ROOT) -> None:
        self.engine = engine_under_test()
        self.services = Services(extra=SETTINGS, workers=1, forked=False, mailbox=mailbox, root=root)

    def __enter__(self) -> "Product":
        self.services.__enter__()
        self.facilitator = register_with_role(self.services, "Priya", "facilitator")
        self.admin = register_with_role(self.services, "Noor", "admin")
        self.events: list[int] = []
        self.sessions = [session for _ in range(EVENTS) for session in self._new_event()]
        self.tokens = self.sign_in_guests(0, GUESTS)
        self.wait_until_delivered()
        self.services.worker_processes[0].stop()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.services.close()

    @property
    def url(self) -> str:
        return self.services.main_url

    def bookable(self) -> Iterator[tuple[str, int]]:
        """Every guest with every session, once: a token and a session's id. Neighbours differ in both."""
        return _pairs(self.tokens, self.sessions)

    def book(self, token: str, session_id: int) -> None:
        """Book as a guest does, on a connection of its own."""
        headers, body = {"Authorization": f"Bearer {token}"}, {"session_id": session_id}
        response = requests.post(f"{self.url}/bookings/book", json=body, headers=headers, timeout=30)
        response.raise_for_status()

    def book_at_least(self, number: int, bookable: Iterator[tuple[str, int]]) -> None:
        """Make so many bookings as fast as a few clients can, and those of the last second."""
        made = 0
        while made < number:
            made += run_bookings(self.url, bookable, CLIENTS, 1).requests

    @contextmanager
    def worker_running(self, program: str = "main_app.worker", **settings: str) -> Iterator[Process]:
        """A worker that has started: importing its libraries takes half a second of CPU."""
        model = self.services.worker_processes[0]
        worker = Process(["-m", program], model.environment | settings, model.log, model.cwd)
        self.services.worker_processes[0] = worker
        before = _lines(model.log, WORKER_STARTED)
        worker.start()
        wait_until(lambda: _lines(model.log, WORKER_STARTED) > before, WORKER_STARTS_WITHIN)
        try:
            yield worker
        finally:
            worker.stop()
            self.services.worker_processes[0] = model

    def wait_until_delivered(self) -> None:
        """Wait until the CRM has everything."""
        entry, message = JournalEntry.__table__.c, OutboxMessage.__table__.c
        newest_entry = select(entry.processed_at.is_not(None) | (entry.stage != SYSTEMS)).order_by(entry.id.desc())
        newest_message = select(message.status == "delivered").order_by(message.id.desc())
        # Counting takes CPU that the deliveries need, with a million rows a tenth of a second, so it comes last.
        self._wait_until_true(newest_entry.limit(1))
        self._wait_until_true(newest_message.where(message.channel == CRM).limit(1))
        wait_until_delivered(self.services, DRAINED_WITHIN, ASKED_EVERY)

    def wait_until_planned(self) -> None:
        """Wait until every journal entry is turned into messages."""
        entry = JournalEntry.__table__.c
        self._wait_until_true(select(entry.processed_at.is_not(None)).order_by(entry.id.desc()).limit(1))
        wait_until(lambda: unprocessed_changes(self.services) == 0, DRAINED_WITHIN, every=ASKED_EVERY)

    def _wait_until_true(self, query: Select[bool]) -> None:
        """Wait until the query returns a true value, or no row."""

        def is_true() -> bool:
            return all(value for (value,) in rows(self.services.main_database, query))

        wait_until(is_true, DRAINED_WITHIN, every=ASKED_EVERY)

    def discard_messages_to_people(self) -> None:
        """End what waits to be planned or sent to people: what an earlier load left is not what the next one costs.

        Those that a worker holds already are waited for.
        """
        journal, messages = JournalEntry.__table__.c, OutboxMessage.__table__.c
        unplanned = (journal.processed_at.is_(None), journal.stage == PEOPLE)
        skip_planning = update(JournalEntry.__table__).where(*unplanned).values(processed_at=clock.now())
        discard = update(OutboxMessage.__table__).where(*WAITING_FOR_PEOPLE, messages.leased_until.is_(None))

        def none_left() -> bool:
            change(self.services.main_database, skip_planning)
            change(self.services.main_database, discard.values(status="discarded"))
            return self._number_for_people() == 0

        wait_until(none_left, DRAINED_WITHIN)

    def wait_until_people_know(self) -> None:
        """Wait until all messages to people are planned and sent."""
        self.wait_until_planned()
        wait_until(lambda: self._number_for_people() == 0, DRAINED_WITHIN, every=ASKED_EVERY)

    def _number_for_people(self) -> int:
        """How many messages to people wait."""
        return rows(self.services.main_database, select(func.count()).where(*WAITING_FOR_PEOPLE))[0][0]

    @property
    def first_guest_id(self) -> int:
        return FIRST_GUEST_ID

    @property
    def plain_database(self) -> str:
        """The database as a driver takes it: a file, or postgresql://..."""
        return _plain_url(self.services.main_database).removeprefix("sqlite:///")

    def guest(self, number: int = 0) -> Person:
        person = Person(self.services, f"Guest {number}", f"guest.{number}@example.com")
        person.token = self.tokens[number]
        return person

    def _new_event(self) -> list[int]:
        start = datetime.now(timezone.utc) + timedelta(days=300)
        sessions = [new_session(start + timedelta(hours=2 * n), capacity=100_000) for n in range(SESSIONS_OF_EVENT)]
        for session in sessions:
            # Free sessions need no terms, and earlier releases, measured beside this one, don't know the field.
            del session["payment_terms"]
        body = {"title": "Evening Sit", "time_zone": "Europe/Lisbon", "sessions": sessions}
        event = self.facilitator.post("/events", body).json()["event"]
        self.events.append(event["id"])
        found = []
        for page in (1, 2, 3):
            response = self.facilitator.get(f"/sessions?event_id={event['id']}&per_page=100&page={page}").json()
            found += [session["id"] for session in response["sessions"]]
        return found

    def sign_in_guests(self, first: int, count: int) -> list[str]:
        """Accounts and their sign-ins, written straight to the database: hashing passwords measures nothing."""
        now = datetime.now(timezone.utc)
        people, sign_ins, tokens = [], [], []
        for number in range(first, first + count):
            user_id, sign_in_id = FIRST_GUEST_ID + number, f"{number:032x}"
            people.append(
                {
                    "id": user_id, "name": f"Guest {number}", "email": f"guest.{number}@example.com",
                    "password_hash": "-", "created_at": now, "time_zone": "UTC", "biography": "", "role": "user",
                    "epoch": 1, "version": 1, "language": "en",
                }
            )  # fmt: skip
            sign_ins.append(
                {
                    "id": sign_in_id, "user_id": user_id, "created_at": now, "expires_at": now + timedelta(days=1),
                    "refresh_hash": "-",
                }
            )  # fmt: skip
            claims = {
                "sub": str(user_id), "type": "access", "role": "user", "name": f"Guest {number}", "epoch": 1,
                "sid": sign_in_id, "iat": now, "nbf": now, "exp": now + timedelta(hours=6), "jti": str(number),
                "fresh": False,
            }  # fmt: skip
            tokens.append(jwt.encode(claims, SECRET, algorithm="HS256"))
        change(self.services.main_database, insert(_named_columns(User.__table__, people[0])), people)
        change(self.services.main_database, insert(_named_columns(SignIn.__table__, sign_ins[0])), sign_ins)
        return tokens


def _named_columns(whole: FromClause, row: dict[str, Any]) -> TableClause:
    """Only the columns of the row, without the models' defaults: earlier releases have fewer columns."""
    return table(whole.description, *[column(name, whole.c[name].type) for name in row])


class Bare:
    """The hand-written endpoints on Granian's WSGI interface, with as many workers and the same kind of database."""

    def __init__(self, reads: str = "{}", database: str | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="samaya-bare-")
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        own = database is None
        if database is None:
            on_postgresql = engine_under_test() == "postgresql"
            database = _plain_url(fresh_database()) if on_postgresql else str(Path(self._folder.name, "bare.db"))
        environment = {
            **os.environ, "BARE_DATABASE": database, "BARE_SECRET": SECRET, "BARE_TOKEN": TOKEN, "BARE_READS": reads,
        }  # fmt: skip
        create = f"from benchmarks import bare; bare.create_schema({EVENTS * SESSIONS_OF_EVENT})"
        if own:
            self._run(["-c", create], environment)
        arguments = [
            "-m", "granian", "--interface", "wsgi", "--factory", "--workers", str(WEB_WORKERS),
            "--host", "127.0.0.1", "--port", str(self._port), "--backlog", "1024", "benchmarks.bare:build",
        ]  # fmt: skip
        self._server = Process(arguments, environment, Path(self._folder.name, "bare.log"))

    def __enter__(self) -> "Bare":
        self._server.start()
        wait_until(self._responses, 30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._folder.cleanup()

    def bookable(self) -> Iterator[tuple[str, int]]:
        claims = {"type": "access", "exp": time.time() + 6 * 3600, "iat": time.time()}
        tokens = [jwt.encode({**claims, "sub": str(n)}, SECRET, algorithm="HS256") for n in range(1, GUESTS + 1)]
        return _pairs(tokens, list(range(1, EVENTS * SESSIONS_OF_EVENT + 1)))

    def _responses(self) -> bool:
        try:
            return requests.get(f"{self.url}/health", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    @staticmethod
    def _run(arguments: list[str], environment: dict[str, str]) -> None:
        once = Process(arguments, environment, Path(os.devnull), ROOT)
        once.start()
        assert once.child is not None
        if once.child.wait(60):
            raise RuntimeError(f"{arguments} failed")


def _lines(log: Path, line: bytes) -> int:
    return log.read_bytes().splitlines().count(line)


def _pairs(tokens: list[str], sessions: list[int]) -> Iterator[tuple[str, int]]:
    for shift, place in itertools.product(range(len(sessions)), range(len(tokens))):
        yield tokens[place], sessions[(place + shift) % len(sessions)]


def _plain_url(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://").replace("postgres://", "postgresql://")
