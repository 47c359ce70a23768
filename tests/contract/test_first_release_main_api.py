"""Messages as the first release's main API sent them: today's CRM accepts each and understands it as before."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crm_microservice.service import Crm, facilitator, fresh_database_url

PRIYA = facilitator(7)
SESSION = {
    "id": 31,
    "title": "Evening Sit",
    "start_time": "2999-12-12T19:00:00+00:00",
    "end_time": "2999-12-12T20:00:00+00:00",
    "time_zone": "Asia/Kolkata",
    "location": "Rishikesh",
    "capacity": 12,
    "seats_taken": 1,
}
BOOKING = {
    "booking_id": 12,
    "user": {"id": 456, "name": "Alice", "email": "alice@example.com"},
    "event": {"id": 3, "title": "Evening Sit", "start_date": "2999-12-12T19:00:00+00:00"},
    "facilitator_id": 7,
    "action": "created",
    "session": SESSION,
    "occurred_at": "2026-11-21T10:00:00+00:00",
    "version": 1,
    "additional_data": {},
}
EVENT = {
    "event_id": 3,
    "title": "Evening Sit",
    "facilitator_id": 7,
    "status": "scheduled",
    "time_zone": "Asia/Kolkata",
    "location": "Rishikesh",
    "start_time": "2999-12-12T19:00:00+00:00",
    "end_time": "2999-12-12T20:00:00+00:00",
    "version": 2,
    "occurred_at": "2026-11-21T09:00:00+00:00",
    "reason": "",
}
ADDED = {**{name: value for name, value in SESSION.items() if name != "time_zone"}, "id": 32, "status": "scheduled"}
USER = {"name": "Alice", "email": "alice@example.com", "role": "user", "time_zone": "UTC", "version": 2}


def general(kind: str, user_id: int, additional: dict[str, Any]) -> dict[str, Any]:
    return {"notification_type": kind, "user_id": user_id, "message": "It happened", "additional_data": additional}


MESSAGES = [
    general("user_registered", 456, {**USER, "version": 1, "occurred_at": "2026-11-21T08:00:00+00:00"}),
    general("user_updated", 456, {**USER, "occurred_at": "2026-11-21T08:30:00+00:00"}),
    general("event_created", 7, EVENT),
    general("session_created", 7, {**EVENT, "session": ADDED}),
    BOOKING,
    {**BOOKING, "action": "updated", "version": 2, "additional_data": {"title": "Evening Sit"}},
    {**BOOKING, "action": "cancelled", "version": 3},
    {**BOOKING, "action": "reactivated", "version": 4},
    general("event_deleted", 7, {**EVENT, "status": "cancelled", "reason": "Storm"}),
]


@pytest.fixture(scope="module")
def crm() -> Iterator[Crm]:
    with tempfile.TemporaryDirectory() as folder, fresh_database_url(Path(folder)) as url:
        service = Crm(Path(folder), url)
        try:
            yield service.start()
        finally:
            service.stop()


def test_the_first_releases_messages_are_stored_and_understood(crm: Crm) -> None:
    items = [{"id": f"evt-{number}", "data": data} for number, data in enumerate(MESSAGES)]
    results = crm.post("/notify/batch", json={"notifications": items}).json()["results"]
    assert [result["status"] for result in results] == ["stored"] * len(MESSAGES), results
    assert [result["id"] for result in results] == [item["id"] for item in items]
    listed = crm.listed("?limit=50")["notifications"]
    assert [row["data"] for row in reversed(listed)] == MESSAGES
    (booking,) = crm.get("/api/facilitator/7/bookings", PRIYA).json()["bookings"]
    assert (booking["status"], booking["version"], booking["places"]) == ("booked", 4, 1)
    sessions = crm.get("/api/facilitator/7/sessions", PRIYA).json()["sessions"]
    assert {(one["session_id"], one["booked"], one["capacity"]) for one in sessions} == {(31, 1, 12), (32, 0, 12)}
    assert {one["time_zone"] for one in sessions} == {"Asia/Kolkata"}
    assert crm.get("/api/facilitator/7/unread", PRIYA).json()["unread"] == 4


def test_one_message_is_answered_as_the_first_release_expects(crm: Crm) -> None:
    response = crm.notify({**BOOKING, "booking_id": 13}, "evt-one")
    assert response.status_code == 200
    assert response.json().keys() == {"message", "booking_id", "notification_id", "timestamp"}
    assert (response.json()["booking_id"], response.json()["notification_id"]) == (13, "evt-one")
