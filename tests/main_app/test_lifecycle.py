"""The allowed transitions of a booking, their effect on places, and their number of statements."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from main_app.auth.caller import BY_SYSTEM, Caller
from main_app.bookings import engine
from main_app.bookings.engine import By, apply, apply_to_session, as_manager
from main_app.bookings.engine_commands import Book, Cancel, CancelAll, Reactivate, UpdateAll
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking, mark_change_seen, reactivate_booking
from main_app.bookings.places import Wanted, free_places, take_places
from main_app.bookings.queries import get_own_booking
from main_app.bookings.session_changes import Confirmation, cancel_session, change_session
from main_app.bookings.states import ENTITLING, OCCUPYING, STATES, BookingStatus, State
from main_app.bookings.transitions import CANCEL, TRANSITIONS, Party, Places, Transition
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
STATUSES = [status.value for status in BookingStatus]
ALLOWED = {
    ("created", None): "booked",
    ("reactivated", "cancelled"): "booked",
    ("reactivated", "expired"): "booked",
    ("cancelled", "held"): "cancelled",
    ("cancelled", "booked"): "cancelled",
    ("updated", "held"): "held",
    ("updated", "booked"): "booked",
    ("held", None): "held",
    ("held", "cancelled"): "held",
    ("held", "expired"): "held",
    ("hold_extended", "held"): "held",
    ("expired", "held"): "expired",
    ("created", "held"): "booked",
    ("created", "expired"): "booked",
    ("reactivated", "held"): "booked",
    **{("money_changed", status): status for status in STATUSES},
    ("refunded", "cancelled"): "refunded",
    ("refunded", "expired"): "refunded",
}
# Who brings a booking out of a hold is the system: the money decides.
FROM_A_HOLD = {"created", "reactivated"}
ALLOWED_FOR = {
    "created": {Party.USER, Party.FACILITATOR},
    "reactivated": {Party.USER, Party.FACILITATOR},
    "cancelled": {Party.USER, Party.FACILITATOR, Party.SYSTEM},
    "updated": {Party.FACILITATOR, Party.SYSTEM},
    "held": {Party.USER},
    "hold_extended": {Party.USER, Party.SYSTEM},
    "expired": {Party.SYSTEM},
    "money_changed": {Party.FACILITATOR, Party.SYSTEM},
    "refunded": {Party.SYSTEM},
}
ACTION_OF = {Cancel: "cancelled", Reactivate: "reactivated", CancelAll: "cancelled", UpdateAll: "updated"}


@pytest.fixture
def alice() -> Caller:
    return make_person("Alice")


def seats_taken(session_id: int) -> int:
    return db.session.execute(select(EventSession.seats_taken).where(EventSession.id == session_id)).scalar_one()


def put_into(state: str, booking_id: int) -> None:
    """Give a session's only booking this state, and the session the places that it occupies."""
    taken = 1 if state in OCCUPYING else 0
    with write_connection() as connection:
        row = connection.execute(
            update(Booking.__table__)
            .where(Booking.__table__.c.id == booking_id)
            .values(status=state)
            .returning(Booking.__table__.c.session_id)
        ).one()
        connection.execute(update(EventSession).where(EventSession.id == row.session_id).values(seats_taken=taken))


def test_the_table_allows_these_transitions_and_no_others() -> None:
    table = {
        (transition.action, state): transition.to or state
        for transition in TRANSITIONS
        for state in transition.from_states
    }
    assert table == ALLOWED
    for transition in TRANSITIONS:
        by_money = transition.action in FROM_A_HOLD and transition.by == {Party.SYSTEM}
        assert by_money or set(transition.by) == ALLOWED_FOR[transition.action], transition


def test_these_states_occupy_places_and_these_entitle_to_the_link_and_to_messages() -> None:
    assert set(STATES) == set(BookingStatus)
    assert set(OCCUPYING) == {"held", "booked", "attended", "no_show"}
    assert set(ENTITLING) == {"booked", "attended", "no_show"}
    assert all(state.occupies for state in STATES.values() if state.entitles)


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [("booked", "cancelled", Places.KEPT), ("cancelled", "booked", Places.FREED), ("held", "booked", Places.TAKEN)],
)
def test_a_transition_that_contradicts_the_table_of_states_is_refused(before: str, after: str, places: Places) -> None:
    with pytest.raises(ValueError, match="can't leave its places"):
        Transition("wrong", (before,), frozenset(Party), after, places)


def test_nothing_leads_out_of_a_final_state(monkeypatch: pytest.MonkeyPatch) -> None:
    Transition("late", ("booked",), frozenset(Party), "attended", Places.KEPT)
    monkeypatch.setitem(STATES, BookingStatus.BOOKED, State(occupies=True, entitles=True, final=True))
    with pytest.raises(ValueError, match="final"):
        Transition("late", ("booked",), frozenset(Party), "attended", Places.KEPT)


@pytest.mark.parametrize("command", [Cancel, Reactivate, CancelAll, UpdateAll], ids=lambda each: each.__name__)
@pytest.mark.parametrize("party", Party, ids=lambda each: each.name)
@pytest.mark.parametrize("state", STATUSES)
def test_a_booking_changes_only_as_the_table_says(
    priya: Caller, alice: Caller, command: type, party: Party, state: str
) -> None:
    session_id = make_session(priya).id
    booking_id = book_session(alice, session_id).booking.id
    put_into(state, booking_id)
    by = {
        Party.USER: By(party, alice.actor),
        Party.FACILITATOR: By(party, priya.actor),
        Party.SYSTEM: as_manager(BY_SYSTEM),
    }[party]
    action = ACTION_OF[command]
    # Only the money brings a booking out of a hold, so a guest can't reactivate it.
    by_money = command is Reactivate and state == "held"
    after = ALLOWED.get((action, state)) if party in ALLOWED_FOR[action] and not by_money else None

    def give() -> None:
        with write_connection() as connection:
            if command in (CancelAll, UpdateAll):
                given = CancelAll(session_id, "Storm") if command is CancelAll else UpdateAll(session_id, {})
                assert apply_to_session(connection, given, by) == (1 if after else 0)
            else:
                apply(connection, command(booking_id), by)

    if party not in ALLOWED_FOR[action]:
        with pytest.raises(ValueError, match=f"'{action}' is not allowed for {party.name}"):
            give()
    elif after is None and command in (Cancel, Reactivate):
        with pytest.raises(Conflict):
            give()
    else:
        give()
    now = get_own_booking(alice.id, booking_id)
    assert (now.status.value, now.version) == ((state, 1) if after is None else (after, 2))
    assert seats_taken(session_id) == (1 if (after or state) in OCCUPYING else 0)
    newest = entries_of(db.session(), "booking", booking_id)[-1]
    assert (newest.from_state, newest.to_state) == ((state, after) if after else (None, "booked"))
    if after == "cancelled":
        assert (now.cancelled_by, newest.changes) == (party, {"cancelled_by": party.value})
        assert now.change_seen is (party is Party.USER)


@pytest.mark.parametrize("party", Party, ids=lambda each: each.name)
@pytest.mark.parametrize("state", [None, *STATUSES])
def test_alice_books_a_session_where_the_table_says(
    priya: Caller, alice: Caller, party: Party, state: str | None
) -> None:
    session_id = make_session(priya).id
    first = 0
    if state is not None:
        first = book_session(alice, session_id).booking.id
        put_into(state, first)

    def book() -> engine.Applied:
        with write_connection() as connection:
            return apply(connection, Book(session_id, alice.id), By(party, alice.actor))

    occupied = 1 if state in OCCUPYING else 0
    if party is Party.SYSTEM:
        with pytest.raises(ValueError, match=f"'created' is not allowed for {party.name}"):
            book()
    elif occupied:
        with pytest.raises(Conflict, match="already booked"):
            book()
    else:
        applied, occupied = book(), 1
        again = ("reactivated", state) in ALLOWED
        assert applied.transition.action == ("reactivated" if again else "created")
        assert (applied.booking["id"] == first) is again
        assert applied.booking["status"] == "booked"
    assert seats_taken(session_id) == occupied


def test_a_guest_gives_no_command_about_somebody_elses_booking(priya: Caller, alice: Caller) -> None:
    booking_id = book_session(alice, make_session(priya).id).booking.id
    bob = make_person("Bob")
    for command in (Cancel(booking_id), Reactivate(booking_id)):
        with write_connection() as connection, pytest.raises(NotFound):
            apply(connection, command, By(Party.USER, bob.actor))
    assert get_own_booking(alice.id, booking_id).version == 1


def test_the_system_cancels_a_booking_and_its_guest_cannot_bring_it_back(priya: Caller, alice: Caller) -> None:
    session_id = make_session(priya).id
    booking_id = book_session(alice, session_id).booking.id
    with write_connection() as connection:
        apply(connection, Cancel(booking_id, "not_enough_places"), as_manager(BY_SYSTEM))
    shown = get_own_booking(alice.id, booking_id)
    assert (shown.cancelled_by, shown.reason, shown.can_reactivate) == (Party.SYSTEM, "not_enough_places", False)
    (entry,) = entries_of(db.session(), "booking", booking_id)[1:]
    assert (entry.actor_id, entry.actor_role, entry.actor_auth) == (None, "system", "system")
    with pytest.raises(Conflict, match="was cancelled"):
        reactivate_booking(alice, booking_id)


def test_a_booking_keeps_the_price_it_was_made_at_and_takes_the_new_one_when_made_again(
    priya: Caller, alice: Caller
) -> None:
    session = make_session(priya)
    change_session(priya, session.id, SessionChange(price_cents=3900))
    booked = book_session(alice, session.id, places=2).booking
    assert (booked.price_cents, booked.price_currency) == (3900, "EUR")
    change_session(priya, session.id, SessionChange(price_cents=4500))
    assert get_own_booking(alice.id, booked.id).price_cents == 3900
    cancel_booking(alice, booked.id)
    assert reactivate_booking(alice, booked.id).price_cents == 4500
    cancel_booking(alice, booked.id)
    change_session(priya, session.id, SessionChange(price_cents=0))
    again = book_session(alice, session.id)
    assert (again.reactivated, again.booking.price_cents, again.booking.price_currency) == (True, 0, "EUR")


@pytest.mark.parametrize("state", STATUSES)
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
        take_places(connection, Wanted(session_id, priya.id, 2), clock.now())
        assert not free_places(connection, session_id, 3, clock.now())
        assert free_places(connection, session_id, 2, clock.now())


def writing(sent: list[str]) -> list[str]:
    return [statement for statement in sent if statement.split()[0] in ("INSERT", "UPDATE", "DELETE")]


def reading(sent: list[str]) -> list[str]:
    return [one for one in sent if one.startswith(("SELECT", "WITH")) and "pg_notify" not in one]


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


def test_of_two_requests_of_a_person_at_the_same_time_one_books_and_takes_one_place(
    app: Flask, priya: Caller, alice: Caller
) -> None:
    session_id = make_session(priya).id

    def book() -> None:
        with app.app_context():
            book_session(alice, session_id)

    with ThreadPoolExecutor(1) as second:
        with write_connection() as connection:
            apply(connection, Book(session_id, alice.id), By(Party.USER, alice.actor))
            waiting = second.submit(book)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)  # the session's row is locked
        with pytest.raises(Conflict, match="already booked this session"):
            waiting.result(10)
    assert seats_taken(session_id) == 1


@pytest.mark.parametrize("action", ["book", "book again", "cancel", "reactivate"])
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


def test_the_meeting_link_is_shown_only_while_a_booking_entitles_to_it(priya: Caller, alice: Caller) -> None:
    event = make_event(priya, link="https://meet.example.com/evening")
    booked = book_session(alice, event.sessions[0].id).booking
    assert booked.session_link == "https://meet.example.com/evening"
    for state in STATUSES:
        put_into(state, booked.id)
        shown = get_own_booking(alice.id, booked.id)
        assert (shown.session_link is not None) is (state in ("booked", "attended", "no_show")), state
    put_into("booked", booked.id)
    assert cancel_booking(alice, booked.id).session_link is None


def test_booking_and_journal_entry_have_the_same_time(priya: Caller, alice: Caller) -> None:
    booked = book_session(alice, make_session(priya).id).booking
    (entry,) = entries_of(db.session(), "booking", booked.id)
    assert entry.at == datetime.fromisoformat(booked.updated_at)
