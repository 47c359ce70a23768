"""The office's lists: the audit trail, and all bookings and events of the studio."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from main_app.auth.api_keys import make_key
from main_app.auth.caller import Caller
from main_app.auth.models import Role
from main_app.bookings.operations import book_session, cancel_booking
from main_app.database import db
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from main_app.journal.append import SYSTEM, Actor, NewEntry, append
from main_app.messages.schemas import SessionMessageText
from main_app.messages.session_messages import send_message
from main_app.payments.door import mark_paid
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.builders import make_event, make_person, signed_in

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def ask(app: Flask) -> Any:
    headers = signed_in(app, Role.ADMIN)

    def get(path: str, expected: int = 200, **query: Any) -> Any:
        response = app.test_client().get(path, query_string=query, headers=headers)
        assert response.status_code == expected, response.get_json()
        return response.get_json()

    return get


def journal(ask: Any, **query: Any) -> list[tuple[str, str, str]]:
    found = ask("/api/admin/journal", **query)["entries"]
    return [(entry["subject_type"], entry["subject_id"], entry["action"]) for entry in found]


def write(*entries: NewEntry) -> None:
    with write_transaction() as db_session:
        append(db_session, entries)


def made(host: Caller, title: str, **details: Any) -> Any:
    return make_event(host, title=title, **details)


def test_the_trail_names_who_did_what_to_whose_booking(ask: Any) -> None:
    priya, asha = make_person("Priya", Role.FACILITATOR), make_person("Asha")
    session = made(priya, "Lotus Hour").sessions[0]
    booking = book_session(asha, session.id).booking.id
    cancel_booking(asha, booking)
    newest, older = ask("/api/admin/journal", subject_type="booking", subject_id=booking)["entries"]
    assert (newest["action"], older["action"]) == ("cancelled", "created")
    assert (newest["actor_id"], newest["actor_name"], newest["to_state"]) == (asha.id, "Asha", "cancelled")
    assert newest["subject"] == {"title": "Lotus Hour", "person": "Asha", "person_id": asha.id, "path": None}
    [created] = ask("/api/admin/journal", subject_type="event", subject_id=session.event_id)["entries"]
    assert created["subject"]["path"].startswith("/e/lotus-hour-")
    assert created["actor_name"] == "Priya"


def test_the_trail_names_the_event_of_a_message_and_an_api_key(ask: Any) -> None:
    priya, asha = make_person("Priya", Role.FACILITATOR), make_person("Asha")
    session = made(priya, "Lotus Hour").sessions[0]
    book_session(asha, session.id)
    send_message(priya, session.id, SessionMessageText(subject="For Saturday", text="Bring a blanket"))
    make_key(priya.actor, "Front desk", ["notifications:send"])
    for subject_type, title in (("session_message", "Lotus Hour"), ("api_key", "Front desk")):
        [entry] = ask("/api/admin/journal", subject_type=subject_type)["entries"]
        assert entry["subject"]["title"] == title


def test_the_trail_is_filtered_by_person_system_kind_action_and_time(ask: Any) -> None:
    asha = make_person("Asha")
    key_with_her_number = Actor(asha.id, "api_key", "api_key")
    started = clock.now()
    write(NewEntry("channel", "sms", 1, "channel_paused", asha.actor))
    write(NewEntry("channel", "sms", 2, "channel_resumed", key_with_her_number))
    with clock.moved_to(started + timedelta(hours=2)):
        write(NewEntry("channel", "email", 1, "channel_paused", SYSTEM), NewEntry("tide", "1", 1, "turned", SYSTEM))
    paused, resumed = ("channel", "sms", "channel_paused"), ("channel", "sms", "channel_resumed")
    later = ("channel", "email", "channel_paused")
    assert journal(ask, person_id=asha.id, subject_type="channel") == [paused]
    assert journal(ask, subject_type="channel") == [later, resumed, paused]
    assert journal(ask, subject_type="channel", action="channel_paused") == [later, paused]
    assert journal(ask, system="true", subject_type="channel") == [later]
    between = {"from": clock.iso(started), "to": clock.iso(started + timedelta(hours=1))}
    assert journal(ask, subject_type="channel", **between) == [resumed, paused]
    assert journal(ask, subject_type="tide", action="channel_paused") == []
    assert {"subject_type": "tide", "actions": ["turned"]} in ask("/api/admin/journal/actions")["subjects"]


def test_pages_of_the_trail_leave_nothing_out_though_entries_have_one_time(ask: Any) -> None:
    with clock.moved_to(clock.now()):
        write(*(NewEntry("tide", str(number), 1, "rose" if number % 2 else "fell", SYSTEM) for number in range(9)))
    seen: list[str] = []
    before: dict[str, int] = {}
    while True:
        page = ask("/api/admin/journal", subject_type="tide", limit=2, **before)
        seen += [entry["subject_id"] for entry in page["entries"]]
        if page["next_before"] is None:
            break
        before = {"before": page["next_before"]}
    assert seen == [str(number) for number in reversed(range(9))]


@pytest.mark.parametrize(
    "query",
    [{"action": "created"}, {"subject_id": "1"}, {"person_id": "x"}, {"from": "yesterday"}, {"subject_type": "no;"}],
)
def test_a_filter_that_makes_no_sense_is_refused(ask: Any, query: dict[str, str]) -> None:
    ask("/api/admin/journal", 400, **query)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/admin/journal", {}),
        ("/api/admin/journal", {"person_id": 1}),
        ("/api/admin/journal", {"person_id": 1, "subject_type": "booking", "action": "created"}),
        ("/api/admin/journal", {"system": "true"}),
        ("/api/admin/journal", {"subject_type": "booking", "action": "refunded", "before": 7}),
        ("/api/admin/journal", {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}),
        ("/api/admin/bookings", {}),
        ("/api/admin/bookings", {"status": "cancelled"}),
        ("/api/admin/bookings", {"status": "cancelled", "before": 7}),
    ],
)
def test_a_list_reads_an_index_in_its_order(ask: Any, path: str, query: dict[str, Any]) -> None:
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    write(NewEntry("tide", "7", 1, "rose", SYSTEM))
    event.listen(db.engine, "before_cursor_execute", note)
    ask(path, **query)
    event.remove(db.engine, "before_cursor_execute", note)
    [(listed, parameters)] = [one for one in statements if "ORDER BY" in one[0] and "LIMIT" in one[0]]
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + listed, parameters).all()
    steps = [row.detail for row in plan]
    assert not any("TEMP B-TREE" in step for step in steps), steps
    assert not any(step == "SCAN journal" for step in steps), steps


def bookings(ask: Any, **query: Any) -> list[int]:
    return [booking["id"] for booking in ask("/api/admin/bookings", **query)["bookings"]]


def test_bookings_are_found_by_guest_event_number_state_facilitator_and_date(ask: Any) -> None:
    priya, arjun = make_person("Priya", Role.FACILITATOR), make_person("Arjun", Role.FACILITATOR)
    zora, bob = make_person("Zora Quint"), make_person("Bob")
    lotus, tide = made(priya, "Lotus Hour Quiet").sessions[0], made(arjun, "Tide Walk").sessions[0]
    hers, cancelled, his = (
        book_session(*one).booking.id for one in ((zora, lotus.id), (zora, tide.id), (bob, tide.id))
    )
    cancel_booking(zora, cancelled)
    assert bookings(ask, search="zora q") == [cancelled, hers]
    assert bookings(ask, search=bob.email.upper()) == [his]
    assert bookings(ask, search="hour quiet") == [hers]
    assert bookings(ask, search=f"#{his}") == bookings(ask, search=str(his)) == [his]
    assert bookings(ask, search="zora q", status="cancelled") == [cancelled]
    assert bookings(ask, search="zora q", status="booked") == [hers]
    assert bookings(ask, facilitator_id=arjun.id) == [his, cancelled]
    assert bookings(ask, facilitator_id=arjun.id, limit=1) == [his]
    assert bookings(ask, facilitator_id=arjun.id, before=his) == [cancelled]
    start = lotus.starts_at
    around = {"from": clock.iso(start), "to": clock.iso(start + timedelta(minutes=1))}
    assert bookings(ask, facilitator_id=priya.id, **around) == [hers]
    assert bookings(ask, facilitator_id=priya.id, **{"from": clock.iso(start + timedelta(minutes=1))}) == []
    assert bookings(ask, search="%") == bookings(ask, search="nobody at all") == []


def test_bookings_say_what_is_paid_and_what_is_open(ask: Any) -> None:
    priya, asha, ravi = make_person("Priya", Role.FACILITATOR), make_person("Asha"), make_person("Ravi")
    start = clock.now() + timedelta(days=7)
    times = {"start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
    dates = [times | {"capacity": 5, "price_cents": 2500, "payment_terms": "pay_facilitator"}]
    body = {"title": "Saffron Hour", "time_zone": "UTC", "location": "Rua do Sol 14", "sessions": dates}
    session = create_event(priya, NewEvent.model_validate(body)).sessions[0]
    paid, due = book_session(asha, session.id).booking.id, book_session(ravi, session.id).booking.id

    def money() -> dict[int, tuple[int, int]]:
        found = ask("/api/admin/bookings", search="Saffron Hour")["bookings"]
        return {one["id"]: (one["amount_paid"], one["open_cents"]) for one in found}

    mark_paid(priya, paid, "cash")
    assert money() == {paid: (2500, 0), due: (0, 2500)}
    cancel_booking(ravi, due)
    assert money() == {paid: (2500, 0), due: (0, 0)}


def test_admins_see_all_drafts_of_the_studio_and_others_only_their_own(app: Flask, ask: Any) -> None:
    of_another = signed_in(app, Role.FACILITATOR)
    priya = make_person("Priya", Role.FACILITATOR)
    draft = create_event(priya, NewEvent.model_validate({"title": "Zephyr Draft", "time_zone": "UTC", "draft": True}))
    found = ask("/events", managed="true", search="zephyr")["events"]
    assert [(one["id"], one["draft"], one["facilitator_name"]) for one in found] == [(draft.id, True, "Priya")]
    assert ask("/events", search="zephyr")["events"] == []
    seen = app.test_client().get("/events?managed=true&search=zephyr", headers=of_another)
    assert seen.get_json()["events"] == []
    assert app.test_client().get("/events?managed=true&search=zephyr").get_json()["events"] == []
