"""The allowed transitions of a booking, their effect on places, and their number of statements."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from sqlalchemy import Connection, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings import lifecycle
from main_app.bookings.lifecycle import (
    CANCEL,
    CREATE,
    REACTIVATE,
    TRANSITIONS,
    UPDATE,
    Change,
    Party,
    Places,
    Transition,
    change_all_of_session,
    change_one,
)
from main_app.bookings.models import OCCUPYING, Booking, BookingStatus
from main_app.bookings.operations import book_session, cancel_booking, mark_change_seen, reactivate_booking
from main_app.bookings.places import release_places, take_places
from main_app.bookings.queries import get_own_booking
from main_app.bookings.session_changes import Confirmation, cancel_session, change_session
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.schemas import SessionChange
from main_app.journal.models import JournalEntry
from main_app.outbox import wakeup
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, NotFound
from tests.main_app.builders import entries_of, fill_session, make_event, make_person, make_session, statements

pytestmark = pytest.mark.usefixtures("context")

STORM = Confirmation(reason="Storm")
STATES = [state.value for state in BookingStatus]
ALLOWED = {
    ("created", None): "booked",
    ("reactivated", "cancelled"): "booked",
    ("reactivated", "expired"): "booked",
    ("cancelled", "held"): "cancelled",
    ("cancelled", "booked"): "cancelled",
    ("updated", "held"): "held",
    ("updated", "booked"): "booked",
}


@pytest.fixture
def alice() -> Caller:
    return make_person("Alice")


def seats_taken(session_id: int) -> int:
    return db.session.execute(select(EventSession.seats_taken).where(EventSession.id == session_id)).scalar_one()


def put_into(state: str, booking_id: int) -> None:
    with write_connection() as connection:
        connection.execute(update(Booking.__table__).where(Booking.id == booking_id).values(status=state))


def by(party: Party, transition: Transition, person: Caller) -> Change:
    return Change(transition, party, person.actor, clock.now())


def test_the_table_allows_these_transitions_and_no_others() -> None:
    table = {
        (transition.action, state): transition.to or state
        for transition in TRANSITIONS
        for state in transition.from_states
    }
    assert table == ALLOWED


def test_places_are_taken_and_freed_exactly_where_a_state_begins_or_ceases_to_occupy_them() -> None:
    for (action, before), after in ALLOWED.items():
        transition = next(each for each in TRANSITIONS if each.action == action)
        change = (after in OCCUPYING) - (before in OCCUPYING)
        assert transition.places is {1: Places.TAKES, 0: Places.KEEPS, -1: Places.FREES}[change], (action, before)


@pytest.mark.parametrize("transition", [REACTIVATE, CANCEL, UPDATE], ids=lambda each: each.action)
@pytest.mark.parametrize("state", STATES)
def test_a_booking_changes_only_from_a_state_the_table_names(
    priya: Caller, alice: Caller, transition: Transition, state: str
) -> None:
    booking_id = book_session(alice, make_session(priya).id).booking.id
    put_into(state, booking_id)
    party = Party.GUEST if Party.GUEST in transition.by else Party.HOST
    with write_connection() as connection:
        changed = change_one(connection, by(party, transition, alice), booking_id, state, places=1)
    after = ALLOWED.get((transition.action, state))
    assert (changed.status if changed else None) == after
    assert get_own_booking(alice.id, booking_id).version == (1 if after is None else 2)
    newest = entries_of(db.session(), "booking", booking_id)[-1]
    assert (newest.from_state, newest.to_state) == ((state, after) if after else (None, "booked"))


@pytest.mark.parametrize(
    ("party", "transition"),
    [(party, transition) for party in Party for transition in TRANSITIONS if party not in transition.by],
    ids=lambda each: getattr(each, "action", None) or each.name,
)
def test_only_the_parties_in_the_table_may_change_a_booking(
    priya: Caller, alice: Caller, party: Party, transition: Transition
) -> None:
    session = make_session(priya)
    with write_connection() as connection, pytest.raises(ValueError, match="never"):
        if transition is CREATE:
            lifecycle.create(connection, by(party, CREATE, alice), alice.id, session.id, 1)
        else:
            change_all_of_session(connection, by(party, transition, alice), session.id)


@pytest.mark.parametrize("state", STATES)
def test_a_person_has_one_booking_of_a_session_that_occupies_places(priya: Caller, alice: Caller, state: str) -> None:
    session = make_session(priya)
    put_into(state, book_session(alice, session.id).booking.id)
    now = clock.now()
    second = {"user_id": alice.id, "session_id": session.id, "status": "booked", "created_at": now, "updated_at": now}

    def book_again() -> None:
        with write_connection() as connection:
            connection.execute(insert(Booking.__table__).values(places=1, change_seen=True, version=1, **second))

    if state in OCCUPYING:
        with pytest.raises(IntegrityError):
            book_again()
    else:
        book_again()


def test_places_are_counted_not_bookings(priya: Caller, alice: Caller) -> None:
    session = make_session(priya, capacity=5)
    bob = make_person("Bob")
    booked = book_session(alice, session.id, places=4)
    assert (booked.booking.places, seats_taken(session.id)) == (4, 4)
    with pytest.raises(Conflict, match="full"):
        book_session(bob, session.id, places=2)
    book_session(bob, session.id)
    assert seats_taken(session.id) == 5
    cancel_booking(alice, booked.booking.id)
    assert seats_taken(session.id) == 1
    assert reactivate_booking(alice, booked.booking.id).places == 4
    cancel_session(priya, session.id)
    assert seats_taken(session.id) == 0


def test_places_that_nobody_took_are_not_freed(priya: Caller) -> None:
    session_id = make_session(priya).id
    with write_connection() as connection:
        take_places(connection, session_id, 2, priya.id, clock.now())
        assert not release_places(connection, session_id, 3, clock.now())
        assert release_places(connection, session_id, 2, clock.now())


def writing(sent: list[str]) -> list[str]:
    return [statement for statement in sent if statement.split()[0] in ("INSERT", "UPDATE", "DELETE")]


def reading(sent: list[str]) -> list[str]:
    return [one for one in sent if one.startswith(("SELECT", "WITH")) and "pg_notify" not in one and not at_once(one)]


def at_once(statement: str) -> bool:
    return statement.startswith("WITH taken AS (UPDATE sessions") and "INSERT INTO journal" in statement


@pytest.mark.engine("postgresql")
def test_postgresql_makes_a_first_booking_in_one_statement_without_a_transaction_around_it(
    priya: Caller, alice: Caller
) -> None:
    arjun = make_person("Arjun", Role.FACILITATOR)
    session_id = make_session(arjun).id
    book_session(make_person("Bob"), session_id)  # the thread's connection is open now
    book_session(alice, make_session(priya).id)
    with statements() as sent, begun() as transactions:
        response = book_session(alice, session_id).booking
    assert [at_once(statement) for statement in sent if "pg_notify" not in statement] == [True]
    assert transactions == []
    assert response == get_own_booking(alice.id, response.id), "the response is what is stored"
    assert seats_taken(session_id) == 2
    (entry,) = entries_of(db.session(), "booking", response.id)
    assert (entry.version, entry.action, entry.from_state, entry.to_state) == (1, "created", None, "booked")
    assert (entry.actor_id, entry.actor_role, clock.iso(entry.at)) == (alice.id, "user", response.created_at)


def test_a_booking_wakes_the_workers_and_is_counted(
    priya: Caller, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = make_session(priya).id
    woken: list[int] = []
    monkeypatch.setattr(wakeup, "wake_workers", lambda: woken.append(1))
    before = counted("created")
    book_session(alice, session_id)
    assert (len(woken), counted("created") - before) == (1, 1)
    with pytest.raises(Conflict):
        book_session(alice, session_id)
    assert (len(woken), counted("created") - before) == (1, 1)


def counted(action: str) -> float:
    return REGISTRY.get_sample_value("samaya_booking_changes_total", {"action": action}) or 0.0


@contextmanager
def begun() -> Iterator[list[Connection]]:
    """Collect each connection that begins a transaction inside the block."""
    found: list[Connection] = []
    note = found.append
    event.listen(db.engine, "begin", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "begin", note)


def test_of_two_requests_of_a_person_at_the_same_time_one_books_and_takes_one_place(
    app: Flask, priya: Caller, alice: Caller
) -> None:
    session_id = make_session(priya).id

    def book() -> None:
        with app.app_context():
            book_session(alice, session_id)

    with ThreadPoolExecutor(1) as second:
        with write_connection() as connection:
            take_places(connection, session_id, 1, alice.id, clock.now())
            waiting = second.submit(book)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)  # the session's row is locked
            first = Change(CREATE, Party.GUEST, alice.actor, clock.now())
            lifecycle.create(connection, first, alice.id, session_id, 1)
        with pytest.raises(Conflict, match="already booked this session"):
            waiting.result(10)
    assert seats_taken(session_id) == 1


@pytest.mark.parametrize(
    "action", [pytest.param("book", marks=pytest.mark.engine("sqlite")), "book again", "cancel", "reactivate"]
)
def test_each_change_by_a_guest_is_three_writing_statements_and_at_most_one_read(
    priya: Caller, alice: Caller, action: str
) -> None:
    session_id = make_session(priya).id
    booking_id = 0
    if action != "book":
        booking_id = book_session(alice, session_id).booking.id
    if action in ("book again", "reactivate"):
        cancel_booking(alice, booking_id)
    with statements() as sent:
        response: Any = {
            "book": lambda: book_session(alice, session_id).booking,
            "book again": lambda: book_session(alice, session_id).booking,
            "cancel": lambda: cancel_booking(alice, booking_id),
            "reactivate": lambda: reactivate_booking(alice, booking_id),
        }[action]()
    assert [statement.split()[0:3] for statement in writing(sent)][-1] == ["INSERT", "INTO", "journal"]
    assert (len(writing(sent)), len(reading(sent))) == (3, 1), sent
    assert response == get_own_booking(alice.id, response.id), "the response is what is stored"


@pytest.mark.parametrize("guests", [10, 1_000, 5_000])
def test_cancelling_a_session_costs_a_fixed_number_of_statements_for_each_1000_bookings(
    priya: Caller, guests: int
) -> None:
    session_id = make_session(priya, capacity=5_000).id
    fill_session(session_id, guests)
    with statements() as sent:
        cancel_session(priya, session_id, STORM)
    of_bookings = [statement for statement in writing(sent) if "bookings" in statement.split()[:2]]
    of_entries = [statement for statement in writing(sent) if statement.startswith("INSERT INTO journal")]
    assert len(of_bookings) == len(CANCEL.from_states)
    assert len(of_entries) == -(-guests // 1_000) + 1  # and the event's own
    assert len(sent) < 25 + len(of_entries)
    cancelled = select(Booking.id).where(Booking.session_id == session_id, Booking.status == "cancelled")
    assert len(db.session.scalars(cancelled).all()) == guests
    entries = select(JournalEntry.id).where(JournalEntry.action == "cancelled", JournalEntry.reason == "Storm")
    assert len(db.session.scalars(entries).all()) >= guests


def moved(session: EventSession, hours: int) -> SessionChange:
    start, end = (moment + timedelta(hours=hours) for moment in (session.starts_at, session.ends_at))
    return SessionChange.model_validate({"start_time": start.isoformat(), "end_time": end.isoformat()})


def test_a_moved_booking_shows_how_it_was_until_alice_has_seen_it_and_after(priya: Caller, alice: Caller) -> None:
    session = make_session(priya)
    first_start = clock.iso(session.starts_at)
    booking_id = book_session(alice, session.id).booking.id
    change_session(priya, session.id, moved(session, 2))
    shown = get_own_booking(alice.id, booking_id)
    assert (shown.previous_session_time, shown.change_seen) == (first_start, False)
    assert shown.session_time != first_start
    change_session(priya, session.id, moved(session, 1))
    assert get_own_booking(alice.id, booking_id).previous_session_time == first_start, "she has not seen the first"
    seen = mark_change_seen(alice, booking_id)
    assert (seen.change_seen, seen.previous_session_time) == (True, first_start)
    second_start = get_own_booking(alice.id, booking_id).session_time
    change_session(priya, session.id, moved(session, 1))
    assert get_own_booking(alice.id, booking_id).previous_session_time == second_start
    with pytest.raises(NotFound):
        mark_change_seen(make_person("Bob"), booking_id)


def test_a_booking_that_is_made_again_knows_nothing_of_its_past(priya: Caller, alice: Caller) -> None:
    session = make_session(priya)
    booking_id = book_session(alice, session.id).booking.id
    change_session(priya, session.id, moved(session, 2))
    cancel_booking(alice, booking_id)
    with write_connection() as connection:
        connection.execute(update(Booking).where(Booking.id == booking_id).values(reason="Storm", change_seen=False))
    reactivate_booking(alice, booking_id)
    with db.engine.connect() as connection:
        row = connection.execute(select(Booking.__table__).where(Booking.id == booking_id)).one()
    assert (row.status, row.cancelled_by, row.reason, row.change_seen) == ("booked", None, None, True)
    assert (row.previous_starts_at, row.previous_ends_at, row.previous_location) == (None, None, None)


def test_a_session_that_moves_back_shows_no_previous_time(priya: Caller, alice: Caller) -> None:
    session = make_session(priya)
    booking_id = book_session(alice, session.id).booking.id
    change_session(priya, session.id, moved(session, 2))
    change_session(priya, session.id, moved(session, -2))
    shown = get_own_booking(alice.id, booking_id)
    assert shown.previous_session_time is None


def test_a_booking_the_facilitator_cancelled_says_why(priya: Caller, alice: Caller) -> None:
    session = make_session(priya)
    booking_id = book_session(alice, session.id).booking.id
    cancel_session(priya, session.id, STORM)
    shown = get_own_booking(alice.id, booking_id)
    assert (shown.status, shown.cancelled_by, shown.reason) == ("cancelled", "facilitator", "Storm")
    assert (shown.change_seen, shown.can_reactivate) == (False, False)
    assert mark_change_seen(alice, booking_id).change_seen


def test_a_changed_title_is_told_without_a_move(priya: Caller, alice: Caller) -> None:
    session = make_session(priya)
    booking_id = book_session(alice, session.id).booking.id
    change_session(priya, session.id, SessionChange(title="Night Sit"))
    shown = get_own_booking(alice.id, booking_id)
    assert (shown.version, shown.previous_session_time, shown.change_seen) == (2, None, True)
    entry = entries_of(db.session(), "booking", booking_id)[-1]
    assert (entry.action, entry.actor_id, entry.changes) == (
        "updated", priya.id, {"title": ["Evening Sit", "Night Sit"]}
    )  # fmt: skip


def test_the_meeting_link_is_shown_only_while_a_booking_occupies_a_place(priya: Caller, alice: Caller) -> None:
    event = make_event(priya, link="https://meet.example.com/evening")
    booked = book_session(alice, event.sessions[0].id).booking
    assert booked.session_link == "https://meet.example.com/evening"
    assert cancel_booking(alice, booked.id).session_link is None


def test_booking_and_journal_entry_have_the_same_time(priya: Caller, alice: Caller) -> None:
    booked = book_session(alice, make_session(priya).id).booking
    (entry,) = entries_of(db.session(), "booking", booked.id)
    assert entry.at == datetime.fromisoformat(booked.updated_at)
