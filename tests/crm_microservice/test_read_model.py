"""States, places and sessions that earlier releases did not know are stored, shown and counted correctly."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from crm_microservice.facilitators.main_api_events import MainSession
from crm_microservice.facilitators.models import FacilitatorRead
from crm_microservice.facilitators.recent_sessions import RecentSessions
from crm_microservice.notifications.store import NotificationStore
from tests.crm_microservice.main_api import StandIn
from tests.crm_microservice.service import Crm, booking
from tests.crm_microservice.studio import START, Studio, new_booking

_users = itertools.count(60_001)


def test_an_unknown_action_alone_changes_no_state(priya: Studio):
    one, another = new_booking(), new_booking()
    priya.tells(one, 1, "created")
    priya.tells(one, 2, "refunded")
    priya.tells(another, 1, "created")
    priya.tells(another, 2, "cancelled")
    priya.tells(another, 3, "checked_in")
    assert {row["booking_id"]: row["status"] for row in priya.bookings()} == {one: "booked", another: "cancelled"}
    assert {row["version"] for row in priya.bookings()} == {2, 3}


def test_a_booking_known_by_an_unknown_action_only_takes_no_place(priya: Studio):
    one = new_booking()
    priya.tells(one, 2, "waitlisted")
    assert priya.bookings()[0]["status"] == "unknown"
    assert priya.booked() == 0
    priya.tells(one, 1, "created")
    assert priya.bookings()[0]["status"] == "booked"
    assert priya.booked() == 1


@pytest.mark.parametrize("action", ["updated", "created", "moved_up"])
@pytest.mark.parametrize(
    ("state", "taken"),
    [
        ("held", 1),
        ("booked", 1),
        ("attended", 1),
        ("no_show", 1),
        ("cancelled", 0),
        ("expired", 0),
        ("refunded", 0),
        ("dreaming", 0),
    ],
)
def test_a_stated_state_is_the_bookings_state(priya: Studio, action: str, state: str, taken: int):
    one = new_booking()
    priya.tells(one, 1, "created")
    priya.tells(one, 5, action, state=state)
    priya.tells(one, 3, "cancelled")
    assert [row["status"] for row in priya.bookings()] == [state]
    assert priya.bookings(f"?status={state}")[0]["booking_id"] == one
    assert priya.booked() == taken


def test_an_invalid_state_is_ignored(priya: Studio):
    one = new_booking()
    priya.tells(one, 1, "created", state="held")
    for version, state in enumerate((7, None, "", ["booked"], "x" * 101), 2):
        priya.tells(one, version, "updated", state=state)
    assert priya.bookings()[0]["status"] == "held"


def test_places_are_counted_everywhere(priya: Studio):
    two_friends, alone, gone = new_booking(), new_booking(), new_booking()
    priya.tells(two_friends, 1, "created", places=2)
    priya.tells(alone, 1, "created")
    priya.tells(gone, 1, "created", places=4)
    priya.tells(gone, 2, "cancelled", places=4)
    assert {row["booking_id"]: row["places"] for row in priya.bookings()} == {two_friends: 2, alone: 1, gone: 4}
    session = priya.get("/sessions")["sessions"][0]
    assert (session["booked"], session["cancelled"], session["occupancy"]) == (3, 4, 0.3)
    assert priya.get("/events")["events"][0]["bookings"] == {"booked": 3, "cancelled": 4}
    figures = priya.get("/statistics")
    assert figures["ahead"] == {"sessions": 1, "booked": 3, "capacity": 10}
    assert figures["occupancy"] == [session]
    guest = priya.get("/guests")["guests"][0]
    assert (guest["bookings"], guest["booked"], guest["cancelled"], guest["places"]) == (3, 2, 1, 3)
    priya.tells(two_friends, 2, "updated", places=3)
    assert priya.booked() == 4


@pytest.mark.parametrize("places", [0, -1, True, "2", 1.5, None, 10**9])
def test_an_invalid_number_of_places_counts_as_one(priya: Studio, places: Any):
    priya.tells(new_booking(), 1, "created", places=places)
    assert priya.bookings()[0]["places"] == 1


@pytest.mark.parametrize(
    ("query", "expected"), [("", 7), ("?status=booked", 4), ("?status=cancelled", 3), ("?status=dreaming", 0)]
)
def test_totals_equal_the_number_of_rows(priya: Studio, query: str, expected: int):
    for number in range(7):
        one = new_booking()
        priya.tells(one, 1, "created")
        priya.tells(one, 1, "created")
        if number % 3 == 0:
            priya.tells(one, 2, "cancelled")
    scopes = ["", f"session_id={priya.session()['id']}", f"event_id={priya.event_id}", "session_id=999999999"]
    for scope in scopes:
        both = "&".join(part for part in (query.removeprefix("?"), scope) if part)
        listed = priya.get(f"/bookings?{both}&per_page=100" if both else "/bookings?per_page=100")
        found = 0 if "999999999" in scope else expected
        assert (listed["pagination"]["total"], len(listed["bookings"])) == (found, found), both


def test_sessions_without_bookings_are_known_from_notifications(priya: Studio):
    empty, cancelled = priya.session(2, status="scheduled"), priya.session(3, status="scheduled")
    priya.general("session_created", session=empty, time_zone="Europe/Lisbon")
    priya.general("session_created", session=cancelled)
    priya.general("session_cancelled", session={**cancelled, "status": "cancelled"})
    priya.tells(new_booking(), 1, "created")
    listed = priya.get("/sessions")
    assert listed["stale"] is True
    assert [one["title"] for one in listed["sessions"]] == ["Session 1", "Session 2", "Session 3"]
    assert [one["status"] for one in listed["sessions"]] == ["scheduled", "scheduled", "cancelled"]
    assert priya.get("/statistics")["ahead"] == {"sessions": 2, "booked": 1, "capacity": 20}
    assert [one["title"] for one in priya.get("/sessions?status=upcoming")["sessions"]] == ["Session 1", "Session 2"]
    shown = priya.get(f"/sessions/{empty['id']}")["session"]
    assert (shown["title"], shown["booked"], shown["occupancy"]) == ("Session 2", 0, 0.0)
    assert [one["title"] for one in priya.get("/sessions?status=upcoming&per_page=1&page=2")["sessions"]] == [
        "Session 2"
    ]


def test_sessions_of_other_facilitators_do_not_exist(priya: Studio, crm: Crm):
    arjun = Studio(crm)
    arjun.general("session_created", session=arjun.session())
    assert arjun.get("/sessions")["pagination"]["total"] == 1
    assert priya.get("/sessions")["sessions"] == []
    hidden = crm.get(f"/api/facilitator/{priya.id}/sessions/{arjun.session()['id']}", priya.token)
    assert (hidden.status_code, hidden.json()["error"]) == (404, "There is no such session.")


@pytest.mark.parametrize("spoiled", [{"session": 7}, {"session": {"id": "x"}}, {"title": ""}, {"occurred_at": "soon"}])
def test_a_general_notification_that_describes_no_session_is_stored_all_the_same(priya: Studio, spoiled: Any):
    priya.general("session_created", **{"session": priya.session(), **spoiled})
    assert priya.get("/sessions")["sessions"] == []


def test_priyas_own_changes_are_not_unread(priya: Studio):
    priya.general("event_created", session=priya.session())
    assert priya.get("/unread")["unread"] == 0
    priya.tells(new_booking(), 1, "created")
    priya.general("event_updated")
    priya.general("event_updated", user_id=9)
    moved, called_off, cancelled = new_booking(), new_booking(), new_booking()
    priya.tells(moved, 2, "updated", changed={"starts_at": START.isoformat()})
    priya.tells(called_off, 2, "cancelled", cancelled_by="facilitator", reason="Ill")
    priya.tells(cancelled, 2, "cancelled")
    news = priya.get("/unread")
    assert news["unread"] == 3
    read = priya.crm.post(f"/api/facilitator/{priya.id}/read", priya.token, json={"up_to": news["latest"]})
    assert read.json()["unread"] == 0
    assert news["since"] is None
    since = read.json()["since"].replace("+", "%2B")
    priya.tells(cancelled, 3, "reactivated")
    changed = priya.get(f"/bookings?changed_since={since}")
    assert ([row["booking_id"] for row in changed["bookings"]], changed["pagination"]["total"]) == ([cancelled], 1)


def test_the_reason_of_a_cancellation_is_listed_until_the_guest_books_again(priya: Studio):
    one, another = new_booking(), new_booking()
    for booked in (one, another):
        priya.tells(booked, 1, "created")
        priya.tells(booked, 2, "cancelled", cancelled_by="facilitator", reason="Ill")
        priya.tells(booked, 3, "updated", state="cancelled", reason="Ill")
    priya.tells(another, 4, "reactivated")
    assert {row["booking_id"]: row["cancel_reason"] for row in priya.bookings()} == {one: "Ill", another: None}


def test_marking_as_read_again_writes_nothing(priya: Studio):
    priya.tells(new_booking(), 1, "created")
    latest = priya.get("/unread")["latest"]
    own = select(FacilitatorRead.read_at).where(FacilitatorRead.facilitator_id == priya.id)
    engine = create_engine(priya.crm.settings["CRM_DATABASE_URL"])

    def mark_read(up_to: int) -> datetime:
        response = priya.crm.post(f"/api/facilitator/{priya.id}/read", priya.token, json={"up_to": up_to})
        assert response.json()["up_to"] == latest
        with engine.connect() as connection:
            return connection.execute(own).scalar_one()

    first = mark_read(latest)
    assert mark_read(latest) == mark_read(latest + 1) == mark_read(0) == first
    engine.dispose()


@pytest.fixture
def main_api() -> Iterator[StandIn]:
    one = StandIn()
    yield one
    one.close()


def page_of(*sessions: dict[str, Any]) -> dict[str, Any]:
    pagination = {"page": 1, "per_page": 100, "total": len(sessions), "pages": 1, "has_next": False, "has_prev": False}
    return {"sessions": list(sessions), "pagination": pagination}


def test_the_dashboard_shows_sessions_that_no_notification_described(start_crm: Callable[..., Crm], main_api: StandIn):
    priya = Studio(start_crm(MAIN_BASE_URL=main_api.url))
    priya.tells(new_booking(), 1, "created", places=2)
    facts = {"event_id": priya.event_id, "event_title": "Evening Sit", "facilitator_id": priya.id}
    with_guests, empty = ({**priya.session(number), **facts} for number in (1, 2))
    responses = {"active": page_of(), "upcoming": page_of(with_guests, empty)}
    main_api.response = lambda line: responses["active" if "status=active" in line else "upcoming"]
    figures = priya.get("/statistics")
    assert figures["stale"] is False
    assert figures["ahead"] == {"sessions": 2, "booked": 2, "capacity": 20}
    assert [one["booked"] for one in figures["occupancy"]] == [2, 0]
    main_api.response = lambda _line: {"session": empty}
    main_api.asked.clear()
    shown = priya.get(f"/sessions/{empty['id']}")
    assert (shown["session"]["booked"], shown["session"]["event_title"], shown["stale"]) == (0, "Evening Sit", False)
    assert main_api.asked.pop()["headers"]["Authorization"] == f"Bearer {priya.token}", "drafts are hers alone to see"
    main_api.response = lambda _line: {"session": {**empty, "facilitator_id": 1}}
    refused = priya.crm.get(f"/api/facilitator/{priya.id}/sessions/{empty['id']}", priya.token)
    assert refused.status_code == 404


def test_a_dashboard_asks_the_main_api_again_only_after_news_of_an_event(
    start_crm: Callable[..., Crm], main_api: StandIn
):
    priya = Studio(start_crm(MAIN_BASE_URL=main_api.url, WEB_WORKERS="1"))
    facts = {"event_id": priya.event_id, "event_title": "Evening Sit", "facilitator_id": priya.id}
    with_guests, empty = ({**priya.session(number), **facts} for number in (1, 2))
    responses = {"active": page_of(), "upcoming": page_of(with_guests)}
    main_api.response = lambda line: responses["active" if "status=active" in line else "upcoming"]
    for guests in range(3):
        assert priya.get("/statistics")["ahead"] == {"sessions": 1, "booked": guests, "capacity": 10}
        priya.tells(new_booking(), 1, "created")
    assert len(main_api.asked) == 2
    responses["upcoming"] = page_of(with_guests, empty)
    Studio(priya.crm).general("session_created")  # of another facilitator
    assert priya.get("/statistics")["ahead"]["sessions"] == 1
    assert len(main_api.asked) == 2
    priya.general("session_created", session=priya.session(2))
    assert priya.get("/statistics")["ahead"] == {"sessions": 2, "booked": 3, "capacity": 20}
    assert len(main_api.asked) == 4
    assert [one["booked"] for one in priya.get("/statistics")["occupancy"]] == [3, 0]
    assert len(main_api.asked) == 4


class Listing:
    """A main API that lists these sessions and counts how often it is asked."""

    def __init__(self, *sessions: MainSession) -> None:
        self.sessions, self.asked = list(sessions), 0

    def sessions_ahead(self, _facilitator_id: int) -> list[MainSession]:
        self.asked += 1
        return self.sessions


def listed_session(session_id: int, start: datetime, end: datetime) -> MainSession:
    return MainSession(
        id=session_id, event_id=1, event_title="Sit", facilitator_id=1, start_time=start, end_time=end, capacity=3
    )


def test_cached_sessions_expire_and_ended_ones_are_left_out(store: NotificationStore):
    over = listed_session(1, START - timedelta(days=9), START - timedelta(days=8))
    later, sooner = (listed_session(number, START - timedelta(hours=number), START) for number in (2, 3))
    main: Any = Listing(over, later, sooner)
    kept, forgetful = RecentSessions(store), RecentSessions(store, seconds=0)
    for recent in (kept, forgetful):
        for _ in range(2):
            assert [session.id for session in recent.ahead(main, 1)] == [3, 2]
    assert main.asked == 1 + 2


@pytest.mark.parametrize("response", [{"sessions": "none"}, {}, {"sessions": [{"id": 1}], "pagination": {}}])
def test_after_an_unusable_response_stored_sessions_are_shown(
    start_crm: Callable[..., Crm], main_api: StandIn, response: Any
):
    priya = Studio(start_crm(MAIN_BASE_URL=main_api.url))
    priya.tells(new_booking(), 1, "created")
    main_api.response = lambda _line: response
    figures = priya.get("/statistics")
    assert (figures["stale"], figures["ahead"]["sessions"]) == (True, 1)


def customer_of(crm: Crm, user_id: int, email: str) -> int:
    customer = {"firstName": "Old", "lastName": "Name", "email": email, "websiteUserId": f"samaya_user_{user_id}"}
    request = crm.post("/webhooks/customer-registration", json={"customer": customer}).json()["request_id"]
    approved = crm.post(f"/api/approvals/{request}/approve")
    assert approved.status_code == 200, approved.text
    return approved.json()["approval"]["customer_id"]


def profile(crm: Crm, user_id: int, version: int, name: str, email: str, **more: str | None) -> None:
    details = {"name": name, "email": email, "role": "user", "time_zone": "UTC", "version": version, **more}
    crm.store(
        {
            "notification_type": "user_updated",
            "user_id": user_id,
            "message": f"{name} changed their profile",
            "additional_data": details,
        }
    )


def test_a_customer_follows_their_profile(crm: Crm):
    user_id, address = next(_users), f"{uuid.uuid4().hex}@example.com"
    customer_id = customer_of(crm, user_id, address)
    new_address = f"new-{address}"
    profile(crm, user_id, 3, "New Name", new_address)
    profile(crm, user_id, 2, "Older Name", address)
    customer = crm.get(f"/api/customers/{customer_id}").json()["customer"]
    assert (customer["name"], customer["email"]) == ("New Name", new_address)
    entry = next(one for one in customer["audit"] if one["action"] == "profile_changed")
    assert (entry["before"], entry["after"]) == (
        {"name": "Old Name", "email": address},
        {"name": "New Name", "email": new_address},
    )
    assert crm.get(f"/api/customers?search={new_address}").json()["pagination"]["total"] == 1
    # email_key changed as well: a request from the new address belongs to this customer.
    request = {"customer": {"firstName": "A", "email": new_address.upper()}}
    again = crm.post("/webhooks/customer-registration", json=request).json()["request_id"]
    assert crm.get(f"/api/approvals/{again}").json()["approval"]["existing_customer"]["id"] == customer_id


def test_a_customer_follows_a_new_number_and_its_removal(crm: Crm):
    user_id, address = next(_users), f"{uuid.uuid4().hex}@example.com"
    customer_id = customer_of(crm, user_id, address)
    changes: tuple[dict[str, str | None], ...] = ({"phone": "+351912345678"}, {}, {"phone": None})
    numbers = []
    for version, change in enumerate(changes, start=2):
        profile(crm, user_id, version, "Old Name", address, **change)
        numbers.append(crm.get(f"/api/customers/{customer_id}").json()["customer"]["phone"])
    assert numbers == ["+351912345678", "+351912345678", None]


def test_a_profile_that_changed_while_the_request_waited_is_followed_at_approval(crm: Crm):
    user_id, address = next(_users), f"{uuid.uuid4().hex}@example.com"
    profile(crm, user_id, 2, "Married Name", f"married-{address}")
    customer = crm.get(f"/api/customers/{customer_of(crm, user_id, address)}").json()["customer"]
    assert (customer["name"], customer["email"]) == ("Married Name", f"married-{address}")


def test_an_address_that_another_customer_has_is_not_taken(crm: Crm):
    user_id, address, theirs = next(_users), f"{uuid.uuid4().hex}@example.com", f"{uuid.uuid4().hex}@x.org"
    customer_id, other_id = customer_of(crm, user_id, address), customer_of(crm, user_id + 5000, theirs)
    profile(crm, user_id, 2, "New Name", theirs)
    shown = [crm.get(f"/api/customers/{one}").json()["customer"] for one in (customer_id, other_id)]
    assert [(one["name"], one["email"]) for one in shown] == [("New Name", address), ("Old Name", theirs)]


def test_days_begin_in_the_readers_time_zone(priya: Studio):
    one = new_booking()
    zone = "Asia/Kathmandu"  # 5 hours and 45 minutes ahead
    midnight = datetime.now(timezone(timedelta(hours=5, minutes=45))).replace(hour=0, minute=0, second=0, microsecond=0)
    for number, action in ((0, "created"), (1, "cancelled")):
        priya.crm.store(
            booking(
                one,
                priya.id,
                action=action,
                version=number + 1,
                occurred_at=(midnight - timedelta(minutes=1 - number)).isoformat(),
            )
        )
    days = priya.get(f"/statistics?days=2&time_zone={zone}")["days"]
    assert [(day["bookings"], day["cancellations"]) for day in days] == [(1, 0), (0, 1)]
    priya.crm.store(booking(one, priya.id, action="reactivated", version=3))
    days = priya.get(f"/statistics?days=2&time_zone={zone}")["days"]
    assert [(day["bookings"], day["cancellations"]) for day in days] == [(1, 0), (0, 0)]
