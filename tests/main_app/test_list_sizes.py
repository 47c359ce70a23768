"""Responses about one thing show the first or last of its many rows, and count all."""

from flask import Flask
from sqlalchemy import insert

from main_app.auth.models import Role
from main_app.bookings.impact import MAX_SHOWN
from main_app.integration.deliveries import MAX_ATTEMPTS_SHOWN
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.builders import fill_session, make_event, make_person, signed_in
from tests.support.people import PASSWORD

ATTEMPTS, GUESTS = MAX_ATTEMPTS_SHOWN + 5, MAX_SHOWN + 5


def test_a_delivery_shows_its_last_attempts(app: Flask, context: None) -> None:
    now = clock.now()
    message = {
        "event_id": "evt_tried_often", "channel": "email", "kind": "booking_confirmed", "payload": {},
        "subject": "booking:1", "status": "dead", "due_at": now, "created_at": now, "waiting_since": now,
    }  # fmt: skip
    attempt = {"started_at": now, "outcome": "retry", "error": "away"}
    with write_transaction() as rows:
        message_id = rows.execute(insert(OutboxMessage).returning(OutboxMessage.id), [message]).scalar_one()
        made = [attempt | {"message_id": message_id, "duration_ms": number} for number in range(ATTEMPTS)]
        rows.execute(insert(DeliveryAttempt), made)
    path = f"/api/crm/integration/deliveries/{message_id}"
    shown = app.test_client().get(path, headers=signed_in(app, Role.ADMIN)).get_json()["delivery"]
    assert [each["duration_ms"] for each in shown["attempts_made"]] == list(range(ATTEMPTS))[-MAX_ATTEMPTS_SHOWN:]
    assert shown["attempts_total"] == ATTEMPTS


def test_an_impact_counts_all_guests_and_lists_the_first(app: Flask, context: None) -> None:
    priya = make_person("Priya", Role.FACILITATOR)
    event = make_event(priya, capacity=GUESTS)
    fill_session(event.sessions[0].id, GUESTS)
    signed_in = app.test_client().post("/auth/login", json={"email": priya.email, "password": PASSWORD}).get_json()
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    path = f"/events/{event.id}"
    preview = app.test_client().post(f"{path}/impact", json={}, headers=headers)
    outdated = app.test_client().delete(f"{path}?expected_impact={'0' * 64}", headers=headers)
    assert (preview.status_code, outdated.status_code) == (200, 409)
    for response in (preview, outdated):
        impact = response.get_json()["impact"]
        assert (impact["bookings"], len(impact["guests"])) == (GUESTS, MAX_SHOWN)
