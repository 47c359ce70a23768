"""An admin retries ten thousand dead letters in one action."""

import pytest
import requests
from sqlalchemy import func, insert, select

from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from service_kit import clock
from tests.support.database import change, rows
from tests.support.outbox import wait_until_delivered
from tests.support.people import register_with_role
from tests.support.services import Services

DEAD = 10_000
SECONDS = 60  # what the product promises


@pytest.mark.alone
def test_ten_thousand_dead_letters_arrive_within_a_minute_and_none_twice() -> None:
    with Services() as services:
        admin = register_with_role(services, "Noor", "admin")
        wait_until_delivered(services, 30)
        before = _stored_at_the_crm(services)
        change(services.main_database, insert(OutboxMessage), [_dead_letter(number) for number in range(DEAD)])
        response = admin.request("PATCH", "/api/crm/integration/retry-failed", json={"error": "refused"})
        assert response.json()["retried"] == DEAD
        assert admin.request("PATCH", "/api/crm/integration/retry-failed").json()["retried"] == 0
        wait_until_delivered(services, SECONDS)
        assert _stored_at_the_crm(services) - before == DEAD
        tried = select(func.count(DeliveryAttempt.id), func.count(DeliveryAttempt.message_id.distinct()))
        attempts, messages = rows(services.main_database, tried.where(DeliveryAttempt.outcome == "delivered"))[0]
        assert attempts == messages


def _dead_letter(number: int) -> dict[str, object]:
    now = clock.now()
    return {
        "event_id": f"evt_dead_{number}",
        "channel": "crm",
        "subject": f"user:{1_000_000 + number}",
        "version": 1,
        "kind": "user_updated",
        "payload": {"notification_type": "user_updated", "user_id": 1, "message": "A dead letter"},
        "status": "dead",
        "due_at": now,
        "attempts": 1,
        "fence": 1,
        "created_at": now,
        "waiting_since": now,
        "finished_at": now,
        "last_error": "refused: on purpose",
    }


def _stored_at_the_crm(services: Services) -> int:
    response = requests.get(
        f"{services.real_crm_url}/notifications?limit=1",
        headers={"Authorization": f"Bearer {services.token}"},
        timeout=30,
    )
    return response.json()["count"]
