"""What the tests of the notification API share: an outside system, and what was planned for it."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from main_app.database import db
from main_app.messages.models import PlannedMessage

API = "/api/v1/booking-notifications"
SECRET = "a-secret-shared-with-the-wizard-0123456789"


@dataclass
class System:
    """An outside system with its API key."""

    client: FlaskClient
    key: str

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(API + path, json=body, headers={"Authorization": f"Bearer {self.key}", **headers})

    def get(self, path: str) -> Any:
        return self.client.get(API + path, headers={"Authorization": f"Bearer {self.key}"})

    def accepted(self, path: str, body: Any) -> list[str]:
        response = self.post(path, body)
        assert response.status_code == 202, response.text
        assert response.get_json()["notification_id"] == response.get_json()["notification_ids"][0]
        return response.get_json()["notification_ids"]

    def statuses(self, ids: list[str]) -> list[dict[str, Any]]:
        return [self.get(f"/notifications/{one}/status").get_json() for one in ids]


def plans() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PlannedMessage)) or 0


def row_of(notification_id: str) -> Any:
    query = select(PlannedMessage.kind, PlannedMessage.data)
    return db.session.execute(query.where(PlannedMessage.public_id == notification_id)).one()


def by_type(statuses: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(one["type"], one["channel"]): one["status"] for one in statuses}
