"""A facilitator whose bookings the main API tells the CRM about."""

import itertools
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.crm_microservice.service import Crm, booking, facilitator

_numbers = itertools.count(1)
START = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=3)


class Studio:
    """A facilitator for one test, with one event."""

    def __init__(self, crm: Crm) -> None:
        number = next(_numbers)
        self.crm, self.id, self.event_id = crm, 30_000 + number, 40_000 + number
        self.token = facilitator(self.id)

    def session(self, number: int = 1, **changes: Any) -> dict[str, Any]:
        start = START + timedelta(hours=number)
        return {
            "id": self.event_id * 10 + number,
            "title": f"Session {number}",
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(hours=1)).isoformat(),
            "time_zone": "Europe/Lisbon",
            "location": "Room 1",
            "capacity": 10,
            **changes,
        }

    def tells(self, booking_id: int, version: int | None, action: str, **additional: Any) -> None:
        changes = {} if version is None else {"version": version}
        event = {"id": self.event_id, "title": "Evening Sit", "start_date": START.isoformat()}
        self.crm.store(
            booking(
                booking_id,
                self.id,
                event=event,
                session=self.session(),
                action=action,
                additional_data=additional,
                **changes,
            )
        )

    def general(self, kind: str, user_id: int | None = None, **additional: Any) -> None:
        details = {"event_id": self.event_id, "title": "Evening Sit", "facilitator_id": self.id, **additional}
        self.crm.store(
            {
                "notification_type": kind,
                "user_id": user_id or self.id,
                "message": "Something happened",
                "additional_data": details,
            }
        )

    def get(self, path: str) -> Any:
        response = self.crm.get(f"/api/facilitator/{self.id}{path}", self.token)
        assert response.status_code == 200, response.text
        return response.json()

    def bookings(self, query: str = "") -> list[dict[str, Any]]:
        return self.get(f"/bookings{query}")["bookings"]

    def booked(self) -> int:
        return self.get("/sessions")["sessions"][0]["booked"]


def new_booking() -> int:
    return 3_000_000 + next(_numbers)
