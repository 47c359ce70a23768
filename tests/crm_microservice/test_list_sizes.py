"""How many rows the CRM shows of one thing, and pages of long notifications, which stay small."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from crm_microservice.approvals.models import ApprovalRequest, AuditEntry, Customer, Ticket
from crm_microservice.approvals.queries import SHOWN_OF_CUSTOMER
from crm_microservice.database import db
from crm_microservice.facilitators.events import SESSIONS_SHOWN
from crm_microservice.facilitators.guests import BOOKINGS_SHOWN
from crm_microservice.facilitators.models import Booking, Session
from crm_microservice.notifications.operations import MAX_ITEM_BYTES, MAX_PAGE_BYTES
from tests.crm_microservice.service import TOKEN, Crm, booking
from tests.service_kit.both_services import service

WIDEST = "\x01"  # 6 bytes in JSON; texts of other systems are kept as they were sent
NOW = datetime.now(timezone.utc)
ROWS = 250  # more than any page has
PRIYA = 101
AS_SERVICE = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def full() -> Iterator[Flask]:
    """A CRM with 250 rows in each list, whose main API does not answer."""
    with service("crm", MAIN_BASE_URL="http://127.0.0.1:9") as app:
        with app.app_context(), db.engine.begin() as connection:
            for model, rows in _rows().items():
                connection.execute(insert(model), rows)
        yield app


def _rows() -> dict[Any, list[dict[str, Any]]]:
    name, title, email = "n" + WIDEST * 199, "t" + WIDEST * 299, "e" * 64 + "@" + WIDEST * 255
    numbers = range(1, ROWS + 1)
    customer = {
        "name": name * 2, "phone": WIDEST * 50, "website_user_id": "w" + WIDEST * 127, "language": "en",
        "source": "s" * 100, "created_at": NOW, "search_text": "",
    }  # fmt: skip
    payload = {
        "customer": {"firstName": name, "lastName": name, "email": email, "phone": WIDEST * 50},
        "repair": {"ticketNumber": "t" + WIDEST * 99, "deviceType": title, "deviceModel": WIDEST * 500},
    }
    request = {
        "kind": "repair", "payload": payload, "name": name * 2, "email": email, "search_text": "", "created_at": NOW,
        "customer_id": 1,
    }  # fmt: skip
    decided = {"status": "declined", "decided_at": NOW, "decided_by": name, "decided_by_id": 1, "reason": WIDEST * 1000}
    pending = {"status": "pending", "decided_at": None, "decided_by": None, "decided_by_id": None, "reason": None}
    ticket = {
        "customer_id": 1, "device_type": title, "device_model": WIDEST * 500, "issue_description": WIDEST * 10_000,
        "service_type": WIDEST * 100, "priority": "normal", "address": WIDEST * 500, "notes": WIDEST * 10_000,
        "status": "open", "created_at": NOW, "website_repair_id": WIDEST * 128,
    }  # fmt: skip
    session = {
        "facilitator_id": PRIYA, "event_title": title, "title": title, "start_time": NOW + timedelta(days=1),
        "end_time": NOW + timedelta(days=2), "time_zone": WIDEST * 100, "location": WIDEST * 500, "capacity": 9,
        "described_at": NOW, "status": "scheduled",
    }  # fmt: skip
    booked = {
        "facilitator_id": PRIYA, "status": "s" * 100, "places": 1, "user_name": name, "user_email": email,
        "event_id": 1, "event_title": title, "event_start": NOW, "session_title": title, "session_start": NOW,
        "session_end": NOW, "session_time_zone": WIDEST * 100, "session_location": WIDEST * 500, "booked_at": NOW,
        "updated_at": NOW, "search_text": "",
    }  # fmt: skip
    person = {"name": name, "email": email}
    entry = {"at": NOW, "who": name, "action": "a" * 50, "subject": "customer:1", "before": person, "after": person}
    return {
        Customer: [customer | {"id": n, "email": email, "email_key": f"{n}"} for n in numbers],
        ApprovalRequest: [
            request | state | {"id": 2 * n + offset, "email_key": f"{n}", "webhook_id": f"{n} {offset}"}
            for n in numbers
            for offset, state in ((-1, decided), (0, pending))
        ],
        Ticket: [ticket | {"id": n, "request_id": n, "ticket_number": f"{n:0100}"} for n in numbers],
        AuditEntry: [entry] * ROWS,
        Session: [session | {"session_id": n, "event_id": n // 2} for n in numbers]
        + [
            session | {"session_id": ROWS + n, "event_id": 125, "start_time": day, "end_time": day + timedelta(hours=1)}
            for n in numbers
            for day in [NOW + timedelta(days=n - 10)]
        ],
        Booking: [booked | {"booking_id": n, "session_id": n, "user_id": 1} for n in numbers]
        + [booked | {"booking_id": ROWS + n, "session_id": n, "user_id": n} for n in numbers],
    }  # fmt: skip


def test_a_customer_has_the_newest_requests_and_counts_all(full: Flask) -> None:
    customer = full.test_client().get("/api/customers/1", headers=AS_SERVICE).get_json()["customer"]
    assert (customer["requests_total"], customer["tickets_total"]) == (2 * ROWS, ROWS)
    newest = list(range(1, 2 * ROWS + 1))[-SHOWN_OF_CUSTOMER:]
    assert [request["id"] for request in customer["requests"]] == newest
    assert [ticket["id"] for ticket in customer["tickets"]] == list(range(1, ROWS + 1))[-SHOWN_OF_CUSTOMER:]
    assert len(customer["audit"]) == SHOWN_OF_CUSTOMER


def test_a_guest_has_the_latest_bookings_and_counts_all(full: Flask) -> None:
    shown = full.test_client().get(f"/api/facilitator/{PRIYA}/guests/1", headers=AS_SERVICE).get_json()
    assert shown["guest"]["bookings"] == ROWS + 1
    newest_first = [booking["booking_id"] for booking in shown["bookings"]]
    assert newest_first == [ROWS + 1, *range(ROWS, ROWS - BOOKINGS_SHOWN + 1, -1)]


def test_an_event_known_from_notifications_shows_its_next_sessions(full: Flask) -> None:
    listed = full.test_client().get(f"/api/facilitator/{PRIYA}/events?per_page=100", headers=AS_SERVICE)
    event = listed.get_json()["events"][0]
    assert (event["id"], len(event["sessions"]), event["sessions_total"]) == (125, SESSIONS_SHOWN, ROWS + 1)
    next_of_all = [session["id"] for session in event["sessions"]]
    assert next_of_all == [ROWS + 10, ROWS, ROWS + 11, ROWS + 12, ROWS + 13]


def test_a_hundred_requests_are_decided_at_once(full: Flask) -> None:
    body = {"ids": list(range(2, 202, 2)), "decision": "decline", "reason": "\U0001fab7" * 1000}
    response = full.test_client().post("/api/approvals/decide", json=body, headers=AS_SERVICE)
    assert [result["status"] for result in response.get_json()["results"]] == ["declined"] * 100


@pytest.mark.parametrize("limit", [200, 50])
def test_pages_of_long_notifications_are_small_and_miss_none(crm: Crm, limit: int) -> None:
    facilitator_id = 9000 + limit
    texts = ["x" * 10, "y" * 60_000, WIDEST * 10_000, "z" * 1000]
    sent = [
        {**booking(number, facilitator_id), "additional_data": {"text": texts[number % len(texts)]}}
        for number in range(1, 61)
    ]
    crm.store(*sent)
    found: list[dict[str, Any]] = []
    path = f"/notifications?facilitator_id={facilitator_id}&limit={limit}"
    cursor = ""
    while cursor is not None:
        response = crm.get(path + (f"&cursor={cursor}" if cursor else ""))
        assert len(response.content) <= MAX_PAGE_BYTES
        page = response.json()
        assert page["count"] == len(sent)
        found += [row["data"] for row in page["notifications"]]
        cursor = page["next_cursor"]
    assert found == sent[::-1]


def test_a_batch_refuses_an_item_that_no_page_has_room_for(crm: Crm) -> None:
    def item(name: str, size: int) -> dict[str, Any]:
        data = booking(1, 9001, additional_data={"text": ""})
        data["additional_data"]["text"] = "x" * (size - len(json.dumps(data)))
        return {"id": f"{name}-{size}", "data": data}

    items = [item("first", MAX_ITEM_BYTES), item("second", MAX_ITEM_BYTES + 1), item("third", MAX_ITEM_BYTES)]
    results = crm.post("/notify/batch", json={"notifications": items}).json()["results"]
    assert [result["status"] for result in results] == ["stored", "refused", "stored"]
    assert (results[1]["field"], results[1]["error"]) == ("data", "'data' can have at most 128 KiB.")
