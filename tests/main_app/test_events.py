"""Facilitators offer events and sessions; people find them by words, kind, place, price and date."""

import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from main_app.journal.models import JournalEntry
from service_kit import clock
from tests.support.database import rows
from tests.support.past import let_session_begin
from tests.support.people import Person, new_session
from tests.support.services import Services

NOW = datetime.now(timezone.utc)


def find(services: Services, what: str = "events", **filters: Any) -> list[dict[str, Any]]:
    response = requests.get(f"{services.main_url}/{what}", params=filters, timeout=30)
    assert response.status_code == 200, response.text
    return response.json()[what]


def ids(found: list[dict[str, Any]]) -> list[int]:
    return [one["id"] for one in found]


def test_priya_offers_a_retreat_and_everyone_sees_it_with_its_sessions(services: Services, facilitator: Person) -> None:
    start = (NOW + timedelta(days=20)).replace(microsecond=0)
    event = facilitator.create_event(
        title="Five Days of Silence",
        kind="retreat",
        description="Without phones.\n\nBring a blanket.",
        location="Anand Farm, Dehradun",
        link="https://example.com/silence",
        time_zone="Asia/Kolkata",
        start=start,
        sessions=2,
        capacity=18,
        price_cents=3200000,
        currency="INR",
    )
    shown = requests.get(f"{services.main_url}/events/{event['id']}", timeout=30).json()["event"]
    assert shown == event | {"link": None}
    assert shown["facilitator_id"] == facilitator.id
    assert shown["facilitator_name"] == "Priya"
    assert (shown["start_time"], shown["end_time"]) == (
        start.isoformat(),
        (start + timedelta(days=1, hours=1)).isoformat(),
    )
    assert (shown["price_from_cents"], shown["currency"], shown["seats_left"]) == (3200000, "INR", 36)
    session = shown["sessions"][0]
    assert session == requests.get(f"{services.main_url}/sessions/{session['id']}", timeout=30).json()["session"]
    documented = {
        "id", "event_id", "event_title", "facilitator_id", "facilitator_name", "title", "start_time", "end_time",
        "time_zone", "time", "location", "capacity", "seats_taken", "seats_left", "price_cents", "currency", "status",
    }  # fmt: skip
    assert documented <= session.keys()
    assert session["time"] == session["start_time"]
    assert (session["title"], session["location"]) == ("Five Days of Silence", "Anand Farm, Dehradun")


def test_priya_changes_her_event_and_only_what_she_names(facilitator: Person) -> None:
    event = facilitator.create_event(title="Morning Sit", location="Terrace")
    changed = facilitator.request("PATCH", f"/events/{event['id']}", json={"title": "Late Sit", "link": None})
    assert changed.status_code == 200
    after = changed.json()["event"]
    assert after["title"] == "Late Sit"
    assert after["version"] == event["version"] + 1
    same = ("location", "kind", "description", "time_zone", "start_time", "facilitator_id", "cover")
    assert {name: after[name] for name in same} == {name: event[name] for name in same}


def test_a_change_that_changes_nothing_writes_nothing(services: Services, facilitator: Person, alice: Person) -> None:
    event = facilitator.create_event(title="Morning Sit")
    session = event["sessions"][0]
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    booked = alice.get(f"/bookings/{booking_id}").json()["booking"]
    booked_event = facilitator.get(f"/events/{event['id']}").json()["event"]
    of_event = (JournalEntry.subject_type == "event", JournalEntry.subject_id == str(event["id"]))
    written = select(func.count()).where(*of_event)
    entries = rows(services.main_database, written)
    for path, change in (
        (f"/events/{event['id']}", {"title": "Morning Sit", "link": None}),
        (f"/events/{event['id']}", {}),
        (f"/sessions/{session['id']}", {"capacity": session["capacity"], "start_time": session["start_time"]}),
    ):
        assert facilitator.request("PATCH", path, json=change).status_code == 200
    assert facilitator.get(f"/events/{event['id']}").json()["event"] == booked_event
    assert alice.get(f"/bookings/{booking_id}").json()["booking"] == booked
    assert rows(services.main_database, written) == entries


def test_sessions_named_like_their_event_are_renamed_with_it(facilitator: Person) -> None:
    event = facilitator.create_event(title="Morning Sit", sessions=2)
    named = event["sessions"][1]["id"]
    assert facilitator.request("PATCH", f"/sessions/{named}", json={"title": "With a guest"}).status_code == 200
    renamed = facilitator.request("PATCH", f"/events/{event['id']}", json={"title": "Late Sit"}).json()["event"]
    assert [session["title"] for session in renamed["sessions"]] == ["Late Sit", "With a guest"]


def test_moving_a_session_moves_the_events_span(facilitator: Person) -> None:
    event = facilitator.create_event(sessions=2)
    later = new_session(NOW + timedelta(days=90), minutes=30)
    last = event["sessions"][1]["id"]
    moved = facilitator.request("PATCH", f"/sessions/{last}", json={k: later[k] for k in ("start_time", "end_time")})
    assert moved.status_code == 200
    shown = facilitator.get(f"/events/{event['id']}").json()["event"]
    assert shown["start_time"] == event["start_time"]
    assert datetime.fromisoformat(shown["end_time"]) == datetime.fromisoformat(later["end_time"])


def test_a_cancelled_session_cancels_its_bookings_for_good(facilitator: Person, alice: Person, bob: Person) -> None:
    session_id = facilitator.create_event()["sessions"][0]["id"]
    bookings = {person: person.book(session_id).json()["booking"]["id"] for person in (alice, bob)}
    assert bob.cancel(bookings[bob]).status_code == 200  # of his own accord, before
    response = facilitator.request("DELETE", f"/sessions/{session_id}", params={"reason": "I am ill"})
    assert response.json()["session"]["status"] == "cancelled"
    assert response.json()["session"]["seats_taken"] == 0
    hers = alice.get(f"/bookings/{bookings[alice]}").json()["booking"]
    his = bob.get(f"/bookings/{bookings[bob]}").json()["booking"]
    assert (hers["status"], hers["cancelled_by"]) == ("cancelled", "facilitator")
    assert (his["status"], his["cancelled_by"]) == ("cancelled", "user")
    assert not hers["can_reactivate"]
    assert not his["can_reactivate"]
    refused = alice.reactivate(bookings[alice])
    assert (refused.status_code, refused.json()["code"]) == (409, "not_reactivatable")
    assert (alice.book(session_id).status_code, alice.book(session_id).json()["code"]) == (409, "session_cancelled")
    assert bob.reactivate(bookings[bob]).json()["code"] == "session_cancelled"
    assert facilitator.request("DELETE", f"/sessions/{session_id}").json()["code"] == "session_cancelled"


def test_cancelling_a_course_leaves_the_evenings_that_took_place(facilitator: Person, alice: Person) -> None:
    event = facilitator.create_event(sessions=2)
    past, coming = event["sessions"]
    attended, booked = (alice.book(date["id"]).json()["booking"]["id"] for date in (past, coming))
    let_session_begin(facilitator.services, past["id"], NOW - timedelta(hours=3))
    refused = facilitator.request("DELETE", f"/sessions/{past['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "session_past")
    impact = facilitator.post(f"/events/{event['id']}/impact", {}).json()["impact"]
    assert [guest["booking_id"] for guest in impact["guests"]] == [booked]
    assert facilitator.request("DELETE", f"/events/{event['id']}").status_code == 200
    states = [alice.get(f"/bookings/{one}").json()["booking"]["status"] for one in (attended, booked)]
    assert states == ["booked", "cancelled"]
    tomorrow = new_session(NOW + timedelta(days=1))
    moved = ("PATCH", "", {name: tomorrow[name] for name in ("start_time", "end_time")})
    for method, path, body in (moved, ("POST", "/impact", {})):
        refused = facilitator.request(method, f"/sessions/{past['id']}{path}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "event_cancelled")


def test_an_impact_lists_guests_with_an_overlap_first(facilitator: Person, alice: Person, bob: Person) -> None:
    session = facilitator.create_event(start=NOW + timedelta(days=3))["sessions"][0]
    other = facilitator.create_event(start=NOW + timedelta(days=3, hours=6))["sessions"][0]
    first, second = (person.book(session["id"]).json()["booking"]["id"] for person in (alice, bob))
    assert bob.book(other["id"]).status_code == 201
    change = {name: other[name] for name in ("start_time", "end_time")}
    impact = facilitator.post(f"/sessions/{session['id']}/impact", {"change": change}).json()["impact"]
    shown = [(guest["booking_id"], guest["clash"]) for guest in impact["guests"]]
    assert (impact["clashes"], shown) == (1, [(second, True), (first, False)])
    # Bob accepted the overlap: a new title is not the cause of it.
    assert facilitator.request("PATCH", f"/sessions/{session['id']}", json=change).status_code == 200
    renamed = facilitator.post(f"/sessions/{session['id']}/impact", {"change": {"title": "Sit"}}).json()["impact"]
    assert (renamed["bookings"], renamed["clashes"]) == (2, 0)


def test_an_impact_never_says_that_a_guest_is_busy_with_another_facilitator(
    facilitator: Person, other_facilitator: Person, alice: Person
) -> None:
    session = facilitator.create_event(start=NOW + timedelta(days=4))["sessions"][0]
    elsewhere = other_facilitator.create_event(start=NOW + timedelta(days=4, hours=6))["sessions"][0]
    assert alice.book(session["id"]).status_code == alice.book(elsewhere["id"]).status_code == 201
    change = {name: elsewhere[name] for name in ("start_time", "end_time")}
    impact = facilitator.post(f"/sessions/{session['id']}/impact", {"change": change}).json()["impact"]
    assert (impact["clashes"], [guest["clash"] for guest in impact["guests"]]) == (0, [False])


@pytest.mark.parametrize("title", ["Women's Circle: Sit, Walk & Swim", "静かな朝", "x" * 200])
def test_an_event_of_any_title_can_be_copied(facilitator: Person, title: str) -> None:
    event = facilitator.create_event(title=title)
    copied = facilitator.post(f"/events/{event['id']}/duplicate", {"first_start": "2027-03-01T07:00:00Z"})
    assert copied.status_code == 201, copied.text
    assert copied.json()["event"]["cover"] == event["cover"]


def test_a_facilitators_new_name_finds_their_events_and_the_old_one_does_not(
    services: Services, new_facilitator: Person
) -> None:
    event = new_facilitator.create_event(title="Named")
    assert new_facilitator.request("PATCH", "/auth/profile", json={"name": "Zubeidaxa"}).status_code == 200
    found = requests.get(f"{services.main_url}/events", params={"search": "zubeidaxa"}, timeout=30).json()["events"]
    assert [one["id"] for one in found] == [event["id"]]


def test_a_cancelled_event_takes_all_its_sessions_with_it(
    services: Services, facilitator: Person, alice: Person
) -> None:
    event = facilitator.create_event(sessions=3)
    booking_id = alice.book(event["sessions"][2]["id"]).json()["booking"]["id"]
    cancelled = facilitator.request("DELETE", f"/events/{event['id']}").json()["event"]
    assert cancelled["status"] == "cancelled"
    assert {session["status"] for session in cancelled["sessions"]} == {"cancelled"}
    assert (cancelled["seats_left"], cancelled["price_from_cents"]) == (0, None)
    assert alice.get(f"/bookings/{booking_id}").json()["booking"]["cancelled_by"] == "facilitator"
    assert event["id"] not in ids(find(services, facilitator_id=facilitator.id, status="upcoming", per_page=100))
    for refused in (
        facilitator.request("PATCH", f"/events/{event['id']}", json={"title": "Again"}),
        facilitator.request("DELETE", f"/events/{event['id']}"),
        facilitator.post(f"/events/{event['id']}/sessions", new_session(NOW + timedelta(days=3))),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "event_cancelled")


def test_events_are_upcoming_then_active_then_past(services: Services, new_facilitator: Person) -> None:
    past = new_facilitator.create_event(start=NOW - timedelta(days=2))["id"]
    longer_past = new_facilitator.create_event(start=NOW - timedelta(days=9))["id"]
    active = new_facilitator.create_event(start=NOW - timedelta(minutes=30))["id"]
    spanning = new_facilitator.create_event(start=NOW - timedelta(days=1), sessions=3)["id"]
    soon = new_facilitator.create_event(start=NOW + timedelta(days=1))["id"]
    later = new_facilitator.create_event(start=NOW + timedelta(days=5))["id"]

    def of_status(status: str) -> list[int]:
        return ids(find(services, facilitator_id=new_facilitator.id, status=status))

    assert of_status("upcoming") == [soon, later]
    assert of_status("active") == of_status("ongoing") == [spanning, active]
    assert of_status("past") == [past, longer_past]
    assert set(ids(find(services, facilitator_id=new_facilitator.id))) == {
        past,
        longer_past,
        active,
        spanning,
        soon,
        later,
    }


def test_a_course_can_be_found_until_its_last_session_has_begun(services: Services, new_facilitator: Person) -> None:
    over = new_facilitator.create_event(start=NOW - timedelta(days=9))["id"]
    started = new_facilitator.create_event(start=NOW - timedelta(minutes=30))["id"]
    tomorrow = new_facilitator.create_event(start=NOW + timedelta(days=1))["id"]
    # Its sessions are a day apart: the third one is in a day and a half.
    course = new_facilitator.create_event(start=NOW - timedelta(hours=12), sessions=3, price_cents=9000)
    later = new_facilitator.create_event(start=NOW + timedelta(days=5))["id"]
    last = course["sessions"][2]

    def bookable(what: str = "events", **filters: Any) -> list[int]:
        found = find(services, what, facilitator_id=new_facilitator.id, status="bookable", **filters)
        return ids(found)

    assert bookable() == [course["id"], tomorrow, later], "by the next session"
    assert bookable(per_page=1, page=2) == [tomorrow]
    assert bookable("sessions") == ids(find(services, "sessions", facilitator_id=new_facilitator.id, status="upcoming"))
    assert not {over, started} & set(bookable())
    assert bookable(price_max=9000, **{"from": last["start_time"]}) == [course["id"], later]
    of_course = {"facilitator_id": new_facilitator.id, "status": "bookable", "per_page": 1}
    [shown] = find(services, **of_course, **{"from": last["start_time"]})
    assert shown["next_session"]["id"] == last["id"], "the one that the dates ask for, not an earlier one"
    for number in (1, 2):
        path = f"/sessions/{course['sessions'][number]['id']}"
        assert new_facilitator.request("PATCH", path, json={"price_cents": 12000 * number}).status_code == 200
    assert course["id"] not in bookable(price_max=9000), "only sessions ahead count"
    [shown] = find(services, facilitator_id=new_facilitator.id, status="bookable", per_page=1)
    assert (shown["id"], shown["price_from_cents"]) == (course["id"], 12000)
    assert new_facilitator.request("DELETE", f"/sessions/{course['sessions'][1]['id']}").status_code == 200
    assert bookable() == [tomorrow, course["id"], later]
    between = {"from": (NOW + timedelta(days=2)).isoformat(), "to": (NOW + timedelta(days=4)).isoformat()}
    assert bookable(**between) == []


def test_sessions_have_statuses_of_their_own(services: Services, new_facilitator: Person) -> None:
    event = new_facilitator.create_event(start=NOW - timedelta(days=1, minutes=30), sessions=3)
    before, running, after = (session["id"] for session in event["sessions"])

    def of_status(status: str) -> list[int]:
        return ids(find(services, "sessions", facilitator_id=new_facilitator.id, status=status))

    assert (of_status("past"), of_status("active"), of_status("upcoming")) == ([before], [running], [after])


@pytest.mark.parametrize(
    ("title", "description", "searches"),
    [
        ("Café Méditation à Évora", "", ["café", "CAFE", "medit", "evora", "Évora café"]),
        ("Straße der Stille", "", ["strasse", "STRASSE", "straße", "stille"]),
        ("Łódź spokój", "", ["spokoj", "łódź"]),
        ("प्रातः योग साधना", "ऋषिकेश में", ["योग", "साधना", "ऋषिकेश", "प्रातः"]),
        ("早朝の瞑想とヨガの会", "", ["瞑想", "ヨガ", "早朝", "の会", "ﾖｶﾞ"]),
        ("Утренняя медитация", "тихий йога-зал", ["утренняя", "МЕДИТАЦИЯ", "медит", "йога", "иога"]),
        ("تأمل الصباح", "", ["تأمل", "الصباح"]),
        ("명상의 아침", "", ["명상", "아침"]),
        ("การทำสมาธิ", "", ["สมาธิ"]),
        ("Breath & Voice", "with Ana-Lucía Ruiz", ["voice breath", "lucia", "ruiz ana"]),
    ],
    ids=lambda value: value if isinstance(value, str) and value else None,
)
def test_people_find_an_event_by_their_own_letters(
    title: str, description: str, searches: list[str], services: Services, new_facilitator: Person
) -> None:
    event = new_facilitator.create_event(title=title, description=description)
    new_facilitator.create_event(title="Something else")
    for search in searches:
        found = find(services, search=search, facilitator_id=new_facilitator.id)
        assert ids(found) == [event["id"]], search


def test_emi_finds_a_word_far_into_a_long_japanese_sentence(services: Services, new_facilitator: Person) -> None:
    sentence = "これは朝の光の中でゆっくりと呼吸を整えながら座るための静かな時間でありその後で温かい抹茶をいただきます"
    event = new_facilitator.create_event(description=sentence)
    assert ids(find(services, search="抹茶", facilitator_id=new_facilitator.id)) == [event["id"]]


def test_a_search_finds_places_facilitators_and_new_words_and_forgets_old_ones(
    services: Services, new_facilitator: Person
) -> None:
    word = f"kintsugi{uuid.uuid4().hex[:6]}"
    event = new_facilitator.create_event(title=f"{word} evening", location="Casa da Maré, Ericeira")
    assert ids(find(services, search=word[:10])) == [event["id"]]
    assert ids(find(services, search=f"{word} ericeira")) == [event["id"]]
    assert ids(find(services, search=f"{word} {new_facilitator.name}")) == [event["id"]]
    assert find(services, search=f"{word} nowhere") == []
    new_facilitator.request("PATCH", f"/events/{event['id']}", json={"title": "Another evening"})
    assert find(services, search=word) == []


@pytest.mark.parametrize("search", ["%", "_", "' OR 1=1 --", "*", "\\", "(", "\U0010ffff", "   ", "..."])
def test_special_characters_in_a_search_are_not_a_pattern(
    search: str, services: Services, new_facilitator: Person
) -> None:
    plain = new_facilitator.create_event(title="Plain words")
    found = ids(find(services, search=search, facilitator_id=new_facilitator.id))
    assert found in ([], [plain["id"]])  # signs are no words: they narrow nothing, or match nothing
    assert not find(services, search=f"{search} xyzzy", facilitator_id=new_facilitator.id)


def test_filters_narrow_by_kind_place_price_free_places_and_dates(
    services: Services, new_facilitator: Person, alice: Person
) -> None:
    start = (NOW + timedelta(days=10)).replace(hour=12)
    free = new_facilitator.create_event(kind="class", location="Lisbon", start=start, price_cents=0)
    dear = new_facilitator.create_event(
        kind="retreat", location="Ericeira", start=start + timedelta(days=10), price_cents=39000
    )
    full = new_facilitator.create_event(
        kind="coaching", location="Lisbon", start=start + timedelta(days=20), price_cents=5000, capacity=1
    )
    assert alice.book(full["sessions"][0]["id"]).status_code == 201
    everything = [free["id"], dear["id"], full["id"]]

    def found(**filters: Any) -> list[int]:
        both = []
        for what in ("events", "sessions"):
            rows = find(services, what, facilitator_id=new_facilitator.id, **filters)
            both.append([row["id"] if what == "events" else row["event_id"] for row in rows])
        assert both[0] == both[1], filters
        return both[0]

    def day(number: int) -> str:
        return (start + timedelta(days=number)).isoformat()

    assert found() == everything
    assert found(kind="retreat") == [dear["id"]]
    assert found(location="lisbon") == [free["id"], full["id"]]
    assert found(price_max=0) == [free["id"]]
    assert found(price_max=5000) == [free["id"], full["id"]]
    assert found(free_places="true") == [free["id"], dear["id"]]
    assert found(free_places="true", location="lisbon") == [free["id"]]
    assert found(**{"from": day(1)}) == [dear["id"], full["id"]]
    assert found(**{"to": day(15)}) == [free["id"], dear["id"]]
    assert found(**{"from": day(5), "to": day(15)}) == [dear["id"]]
    assert found(event_id=dear["id"]) == [dear["id"]]
    assert found(kind="workshop") == []


def test_pages_contain_every_event_once_and_state_their_position(services: Services, new_facilitator: Person) -> None:
    made = [new_facilitator.create_event(start=NOW + timedelta(days=3))["id"] for _ in range(7)]
    seen: list[int] = []
    for page in (1, 2, 3):
        url = f"{services.main_url}/events"
        asked = {"facilitator_id": new_facilitator.id, "per_page": 3, "page": page}
        response = requests.get(url, params=asked, timeout=30).json()
        seen += ids(response["events"])
        assert response["pagination"] == {
            "page": page, "per_page": 3, "total": 7, "pages": 3, "has_next": page < 3, "has_prev": page > 1,
        }  # fmt: skip
    assert sorted(seen) == made
    assert find(services, facilitator_id=new_facilitator.id, page=1_000_000) == []


def test_arjun_cannot_touch_priyas_event_but_noor_can(
    facilitator: Person, other_facilitator: Person, admin: Person
) -> None:
    event = facilitator.create_event()
    for path in (f"/events/{event['id']}", f"/sessions/{event['sessions'][0]['id']}"):
        for method, body in (("PATCH", {"title": "Taken over"}), ("DELETE", None)):
            assert other_facilitator.request(method, path, json=body).status_code == 403
    assert facilitator.get(f"/events/{event['id']}").json()["event"] == event
    assert admin.request("PATCH", f"/events/{event['id']}", json={"title": "Mended"}).status_code == 200


def test_a_session_keeps_its_utc_moment_and_its_zone_across_a_change_of_clocks(app: Flask) -> None:
    from main_app.auth.access import Caller
    from main_app.auth.registration import register_user
    from main_app.auth.schemas import Register
    from main_app.events.operations import create_event, duplicate_event
    from main_app.events.queries import get_event
    from main_app.events.schemas import NewEvent

    def shown(start: str, end: str, copied_to: datetime) -> tuple[str, str]:
        date = {"start_time": start, "end_time": end, "capacity": 5, "price_cents": 0}
        details = {"title": "Evening Sit", "time_zone": "Europe/Lisbon", "sessions": [date]}
        event = create_event(host, NewEvent.model_validate(details))
        copy = get_event(duplicate_event(host, event.id, copied_to).id, host)["sessions"][0]
        return copy["start_time"], copy["end_time"]

    with app.app_context(), clock.moved_to(datetime(2027, 3, 1, tzinfo=timezone.utc)):
        user = register_user(Register(name="Arjun", email="arjun@example.com", password="correct horse battery"))
        host = Caller(user.id, "facilitator", user.name, user.email, "")
        evening = shown(
            "2027-03-20T19:30:00+00:00", "2027-03-20T20:30:00+00:00", datetime(2027, 3, 31, 12, tzinfo=timezone.utc)
        )
        # From Friday to Sunday, copied to the weekend in which the clocks change.
        retreat = shown(
            "2027-03-05T18:00:00+00:00", "2027-03-07T14:00:00+00:00", datetime(2027, 3, 26, 12, tzinfo=timezone.utc)
        )
        # In October the clocks go back from two to one.
        night = shown(
            "2027-03-20T01:30:00+00:00", "2027-03-20T02:00:00+00:00", datetime(2027, 10, 31, 12, tzinfo=timezone.utc)
        )
    assert evening == ("2027-03-31T18:30:00+00:00", "2027-03-31T19:30:00+00:00")  # still half past seven in Lisbon
    assert retreat == ("2027-03-26T18:00:00+00:00", "2027-03-28T13:00:00+00:00")  # until two in the afternoon
    assert night == ("2027-10-31T00:30:00+00:00", "2027-10-31T01:00:00+00:00")  # still half an hour


def test_a_new_event_begins_with_the_zone_of_ones_latest(new_facilitator: Person, facilitator: Person) -> None:
    def zone() -> str | None:
        return new_facilitator.get("/events/defaults").json()["time_zone"]

    assert zone() is None
    facilitator.create_event(time_zone="America/New_York", sessions=9)
    now = datetime.now(timezone.utc)
    new_facilitator.create_event(time_zone="Asia/Kolkata", start=now + timedelta(days=9))
    new_facilitator.create_event(time_zone="Europe/Lisbon", start=now + timedelta(days=2))
    assert zone() == "Asia/Kolkata"


def test_events_are_found_by_their_kind_in_both_languages(services: Services, new_facilitator: Person) -> None:
    retreat = new_facilitator.create_event(title="Three Quiet Days", kind="retreat")["id"]
    new_facilitator.create_event(title="Evening Sit")
    for word in ("retreat", "Retreats", "retreet", "रिट्रीट"):
        assert ids(find(services, facilitator_id=new_facilitator.id, search=word)) == [retreat], word
