"""A request that changes nothing writes nothing: no journal entry, no version, no time."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from main_app.auth.models import Role
from main_app.auth.profiles import change_role
from main_app.database import db
from tests.support.people import PASSWORD

SESSION = {"start_time": "2031-03-01T10:00:00+05:30", "end_time": "2031-03-01T12:00:00+05:30", "capacity": 5}
EVENT = {"title": "Quiet Hands", "time_zone": "Asia/Kolkata", "location": "Rishikesh"}
TEAM_CHANNEL = {"kind": "whatsapp", "label": "Desk", "address": "+919876543210"}
INTEGRATION = "/api/crm/integration"
REASON = {"reason": "Nothing to do"}


class Studio:
    """Asha, Priya the facilitator and Noor the admin, with one booking that Asha cancelled and one that stands."""

    def __init__(self, app: Flask):
        self.app, self.tokens = app, {}
        for name, role in (("asha", None), ("priya", Role.FACILITATOR), ("noor", Role.ADMIN)):
            self._register(name, role)
        event = self.send("priya", "POST", "/events", EVENT | {"sessions": [SESSION | {"price_cents": 0}]})["event"]
        self.ids = {"event": event["id"], "session": event["sessions"][0]["id"]}
        self.ids["booking"] = self._book(self.ids["session"])
        channel = self.send("priya", "POST", "/team-channels", TEAM_CHANNEL)["team_channel"]
        self.ids["team_channel"] = channel["id"]
        key = self.send("noor", "POST", "/api/admin/api-keys", {"name": "Desk", "scopes": ["notifications:read"]})
        self.ids["key"] = key["api_key"]["id"]
        self.send("noor", "POST", f"/api/admin/api-keys/{self.ids['key']}/revoke")
        self.send("noor", "POST", f"{INTEGRATION}/channels/sms/pause", REASON)

    def send(self, who: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        response = self.app.test_client().open(path, method=method, json=body, headers=headers)
        assert response.status_code < 300 or response.status_code == 409, response.text
        return response.get_json()

    def everything_stored(self) -> dict[str, list[Any]]:
        with self.app.app_context(), db.engine.connect() as connection:
            tables = db.metadata.sorted_tables
            return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}

    def _book(self, session_id: int) -> int:
        return self.send("asha", "POST", "/bookings/book", {"session_id": session_id})["booking"]["id"]

    def _register(self, name: str, role: Role | None) -> None:
        client, email = self.app.test_client(), f"{name}.{uuid.uuid4().hex}@example.com"
        person = {"name": name.title(), "email": email, "password": PASSWORD}
        user = client.post("/auth/register", json=person).get_json()["user"]
        if role:
            with self.app.app_context():
                change_role(user["id"], role)
        response = client.post("/auth/login", json={"email": email, "password": PASSWORD})
        self.tokens[name] = response.get_json()["access_token"]


@pytest.fixture(scope="module")
def studio(app: Flask) -> Studio:
    return Studio(app)


@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        ("asha", "PATCH", "/auth/profile", {"name": "Asha", "time_zone": "UTC"}),
        ("asha", "POST", "/bookings/book", {"session_id": "{session}"}),
        ("asha", "POST", "/bookings/reactivate/{booking}", None),
        ("asha", "POST", "/bookings/{booking}/seen", None),
        ("asha", "DELETE", "/bookings/calendar-feed", None),
        ("asha", "POST", "/notifications/read", {"all": True}),
        ("asha", "PUT", "/notifications/preferences", {"language": "en"}),
        ("asha", "DELETE", "/push/subscriptions", {"endpoint": "https://fcm.googleapis.com/fcm/send/unknown"}),
        ("priya", "PATCH", "/events/{event}", EVENT),
        ("priya", "POST", "/events/{event}/publish", None),
        ("priya", "PATCH", "/sessions/{session}", SESSION),
        ("priya", "PATCH", "/team-channels/{team_channel}", {"label": "Desk", "enabled": True}),
        ("noor", "POST", "/api/admin/api-keys/{key}/revoke", None),
        ("noor", "PUT", "/api/admin/template-comparisons/booking_confirmed", {"on": False}),
        ("noor", "POST", INTEGRATION + "/channels/sms/pause", REASON),
        ("noor", "POST", INTEGRATION + "/channels/crm/resume", None),
        ("noor", "PATCH", INTEGRATION + "/retry-failed", None),
        ("noor", "POST", INTEGRATION + "/discard", {"ids": [1], **REASON}),
    ],
)
def test_a_change_of_nothing_writes_nothing(studio: Studio, who: str, method: str, path: str, body: Any) -> None:
    sent = {name: studio.ids[value[1:-1]] if str(value)[:1] == "{" else value for name, value in (body or {}).items()}
    before = studio.everything_stored()
    studio.send(who, method, path.format(**studio.ids), sent or None)
    assert studio.everything_stored() == before
