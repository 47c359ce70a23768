"""The main API finds what the CRM has differently, and sends it just that."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from crm_microservice import create_app as create_crm
from crm_microservice.database import db as crm_db
from crm_microservice.facilitators.models import Booking as CrmBooking
from crm_microservice.settings import CrmSettings
from main_app.auth.models import Role
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.channels.crm import CRMChannel
from main_app.consequences import process_journal
from main_app.database import db
from main_app.integration import crm_check
from main_app.integration.alerts import active_alerts
from main_app.integration.crm_check import Found, check_crm
from main_app.integration.crm_resync import resync
from main_app.integration.models import CrmCheck
from main_app.integration.nightly import must_check_again
from main_app.journal.models import JournalEntry
from main_app.outbox.claim import claim
from main_app.outbox.delivery import Sent, record_and_claim
from main_app.services.notify_crm import CRMNotificationService
from service_kit import clock
from service_kit.database import write_connection
from service_kit.http_client import HttpResponse
from service_kit.migrations import migrate_database
from tests.main_app.application import application
from tests.main_app.builders import fill_session, make_event, make_person
from tests.main_app.notified import start_anew
from tests.support.postgres import fresh_database
from tests.support.services import CRM_TOKEN, engine_under_test

theirs = CrmBooking.__table__


class CrmInThisProcess(CRMNotificationService):
    """The real CRM, called without a network. `before` runs once, before the next request."""

    def __init__(self, crm: Flask) -> None:
        super().__init__("http://crm.example", CRM_TOKEN)
        self._client = crm.test_client()
        self.requests: list[str] = []
        self.before: Any = None

    def _send(self, method: str, path: str, **options: Any) -> HttpResponse:
        if self.before is not None:
            before, self.before = self.before, None
            before()
        self.requests.append(f"{method} {path}")
        response = self._client.open(path, method=method, json=options.get("body"), headers=options.get("headers"))
        return HttpResponse(response.status_code, dict(response.headers), response.data)


@dataclass
class Both:
    app: Flask
    crm_app: Flask
    crm: CrmInThisProcess

    def deliver(self) -> int:
        """Process the journal and deliver everything to the CRM. Returns how many messages were delivered."""
        channel, delivered = CRMChannel(self.crm), 0
        while process_journal():
            pass
        while claimed := claim(channel, 100, 60.0):
            outcomes = channel.deliver(claimed)
            record_and_claim(Sent(channel, claimed, outcomes, clock.now(), 0.1))
            delivered += len(claimed)
        return delivered

    def change_crm(self, statement: Any, *rows: Any) -> None:
        with self.crm_app.app_context(), crm_db.engine.begin() as connection:
            connection.execute(statement, *rows)

    def crm_bookings(self) -> dict[int, Any]:
        with self.crm_app.app_context(), crm_db.engine.connect() as connection:
            return {row.booking_id: row for row in connection.execute(sa.select(theirs))}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("crm")
    url = fresh_database() if engine_under_test() == "postgresql" else f"sqlite:///{folder / 'crm.db'}"
    settings = {"DATA_DIR": str(folder), "CRM_DATABASE_URL": url, "CRM_AUTH_TOKEN": CRM_TOKEN}
    crm_app = create_crm(CrmSettings.load(settings | {"RATELIMIT_ENABLED": "false"}))
    migrate_database(crm_app)
    with application() as app:
        yield Both(app, crm_app, CrmInThisProcess(crm_app))
    with crm_app.app_context():
        crm_db.engine.dispose()


@pytest.fixture
def both(pair: Both) -> Iterator[Both]:
    """Both services, without bookings."""
    pair.crm = CrmInThisProcess(pair.crm_app)
    with pair.app.app_context():
        start_anew()
        with write_connection() as connection:
            for model in (Booking, CrmCheck):
                connection.execute(sa.delete(model.__table__))
            connection.execute(sa.text("UPDATE installation SET restored_at = NULL"))
        pair.change_crm(sa.delete(theirs))
        yield pair


def kinds(found: Found) -> dict[int, str]:
    return {gap.booking_id: gap.kind for gap in found.gaps}


def test_when_both_services_agree_one_request_is_enough(both: Both) -> None:
    priya, asha = make_person("Priya", Role.FACILITATOR), make_person("Asha")
    first, second = make_event(priya, sessions=2).sessions
    cancel_booking(asha, book_session(asha, first.id).booking.id)
    book_session(asha, second.id)
    both.deliver()
    both.crm.requests.clear()
    found = check_crm(both.crm)
    assert (found.bookings, found.gaps, found.on_their_way) == (2, [], 0)
    assert both.crm.requests == [
        "GET /api/reconciliation/facilitators",
        f"GET /api/reconciliation/facilitators?after={priya.id}",
    ]


def test_a_booking_that_is_on_its_way_is_no_gap(both: Both) -> None:
    asha = make_person("Asha")
    session = make_event(make_person("Priya", Role.FACILITATOR)).sessions[0]
    book_session(asha, session.id)
    assert (check_crm(both.crm).gaps, check_crm(both.crm).on_their_way) == ([], 1)
    process_journal()
    assert (check_crm(both.crm).gaps, check_crm(both.crm).on_their_way) == ([], 1)
    both.deliver()
    assert (check_crm(both.crm).gaps, check_crm(both.crm).on_their_way) == ([], 0)


def test_bob_books_while_the_services_are_compared(both: Both) -> None:
    asha, bob = make_person("Asha"), make_person("Bob")
    session = make_event(make_person("Priya", Role.FACILITATOR)).sessions[0]
    lost = book_session(asha, session.id).booking.id
    both.deliver()
    both.change_crm(sa.delete(theirs))

    def bob_books() -> None:
        book_session(bob, session.id)
        both.deliver()

    both.crm.before = bob_books
    found = check_crm(both.crm)
    assert kinds(found) == {lost: "missing"}
    assert found.gaps[0].sentence == f"Booking {lost} (booked, version 1) is missing in the CRM."


def test_a_hold_of_which_nobody_was_told_is_no_gap(both: Both) -> None:
    asha = make_person("Asha")
    session = make_event(make_person("Priya", Role.FACILITATOR)).sessions[0]
    booking = book_session(asha, session.id).booking.id
    both.deliver()
    with write_connection() as connection:
        of_booking = Booking.__table__.c.id == booking
        connection.execute(sa.update(Booking.__table__).where(of_booking).values(status="held", version=2))
        held = {"subject_type": "booking", "subject_id": str(booking), "version": 2, "action": "held"}
        held |= {"from_state": "cancelled", "to_state": "held", "actor_role": "user", "actor_auth": "login"}
        _append(connection, held)
    assert check_crm(both.crm).gaps == []


def _append(connection: Any, entry: dict[str, Any]) -> None:
    common = {"reason": "", "changes": {}, "at": clock.now(), "format": 1, "attempts": 0, "processed_at": clock.now()}
    connection.execute(sa.insert(JournalEntry.__table__), [entry | common])


def test_an_empty_crm_gets_every_booking_as_it_was_made(both: Both) -> None:
    priya, asha, bob = make_person("Priya", Role.FACILITATOR), make_person("Asha"), make_person("Bob")
    sessions = make_event(priya, sessions=2).sessions
    with clock.moved_to(clock.now() - timedelta(days=2)):
        kept = book_session(asha, sessions[0].id).booking.id
        cancelled = book_session(bob, sessions[0].id).booking.id
    cancel_booking(bob, cancelled)
    both.deliver()
    before = both.crm_bookings()
    both.change_crm(sa.delete(theirs))
    found = check_crm(both.crm)
    assert kinds(found) == {kept: "missing", cancelled: "missing"}
    assert resync(found.gaps) == 2
    assert both.deliver() == 2
    after = both.crm_bookings()
    same = ("status", "version", "epoch", "user_name", "booked_at", "cancelled_at", "session_id", "places")
    for booking_id in (kept, cancelled):
        assert [getattr(after[booking_id], name) for name in same] == [
            getattr(before[booking_id], name) for name in same
        ]
    assert check_crm(both.crm).gaps == []


def test_exactly_the_damaged_bookings_are_found_and_mended(both: Both) -> None:
    """A thousand losses, doubles and changes on either side, among bookings that are not touched."""
    chance = random.Random(2026)
    hosts = [make_person(f"Host {number}", Role.FACILITATOR) for number in range(4)]
    for host in hosts:
        for session in make_event(host, sessions=2, capacity=300).sessions:
            fill_session(session.id, 250)
    bookings = Booking.__table__.c
    with write_connection() as connection:
        ids = list(connection.execute(sa.select(bookings.id)).scalars())
        days = [{"one": number, "day": clock.now() - timedelta(days=number % 40)} for number in ids]
        moved = sa.update(Booking.__table__).where(bookings.id == sa.bindparam("one"))
        connection.execute(moved.values(created_at=sa.bindparam("day"), updated_at=sa.bindparam("day")), days)
    resync(check_crm(both.crm).gaps)
    both.deliver()
    assert check_crm(both.crm).gaps == []

    chosen = chance.sample(ids, 1_000)
    lost, staler, fresher, changed, gone_here = (chosen[start : start + 200] for start in range(0, 1_000, 200))
    both.change_crm(sa.delete(theirs).where(theirs.c.booking_id.in_(lost)))
    both.change_crm(sa.update(theirs).where(theirs.c.booking_id.in_(staler)).values(version=0))
    both.change_crm(sa.update(theirs).where(theirs.c.booking_id.in_(fresher)).values(version=3, status="cancelled"))
    both.change_crm(sa.update(theirs).where(theirs.c.booking_id.in_(changed[:100])).values(status="cancelled"))
    with write_connection() as connection:
        other_state = sa.update(Booking.__table__).where(bookings.id.in_(changed[100:]))
        connection.execute(other_state.values(status="cancelled"))
        connection.execute(sa.delete(Booking.__table__).where(bookings.id.in_(gone_here)))
    doubles = [{**row._asdict(), "booking_id": number + 1_000_000} for number, row in both.crm_bookings().items()][:50]
    both.change_crm(sa.insert(theirs), doubles)

    expected = dict.fromkeys(lost, "missing") | dict.fromkeys(staler, "older") | dict.fromkeys(fresher, "newer")
    expected |= dict.fromkeys(changed, "different") | dict.fromkeys(gone_here, "unknown")
    expected |= {double["booking_id"]: "unknown" for double in doubles}
    found = check_crm(both.crm)
    assert kinds(found) == expected
    assert [alert["name"] for alert in active_alerts()] == ["crm_differs"]
    assert must_check_again()

    assert resync(found.gaps) == len(expected)
    assert check_crm(both.crm).on_their_way == len(expected)
    assert resync(found.gaps) == 0, "what is on its way is not sent again"
    both.deliver()
    assert check_crm(both.crm).gaps == []
    assert both.crm_bookings().keys() == set(ids) - set(gone_here)
    assert active_alerts() == []
    assert not must_check_again()


def test_an_admin_reads_why_the_crm_cannot_be_compared(both: Both) -> None:
    with pytest.raises(crm_check.NotCompared, match=r"can't be compared .* Check that it runs, then try again"):
        check_crm(CRMNotificationService("http://127.0.0.1:9", CRM_TOKEN))
    both.crm.auth_token = "another-token-that-the-crm-does-not-know"
    with pytest.raises(crm_check.NotCompared, match="Give both services the same CRM_AUTH_TOKEN"):
        check_crm(both.crm)


def test_the_next_check_compares_after_a_restore(both: Both) -> None:
    check_crm(both.crm)
    assert not must_check_again()
    with write_connection() as connection:
        connection.execute(sa.text("UPDATE installation SET restored_at = :now"), {"now": clock.now()})
    assert must_check_again()
    db.session.rollback()
