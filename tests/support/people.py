"""People who use the API, each with an HTTP client."""

import itertools
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from sqlalchemy import text

from tests.support.database import change
from tests.support.services import Services

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"
CONFIRM_ADDRESS = text("UPDATE users SET email_verified_at = created_at WHERE id = :id")
CONFIRM_PHONE = text("UPDATE users SET phone_confirmed_at = created_at WHERE id = :id")
SET_ROLE = text("UPDATE users SET role = :role WHERE email = :email")


class Person:
    """Someone with an account and, once signed in, an access token and a cookie jar."""

    def __init__(self, services: Services, name: str, email: str):
        self.services, self.name, self.email = services, name, email
        self.id = 0
        self.token = ""
        self.http = requests.Session()

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | options.pop("headers", {})
        options.setdefault("timeout", 30)
        return self.http.request(method, self.services.main_url + path, headers=headers, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        return self.request("POST", path, json=body, **options)

    def sign_in(self) -> "Person":
        response = self.post("/auth/login", {"email": self.email, "password": PASSWORD})
        assert response.status_code == 200, response.text
        self.token, self.id = response.json()["access_token"], response.json()["user"]["id"]
        return self

    def book(self, session_id: int, **options: Any) -> requests.Response:
        return self.post("/bookings/book", {"session_id": session_id}, **options)

    def cancel(self, booking_id: int, **options: Any) -> requests.Response:
        return self.post(f"/bookings/cancel/{booking_id}", **options)

    def reactivate(self, booking_id: int, **options: Any) -> requests.Response:
        return self.post(f"/bookings/reactivate/{booking_id}", **options)

    def create_event(self, *, sessions: int = 1, **details: Any) -> dict[str, Any]:
        """As a facilitator: an event with sessions on the coming days. Details go to the event or its sessions."""
        names = ("capacity", "price_cents", "currency", "payment_terms", "deposit_percent", "min_places", "decide_at")
        of_session = {name: details.pop(name) for name in names if name in details}
        start = details.pop("start", datetime.now(timezone.utc) + timedelta(days=3))
        bodies = [new_session(start + timedelta(days=number), **of_session) for number in range(sessions)]
        body = {"title": "Evening Sit", "time_zone": "Europe/Lisbon", "sessions": bodies} | details
        response = self.post("/events", body)
        assert response.status_code == 201, response.text
        return response.json()["event"]


def new_session(start: datetime, minutes: int = 60, capacity: int = 10, **details: Any) -> dict[str, Any]:
    end = start + timedelta(minutes=minutes)
    times = {"start_time": start.isoformat(), "end_time": end.isoformat()}
    # Paid to the facilitator, unless the test is about paying online: then it is booked at once.
    return {**times, "capacity": capacity, "price_cents": 0, "payment_terms": "pay_facilitator"} | details


def register(services: Services, name: str = "Alice", email: str | None = None) -> Person:
    """A new user, signed in. Each has a new address, so that tests can share the services."""
    return _create_account(services, name, email).sign_in()


def confirm_address(person: Person) -> Person:
    """Let the address count as confirmed, so that every kind of mail goes to it."""
    change(person.services.main_database, CONFIRM_ADDRESS.bindparams(id=person.id))
    return person


def confirm_phone(person: Person, phone: str) -> Person:
    """Add a phone number that counts as confirmed, so that texts go to it."""
    assert person.request("PATCH", "/auth/profile", json={"phone": phone}).status_code == 200
    change(person.services.main_database, CONFIRM_PHONE.bindparams(id=person.id))
    return person


def register_with_role(services: Services, name: str, role: str, email: str | None = None) -> Person:
    """A new facilitator or admin, signed in."""
    person = _create_account(services, name, email)
    # Set in the database, because the command `users role` starts a process and takes a second.
    change(services.main_database, SET_ROLE.bindparams(role=role, email=person.email))
    return person.sign_in()


def _create_account(services: Services, name: str, email: str | None) -> Person:
    word = "".join(filter(str.isalnum, name.encode("ascii", "ignore").decode().lower()))[:30] or "person"
    person = Person(services, name, email or f"{word}.{next(_numbers)}.{uuid.uuid4().hex[:8]}@example.com")
    response = person.post("/auth/register", {"name": name, "email": person.email, "password": PASSWORD})
    assert response.status_code == 201, response.text
    return person


def crm_notifications(services: Services, **filters: Any) -> list[dict[str, Any]]:
    """Every notification the CRM has that matches, newest first."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        response = requests.get(
            f"{services.real_crm_url}/notifications",
            params={**filters, "limit": 200, "cursor": cursor},
            headers={"Authorization": f"Bearer {services.token}"},
            timeout=30,
        )
        assert response.status_code == 200, response.text
        found += response.json()["notifications"]
        cursor = response.json()["next_cursor"]
        if not cursor:
            return found
