"""What the main API sends is what the CRM accepts, at the limits of what the main API itself accepts."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import BaseModel

from crm_microservice.notifications.schemas import NotifyBody
from main_app.auth.schemas import Register
from main_app.channels.crm import CRMChannel
from main_app.events.schemas import NewEvent, NewSession
from main_app.services.notify_crm import CRMNotificationService
from service_kit.database import MAX_ID
from service_kit.strict_json import MAX_INTEGER
from tests.support.people import PASSWORD, Person, crm_notifications, new_session, register_with_role
from tests.support.services import Services, wait_until

WIDE = "\N{PERSON WITH FOLDED HANDS}"  # four bytes in UTF-8, and twelve characters where JSON escapes it


def longest(model: type[BaseModel], field: str) -> str:
    """The longest text `model` takes there."""
    described: dict[str, Any] = model.model_json_schema()["properties"][field]
    lengths = [each["maxLength"] for each in [described, *described.get("anyOf", [])] if "maxLength" in each]
    assert len(lengths) == 1, f"{model.__name__}.{field} has no single limit"
    return WIDE * lengths[0]


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """Services for this module only, so that they have no other messages."""
    with Services() as running:
        yield running


@pytest.fixture(scope="module")
def sent(services: Services) -> list[dict[str, Any]]:
    """Everything that the CRM stored after changes with the longest accepted values."""
    facilitator, guest = register_with_role(services, "Priya", "facilitator"), with_the_longest_name(services)
    start = datetime.now(timezone.utc) + timedelta(days=3)
    session = {**new_session(start, capacity=100_000), "title": longest(NewSession, "title")}
    texts = {name: longest(NewEvent, name) for name in ("title", "location", "description")}
    elsewhere = {**session, "location": longest(NewSession, "location")}
    body = {**texts, "time_zone": "America/Argentina/ComodRivadavia", "sessions": [session, elsewhere]}
    # Sent unescaped, as browsers do: escaped, the description alone would exceed the limit of a request.
    raw = json.dumps(body, ensure_ascii=False).encode()
    created = facilitator.post("/events", data=raw, headers={"Content-Type": "application/json"})
    assert created.status_code == 201, created.text
    event = created.json()["event"]
    first, second = (session["id"] for session in event["sessions"])
    booking = guest.book(second).json()["booking"]["id"]
    assert guest.cancel(booking).status_code == 200
    assert guest.reactivate(booking).status_code == 200
    for method, path, change in (
        ("PATCH", f"/events/{event['id']}", {"title": texts["title"][1:]}),
        ("POST", f"/events/{event['id']}/sessions", new_session(start)),
        ("PATCH", f"/sessions/{second}", {"title": session["title"][1:]}),
        ("DELETE", f"/sessions/{first}", None),
        ("DELETE", f"/events/{event['id']}", None),
    ):
        response = facilitator.request(method, path, json=change)
        assert response.status_code in (200, 201), f"{method} {path}: {response.text}"
    wait_until(
        lambda: states(services) == {"delivered"}, 30, lambda: services.flask("outbox", "status") + services.logs()
    )
    return [each["data"] for each in crm_notifications(services)]


def with_the_longest_name(services: Services) -> Person:
    person = Person(services, longest(Register, "name"), "long@example.com")
    response = person.post("/auth/register", {"name": person.name, "email": person.email, "password": PASSWORD})
    assert response.status_code == 201, response.text
    return person.sign_in()


def states(services: Services) -> set[str]:
    """Return the states of the messages to the CRM."""
    return set(json.loads(services.flask("outbox", "status"))["counts"]["crm"])


def test_every_kind_of_change_reached_the_crm(sent: list[dict[str, Any]]) -> None:
    booked = [data["action"] for data in sent if "action" in data]
    assert {"created", "cancelled", "reactivated"} <= set(booked)
    kinds = {data["notification_type"] for data in sent if "notification_type" in data}
    assert {"user_registered", "event_created", "event_updated"} <= kinds, kinds
    assert len(kinds) >= 5, kinds


def test_each_message_fits_the_crms_schema(sent: list[dict[str, Any]]) -> None:
    for data in sent:
        NotifyBody.model_validate(data)


def test_a_full_batch_of_the_largest_message_is_accepted(services: Services, sent: list[dict[str, Any]]) -> None:
    largest = max(sent, key=lambda data: len(json.dumps(data)))
    # A message may have a newer title than its change; the newer one is one character shorter.
    assert longest(NewEvent, "title")[1:] in json.dumps(largest, ensure_ascii=False)
    crm = CRMNotificationService(services.real_crm_url, services.token)
    response = crm.post_batch([(f"evt_{number:032}", largest) for number in range(CRMChannel.max_batch_size)])
    assert response.status == 200, response.detail()
    results = response.json()["results"]
    assert {result["status"] for result in results} == {"stored"}
    assert len(results) == CRMChannel.max_batch_size


def test_a_booking_message_carries_all_that_the_crm_shows(sent: list[dict[str, Any]]) -> None:
    created = next(data for data in sent if data.get("action") == "created")
    assert created.keys() == {
        "booking_id", "user", "event", "facilitator_id", "action", "session", "occurred_at", "version",
        "additional_data",
    }  # fmt: skip
    versions = [data["version"] for data in sent if data.get("booking_id") == created["booking_id"]]
    assert sorted(versions) == list(range(1, len(versions) + 1))


def test_the_crm_takes_every_id_the_main_api_can_give() -> None:
    assert MAX_ID <= MAX_INTEGER
