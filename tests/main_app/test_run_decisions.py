"""Sessions that run only if enough places are booked by a date: decided by the system, or earlier by a person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import delete, select

from main_app.auth.access import Caller
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking, reactivate_booking
from main_app.bookings.run_decision import confirm_session
from main_app.bookings.session_changes import Confirmation, cancel_session, change_session, preview_session
from main_app.commands.deadlines import pass_due_deadlines
from main_app.commands.models import Deadline, SystemCommand
from main_app.consequences import carry_out_commands
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.operations import create_event, duplicate_event, publish_event
from main_app.events.schemas import NewEvent, SessionChange
from main_app.integration.alerts import active_alerts
from main_app.messages.models import PlannedMessage
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from service_kit.problems import Conflict, Forbidden, Invalid
from tests.main_app.builders import entries_of, make_person
from tests.main_app.notified import work

pytestmark = pytest.mark.usefixtures("nothing_left", "no_deadlines", "stopped")

START = datetime(2031, 5, 3, 9, 0, tzinfo=clock.now().tzinfo)
DECIDE_AT = START - timedelta(days=2)


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr("service_kit.clock._system_time", lambda: moment)


@pytest.fixture
def stopped(move: Callable[[datetime], None]) -> None:
    move(START - timedelta(days=20))


@pytest.fixture
def no_deadlines(context: None) -> None:
    with write_connection() as connection:
        connection.execute(delete(SystemCommand))
        connection.execute(delete(Deadline))


def session_with(**rule: Any) -> dict[str, Any]:
    times = {"start_time": START.isoformat(), "end_time": (START + timedelta(hours=1)).isoformat()}
    return {**times, "capacity": 10, "min_places": 2, "decide_at": DECIDE_AT.isoformat(), **rule}


def undecided_session(host: Caller, draft: Any = False, **rule: Any) -> EventSession:
    body = {"title": "Evening Sit", "time_zone": "UTC", "draft": draft, "sessions": [session_with(**rule)]}
    return create_event(host, NewEvent.model_validate(body)).sessions[0]


def changed(**values: Any) -> SessionChange:
    return SessionChange.model_validate(values)


def let_the_system_work() -> None:
    while True:
        work()
        if not pass_due_deadlines() + carry_out_commands():
            return


def now_in_database(session: EventSession) -> EventSession:
    db.session.rollback()
    return db.session.get_one(EventSession, session.id, populate_existing=True)


def messages_to(guest: Caller, channel: str = "email") -> list[str]:
    of_guest = (PlannedMessage.user_id == guest.id, PlannedMessage.channel == channel, PlannedMessage.state == "queued")
    return list(db.session.scalars(select(PlannedMessage.kind).where(*of_guest).order_by(PlannedMessage.id)))


def commands() -> list[tuple[str, str | None]]:
    rows = db.session.execute(select(SystemCommand.state, SystemCommand.reason).order_by(SystemCommand.id))
    return [(row.state, row.reason) for row in rows]


def test_it_is_confirmed_when_enough_are_booked(priya: Caller, guest: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    book_session(guest, session.id)
    book_session(make_person("Bob"), session.id)
    move(DECIDE_AT - timedelta(seconds=1))
    let_the_system_work()
    assert now_in_database(session).run_state == "undecided"
    move(DECIDE_AT)
    let_the_system_work()
    assert (now_in_database(session).run_state, now_in_database(session).status) == ("confirmed", "scheduled")
    last = entries_of(db.session(), "event", session.event_id)[-1]
    assert (last.action, last.actor_role, last.changes["run_state"]) == (
        "session_confirmed", "system", ["undecided", "confirmed"],
    )  # fmt: skip
    assert "session_confirmed" in messages_to(guest)
    assert commands() == [("done", None)]


def test_it_is_cancelled_when_one_place_is_missing(priya: Caller, guest: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    booking = book_session(guest, session.id).booking
    cancelled = book_session(make_person("Bob"), session.id).booking
    cancel_booking(Caller(cancelled.user_id, "user", "Bob", "", ""), cancelled.id)
    move(DECIDE_AT)
    let_the_system_work()
    after = now_in_database(session)
    assert (after.status, after.run_state, after.seats_taken) == ("cancelled", "undecided", 0)
    row = db.session.get_one(Booking, booking.id)
    assert (row.status, row.cancelled_by, row.reason) == ("cancelled", "system", "not_enough_places")
    assert messages_to(guest)[-1] == "booking_cancelled"
    with pytest.raises(Conflict) as refused:
        reactivate_booking(guest, booking.id)
    assert refused.value.code == "not_reactivatable"


def test_held_places_do_not_count(priya: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    bookings = [book_session(make_person(name), session.id).booking for name in ("Asha", "Bob")]
    with write_transaction() as db_session:
        db_session.get_one(Booking, bookings[0].id).status = "held"
    move(DECIDE_AT)
    let_the_system_work()
    assert now_in_database(session).status == "cancelled"


def test_the_facilitator_decides_earlier(priya: Caller, guest: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    book_session(guest, session.id)
    work()
    confirm_session(priya, session.id)
    work()
    assert "session_confirmed" in messages_to(guest)
    move(DECIDE_AT)
    let_the_system_work()
    assert (now_in_database(session).status, commands()) == ("scheduled", [])


def test_only_its_facilitator_decides_and_only_once(priya: Caller, guest: Caller) -> None:
    session = undecided_session(priya)
    with pytest.raises(Forbidden):
        confirm_session(guest, session.id)
    confirm_session(priya, session.id)
    with pytest.raises(Conflict) as twice:
        confirm_session(priya, session.id)
    plain = undecided_session(priya, min_places=None, decide_at=None)
    with pytest.raises(Conflict) as undecidable:
        confirm_session(priya, plain.id)
    called_off = undecided_session(priya)
    cancel_session(priya, called_off.id)
    with pytest.raises(Conflict) as cancelled:
        confirm_session(priya, called_off.id)
    codes = [each.value.code for each in (twice, undecidable, cancelled)]
    assert codes == ["already_decided", "no_decision", "session_cancelled"]


def test_a_later_change_of_the_rule_plans_the_decision_anew(priya: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    let_the_system_work()
    change_session(priya, session.id, changed(decide_at=(DECIDE_AT + timedelta(days=1)).isoformat(), min_places=3))
    let_the_system_work()
    move(DECIDE_AT + timedelta(hours=1))
    let_the_system_work()
    assert now_in_database(session).status == "scheduled"
    move(DECIDE_AT + timedelta(days=1))
    let_the_system_work()
    assert now_in_database(session).status == "cancelled"


def test_without_a_rule_nothing_is_decided(priya: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    let_the_system_work()
    change_session(priya, session.id, changed(min_places=None, decide_at=None))
    let_the_system_work()
    move(DECIDE_AT)
    let_the_system_work()
    assert (now_in_database(session).status, now_in_database(session).run_state) == ("scheduled", None)


def test_a_decision_that_was_changed_between_its_date_and_the_worker_is_skipped(
    priya: Caller, move: Callable[..., None]
) -> None:
    session = undecided_session(priya)
    let_the_system_work()
    move(DECIDE_AT)
    pass_due_deadlines()  # the command waits
    change_session(priya, session.id, changed(decide_at=(DECIDE_AT + timedelta(hours=2)).isoformat()))
    let_the_system_work()
    assert now_in_database(session).status == "scheduled"
    assert [state for state, _ in commands()] == ["skipped"]


def test_a_missed_decision_counts_as_confirmed_once_the_session_began(
    priya: Caller, guest: Caller, move: Callable[..., None]
) -> None:
    session = undecided_session(priya)
    book_session(guest, session.id)
    let_the_system_work()
    move(START + timedelta(minutes=1))  # no worker ran
    let_the_system_work()
    assert (now_in_database(session).run_state, now_in_database(session).status) == ("confirmed", "scheduled")
    (alert,) = [one for one in active_alerts() if one["name"] == "unusual_commands"]
    assert f"session {session.id}" in alert["detail"]
    move(START + timedelta(days=2))
    assert "unusual_commands" not in [one["name"] for one in active_alerts()]


def test_a_missed_decision_is_made_as_soon_as_a_worker_runs(priya: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya)
    let_the_system_work()
    move(START - timedelta(minutes=5))
    let_the_system_work()
    assert now_in_database(session).status == "cancelled"


def test_guests_are_told_of_a_new_rule(priya: Caller, guest: Caller) -> None:
    session = undecided_session(priya)
    book_session(guest, session.id)
    work()
    change_session(priya, session.id, changed(min_places=5))
    work()
    assert messages_to(guest)[-1] == "booking_changed"


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"decide_at": None}, "decide_at"),
        ({"min_places": None}, "min_places"),
        ({"min_places": 11}, "min_places"),
        ({"decide_at": START.isoformat()}, "decide_at"),
        ({"decide_at": (START - timedelta(days=20)).isoformat()}, "decide_at"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(priya: Caller, rule: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        undecided_session(priya, **rule)
    assert refused.value.field == field
    session = undecided_session(priya)
    with pytest.raises(Invalid) as refused:
        change_session(priya, session.id, changed(**rule))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "rule", [{"min_places": 0}, {"min_places": 1}, {"min_places": "two"}, {"decide_at": "2031-04-01T10:00"}]
)
def test_a_rule_of_the_wrong_form_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NewEvent.model_validate({"title": "Sit", "time_zone": "UTC", "sessions": [session_with(**rule)]})


def test_a_decision_is_at_most_24_months_ahead(priya: Caller) -> None:
    far = START + timedelta(days=1000)
    times = {"start_time": far.isoformat(), "end_time": (far + timedelta(hours=1)).isoformat()}
    with pytest.raises(Invalid):
        undecided_session(priya, **(times | {"decide_at": (far - timedelta(days=1)).isoformat()}))


def test_the_rule_holds_when_the_session_changes(priya: Caller) -> None:
    session = undecided_session(priya, min_places=4)
    earlier = DECIDE_AT - timedelta(hours=1)
    for change in ({"capacity": 3}, {"start_time": earlier.isoformat()}, {"start_time": DECIDE_AT.isoformat()}):
        with pytest.raises(Invalid):
            change_session(priya, session.id, changed(**change))
    confirm_session(priya, session.id)
    with pytest.raises(Conflict) as decided:
        change_session(priya, session.id, changed(min_places=6))
    assert decided.value.code == "already_decided"
    change_session(priya, session.id, changed(start_time=earlier.isoformat()))  # it is decided: it may move
    assert now_in_database(session).starts_at == earlier


def test_a_draft_is_not_decided_and_needs_a_later_date(priya: Caller, move: Callable[..., None]) -> None:
    session = undecided_session(priya, draft=True)
    move(DECIDE_AT)
    let_the_system_work()
    assert now_in_database(session).status == "scheduled"
    with pytest.raises(Conflict) as refused:
        publish_event(priya, session.event_id)
    assert refused.value.code == "decision_passed"


def test_a_copy_has_the_rule_on_its_own_day(priya: Caller) -> None:
    session = undecided_session(priya)
    (copy,) = duplicate_event(priya, session.event_id, START + timedelta(days=7)).sessions
    assert (copy.min_places, copy.run_state) == (2, "undecided")
    assert copy.decide_at == DECIDE_AT + timedelta(days=7)


def test_cancelling_by_hand_still_names_the_facilitator(priya: Caller, guest: Caller) -> None:
    session = undecided_session(priya)
    booking = book_session(guest, session.id).booking
    cancel_session(priya, session.id, Confirmation(reason="Storm"))
    db.session.rollback()
    row = db.session.get_one(Booking, booking.id)
    assert (row.cancelled_by, row.reason) == ("facilitator", "Storm")


def test_the_impact_of_a_change_says_what_the_session_would_need(priya: Caller, guest: Caller) -> None:
    session = undecided_session(priya)
    book_session(guest, session.id)
    impact = preview_session(priya, session.id, changed(min_places=5))
    needed = {"session_id": session.id, "session_title": "Evening Sit", "min_places": 5, "booked_places": 1}
    assert (impact["bookings"], impact["undecided"]) == (1, [needed | {"decide_at": clock.iso(DECIDE_AT)}])
    assert preview_session(priya, session.id, changed(min_places=None, decide_at=None))["undecided"] == []
    assert preview_session(priya, session.id, None)["undecided"] == []  # cancelling it
