"""Every request of the services' documentation, unchanged, sent to the running services."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.support.curl import curl
from tests.support.people import Person, register_with_role
from tests.support.services import Services, wait_until

DOCUMENTED_TOKEN = "your-static-bearer-token-here"

NOTIFY = """
curl -X POST http://localhost:5001/notify \
  -H "Authorization: Bearer your-static-bearer-token-here" \
  -H "Content-Type: application/json" \
  -d '{
    "booking_id": 123,
    "user": {
        "id": 456,
        "name": "Test User",
        "email": "test@example.com"
    },
    "event": {
        "id": 789,
        "title": "Test Event",
        "start_date": "2024-01-15T09:00:00"
    },
    "facilitator_id": 101
  }'
"""

JOHN_DOE = {
    "booking_id": 123,
    "user": {"id": 456, "name": "John Doe", "email": "john@example.com"},
    "event": {"id": 789, "title": "Tech Conference 2024", "start_date": "2024-01-15T09:00:00"},
    "facilitator_id": 101,
}
BHAVIN = {"booking_id": 101, "user": "Bhavin", "event": "Meditation Retreat", "facilitator_id": 2}
USER_REGISTERED = {
    "notification_type": "user_registered",
    "user_id": 123,
    "message": "New user registered",
    "additional_data": {"email": "user@example.com"},
}


def documented(services: Services, command: str) -> requests.Response:
    """Replace only the address and the token by those of the running services."""
    command = command.replace("http://localhost:5001", services.real_crm_url)
    command = command.replace("http://localhost:5000", services.main_url)
    return curl(command.strip().replace(DOCUMENTED_TOKEN, services.token))


def notify(services: Services, body: dict[str, Any], token: str | None = None, **headers: str) -> requests.Response:
    return requests.post(
        f"{services.real_crm_url}/notify",
        json=body,
        headers={"Authorization": f"Bearer {token or services.token}", **headers},
        timeout=15,
    )


@pytest.mark.parametrize("path", ["/health", "/webhooks/health"])
def test_the_crm_says_that_it_is_healthy(services: Services, path: str) -> None:
    response = documented(services, f"curl http://localhost:5001{path}")
    assert response.status_code == 200
    assert response.json()["status"] == "healthy"
    assert {"status", "timestamp", "service"} <= response.json().keys()


def test_the_documented_notification_is_received_and_each_call_without_an_id_is_a_new_one(services: Services) -> None:
    first, second = documented(services, NOTIFY), documented(services, NOTIFY)
    for response in (first, second):
        assert response.status_code == 200, response.text
        assert response.json().keys() == {"message", "booking_id", "notification_id", "timestamp"}
        assert response.json()["booking_id"] == 123
    assert first.json()["notification_id"] != second.json()["notification_id"]


@pytest.mark.parametrize("body", [JOHN_DOE, BHAVIN, USER_REGISTERED], ids=["booking", "short", "general"])
def test_each_documented_shape_is_stored_as_it_was_sent(services: Services, body: dict[str, Any]) -> None:
    sent = notify(services, body)
    assert sent.status_code == 200, sent.text
    listed = requests.get(
        f"{services.real_crm_url}/notifications",
        headers={"Authorization": f"Bearer {services.token}"},
        timeout=15,
    ).json()["notifications"]
    stored = next(each for each in listed if each["notification_id"] == sent.json()["notification_id"])
    assert stored["data"].items() >= body.items()


def test_the_same_id_again_gets_the_same_response_and_is_stored_once(services: Services) -> None:
    body = {**JOHN_DOE, "booking_id": 987_654_321}
    first, second = (notify(services, body, **{"webhook-id": "evt_contract_1"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert first.json()["notification_id"] == "evt_contract_1"
    listed = requests.get(
        f"{services.real_crm_url}/notifications",
        params={"booking_id": 987_654_321},
        headers={"Authorization": f"Bearer {services.token}"},
        timeout=15,
    )
    assert listed.json()["count"] == 1


def test_a_wrong_token_and_a_missing_one_are_refused(services: Services) -> None:
    assert notify(services, JOHN_DOE, token="CRM_SECRET_123").status_code == 401
    assert requests.post(f"{services.real_crm_url}/notify", json=JOHN_DOE, timeout=15).status_code == 401


@pytest.mark.parametrize("field", list(JOHN_DOE))
def test_a_missing_field_is_named(services: Services, field: str) -> None:
    response = notify(services, {name: value for name, value in JOHN_DOE.items() if name != field})
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert field in response.json()["error"]


def test_a_batch_answers_for_each_item(services: Services) -> None:
    items = [{"id": "evt_contract_2", "data": BHAVIN}, {"id": "evt_contract_3", "data": {**BHAVIN, "booking_id": 0}}]
    response = requests.post(
        f"{services.real_crm_url}/notify/batch",
        json={"notifications": [*items, items[0]]},
        headers={"Authorization": f"Bearer {services.token}"},
        timeout=15,
    )
    assert response.status_code == 200, response.text
    assert [result["status"] for result in response.json()["results"]] == ["stored", "refused", "repeat"]


def test_bare_curl_reads_notifications_only_where_that_was_allowed(start_services: Callable[..., Services]) -> None:
    command = "curl http://localhost:5001/notifications"
    closed = start_services()
    assert documented(closed, command).status_code == 401
    opened = start_services(extra={"CRM_OPEN_NOTIFICATIONS": "true"})
    assert documented(opened, NOTIFY).status_code == 200
    response = documented(opened, command)
    assert response.status_code == 200
    assert response.json()["count"] == 1
    assert response.json()["notifications"][0].keys() >= {"timestamp", "data"}


def test_register_sign_in_and_book_as_documented(services: Services, facilitator: Person) -> None:
    event = facilitator.create_event(sessions=2)
    account = {"name": "John Doe", "email": f"john.{event['id']}@example.com", "password": "a long password"}
    registered = requests.post(f"{services.main_url}/auth/register", json=account, timeout=15)
    assert registered.status_code == 201
    assert registered.json().keys() == {"message", "user"}
    credentials = {"email": account["email"], "password": account["password"]}
    login = requests.post(f"{services.main_url}/auth/login", json=credentials, timeout=15)
    assert login.status_code == 200
    assert login.json().keys() == {"message", "access_token", "user"}
    token = login.json()["access_token"]
    bookings = []
    for path, session in zip(("/bookings/book", "/book"), event["sessions"], strict=True):
        response = documented(
            services,
            f"""curl -X POST http://localhost:5000{path} -H "Authorization: Bearer {token}" \
                -H "Content-Type: application/json" -d '{{"session_id": {session["id"]}}}'""",
        )
        assert response.status_code == 201, response.text
        assert response.json().keys() == {"message", "booking"}
        bookings.append(response.json()["booking"]["id"])
    for path in ("/bookings", "/bookings/my-bookings"):
        listed = documented(services, f"""curl http://localhost:5000{path} -H "Authorization: Bearer {token}" """)
        assert {booking["id"] for booking in listed.json()["bookings"]} == set(bookings)
        assert listed.json()["pagination"].keys() == {"page", "per_page", "total", "pages", "has_next", "has_prev"}


def test_a_session_cancelled_and_booked_again_is_reactivated(facilitator: Person, alice: Person) -> None:
    session = facilitator.create_event()["sessions"][0]["id"]
    booking = alice.book(session).json()["booking"]["id"]
    assert alice.cancel(booking).status_code == 200
    again = alice.book(session)
    assert again.status_code == 200
    assert again.json()["message"] == "Booking reactivated successfully"
    assert again.json()["booking"]["id"] == booking


def test_events_and_sessions_carry_what_is_documented(services: Services, facilitator: Person) -> None:
    created = facilitator.create_event()
    asked = documented(services, f"curl http://localhost:5000/events?event_id={created['id']}")
    event = asked.json()["events"][0]
    session = documented(services, f"curl http://localhost:5000/sessions?event_id={event['id']}").json()["sessions"][0]
    assert session.keys() >= {
        "id", "event_id", "event_title", "facilitator_id", "facilitator_name", "title", "start_time", "end_time",
        "time_zone", "time", "location", "capacity", "seats_taken", "seats_left", "price_cents", "currency", "status",
    }  # fmt: skip
    assert session["time"] == session["start_time"]
    assert session in event["sessions"]


def test_a_booking_carries_what_is_documented(facilitator: Person, alice: Person) -> None:
    booking = alice.book(facilitator.create_event()["sessions"][0]["id"]).json()["booking"]
    assert booking.keys() >= {
        "id", "user_id", "session_id", "status", "timestamp", "created_at", "updated_at", "user_name", "user_email",
        "session_time", "session_location", "event_title", "payment_id", "payment_status", "payment_provider",
        "amount_paid", "currency", "refund_id", "refund_status", "refunded_at",
    }  # fmt: skip


def test_a_facilitator_sees_own_events_and_bookings_at_the_crm(
    services: Services, other_facilitator: Person, alice: Person
) -> None:
    facilitator = register_with_role(services, "Priya", "facilitator")  # whose events fit a page
    event = facilitator.create_event(title="Seen at the CRM")
    booking = alice.book(event["sessions"][0]["id"]).json()["booking"]["id"]
    address = f"{services.real_crm_url}/api/facilitator/{facilitator.id}"

    def ask(person: Person, what: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {person.sign_in().token}"}
        return requests.get(f"{address}/{what}", headers=headers, timeout=15)

    def seen() -> bool:
        return any(each["booking_id"] == booking for each in ask(facilitator, "bookings").json()["bookings"])

    wait_until(seen, 15, lambda: ask(facilitator, "bookings").text)
    assert any(each["id"] == event["id"] for each in ask(facilitator, "events").json()["events"])
    for what in ("events", "bookings"):
        assert ask(other_facilitator, what).status_code in (403, 404)
