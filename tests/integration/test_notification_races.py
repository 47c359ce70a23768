"""Cancelling, moving and reactivating at the same time as a reminder: no outdated and no repeated message."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking, reactivate_booking
from main_app.bookings.session_changes import change_session
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.schemas import SessionChange
from main_app.messages.facts import Facts, Skip, facts_for_delivery
from main_app.messages.kinds import EMAIL
from main_app.messages.models import PlannedMessage
from main_app.messages.promotion import promote_due_plans
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import claim
from main_app.outbox.delivery import deliver
from main_app.outbox.retry_policy import Delivered, Outcome, Skipped
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import make_event, make_person
from tests.support.rounds import rounds

BOOKINGS = 6  # of one round, each with a session of its own
WORKERS = 2


@dataclass(frozen=True)
class Sent:
    """A mail, and the interval in which its facts were read."""

    plan_id: int
    kind: str
    booking_id: int
    began: float
    ended: float


@dataclass
class Mails(Channel):
    """The mail server: reads the facts as every channel does, and remembers what it sent."""

    sent: list[Sent] = field(default_factory=list)
    name = EMAIL
    delays = (60,)
    max_batch_size = 5

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        began = time.monotonic()
        with db.engine.connect() as connection:
            found = facts_for_delivery(connection, [(one.payload["plan_id"], one.event_id) for one in messages])
        ended = time.monotonic()
        outcomes: list[Outcome] = []
        for facts in found:
            if isinstance(facts, Facts):
                assert facts.booking_id is not None
                self.sent.append(Sent(facts.plan_id, facts.kind, facts.booking_id, began, ended))
                outcomes.append(Delivered({}))
            else:
                assert isinstance(facts, Skip)
                outcomes.append(Skipped(facts.reason))
        return outcomes


@dataclass(frozen=True)
class Changed:
    """A booking after a change, and the interval in which the change was made."""

    booking_id: int
    active: bool
    start_version: int
    began: float
    ended: float


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app, app.app_context():
        yield app


@pytest.fixture(scope="module")
def priya(app: Flask) -> Caller:
    return make_person("Priya", Role.FACILITATOR)


def make_due(booking_ids: Sequence[int]) -> None:
    """Make the reminders due. The sessions are days away, so that bookings can still be changed."""
    with write_transaction() as db_session:
        theirs = (PlannedMessage.booking_id.in_(booking_ids), PlannedMessage.state == "planned")
        db_session.execute(update(PlannedMessage).where(*theirs).values(due_at=clock.now()))


def drain(mails: Mails) -> None:
    while process_journal() + plan_messages() + promote_due_plans():
        pass
    while claimed := claim(mails, 5, 15.0):
        deliver(mails, claimed)


@pytest.mark.timeout(600)
def test_no_reminder_tells_what_no_longer_holds(app: Flask, priya: Caller) -> None:
    for number in range(rounds(100)):
        _race(app, priya, random.Random(number))


def _race(app: Flask, priya: Caller, chance: random.Random) -> None:
    guest, mails = make_person("Alice"), Mails()
    sessions = [one.id for one in make_event(priya, sessions=BOOKINGS).sessions]
    bookings = {book_session(guest, session_id).booking.id: session_id for session_id in sessions}
    drain(mails)
    mails.sent.clear()
    make_due(sorted(bookings))
    stop, changes = threading.Event(), []

    def in_app(work: Callable[..., Any], *arguments: Any) -> Any:
        with app.app_context():
            return work(*arguments)

    def worker() -> None:
        while not stop.is_set():
            drain(mails)

    def person(booking_id: int, seed: int) -> list[Changed]:
        return _change(guest, priya, booking_id, bookings[booking_id], random.Random(seed))

    with ThreadPoolExecutor(WORKERS + len(bookings)) as pool:
        workers = [pool.submit(in_app, worker) for _ in range(WORKERS)]
        people = [pool.submit(in_app, person, booking_id, chance.random()) for booking_id in bookings]
        for one in people:
            changes += one.result()
        stop.set()
        for one in workers:
            one.result()
    drain(mails)
    _nothing_untrue_was_sent(mails, changes)
    _nothing_was_sent_twice(mails)
    _what_is_planned_is_what_holds(sorted(bookings))


def _change(guest: Caller, host: Caller, booking_id: int, session_id: int, chance: random.Random) -> list[Changed]:
    """Up to three changes of one booking, at once or a moment later."""
    changes: list[Changed] = []
    active, start_version = True, 1
    for _ in range(chance.randint(1, 3)):
        time.sleep(chance.choice((0, 0.002, 0.01, 0.03)))
        began = time.monotonic()
        if not active:
            reactivate_booking(guest, booking_id)
            active = True
        elif chance.random() < 0.6:
            cancel_booking(guest, booking_id)
            active = False
        else:
            start = clock.now() + timedelta(days=chance.randint(8, 40), minutes=chance.randint(1, 600))
            times = {"start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
            change_session(host, session_id, SessionChange.model_validate(times))
            start_version += 1
        changes.append(Changed(booking_id, active, start_version, began, time.monotonic()))
    return changes


def _nothing_untrue_was_sent(mails: Mails, changes: list[Changed]) -> None:
    versions = {row.id: row.start_version for row in _plans([one.plan_id for one in mails.sent])}
    for mail in mails.sent:
        if mail.kind != "reminder_24h":
            continue
        of_booking = [one for one in changes if one.booking_id == mail.booking_id]
        if any(one.began < mail.ended and one.ended > mail.began for one in of_booking):
            continue  # while the facts were read: either result is true
        before = [one for one in of_booking if one.ended <= mail.began]
        if before:
            last = max(before, key=lambda one: one.ended)
            assert last.active, f"reminded of a cancelled booking: {mail}"
            assert last.start_version == versions[mail.plan_id], f"reminded of the old start: {mail}"


def _nothing_was_sent_twice(mails: Mails) -> None:
    assert max(Counter(one.plan_id for one in mails.sent).values(), default=1) == 1
    versions = {row.id: row.start_version for row in _plans([one.plan_id for one in mails.sent])}
    reminded = Counter(
        (one.booking_id, versions[one.plan_id]) for one in mails.sent if versions[one.plan_id] is not None
    )
    assert max(reminded.values(), default=1) == 1


def _what_is_planned_is_what_holds(booking_ids: Sequence[int]) -> None:
    db.session.rollback()
    held = {
        row.id: row
        for row in db.session.execute(
            select(Booking.id, Booking.status, EventSession.start_version)
            .join(EventSession, EventSession.id == Booking.session_id)
            .where(Booking.id.in_(booking_ids))
        )
    }
    theirs = PlannedMessage.booking_id.in_(booking_ids)
    rows = db.session.scalars(select(PlannedMessage).where(theirs, PlannedMessage.start_version.is_not(None))).all()
    for row in rows:
        booking = held[row.booking_id or 0]
        current = row.start_version == booking.start_version
        if row.state == "planned":
            assert booking.status == "booked" and current, (row.id, booking)
        if booking.status == "booked" and current:
            assert row.state != "withdrawn", (row.id, booking)
    mails = {(row.booking_id, row.start_version) for row in rows if row.channel == EMAIL}
    assert {(one.id, one.start_version) for one in held.values() if one.status == "booked"} <= mails
    db.session.rollback()


def _plans(ids: Sequence[int]) -> Sequence[Any]:
    db.session.rollback()
    query = select(PlannedMessage.id, PlannedMessage.start_version).where(PlannedMessage.id.in_(ids))
    rows = db.session.execute(query).all()
    db.session.rollback()
    return rows
