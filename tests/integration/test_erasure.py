"""Who is erased is erased: afterwards no column of any table of either service has their name, address or phone."""

import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import requests

from tests.support.outbox import wait_until_delivered
from tests.support.people import PASSWORD, Person, confirm_address, new_session, register, register_with_role
from tests.support.services import Services, wait_until
from tests.support.whole_database import columns_with

DAY = timedelta(days=1)


def at_the_crm(person: Person, method: str, path: str, body: Any = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {person.token}"}
    return requests.request(method, person.services.real_crm_url + path, json=body, headers=headers, timeout=30)


def erase(admin: Person, person: Person) -> requests.Response:
    assert admin.post("/auth/confirm", {"password": PASSWORD}).status_code == 204
    return admin.post(f"/api/admin/people/{person.id}/erase")


def erase_when_possible(admin: Person, person: Person) -> dict[str, Any]:
    """Erase somebody about whom messages may still be on their way."""
    responses = [erase(admin, person)]

    def answered() -> bool:
        if responses[-1].status_code == 409 and responses[-1].json()["code"] == "still_on_its_way":
            responses.append(erase(admin, person))
        return responses[-1].status_code == 200

    wait_until(answered, 30, lambda: responses[-1].text, every=0.2)
    return responses[-1].json()["person"]


def left(services: Services, words: list[str]) -> set[str]:
    crm = {f"crm: {place}" for place in columns_with(services.crm_database, words)}
    return columns_with(services.main_database, words) | crm


def test_nothing_is_left_of_a_guest_in_either_service(services: Services, facilitator: Person, admin: Person) -> None:
    word, phone = f"zora{uuid.uuid4().hex[:8]}", f"+35191{uuid.uuid4().int % 10**7:07}"
    words = [word, phone, phone[1:]]
    zora = confirm_address(register(services, f"Zora {word}", f"{word}@example.com"))
    profile = {"phone": phone, "time_zone": "Asia/Kolkata"}
    assert zora.request("PATCH", "/auth/profile", json=profile).status_code == 200
    assert zora.post("/bookings/calendar-feed").status_code == 201
    assert zora.post("/auth/forgotten-password", {"email": zora.email}).status_code == 202
    event = facilitator.create_event(sessions=3, start=datetime.now(timezone.utc) + 30 * DAY)
    free, moved, by_priya = (session["id"] for session in event["sessions"])
    booking = zora.book(free, headers={"Idempotency-Key": uuid.uuid4().hex}).json()["booking"]["id"]
    for_guest = {"name": f"Zora {word}", "email": zora.email, "places": 1}
    key = {"Idempotency-Key": uuid.uuid4().hex}
    booked = facilitator.post(f"/sessions/{by_priya}/bookings", for_guest, headers=key)
    assert booked.status_code == 201, booked.text
    moved = zora.book(moved).json()["booking"]["id"]
    written = {"subject": "See you", "text": "Bring a mat"}
    assert facilitator.post(f"/sessions/{free}/guest-messages", written).status_code == 201
    notes = f"/api/facilitator/{facilitator.id}/guests/{zora.id}/notes"
    wait_until_delivered(services, 30)
    assert at_the_crm(facilitator, "PUT", notes, {"text": f"{word} prefers the window"}).status_code == 200
    waiting = at_the_crm(admin, "GET", f"/api/approvals?search={word}").json()["approvals"]
    assert at_the_crm(admin, "POST", f"/api/approvals/{waiting[0]['id']}/approve").status_code == 200
    refused = erase(admin, zora)
    assert (refused.status_code, refused.json()["code"]) == (409, "has_bookings")
    assert "3" in refused.json()["error"]
    ill = {"reason": f"{word} is ill"}
    cancelled = facilitator.post(f"/bookings/{booking}/cancel-for-guest", ill)
    assert cancelled.status_code == 200, cancelled.text
    for other in (moved, booked.json()["booking"]["id"]):
        assert zora.cancel(other).status_code == 200
    assert left(services, words) >= {
        *("users.name", "users.phone", "journal.changes", "bookings.reason", "outbox_messages.payload"),
        *("idempotency_keys.response", "crm: customers.email", "crm: audit_entries.after", "crm: guest_notes.text"),
    }
    token = zora.token

    shown = erase_when_possible(admin, zora)
    assert (shown["name"], shown["state"], shown["roles"]) == ("Erased person", "erased", ["user"])
    assert shown["email"] == f"erased-{zora.id}@erased.invalid"
    wait_until(lambda: not left(services, words), 30, lambda: str(left(services, words)), every=0.2)
    zora.token = token
    assert zora.get("/auth/profile").status_code == 401
    assert zora.post("/auth/login", {"email": zora.email, "password": PASSWORD}).status_code == 401
    assert zora.post("/auth/refresh").status_code == 401
    listed = at_the_crm(facilitator, "GET", f"/api/facilitator/{facilitator.id}/guests?search={zora.id}").json()
    assert [guest["name"] for guest in listed["guests"] if guest["user_id"] == zora.id] == ["Erased person"]
    wait_until_delivered(services, 30)
    checked = admin.post("/api/crm/integration/check").json()["check"]
    assert checked["differing"] == 0, checked
    again = register(services, "Zora", zora.email)
    assert again.id != zora.id, "the address is free again"


def test_nothing_is_left_of_a_facilitator_who_was_an_admin(services: Services, admin: Person) -> None:
    word = f"yuki{uuid.uuid4().hex[:8]}"
    yuki = register_with_role(services, f"Yuki {word}", "admin", f"{word}@example.com")
    guest = register(services, "Ben")
    roles = {"roles": ["facilitator", "admin"]}
    assert admin.post("/auth/confirm", {"password": PASSWORD}).status_code == 204
    assert admin.request("PUT", f"/api/admin/people/{yuki.id}/roles", json=roles).status_code == 200
    yuki.sign_in()
    about = {"biography": f"{word} teaches yin"}
    assert yuki.request("PATCH", "/auth/profile", json=about).status_code == 200
    event = yuki.create_event(start=datetime.now(timezone.utc) - 2 * DAY)
    ahead = yuki.post(f"/events/{event['id']}/sessions", new_session(datetime.now(timezone.utc) + DAY)).json()[
        "session"
    ]
    wait_until(lambda: at_the_crm(yuki, "GET", f"/api/approvals?search={guest.email}").json()["approvals"], 20)
    [request] = at_the_crm(yuki, "GET", f"/api/approvals?search={guest.email}").json()["approvals"]
    assert at_the_crm(yuki, "POST", f"/api/approvals/{request['id']}/approve").status_code == 200
    refused = erase(admin, yuki)
    assert (refused.status_code, refused.json()["code"]) == (409, "has_sessions")
    assert yuki.request("DELETE", f"/sessions/{ahead['id']}").status_code == 200
    assert left(services, [word]) >= {"users.biography", "event_words.word", "crm: audit_entries.who"}
    assert erase_when_possible(admin, yuki)["state"] == "erased"
    wait_until(lambda: not left(services, [word]), 30, lambda: str(left(services, [word])), every=0.2)
    assert services and requests.get(f"{services.main_url}/events/{event['id']}", timeout=30).status_code == 200


def test_nobody_erases_themselves_or_twice(services: Services, admin: Person) -> None:
    own = erase(admin, admin)
    assert (own.status_code, own.json()["code"]) == (409, "own_account")
    person = register(services, "Ben")
    first = erase_when_possible(admin, person)
    assert erase(admin, person).json()["person"] == first, "a second click changes nothing"
    for method, path in (("POST", "switch-on"), ("PUT", "roles")):
        body = {"roles": ["admin"]} if path == "roles" else None
        back = admin.request(method, f"/api/admin/people/{person.id}/{path}", json=body)
        assert (back.status_code, back.json()["code"]) == (409, "erased")
