"""Planning, promoting, alerts and pages read the same however many messages are planned.

Counted, not timed: rows read on PostgreSQL, steps of its virtual machine on SQLite.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from main_app.auth.caller import API_KEY, Caller
from main_app.auth.models import Role
from main_app.bookings.operations import book_session, cancel_booking, reactivate_booking
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.integration import alerts
from main_app.messages.facts import facts_for_delivery
from main_app.messages.live import Reader, UnreadCounts
from main_app.messages.models import PlannedMessage
from main_app.messages.promotion import PLANNED, next_due_plan, promote_due_plans
from main_app.messages.queries import find_notifications, plan_of_booking, plan_of_session
from main_app.messages.retention import purge_old_notifications
from main_app.messages.schemas import NotificationSearch
from main_app.outside_api.operations import pending_notifications
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.fields import Paged
from tests.main_app.application import application
from tests.main_app.builders import make_person, make_session
from tests.support.cost import analyze, cost_of
from tests.support.services import engine_under_test

FEW, MANY = 10_000, 100_000  # bookings of others, each with a reminder to come and a message that was sent
TABLES = ("planned_messages", "in_app_notifications", "bookings", "outbox_messages")
NUMBERS = """
    WITH RECURSIVE numbers(n) AS (SELECT CAST(:first AS integer) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
"""
ADD_PLANS = """
    INSERT INTO planned_messages (public_id, organisation_id, subject, booking_id, user_id, entry_id, kind, channel,
        recipient, variant, start_version, due_at, state, event_id, created_at, updated_at)
    SELECT 'ntf_{state}' || n, 1, 'booking', 1000000 + n, 1000000 + n / 4, 1000000 + n, '{kind}', 'email', '', 'a',
        {start}, {due}, '{state}', {event}, {now}, {now} FROM numbers
"""
ADD_NOTIFICATIONS = """
    INSERT INTO in_app_notifications (user_id, event_id, kind, title, body, url, created_at)
    SELECT :person, 'evt_old' || n, 'booking_confirmed', 'Confirmed', '', '/', {due} FROM numbers
"""


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app, app.app_context():
        yield app


def add_others(first: int, last: int, person: int) -> None:
    def at(days: float) -> str:
        return f"'{clock.now() + timedelta(days=days):%Y-%m-%d %H:%M:%S.%f}'".replace(":", "\\:")

    planned = {"kind": "reminder_24h", "start": "1", "due": at(20), "state": "planned", "event": "NULL", "now": at(0)}
    sent = {"kind": "booking_confirmed", "start": "NULL", "due": at(-20), "state": "queued", "now": at(-20)}
    rows = {"first": first, "last": last}
    with write_transaction() as db_session:
        db_session.execute(text(NUMBERS + ADD_PLANS.format(**planned)), rows)
        db_session.execute(text(NUMBERS + ADD_PLANS.format(**sent, event="'evt_' || n")), rows)
        db_session.execute(text(NUMBERS + ADD_NOTIFICATIONS.format(due=at(-20))), rows | {"person": person})


def test_what_planning_and_pages_read_does_not_grow_with_planned_messages(app: Flask) -> None:
    priya, alice, bob = make_person("Priya", Role.FACILITATOR), make_person("Alice"), make_person("Bob")
    noor, system = make_person("Noor", Role.ADMIN), Caller(1, API_KEY, "System", "", "", API_KEY)
    session = make_session(priya)
    booking = book_session(alice, session.id).booking.id
    changed_bells = UnreadCounts(app.app_context)
    changed_bells.readers[Reader(alice.id, "0" * 32)] = 1

    def process_all() -> None:
        while process_journal() + plan_messages():
            pass

    process_all()
    ids = select(PlannedMessage.id, PlannedMessage.event_id).where(PlannedMessage.booking_id == booking)
    of_booking = db.session.execute(ids).all()

    def deliver() -> None:
        with db.engine.connect() as connection:
            facts_for_delivery(connection, [(plan.id, plan.event_id) for plan in of_booking])

    def plan_again() -> None:
        cancel_booking(alice, booking)
        reactivate_booking(alice, booking)
        process_all()

    def promote() -> None:
        with write_transaction() as db_session:
            theirs = (PlannedMessage.booking_id == booking, PlannedMessage.kind == "reminder_24h")
            due = {"due_at": clock.now(), "state": "planned", "event_id": None}
            db_session.execute(update(PlannedMessage).where(*theirs).values(due))
        assert promote_due_plans() == 3

    questions: dict[str, Callable[[], object]] = {
        "when the next is due": next_due_plan,
        "nothing is due": promote_due_plans,
        "facts before delivery": deliver,
        "planning again": plan_again,
        "promoting": promote,
        "plan of a booking": lambda: plan_of_booking(alice, booking),
        "plan of a session": lambda: plan_of_session(priya, session.id, Paged.model_validate({})),
        "bell": lambda: find_notifications(alice.id, NotificationSearch.model_validate({})),
        "bell, live": changed_bells.read,
        "alerts": alerts.active_alerts,
        "all that wait": lambda: pending_notifications(noor, 50, 0),
        "what waits of an API key": lambda: pending_notifications(system, 50, 0),
        "nothing to purge": lambda: purge_old_notifications(90),
    }
    add_others(1, FEW, bob.id)
    analyze()
    few = {name: cost_of(question, *TABLES) for name, question in questions.items()}
    add_others(FEW + 1, MANY, bob.id)
    analyze()
    assert (db.session.scalar(select(func.count()).select_from(PlannedMessage)) or 0) > 2 * MANY
    many = {name: cost_of(question, *TABLES) for name, question in questions.items()}
    grown = {name: (few[name], many[name]) for name in questions if many[name] > 1.3 * few[name] + 200}
    assert grown == {}

    removed = purge_old_notifications(10)
    assert removed == 2 * MANY, "sent ones and notifications; what is planned stays"


def test_the_soonest_plan_is_read_from_its_index_when_the_table_is_empty() -> None:
    """PostgreSQL keeps the plan of a prepared statement while the table grows, until it has new statistics."""
    explain = "EXPLAIN" if engine_under_test() == "postgresql" else "EXPLAIN QUERY PLAN"
    with application() as app, app.app_context():
        query = PLANNED.soonest.compile(db.engine, compile_kwargs={"literal_binds": True})
        rows = db.session.execute(text(f"{explain} {query}")).all()
        assert "ix_planned_messages_due" in str(rows)
