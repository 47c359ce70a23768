"""The journal is append-only: the database itself refuses changes, and only a person's data can be erased."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.auth.profiles import change_password, change_profile, change_role
from main_app.auth.schemas import ProfileChange
from main_app.bookings.erasure import erase_person
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.session_changes import Confirmation, cancel_session
from main_app.calendars.operations import create_feed, feed_state
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.integration.deliveries import pause_channel, resume_channel
from main_app.journal.append import SYSTEM, NewEntry, append, next_version
from main_app.journal.models import JournalEntry
from main_app.journal.retention import purge_old_entries
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict
from tests.main_app.builders import entries_of, make_event, make_person, make_session, statements
from tests.main_app.notified import deliver_to_systems, erase
from tests.support.people import PASSWORD

pytestmark = pytest.mark.usefixtures("context")


def process_everything() -> None:
    while process_journal() + plan_messages():
        pass


def history(subject_type: str, subject_id: int | str) -> list[tuple[Any, ...]]:
    found = entries_of(db.session(), subject_type, subject_id)
    return [(entry.version, entry.action, entry.actor_id, entry.actor_role, entry.actor_auth) for entry in found]


FORBIDDEN = [
    "UPDATE journal SET action = 'other' WHERE id = {id}",
    "UPDATE journal SET actor_id = 1 WHERE id = {id}",
    "UPDATE journal SET version = 77 WHERE id = {id}",
    "UPDATE journal SET at = '2020-01-01 00:00:00' WHERE id = {id}",
    "UPDATE journal SET to_state = 'attended' WHERE id = {id}",
    "UPDATE journal SET reason = 'another reason' WHERE id = {id}",
    "UPDATE journal SET reason = '', erased_at = '2030-01-01 00:00:00', changes = '{{\"left\": 1}}' WHERE id = {id}",
]
OF_ENGINE = {
    "sqlite": "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = {id}",
    "postgresql": "TRUNCATE journal",
}


@pytest.mark.parametrize("statement", [*FORBIDDEN, "DELETE FROM journal WHERE id = {id}", "engine"])
def test_an_unprocessed_entry_is_neither_changed_nor_deleted(priya: Caller, statement: str) -> None:
    booking = book_session(make_person(), make_session(priya).id).booking
    (entry,) = entries_of(db.session(), "booking", booking.id)
    statement = OF_ENGINE[db.engine.dialect.name] if statement == "engine" else statement
    with pytest.raises(DBAPIError, match="never changed"), write_connection() as connection:
        connection.execute(text(statement.format(id=entry.id)))
    assert entries_of(db.session(), "booking", booking.id) == [entry]


@pytest.mark.parametrize("statement", [*FORBIDDEN, "UPDATE journal SET processed_at = NULL WHERE id = {id}"])
def test_a_processed_entry_is_not_changed_either(priya: Caller, statement: str) -> None:
    booking = book_session(make_person(), make_session(priya).id).booking
    process_everything()
    (entry,) = entries_of(db.session(), "booking", booking.id)
    with pytest.raises(DBAPIError, match="never changed"), write_connection() as connection:
        connection.execute(text(statement.format(id=entry.id)))


def test_a_subject_has_each_version_once(priya: Caller) -> None:
    entry = NewEntry("channel", "crm", next_version(db.session(), "channel", "crm"), "channel_paused", SYSTEM)
    with write_connection() as connection:
        append(connection, [entry])
    with pytest.raises(DBAPIError), write_connection() as connection:
        append(connection, [entry])


def test_a_change_that_is_rolled_back_leaves_no_entry(priya: Caller) -> None:
    count = select(func.count()).select_from(JournalEntry)
    session_id = make_session(priya).id
    before = db.session.scalar(count)
    with pytest.raises(RuntimeError), write_connection():
        book_session(make_person(), session_id)
        raise RuntimeError("the request failed")
    db.session.rollback()
    assert db.session.scalar(count) == before


def test_what_happens_to_an_account_is_recorded(priya: Caller) -> None:
    alice = make_person("Alice")
    change_profile(alice.id, ProfileChange(name="Alicia"))
    change_profile(alice.id, ProfileChange(name="Alicia"))  # changes nothing
    change_password(alice.id, PASSWORD, "a longer sentence 41", "127.0.0.1", "a test")
    change_role(alice.id, Role.FACILITATOR)
    assert history("user", alice.id) == [
        (1, "registered", alice.id, "user", "login"),
        (2, "profile_changed", alice.id, "user", "login"),
        (3, "password_changed", alice.id, "user", "login"),
        (4, "role_changed", None, "system", "system"),
    ]
    changes = [entry.changes for entry in entries_of(db.session(), "user", alice.id)]
    assert changes == [{}, {"name": ["Alice", "Alicia"]}, {}, {"role": ["user", "facilitator"]}]


def test_a_session_that_is_cancelled_is_recorded_with_its_event(priya: Caller) -> None:
    event = make_event(priya, sessions=2)
    cancel_session(priya, event.sessions[0].id, Confirmation(reason="Storm"))
    created, cancelled = entries_of(db.session(), "event", event.id)
    assert created.changes["title"] == [None, "Evening Sit"]
    assert (cancelled.version, cancelled.action, cancelled.reason) == (2, "session_cancelled", "Storm")
    assert (cancelled.from_state, cancelled.to_state) == ("scheduled", "cancelled")
    assert cancelled.changes["session_id"] == event.sessions[0].id


def test_what_an_admin_does_to_a_channel_is_numbered(priya: Caller) -> None:
    noor = make_person("Noor", Role.ADMIN)
    first = next_version(db.session(), "channel", "crm")
    pause_channel(noor, "crm", "The CRM moves house")
    resume_channel(noor, "crm")
    newest = entries_of(db.session(), "channel", "crm")[-2:]
    assert [(one.version, one.action, one.actor_id, one.reason) for one in newest] == [
        (first, "channel_paused", noor.id, "The CRM moves house"),
        (first + 1, "channel_resumed", noor.id, ""),
    ]


def test_twenty_actions_at_once_get_twenty_numbers(app: Flask) -> None:
    def act(number: int) -> None:
        with app.app_context(), write_connection() as connection:
            version = next_version(connection, "deliveries", "at once")
            append(connection, [NewEntry("deliveries", "at once", version, f"retried_{number}", SYSTEM)])

    with ThreadPoolExecutor(5) as admins:
        list(admins.map(act, range(20)))
    assert [entry.version for entry in entries_of(db.session(), "deliveries", "at once")] == list(range(1, 21))


def test_old_processed_entries_are_deleted_and_unprocessed_ones_stay(priya: Caller) -> None:
    process_everything()
    with write_connection() as connection:
        append(connection, [NewEntry("deliveries", "old", number, "noted", SYSTEM) for number in range(1, 2_502)])
    with write_connection() as connection:
        of_old = (JournalEntry.subject_id == "old", JournalEntry.version <= 2_500)
        long_ago = clock.now() - timedelta(days=400)
        connection.execute(update(JournalEntry.__table__).where(*of_old).values(processed_at=long_ago))
    with statements() as sent:
        assert purge_old_entries(365) == 2_500
    deletes = [statement for statement in sent if statement.startswith("DELETE")]
    assert len(deletes) == 3, "1,000 in a transaction"
    assert [entry.version for entry in entries_of(db.session(), "deliveries", "old")] == [2_501]
    assert purge_old_entries(365) == 0


def test_an_entrys_number_is_never_given_out_again(priya: Caller) -> None:
    """Messages name the entry that caused them, and outlive it where the journal is kept for a shorter time."""
    book_session(make_person("Alice"), make_session(priya).id)
    process_everything()
    newest = db.session.scalar(select(func.max(JournalEntry.id))) or 0
    with clock.moved_to(clock.now() + timedelta(days=400)):
        assert purge_old_entries(365) > 0
        with write_connection() as connection:
            append(connection, [NewEntry("thing", "after the purge", 1, "changed", SYSTEM)])
    [entry] = entries_of(db.session(), "thing", "after the purge")
    assert entry.id > newest


def test_what_the_journal_says_about_a_person_is_erased(priya: Caller) -> None:
    alice, bob = make_person("Alice"), make_person("Bob")
    session = make_session(priya)
    booked = [book_session(person, session.id).booking for person in (alice, bob)]
    change_profile(alice.id, ProfileChange(phone="+351912345678"))
    create_feed(alice.id)
    cancel_session(priya, session.id, Confirmation(reason="Alice is ill"))
    with pytest.raises(Conflict, match="still being processed"):
        erase_person(SYSTEM, alice.id)
    assert entries_of(db.session(), "booking", booked[0].id)[-1].reason == "Alice is ill", "nothing is changed"
    erase(alice.id)
    hers = [*entries_of(db.session(), "user", alice.id), *entries_of(db.session(), "booking", booked[0].id)]
    assert {(entry.reason, str(entry.changes)) for entry in hers} == {("", "{}")}
    assert [entry.action for entry in hers] == ["registered", "profile_changed", "erased", "created", "cancelled"]
    assert entries_of(db.session(), "booking", booked[1].id)[-1].reason == "Alice is ill"
    assert [db.session.get_one(Booking, one.id).reason for one in booked] == [None, "Alice is ill"]
    assert not feed_state(alice.id)["active"]


def test_the_operator_purges_and_erases_from_the_command_line(app: Flask, priya: Caller) -> None:
    alice = make_person("Alice")
    cancel_booking(alice, book_session(alice, make_session(priya).id).booking.id)
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["journal", "erase-person", str(alice.id)])
    assert (refused.exit_code, "still being processed" in refused.output) == (1, True)
    deliver_to_systems()
    assert "Erased." in runner.invoke(args=["journal", "erase-person", str(alice.id)]).output
    unknown = runner.invoke(args=["journal", "erase-person", str(alice.id + 1000)])
    assert (unknown.exit_code, "There is no account" in unknown.output, "Erased" in unknown.output) == (1, True, False)
    assert "entries deleted" in runner.invoke(args=["journal", "purge", "--days", "3000"]).output
