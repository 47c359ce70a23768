"""A facilitator works in the CRM: the main API decides, guests are notified, and nobody gets more rights."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from sqlalchemy import select

from main_app.journal.models import JournalEntry
from tests.support.database import rows
from tests.support.people import Person, crm_notifications, new_session
from tests.support.services import Services, wait_until


class Desk:
    """A caller of the CRM's routes of one facilitator."""

    def __init__(self, services: Services, facilitator_id: int, token: str):
        self._services = services
        self._url = f"{services.real_crm_url}/api/facilitator/{facilitator_id}"
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        return requests.request(method, self._url + path, json=body, headers=self._headers, timeout=30)

    def done(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        response = self.ask(method, path, body)
        assert response.status_code in (200, 201), response.text
        return response.json()


@pytest.fixture
def desk(services: Services, facilitator: Person) -> Desk:
    return Desk(services, facilitator.id, facilitator.token)


def history_of_event(services: Services, event_id: int) -> list[Any]:
    entries = JournalEntry.__table__
    of_event = (entries.c.subject_type == "event", entries.c.subject_id == str(event_id))
    return rows(services.main_database, select(entries).where(*of_event).order_by(entries.c.version))


def booked_event(desk: Desk, guests: list[Person], sessions: int = 1, capacity: int = 10) -> dict[str, Any]:
    start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=20)
    dates = [new_session(start + timedelta(days=number), capacity=capacity) for number in range(sessions)]
    body = {"title": "Evening Sit", "time_zone": "Europe/Lisbon", "sessions": dates}
    event = desk.done("POST", "/events", body)["event"]
    for guest in guests:
        for date in event["sessions"]:
            assert guest.book(date["id"]).status_code == 201
    return event


def test_create_show_the_impact_change_duplicate_and_cancel(services: Services, desk: Desk, alice: Person, bob: Person):
    event = booked_event(desk, [alice, bob])
    date = event["sessions"][0]
    later = (datetime.fromisoformat(date["start_time"]) + timedelta(hours=2)).isoformat()
    end = (datetime.fromisoformat(date["end_time"]) + timedelta(hours=2)).isoformat()
    change = {"start_time": later, "end_time": end}

    impact = desk.done("POST", f"/sessions/{date['id']}/impact", {"change": change})["impact"]
    assert (impact["bookings"], {guest["message"] for guest in impact["guests"]}) == (2, {"session_changed"})
    confirmed = f"?expected_impact={impact['fingerprint']}"
    moved = desk.done("PUT", f"/sessions/{date['id']}{confirmed}", change)["session"]
    assert moved["start_time"] == later
    assert alice.get("/bookings").json()["bookings"][0]["session_time"] == later

    again = desk.ask("PUT", f"/sessions/{date['id']}{confirmed}", {"title": "Other"})
    assert (again.status_code, again.json()["code"]) == (409, "impact_changed")
    assert again.json()["impact"]["fingerprint"] != impact["fingerprint"]
    too_small = desk.ask("PUT", f"/sessions/{date['id']}", {"capacity": 1})
    assert (too_small.status_code, too_small.json()["code"]) == (409, "capacity_below_bookings")

    copy = desk.done("POST", f"/events/{event['id']}/duplicate", {"first_start": "2030-01-01T07:00:00+00:00"})["event"]
    assert copy["id"] != event["id"] and copy["sessions"][0]["seats_taken"] == 0
    assert desk.done("POST", f"/events/{event['id']}/sessions", new_session(datetime.fromisoformat(end)))["session"]
    renamed = desk.done("PUT", f"/events/{event['id']}", {"title": "Night Sit"})["event"]
    assert renamed["title"] == "Night Sit"
    cancelled = desk.done("DELETE", f"/events/{event['id']}?reason=Storm+%26+rain")["event"]
    assert cancelled["status"] == "cancelled"
    booking = alice.get("/bookings").json()["bookings"][0]
    assert booking["status"] == "cancelled"
    assert alice.reactivate(booking["id"]).status_code == 409

    def told() -> list[str]:
        received = crm_notifications(services, booking_id=booking["id"])
        # Tests of /notify send bookings of their own without an action, one of which may have this number.
        return [one["data"]["action"] for one in reversed(received) if "action" in one["data"]]

    wait_until(lambda: told() == ["created", "updated", "updated", "cancelled"], 20, lambda: f"{told()}")


def test_the_crm_gives_nobody_more_rights_than_the_main_api(
    services: Services, desk: Desk, facilitator: Person, other_facilitator: Person, alice: Person, admin: Person
):
    event = booked_event(desk, [])
    path = f"/events/{event['id']}"
    # Arjun at his own address, reaching for Priya's event: the main API knows whose it is.
    stranger = Desk(services, other_facilitator.id, other_facilitator.token).ask("PUT", path, {"title": "Mine"})
    assert stranger.status_code == 403
    for someone in (other_facilitator, alice, admin):
        assert Desk(services, facilitator.id, someone.token).ask("PUT", path, {"title": "Mine"}).status_code == 403
    # The service token has the rights of whom it names, no more.
    service = Desk(services, other_facilitator.id, services.token).ask("DELETE", path)
    assert service.status_code == 403
    assert Desk(services, alice.id, services.token).ask("POST", "/events", {}).status_code == 404
    assert desk.done("GET", "/events?per_page=100")["stale"] is False
    assert facilitator.get(path).json()["event"]["title"] == "Evening Sit"


def test_an_ended_sign_in_is_refused_by_the_crm_too(
    services: Services, facilitator: Person, new_person: Callable[[str], Person]
):
    kavya = new_person("Kavya")
    services.flask("users", "role", kavya.email, "facilitator")
    kavya.sign_in()
    left = Desk(services, kavya.id, kavya.token)
    event = left.done("POST", "/events", {"title": "T", "time_zone": "UTC"})["event"]
    assert kavya.post("/auth/logout").status_code == 200
    theirs = {"Authorization": f"Bearer {kavya.token}"}
    for response in (
        left.ask("PUT", f"/events/{event['id']}", {"title": "Late"}),
        left.ask("GET", "/bookings"),
        requests.get(f"{services.real_crm_url}/notifications", headers=theirs, timeout=10),
    ):
        assert (response.status_code, response.json()["code"]) == (401, "login_ended")


def test_a_facilitator_who_is_one_no_more_sees_no_guests_at_the_next_request(
    services: Services, new_person: Callable[[str], Person]
):
    kavya = new_person("Kavya")
    services.flask("users", "role", kavya.email, "facilitator")
    kavya.sign_in()
    desk = Desk(services, kavya.id, kavya.token)
    assert desk.ask("GET", "/guests").status_code == 200
    services.flask("users", "role", kavya.email, "user")
    assert desk.ask("GET", "/guests").status_code == 401


def test_what_the_service_does_for_a_facilitator_is_audited_as_such(services: Services, facilitator: Person):
    service = Desk(services, facilitator.id, services.token)
    event = service.done("POST", "/events", {"title": "By the service", "time_zone": "UTC"})["event"]
    assert event["facilitator_id"] == facilitator.id
    entry = history_of_event(services, event["id"])[0]
    assert (entry.action, entry.actor_id, entry.actor_auth) == ("event_created", facilitator.id, "service_token")


def test_own_events_with_counts_and_guests_of_ones_own(
    services: Services, desk: Desk, other_facilitator: Person, alice: Person, bob: Person
):
    event = booked_event(desk, [alice, bob])
    booking_id = bob.get("/bookings").json()["bookings"][0]["id"]
    assert bob.cancel(booking_id).status_code == 200

    def counted() -> Any:
        listed = desk.done("GET", "/events?per_page=100&status=upcoming")["events"]
        return next(one["bookings"] for one in listed if one["id"] == event["id"])

    wait_until(lambda: counted() == {"booked": 1, "cancelled": 1}, 20)
    found = desk.done("GET", f"/guests?search={alice.email}")["guests"]
    assert [(guest["user_id"], guest["booked"]) for guest in found] == [(alice.id, 1)]
    desk.done("PUT", f"/guests/{alice.id}/notes", {"text": "Brings tea"})
    arjun = Desk(services, other_facilitator.id, other_facilitator.token)
    assert arjun.ask("GET", f"/guests/{alice.id}").status_code == 404
    assert desk.done("GET", f"/guests/{alice.id}")["notes"]["text"] == "Brings tea"


def test_the_list_goes_on_without_the_main_api_and_changes_wait(start_services: Callable[..., Services]):
    from tests.support.people import register, register_with_role

    # A process trusts the sign-ins that it confirmed itself, so one process answers all requests here.
    services = start_services(extra={"WEB_WORKERS": "1"})
    priya, alice = register_with_role(services, "Priya", "facilitator"), register(services, "Alice")
    desk = Desk(services, priya.id, priya.token)
    event = booked_event(desk, [alice])
    wait_until(lambda: desk.done("GET", "/bookings")["bookings"], 20)
    services.main.stop()
    listed = desk.done("GET", "/events")
    assert (listed["stale"], [one["id"] for one in listed["events"]]) == (True, [event["id"]])
    assert listed["events"][0]["bookings"] == {"booked": 1, "cancelled": 0}
    refused = desk.ask("PUT", f"/events/{event['id']}", {"title": "T"})
    assert refused.status_code == 503 and refused.headers["Content-Type"] == "application/problem+json"
    services.main.start()
    services.wait_ready(services.main_url)
    assert desk.done("GET", "/events")["stale"] is False
