"""Journal entries become messages once and in order; a failing entry blocks only its own subject."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking, reactivate_booking
from main_app.bookings.queries import booking_timeline
from main_app.bookings.schemas import TimelinePage
from main_app.bookings.session_changes import cancel_session, change_session
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.events.schemas import SessionChange
from main_app.integration.alerts import active_alerts
from main_app.integration.deliveries import find_deliveries
from main_app.integration.schemas import DeliverySearch
from main_app.journal import process
from main_app.journal.append import SYSTEM, NewEntry, append
from main_app.journal.models import PEOPLE, SYSTEMS, JournalEntry
from main_app.journal.process import MAX_BATCH_SIZE, Consequence, Stage, delay_after, next_due
from main_app.journal.read import Entry
from main_app.messages.models import PlannedMessage, PlanState
from main_app.outbox.enqueue import CRM, NewMessage, enqueue
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from tests.main_app.builders import fill_session, make_event, make_person, make_session, statements

pytestmark = pytest.mark.usefixtures("stopped_clock", "nothing_left")


class Receiver:
    """A subject type of the tests' own, with a consequence that can be told to fail. Others can be added."""

    def __init__(self) -> None:
        self.consequences: tuple[Consequence, ...] = (self.tell,)
        self.writers: dict[type, Any] = {NewMessage: enqueue}
        self.failing: set[tuple[str, int]] = set()  # subject and version
        self.wrong: set[str] = set()  # subjects whose message the outbox cannot take
        self.missing: set[str] = set()  # subjects whose facts cannot be loaded

    def facts(self, _connection: Any, entries: Sequence[Entry]) -> dict[int, str]:
        for entry in entries:
            if entry.subject_id in self.missing:
                raise LookupError(entry.subject_id)
        return {entry.id: entry.subject_id for entry in entries}

    def tell(self, entry: Entry, facts: str) -> list[NewMessage]:
        if (entry.subject_id, entry.version) in self.failing:
            raise RuntimeError("cannot be processed")
        payload = {"wrong": object()} if entry.subject_id in self.wrong else {}
        key = f"thing:{facts}"
        return [NewMessage(CRM, entry.action, key, payload, entry.version, ordering_key=key, entry_id=entry.id)]

    def run(self, limit: int = 500) -> int:
        return process.process_entries({"thing": (Stage(self.facts, self.consequences),)}, self.writers, limit)


def write(*subjects_and_versions: tuple[str, int]) -> None:
    with write_connection() as connection:
        append(
            connection, [NewEntry("thing", name, version, "changed", SYSTEM) for name, version in subjects_and_versions]
        )


def told(channel: str = CRM) -> list[tuple[str, int]]:
    """Subject and version of every message of this channel, in the order in which they were enqueued."""
    db.session.rollback()
    columns = select(OutboxMessage.subject, OutboxMessage.version).where(OutboxMessage.channel == channel)
    rows = db.session.execute(columns.order_by(OutboxMessage.id))
    return [(subject.removeprefix("thing:"), version) for subject, version in rows]


def waiting() -> dict[tuple[str, int], int]:
    """Subject and version of every unprocessed entry, with how often it failed."""
    db.session.rollback()
    unprocessed = select(JournalEntry).where(JournalEntry.processed_at.is_(None))
    return {(entry.subject_id, entry.version): entry.attempts for entry in db.session.scalars(unprocessed)}


def run_second_after_first(first: Receiver, second: Receiver) -> None:
    """Run the second worker; the first one processes the entry after the second has read it."""

    def run_first(connection: Any, entries: Sequence[Entry]) -> dict[int, str]:
        assert first.run() == 1
        return Receiver().facts(connection, entries)

    second.facts = run_first  # type: ignore[method-assign]
    second.run()


def later(seconds: float) -> Any:
    return clock.moved_to(clock.now() + timedelta(seconds=seconds))


def test_each_entry_becomes_its_messages_once_and_in_order() -> None:
    receiver = Receiver()
    write(("a", 1), ("b", 1), ("a", 2))
    assert receiver.run() == 3
    assert told() == [("a", 1), ("b", 1), ("a", 2)]
    assert receiver.run() == 0
    assert len(told()) == 3


def test_an_entry_without_consequences_is_processed_too() -> None:
    with write_connection() as connection:
        append(connection, [NewEntry("unheard of", "1", 1, "changed", SYSTEM)])
    assert process_journal() == 1
    assert waiting() == {}


def test_a_consequence_added_later_does_not_run_for_entries_processed_before() -> None:
    receiver = Receiver()
    write(("a", 1))
    receiver.run()
    given: list[int] = []

    def give_points(entry: Entry, _facts: str) -> list[NewMessage]:
        given.append(entry.version)
        return []

    receiver.consequences += (give_points,)
    assert receiver.run() == 0
    write(("a", 2), ("a", 3))
    assert receiver.run() == 2
    assert given == [2, 3]
    assert told() == [("a", 1), ("a", 2), ("a", 3)]


class TwoStages(Receiver):
    """The same, with a second stage whose messages go to people."""

    def __init__(self) -> None:
        super().__init__()
        self.failing_for_people: set[tuple[str, int]] = set()

    def write_to_people(self, entry: Entry, facts: str) -> list[NewMessage]:
        if (entry.subject_id, entry.version) in self.failing_for_people:
            raise RuntimeError("cannot be planned")
        return [NewMessage("email", entry.action, f"thing:{facts}", {}, entry.version, entry_id=entry.id)]

    def run(self, limit: int = 500, stage: int = SYSTEMS) -> int:
        stages = (Stage(self.facts, self.consequences), Stage(self.facts, (self.write_to_people,)))
        return process.process_entries({"thing": stages}, self.writers, limit, stage)


def test_each_stage_writes_its_messages_once_and_the_second_follows_the_first() -> None:
    receiver = TwoStages()
    write(("a", 1), ("b", 1))
    assert receiver.run(stage=PEOPLE) == 0, "the first stage comes first"
    assert receiver.run() == 2
    assert (told(), told("email")) == ([("a", 1), ("b", 1)], [])
    assert waiting() == {("a", 1): 0, ("b", 1): 0}
    assert receiver.run() == 0
    assert receiver.run(stage=PEOPLE) == 2
    assert told("email") == [("a", 1), ("b", 1)]
    assert waiting() == {}
    assert receiver.run() + receiver.run(stage=PEOPLE) == 0
    assert told() == [("a", 1), ("b", 1)]


def test_an_entry_that_fails_in_the_second_stage_keeps_the_results_of_the_first() -> None:
    receiver = TwoStages()
    receiver.failing = {("a", 1)}
    receiver.failing_for_people = {("a", 1)}
    write(("a", 1), ("a", 2), ("b", 1))
    receiver.run()
    assert told() == [("b", 1)]
    receiver.failing = set()
    with later(2):
        receiver.run()
        assert told() == [("b", 1), ("a", 1), ("a", 2)]
        assert waiting() == {("a", 1): 0, ("a", 2): 0, ("b", 1): 0}, "attempts are counted anew in each stage"
        assert next_due(PEOPLE) is None, "the delay of the first stage is over"
        receiver.run(stage=PEOPLE)
        assert told("email") == [("b", 1)]
        assert waiting() == {("a", 1): 1, ("a", 2): 0}
        assert next_due(SYSTEMS) is None
        due = next_due(PEOPLE)
        assert due is not None and due > clock.now()
        write(("a", 3))  # arrives while an earlier entry waits in the second stage
        assert receiver.run() == 1
        assert receiver.run(stage=PEOPLE) == 1
        assert told() == [("b", 1), ("a", 1), ("a", 2), ("a", 3)]
        assert told("email") == [("b", 1)]
    receiver.failing_for_people = set()
    with later(60):
        receiver.run(stage=PEOPLE)
    assert told("email") == [("b", 1), ("a", 1), ("a", 2), ("a", 3)]
    assert told() == [("b", 1), ("a", 1), ("a", 2), ("a", 3)]
    assert waiting() == {}


@pytest.mark.engine("sqlite")  # on PostgreSQL the second worker does not get that far
def test_a_worker_that_comes_second_in_the_first_stage_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    first, second = TwoStages(), TwoStages()
    write(("a", 1))

    run_second_after_first(first, second)
    assert told() == [("a", 1)]
    assert waiting() == {("a", 1): 0}
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert first.run(stage=PEOPLE) == 1


def test_what_waits_in_the_second_stage_is_counted_as_late() -> None:
    receiver = TwoStages()
    write(("a", 1))
    receiver.run()

    def late() -> bool:
        return "oldest_pending" in {alert["name"] for alert in active_alerts()}

    with write_connection() as connection:
        connection.execute(update(OutboxMessage).values(status="delivered", finished_at=clock.now()))
    assert not late()
    with later(3600):
        assert late()
        receiver.run(stage=PEOPLE)
    with write_connection() as connection:
        connection.execute(update(OutboxMessage).values(status="delivered", finished_at=clock.now()))
    with later(3600):
        assert not late()


def test_an_entry_has_each_message_to_a_receiver_once() -> None:
    write(("a", 1))
    [entry_id] = db.session.scalars(select(JournalEntry.id).where(JournalEntry.processed_at.is_(None)))
    db.session.rollback()
    message = NewMessage("email", "told", "thing:a", {}, 1, recipient="user:1", entry_id=entry_id)
    others = [replace(message, recipient="user:2"), replace(message, kind="asked"), replace(message, channel="sms")]
    with write_connection() as connection:
        enqueue(connection, [message, *others])
    with pytest.raises(IntegrityError), write_connection() as connection:
        enqueue(connection, [message])


def test_a_failing_entry_blocks_only_its_own_subject_and_is_tried_again_later() -> None:
    receiver = Receiver()
    receiver.failing = {("a", 2)}
    write(("a", 1), ("a", 2), ("a", 3), ("b", 1))
    receiver.run()
    assert told() == [("a", 1), ("b", 1)]
    assert waiting() == {("a", 2): 1, ("a", 3): 0}
    write(("a", 4), ("b", 2))  # arrives while its subject waits
    receiver.run()
    assert told() == [("a", 1), ("b", 1), ("b", 2)]
    assert "journal_failing" in {alert["name"] for alert in active_alerts()}
    due = next_due()
    assert due is not None and due > clock.now()
    with later(2):
        receiver.run()
        assert waiting() == {("a", 2): 2, ("a", 3): 0, ("a", 4): 0}
    receiver.failing = set()
    with later(3600):
        receiver.run()
    assert told() == [("a", 1), ("b", 1), ("b", 2), ("a", 2), ("a", 3), ("a", 4)]
    assert waiting() == {}
    assert "journal_failing" not in {alert["name"] for alert in active_alerts()}


def test_versions_stay_in_order_when_batches_are_small_and_many_wait() -> None:
    receiver = Receiver()
    receiver.failing = {(name, 1) for name in "abcdefgh"}
    write(*((name, version) for version in range(1, 6) for name in "abcdefgh"))
    while receiver.run(limit=3):
        pass
    assert told() == []
    receiver.failing = set()
    with later(60):
        write(*((name, 6) for name in "abcdefgh"))
        for _ in range(60):
            receiver.run(limit=3)
    with later(7200):
        while receiver.run(limit=3):
            pass
    for name in "abcdefgh":
        assert [version for subject, version in told() if subject == name] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("fault", ["wrong", "missing"])
def test_a_batch_that_fails_as_a_whole_is_worked_out_one_subject_at_a_time(fault: str) -> None:
    receiver = Receiver()
    setattr(receiver, fault, {"b"})
    write(("a", 1), ("b", 1), ("b", 2), ("c", 1), ("a", 2))
    receiver.run()
    assert sorted(told()) == [("a", 1), ("a", 2), ("c", 1)]
    assert waiting() == {("b", 1): 1, ("b", 2): 0}
    error = db.session.scalar(select(JournalEntry.last_error).where(JournalEntry.attempts > 0))
    assert error
    setattr(receiver, fault, set())
    with later(60):
        receiver.run()
    assert [version for subject, version in told() if subject == "b"] == [1, 2]


def test_five_workers_at_once_write_each_message_once(app: Flask) -> None:
    receiver = Receiver()
    write(*((f"s{number % 40}", 1 + number // 40) for number in range(400)))

    def work(_: int) -> None:
        with app.app_context():
            for _ in range(30):
                receiver.run(limit=50)

    with ThreadPoolExecutor(5) as workers:
        list(workers.map(work, range(5)))
    while receiver.run():
        pass
    assert sorted(told()) == sorted((f"s{number % 40}", 1 + number // 40) for number in range(400))
    for name in (f"s{number}" for number in range(40)):
        assert [version for subject, version in told() if subject == name] == list(range(1, 11))


@pytest.mark.engine("postgresql")  # on SQLite the mark alone decides
def test_one_worker_at_a_time_takes_a_run() -> None:
    receiver = Receiver()
    write(("a", 1))
    with db.engine.connect() as another_worker:
        another_worker.begin()
        assert process.TRY_LOCK.scalar(another_worker, {})
        assert (receiver.run(), told()) == (0, [])
    assert (receiver.run(), told()) == (1, [("a", 1)])


@pytest.mark.engine("sqlite")  # on PostgreSQL the second worker does not get that far
def test_a_worker_that_comes_second_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    first, second = Receiver(), Receiver()
    write(("a", 1))

    run_second_after_first(first, second)
    assert told() == [("a", 1)]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_what_nobody_can_write_is_an_error_of_its_entry() -> None:
    receiver = Receiver()
    receiver.consequences = (lambda _entry, _facts: [object()],)
    write(("a", 1))
    receiver.run()
    assert waiting() == {("a", 1): 1}
    receiver.consequences = ()
    with later(60):
        receiver.run()
    assert waiting() == {}


def test_entries_that_fail_leave_room_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    receiver = Receiver()
    receiver.failing = {(name, 1) for name in "abc"}
    write(("a", 1), ("b", 1), ("c", 1))
    receiver.run()
    monkeypatch.setattr(process, "MAX_RETRIES_PER_BATCH", 2)
    write(("d", 1))
    with later(60):
        receiver.run(limit=3)
    assert told() == [("d", 1)]
    receiver.failing = set()
    with later(3600):
        while receiver.run():
            pass
    assert waiting() == {}


def test_a_database_that_is_away_is_not_the_fault_of_an_entry() -> None:
    receiver = Receiver()
    write(("a", 1))

    def away(*_: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("the database is down"))

    receiver.writers = {NewMessage: away}
    with pytest.raises(OperationalError):
        receiver.run()
    assert waiting() == {("a", 1): 0}
    receiver.writers = {NewMessage: enqueue}
    assert receiver.run() == 1


def test_a_worker_killed_before_its_commit_leaves_neither_message_nor_mark() -> None:
    receiver = Receiver()
    write(("a", 1))

    def killed(*arguments: Any) -> Any:
        enqueue(*arguments)
        raise KeyboardInterrupt

    receiver.writers = {NewMessage: killed}
    with pytest.raises(KeyboardInterrupt):
        receiver.run()
    receiver.writers = {NewMessage: enqueue}
    assert (told(), waiting()) == ([], {("a", 1): 0})
    receiver.run()
    assert told() == [("a", 1)]


def test_the_delays_grow_and_the_last_one_repeats() -> None:
    delays = [delay_after(attempts).total_seconds() for attempts in range(1, 9)]
    assert delays == [1, 5, 30, 120, 600, 1800, 1800, 1800]


def test_500_entries_cost_as_many_statements_as_five(priya: Caller) -> None:
    alice = make_person("Alice")
    costs = []
    for number in (5, 500):
        event = make_event(priya, sessions=min(number, 100), capacity=9)
        for session in event.sessions[: 5 if number == 5 else 100]:
            booking_id = book_session(alice, session.id).booking.id
            for _ in range(0 if number == 5 else 2):
                cancel_booking(alice, booking_id)
                reactivate_booking(alice, booking_id)
        with statements() as sent:
            assert process_journal(number) == number
            assert plan_messages(number) >= number - 3  # all but the people and the event
        costs.append(len(sent))
    assert costs[1] <= costs[0] + 2, costs


def test_the_crm_is_told_of_a_booking_as_by_the_first_release(priya: Caller) -> None:
    alice = make_person("Alice")
    session = make_session(priya)
    booking = book_session(alice, session.id).booking
    cancel_booking(alice, booking.id)
    process_journal()
    sent = db.session.scalars(
        select(OutboxMessage).filter_by(channel=CRM, subject=f"booking:{booking.id}").order_by(OutboxMessage.id)
    ).all()
    assert [(one.channel, one.kind, one.version, one.ordering_key) for one in sent] == [
        ("crm", "booking_created", 1, f"booking:{booking.id}"),
        ("crm", "booking_cancelled", 2, f"booking:{booking.id}"),
    ]
    created, cancelled = (one.payload for one in sent)
    assert (created["action"], cancelled["action"]) == ("created", "cancelled")
    assert created["user"] == {"id": alice.id, "name": "Alice", "email": alice.email}
    assert created["additional_data"] == {
        "state": "booked",
        "epoch": 1,
        "session_epoch": 1,
        "places": 1,
        "price_cents": 0,
        "price_currency": "EUR",
    }
    assert cancelled["additional_data"] == created["additional_data"] | {"state": "cancelled"}
    assert created["occurred_at"] == booking.created_at


def test_nobody_is_told_of_a_booking_that_is_only_held(priya: Caller) -> None:
    session = make_session(priya)
    booking_id = book_session(make_person("Alice"), session.id).booking.id
    subject = f"booking:{booking_id}"

    def messages() -> tuple[list[int | None], list[str]]:
        process_journal()
        plan_messages()
        db.session.rollback()
        sent = select(OutboxMessage.version).filter_by(channel=CRM, subject=subject).order_by(OutboxMessage.id)
        planned = select(PlannedMessage.kind).where(
            PlannedMessage.booking_id == booking_id,
            PlannedMessage.state.in_((PlanState.PLANNED.value, PlanState.QUEUED.value)),
        )
        return list(db.session.scalars(sent)), sorted(set(db.session.scalars(planned)))

    sent, planned = messages()
    assert sent == [1] and {"booking_confirmed", "reminder_24h"} <= set(planned)
    with write_connection() as connection:
        connection.execute(update(Booking.__table__).values(status="held").where(Booking.__table__.c.id == booking_id))
    later_start = {"start_time": session.starts_at.isoformat(), "location": "Praia do Sul"}
    change_session(priya, session.id, SessionChange.model_validate(later_start))
    assert messages() == ([1], ["booking_confirmed", "facilitator_booking"]), (
        "neither the CRM nor Alice hears of the move, and reminders are withdrawn"
    )
    cancel_session(priya, session.id)
    assert messages() == ([1], ["booking_confirmed", "facilitator_booking"])
    (updated, cancelled) = db.session.scalars(
        select(JournalEntry).where(JournalEntry.subject_id == str(booking_id), JournalEntry.version > 1)
    )
    assert (updated.from_state, cancelled.from_state, cancelled.to_state) == ("held", "held", "cancelled")


def test_a_new_customer_is_announced_and_put_up_for_approval_but_a_facilitator_is_not() -> None:
    alice, priya = make_person("Alice Sharma"), make_person("Priya", Role.FACILITATOR)
    process_journal()
    kinds = {
        person.id: [
            (one.channel, one.kind, one.subject)
            for one in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
            if one.subject.endswith(f":{person.id}")
        ]
        for person in (alice, priya)
    }
    announced = ("crm", "user_registered")
    approval = ("crm_registrations", "customer_registration", f"registration:{alice.id}")
    assert kinds[alice.id] == [(*announced, f"user:{alice.id}"), approval]
    assert kinds[priya.id] == [(*announced, f"user:{priya.id}")]


def test_an_entry_that_is_not_processed_yet_shows_as_queued_in_the_timeline(priya: Caller) -> None:
    alice = make_person("Alice")
    booking_id = book_session(alice, make_session(priya).id).booking.id

    def steps() -> list[tuple[str, str | None]]:
        db.session.rollback()
        timeline = booking_timeline(alice, booking_id, TimelinePage()).timeline
        return [(step.kind, step.channel) for step in timeline]

    assert steps() == [("created", None), ("queued", None)]
    process_journal()
    assert steps() == [("created", None), ("queued", "crm")]


def test_a_delivery_names_the_guest_it_is_about(priya: Caller) -> None:
    alice = make_person("Alice")
    booking_id = book_session(alice, make_session(priya).id).booking.id
    process_journal()
    found = find_deliveries(DeliverySearch.model_validate({"booking_id": booking_id}))["deliveries"]
    assert {delivery["person"] for delivery in found} == {"Alice"}
    registrations = find_deliveries(DeliverySearch.model_validate({"channel": "crm_registrations"}))["deliveries"]
    assert "Alice" in {delivery["person"] for delivery in registrations}


def test_only_an_admin_sees_why_a_delivery_failed(priya: Caller) -> None:
    alice = make_person("Alice")
    booking_id = book_session(alice, make_session(priya).id).booking.id
    process_journal()
    message = db.session.scalars(select(OutboxMessage).filter_by(channel=CRM, subject=f"booking:{booking_id}")).one()
    attempt = {"message_id": message.id, "started_at": clock.now(), "duration_ms": 3, "outcome": "retry"}
    with write_transaction() as db_session:
        db_session.add(DeliveryAttempt(**attempt, error="crm.internal:5001 answered 500"))

    def why(reader: Caller) -> list[str | None]:
        timeline = booking_timeline(reader, booking_id, TimelinePage()).timeline
        return [step.detail for step in timeline if step.kind == "attempt"]

    assert why(alice) == why(priya) == [None]
    assert why(replace(priya, role="admin")) == ["crm.internal:5001 answered 500"]


def test_a_long_timeline_comes_in_pages(priya: Caller) -> None:
    alice = make_person("Alice")
    booking_id = book_session(alice, make_session(priya).id).booking.id
    for _ in range(30):
        cancel_booking(alice, booking_id)
        reactivate_booking(alice, booking_id)
    process_journal()
    pages = [booking_timeline(alice, booking_id, TimelinePage(page=page, per_page=50)) for page in (1, 2, 3)]
    assert [len(page.timeline) for page in pages] == [50, 50, 22]
    assert (pages[0].pagination.total, pages[0].pagination.pages) == (122, 3)
    steps = [step for page in pages for step in page.timeline]
    assert [step.version for step in steps if step.kind != "queued"] == list(range(1, 62))
    assert len({json.dumps(step.model_dump()) for step in steps}) == 122


def test_telling_1200_guests_is_worked_out_in_batches(priya: Caller) -> None:
    session_id = make_session(priya, capacity=1_200).id
    fill_session(session_id, 1_200)
    cancel_session(priya, session_id)
    batches = []
    while count := process_journal():
        batches.append(count)
    assert max(batches) == MAX_BATCH_SIZE
    assert sum(subject.startswith("booking:") for subject, _ in told()) == 1_200
