"""The booking wizard's signed events at the notification API."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.main_app.application import application
from tests.main_app.outside_system import API, SECRET, System, by_type, plans
from tests.test_notification_system import wizard_event

pytestmark = pytest.mark.usefixtures("mail_and_sms_are_set_up")


def sign(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def send_signed(client: FlaskClient, body: bytes, signature: str) -> Any:
    headers = {"X-Webhook-Signature": signature, "Content-Type": "application/json"}
    return client.post(f"{API}/webhooks/booking-wizard", data=body, headers=headers)


def test_the_wizard_signs_its_bookings(client: FlaskClient) -> None:
    body = json.dumps(wizard_event()).encode()
    assert send_signed(client, body, sign(body)).status_code == 202
    assert send_signed(client, body, f"sha256={sign(body)}").status_code == 202


def test_a_forged_signature_is_refused_and_plans_nothing(client: FlaskClient, system: System) -> None:
    before = plans()
    body = json.dumps(wizard_event()).encode()
    for signature in (sign(body, "another secret"), sign(body + b" "), "", "é", "0" * 64, sign(body)[:-1]):
        assert send_signed(client, body, signature).status_code == 401
    # Even beside a good key a wrong signature is refused.
    assert (
        system.post("/webhooks/booking-wizard", wizard_event(), **{"X-Webhook-Signature": "0" * 64}).status_code == 401
    )
    assert plans() == before


def test_without_a_secret_every_signature_is_refused() -> None:
    with application() as app, app.app_context():
        body = json.dumps(wizard_event()).encode()
        assert send_signed(app.test_client(), body, sign(body, "")).status_code == 401


def test_the_wizards_event_is_a_booking_like_any_other(system: System) -> None:
    statuses = system.statuses(system.accepted("/webhooks/booking-wizard", wizard_event()))
    assert by_type(statuses)["booking_confirmed", "email"] == "queued"
    broken = wizard_event()
    del broken["booking_data"]["customerInfo"]["name"]
    assert system.post("/webhooks/booking-wizard", broken).status_code == 400
    assert system.post("/webhooks/booking-wizard", {**wizard_event(), "event_type": "other"}).status_code == 400
