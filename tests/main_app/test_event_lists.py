"""Lists of events say what comes next; drafts and meeting links are shown to the right people only."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import func, insert, select, text

from main_app.auth.access import Caller
from main_app.auth.registration import register_user
from main_app.auth.schemas import Register
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.events.operations import create_event, publish_event
from main_app.events.schemas import NewEvent
from main_app.live import ChangedSeats
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.support.cost import cost
from tests.support.people import Person, new_session
from tests.support.services import Services

NOW = datetime.now(timezone.utc)


def public(services: Services, path: str, **query: Any) -> Any:
    return requests.get(services.main_url + path, params=query, timeout=30)


def events_of(services: Services, person: Person, **query: Any) -> list[dict[str, Any]]:
    return public(services, "/events", facilitator_id=person.id, **query).json()["events"]


@pytest.fixture(scope="module")
def full_app() -> Any:
    """A hundred events of two hundred sessions, with long descriptions."""
    title = "Evening Sit by the river"
    with application() as app, app.app_context():
        person = register_user(Register(name="Priya", email="priya@example.org", password="a calm river stone"))
        priya = Caller(person.id, "facilitator", person.name, person.email, "")
        details = {"title": title, "location": title, "description": "long words " * 700, "time_zone": "UTC"}
        first = create_event(priya, NewEvent.model_validate(details))
        starts = [NOW + timedelta(days=number, hours=1) for number in range(-50, 150)]
        event = {column.name: getattr(first, column.name) for column in Event.__table__.columns}
        session = {
            "title": title, "location": None, "capacity": 9, "seats_taken": 0, "price_cents": 900, "currency": "EUR",
            "status": "scheduled", "version": 1, "created_at": NOW, "updated_at": NOW, "draft": False,
        }  # fmt: skip
        span = {"starts_at": starts[0], "ends_at": starts[-1] + timedelta(hours=1)}
        with write_transaction() as db_session:
            db_session.execute(Event.__table__.update().values(span))
            db_session.execute(
                Event.__table__.insert(), [event | span | {"id": first.id + number} for number in range(1, 100)]
            )
            sessions = [
                session | {"event_id": first.id + number, "starts_at": start, "ends_at": start + timedelta(hours=1)}
                for number in range(100)
                for start in starts
            ]
            db_session.execute(EventSession.__table__.insert(), sessions)
        yield app


def test_a_hundred_events_of_two_hundred_sessions_show_the_next_of_each(full_app: Flask) -> None:
    listed = full_app.test_client().get("/events?per_page=100").get_json()["events"]
    assert len(listed) == 100
    for event in listed:
        assert len(event["sessions"]) == 5
        assert event["sessions_total"] == 200
        assert event["sessions_url"] == f"/sessions?event_id={event['id']}"
        assert event["next_session"]["id"] == event["sessions"][0]["id"]
        assert datetime.fromisoformat(event["next_session"]["start_time"]) > NOW
        assert "description" not in event


def test_an_event_shows_its_next_five_sessions_upcoming_ones_first(services: Services, new_facilitator: Person) -> None:
    event = new_facilitator.create_event(start=NOW - timedelta(days=2, minutes=30), sessions=5)
    past_early, past_late, under_way, soon, later = (session["id"] for session in event["sessions"])
    (listed,) = events_of(services, new_facilitator)
    assert [session["id"] for session in listed["sessions"]] == [soon, later, under_way, past_late, past_early]
    assert listed["next_session"]["id"] == soon
    assert listed["sessions_total"] == 5


def test_the_next_session_has_its_own_places_left(services: Services, new_facilitator: Person, alice: Person) -> None:
    event = new_facilitator.create_event(sessions=3, capacity=2)
    alice.book(event["sessions"][0]["id"])
    (listed,) = events_of(services, new_facilitator)
    shown = public(services, f"/events/{event['id']}").json()["event"]
    for one in (listed, shown):
        assert (one["next_session"]["id"], one["next_session"]["seats_left"]) == (event["sessions"][0]["id"], 1)
    new_facilitator.request("DELETE", f"/sessions/{event['sessions'][0]['id']}")
    (listed,) = events_of(services, new_facilitator)
    assert (listed["next_session"]["id"], listed["next_session"]["seats_left"]) == (event["sessions"][1]["id"], 2)


def test_an_event_of_many_sessions_shows_them_in_pages(services: Services, new_facilitator: Person) -> None:
    event = new_facilitator.create_event(sessions=130)
    assert len(event["sessions"]) == 100
    assert event["sessions_pagination"] == {
        "page": 1, "per_page": 100, "total": 130, "pages": 2, "has_next": True, "has_prev": False,
    }  # fmt: skip
    second = public(services, f"/events/{event['id']}", page=2).json()["event"]
    assert len(second["sessions"]) == 30
    assert not {one["id"] for one in second["sessions"]} & {one["id"] for one in event["sessions"]}


def test_a_list_shows_the_beginning_of_a_long_description(services: Services, new_facilitator: Person) -> None:
    event = new_facilitator.create_event(description="First line.\n\n" + "slow and precise movement " * 50)
    (listed,) = events_of(services, new_facilitator)
    assert listed["summary"].startswith("First line. slow and precise")
    assert listed["summary"].endswith("…")
    assert len(listed["summary"]) <= 160
    assert event["description"].endswith("movement")


def test_a_draft_exists_only_for_its_facilitator_and_admins_until_it_is_published(
    services: Services, new_facilitator: Person, other_facilitator: Person, alice: Person, admin: Person
) -> None:
    event = new_facilitator.create_event(title="Unfinished", draft=True)
    session_id = event["sessions"][0]["id"]
    pages = (f"/events/{event['id']}", f"/sessions/{session_id}")
    assert event["draft"] is True
    for path in pages:
        assert [public(services, path).status_code] == [404]
        assert [person.get(path).status_code for person in (alice, other_facilitator)] == [404, 404]
        assert [person.get(path).status_code for person in (new_facilitator, admin)] == [200, 200]
    mine = {"facilitator_id": new_facilitator.id}
    for what in ("events", "sessions"):
        assert public(services, f"/{what}", **mine).json()[what] == []
        assert other_facilitator.get(f"/{what}", params=mine).json()[what] == []
        assert new_facilitator.get(f"/{what}", params={"search": "Unfinished"}).json()[what] == []
        assert len(new_facilitator.get(f"/{what}", params=mine).json()[what]) == 1
        assert len(new_facilitator.get(f"/{what}", params=mine | {"draft": "false"}).json()[what]) == 0
    assert alice.book(session_id).status_code == 404
    assert other_facilitator.post(f"/events/{event['id']}/publish").status_code == 403
    published = new_facilitator.post(f"/events/{event['id']}/publish").json()["event"]
    assert (published["draft"], published["version"]) == (False, event["version"] + 1)
    assert [public(services, path).status_code for path in pages] == [200, 200]
    assert alice.book(session_id).status_code == 201
    again = new_facilitator.post(f"/events/{event['id']}/publish")
    assert (again.status_code, again.json()["event"]["version"]) == (200, published["version"])


def test_a_session_added_to_a_draft_cannot_be_booked_either(new_facilitator: Person, alice: Person) -> None:
    event = new_facilitator.create_event(draft=True, sessions=0)
    added = new_facilitator.post(f"/events/{event['id']}/sessions", new_session(NOW + timedelta(days=4)))
    assert alice.book(added.json()["session"]["id"]).status_code == 404


def test_a_facilitator_deletes_a_draft_and_nobody_finds_it_any_more(
    new_facilitator: Person, other_facilitator: Person, admin: Person
) -> None:
    draft, kept = (new_facilitator.create_event(title=title, draft=True) for title in ("Unfinished", "Kept"))
    path = f"/events/{draft['id']}"
    assert other_facilitator.request("DELETE", path).status_code == 403
    deleted = new_facilitator.request("DELETE", path)
    assert (deleted.status_code, deleted.json()["event"]["status"]) == (200, "cancelled")
    for person in (new_facilitator, admin):
        assert person.get(path).status_code == 404
        assert person.get(f"/sessions/{draft['sessions'][0]['id']}").status_code == 404
        for what in ("events", "sessions"):
            for filters in ({}, {"draft": "true"}, {"status": "upcoming"}):
                listed = person.get(f"/{what}", params={"facilitator_id": new_facilitator.id} | filters).json()
                assert {one.get("event_id", one["id"]) for one in listed[what]} == {kept["id"]}
                assert listed["pagination"]["total"] == 1
    assert new_facilitator.request("DELETE", path).status_code == 404
    assert new_facilitator.post(f"{path}/publish").status_code == 404
    assert new_facilitator.post(f"{path}/duplicate", {"first_start": "2031-03-01T07:00:00Z"}).status_code == 404


def test_a_cancelled_session_of_a_draft_stays_for_its_facilitator(new_facilitator: Person) -> None:
    session = new_facilitator.create_event(draft=True, sessions=2)["sessions"][0]
    assert new_facilitator.request("DELETE", f"/sessions/{session['id']}").status_code == 200
    assert new_facilitator.get(f"/sessions/{session['id']}").json()["session"]["status"] == "cancelled"


def test_a_published_event_is_cancelled_and_stays_for_everybody(new_facilitator: Person, alice: Person) -> None:
    path = f"/events/{new_facilitator.create_event()['id']}"
    assert new_facilitator.request("DELETE", path).status_code == 200
    assert alice.get(path).json()["event"]["status"] == "cancelled"


def test_the_live_stream_knows_nothing_of_a_draft_until_it_is_published(app: Flask) -> None:
    with app.app_context():
        person = register_user(Register(name="Meera", email="meera@example.org", password="a calm river stone"))
        meera = Caller(person.id, "facilitator", person.name, person.email, "")
        details = {"title": "Sit", "time_zone": "UTC", "sessions": [new_session(NOW + timedelta(days=3))]}
        draft = create_event(meera, NewEvent.model_validate(details | {"draft": True})).id
        public = create_event(meera, NewEvent.model_validate(details)).id
        stream = ChangedSeats(app)
        assert {change.topic for change in stream.read()[0]} & {draft, public} == {public}
        publish_event(meera, draft)
        assert {change.topic for change in stream.read()[0]} == {draft}


def test_the_copy_of_a_draft_is_a_draft(new_facilitator: Person) -> None:
    draft = new_facilitator.create_event(draft=True)
    copy = new_facilitator.post(f"/events/{draft['id']}/duplicate", {"first_start": "2031-03-01T07:00:00Z"})
    assert copy.json()["event"]["draft"] is True


def test_an_empty_price_is_refused_and_one_left_out_is_free(new_facilitator: Person) -> None:
    session = new_session(NOW + timedelta(days=3)) | {"price_cents": None}
    event = {"title": "Sit", "time_zone": "UTC", "sessions": [session]}
    refused = new_facilitator.post("/events", event)
    assert (refused.status_code, refused.json()["field"]) == (400, "sessions.0.price_cents")
    del session["price_cents"]
    created = new_facilitator.post("/events", event)
    assert created.status_code == 201, created.text
    assert created.json()["event"]["sessions"][0]["price_cents"] == 0


def test_the_meeting_link_is_for_booked_guests_and_the_facilitator(
    services: Services, new_facilitator: Person, other_facilitator: Person, alice: Person, bob: Person, admin: Person
) -> None:
    link = "https://meet.example.com/room"
    event = new_facilitator.create_event(online=True, link=link, location="Online")
    assert (event["online"], event["link"], event["has_link"]) == (True, link, True)
    session_id = event["sessions"][0]["id"]
    path = f"/events/{event['id']}"
    for stranger in (public(services, path), bob.get(path), other_facilitator.get(path)):
        assert link not in stranger.text
        assert (stranger.json()["event"]["link"], stranger.json()["event"]["has_link"]) == (None, True)
    for open_list in ("/events", "/sessions"):
        assert link not in public(services, open_list, facilitator_id=new_facilitator.id).text
    assert [person.get(path).json()["event"]["link"] for person in (new_facilitator, admin)] == [link, link]
    booking = alice.book(session_id).json()["booking"]
    assert (booking["session_link"], booking["session_online"]) == (link, True)
    assert alice.get("/bookings").json()["bookings"][0]["session_link"] == link
    assert alice.cancel(booking["id"]).json()["booking"]["session_link"] is None


def test_a_public_page_refuses_a_token_that_is_not_valid(services: Services) -> None:
    headers = {"Authorization": "Bearer not.a.token"}
    assert requests.get(f"{services.main_url}/events", headers=headers, timeout=30).status_code == 401


def test_arriving_early_is_said_only_where_the_facilitator_says_so(new_facilitator: Person, alice: Person) -> None:
    early = new_facilitator.create_event(arrive_minutes_early=10)
    booking = alice.book(early["sessions"][0]["id"]).json()["booking"]
    assert (early["arrive_minutes_early"], booking["arrive_minutes_early"]) == (10, 10)
    changed = new_facilitator.request("PATCH", f"/events/{early['id']}", json={"arrive_minutes_early": None})
    assert changed.json()["event"]["arrive_minutes_early"] is None
    assert new_facilitator.create_event()["arrive_minutes_early"] is None


def test_an_event_says_what_guests_want_to_know_and_its_copy_says_the_same(new_facilitator: Person) -> None:
    known = {
        "languages": ["en", "pt"],
        "included": ["Twin room", "Vegetarian food"],
        "to_bring": ["Warm clothes"],
        "programme": [{"title": "Friday", "text": "We arrive from five."}, {"title": "Saturday", "text": ""}],
    }
    event = new_facilitator.create_event(**known)
    assert {name: event[name] for name in known} == known
    copy = new_facilitator.request(
        "POST", f"/events/{event['id']}/duplicate", json={"first_start": "2030-05-01T00:00:00Z"}
    )
    assert {name: copy.json()["event"][name] for name in known} == known
    for refused in ({"languages": ["English"]}, {"included": [" "]}, {"to_bring": ["x"] * 21}, {"programme": [{}]}):
        assert new_facilitator.request("PATCH", f"/events/{event['id']}", json=refused).status_code == 400
    changed = new_facilitator.request("PATCH", f"/events/{event['id']}", json={"programme": [], "included": []}).json()[
        "event"
    ]
    assert (changed["programme"], changed["included"], changed["to_bring"]) == ([], [], ["Warm clothes"])


def test_a_search_forgives_a_typo_and_says_what_it_looked_for(services: Services, new_facilitator: Person) -> None:
    event = new_facilitator.create_event(title="Kundalini Sunrise")
    new_facilitator.create_event(title="Zanzibarella", draft=True)

    def search(text: str, at: str = "events") -> tuple[list[int], str | None]:
        found = requests.get(f"{services.main_url}/{at}", params={"search": text}, timeout=30).json()
        ids = [row["event_id" if at == "sessions" else "id"] for row in found[at]]
        return [each for each in ids if each == event["id"]], found["searched_for"]

    for typed in ("kundalinii sunrise", "Kundlini Sunrise", "kunadlini sunrise", "kundalimi sunrsie"):
        for at in ("events", "sessions"):
            assert search(typed, at) == ([event["id"]], "kundalini sunrise")
    assert search("kundal") == ([event["id"]], None)
    assert search("kxxdalini") == ([], None)
    assert search("zanzibarela") == ([], None), "a word of a draft"
    new_facilitator.request("PATCH", f"/events/{event['id']}", json={"title": "Evening"})
    assert search("kundalinii") == ([], None), "no event has the word any more"


def test_prices_are_compared_within_a_currency(services: Services, new_facilitator: Person) -> None:
    def event_in(currency: str, price_cents: int, **details: Any) -> int:
        return new_facilitator.create_event(currency=currency, price_cents=price_cents, **details)["id"]

    rupees, euros = event_in("BHD", 4_500), event_in("XOF", 4_000)
    event_in("XOF", 9_000, start=NOW - timedelta(days=9))
    event_in("BHD", 1, draft=True)
    ranges = public(services, "/events/price-ranges").json()["ranges"]
    assert {"currency": "BHD", "min_cents": 4_500, "max_cents": 4_500} in ranges
    assert {"currency": "XOF", "min_cents": 4_000, "max_cents": 4_000} in ranges
    for what, key in (("events", "id"), ("sessions", "event_id")):
        found = public(
            services, f"/{what}", facilitator_id=new_facilitator.id, status="upcoming", currency="XOF", price_max=5_000
        )
        assert [one[key] for one in found.json()[what]] == [euros]
        both = public(services, f"/{what}", facilitator_id=new_facilitator.id, status="upcoming", price_max=5_000)
        assert {one[key] for one in both.json()[what]} == {rupees, euros}


def test_priya_who_changes_events_without_end_is_asked_to_wait() -> None:
    with application(RATELIMIT_ENABLED=True) as app:
        with app.app_context():
            register_user(Register(name="Priya", email="priya@example.org", password="a calm river stone"))
            with write_transaction() as db_session:
                db_session.execute(text("UPDATE users SET role = 'facilitator'"))
        client = app.test_client()
        signed_in = client.post("/auth/login", json={"email": "priya@example.org", "password": "a calm river stone"})
        headers = {"Authorization": f"Bearer {signed_in.get_json()['access_token']}"}
        responses = [client.post("/events/999/publish", headers=headers) for _ in range(121)]
        assert {response.status_code for response in responses[:120]} == {404}
        assert responses[120].status_code == 429
        assert int(responses[120].headers["Retry-After"]) > 0
        assert client.get("/events", headers=headers).status_code == 200


def test_events_with_a_link_at_the_place_online_became_online(app: Flask) -> None:
    from flask_migrate import downgrade, upgrade

    with app.app_context():
        person = register_user(Register(name="Kavya", email="kavya@example.org", password="a calm river stone"))
        kavya = Caller(person.id, "facilitator", person.name, person.email, "")
        ids = []
        for location, link in ((" Online ", "https://example.com/a"), ("Online", None), ("Loft", "https://a.bc")):
            details = {"title": "Sit", "time_zone": "UTC", "location": location, "link": link}
            ids.append(create_event(kavya, NewEvent.model_validate(details)).id)
        db.session.remove()
        downgrade(revision="0005")
        upgrade()
        online = db.session.execute(text("SELECT id, online FROM events ORDER BY id")).all()
        assert {row.id: bool(row.online) for row in online if row.id in ids} == dict(
            zip(ids, (True, False, False), strict=True)
        )


@pytest.fixture(scope="module")
def busy_app() -> Iterator[tuple[Flask, list[int]]]:
    """Four events under way, and many that ended or come later. With the ids of the four, oldest first."""
    with application() as app, app.app_context():
        person = register_user(Register(name="Priya", email="priya@example.org", password="a calm river stone"))
        priya = Caller(person.id, "facilitator", person.name, person.email, "")
        began = (timedelta(days=400), timedelta(days=3), timedelta(hours=30), timedelta(minutes=30))
        yield app, [add_event(priya, NOW - before, NOW + timedelta(minutes=30)) for before in began]


def test_what_is_under_way_is_found_without_reading_what_ended_or_comes(busy_app: tuple[Flask, list[int]]) -> None:
    app, under_way = busy_app
    client = app.test_client()

    def costs(what: str) -> int:
        with cost("events", "sessions") as counted:
            found = client.get(f"/{what}?status=active").get_json()[what]
        assert [one.get("event_id") or one["id"] for one in found] == under_way
        return counted.total

    def add_others(times: int) -> None:
        of_three_days, of_an_hour = under_way[1], under_way[3]
        add_copies(of_three_days, range(-300, -3), times)
        add_copies(of_an_hour, (*range(-300, 0), *range(2, 300)), times)
        with write_transaction() as db_session:
            db_session.execute(text("ANALYZE"))

    add_others(1)
    few = {what: costs(what) for what in ("events", "sessions")}
    add_others(9)
    many = {what: costs(what) for what in few}
    assert [what for what in few if many[what] > 1.3 * few[what] + 200] == [], (
        f"{few}, and with ten times as many {many}"
    )


def add_event(by: Caller, starts_at: datetime, ends_at: datetime) -> int:
    session = {"start_time": starts_at.isoformat(), "end_time": ends_at.isoformat(), "capacity": 5}
    return create_event(by, NewEvent.model_validate({"title": "Sit", "time_zone": "UTC", "sessions": [session]})).id


def add_copies(event_id: int, days: Iterable[int], times: int) -> None:
    """Copies of an event and its session on other days, written straight to the database."""
    with write_transaction() as db_session:
        event = dict(db_session.execute(select(Event.__table__).where(Event.id == event_id)).mappings().one())
        of_event = select(EventSession.__table__).where(EventSession.event_id == event_id)
        session = dict(db_session.execute(of_event).mappings().one())
        first = (db_session.scalar(select(func.max(Event.id))) or 0) + 1_000
        events, sessions = [], []
        for number, (day, _) in enumerate(itertools.product(days, range(times))):
            moved = {name: event[name] + timedelta(days=day) for name in ("starts_at", "ends_at")}
            events.append(event | moved | {"id": first + number})
            sessions.append(session | moved | {"id": first + number, "event_id": first + number})
        db_session.execute(insert(Event.__table__), events)
        db_session.execute(insert(EventSession.__table__), sessions)
