"""The booking wizard's signed events at the notification API."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from flask.testing import FlaskClient

from service_kit import clock
from tests.main_app.application import application
from tests.main_app.outside_system import API, SECRET, System, by_type, plans
from tests.test_notification_system import wizard_event

pytestmark = pytest.mark.usefixtures("mail_and_sms_are_set_up")


def sign(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def send_signed(client: FlaskClient, body: bytes, signature: str, **more: str) -> Any:
    headers = {"X-Webhook-Signature": signature, "Content-Type": "application/json", **more}
    return client.post(f"{API}/webhooks/booking-wizard", data=body, headers=headers)


def test_the_wizard_signs_its_bookings(client: FlaskClient) -> None:
    body = json.dumps(wizard_event()).encode()
    assert send_signed(client, body, sign(body)).status_code == 202
    assert send_signed(client, body, f"sha256={sign(body)}").status_code == 202


def test_someone_who_saw_a_signed_booking_and_sends_it_again_sends_nothing(client: FlaskClient) -> None:
    body = json.dumps(wizard_event()).encode()
    first = send_signed(client, body, sign(body))
    before = plans()
    for headers in ({}, {"Idempotency-Key": "another"}):
        again = send_signed(client, body, f"sha256={sign(body)}", **headers)
        assert (again.status_code, again.get_json()) == (202, first.get_json())
    assert plans() == before
    other = json.dumps(wizard_event()).encode()
    assert send_signed(client, other, sign(other)).get_json() != first.get_json()


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signed_booking_of_another_time_is_refused(client: FlaskClient, minutes: int) -> None:
    before = plans()
    sent_at = datetime.now(timezone.utc) + timedelta(minutes=minutes)
    body = json.dumps({**wizard_event(), "timestamp": sent_at.isoformat()}).encode()
    refused = send_signed(client, body, sign(body))
    assert (refused.status_code, refused.get_json()["field"]) == (400, "timestamp")
    assert "within five minutes" in refused.get_json()["error"]
    assert plans() == before
    with clock.moved_to(sent_at + timedelta(minutes=4)):
        assert send_signed(client, body, sign(body)).status_code == 202


@pytest.mark.parametrize("timestamp", [None, "", "yesterday"])
def test_a_signed_booking_without_a_time_is_told_to_send_one(client: FlaskClient, timestamp: str | None) -> None:
    body = json.dumps({**wizard_event(), "timestamp": timestamp}).encode()
    refused = send_signed(client, body, sign(body))
    assert (refused.status_code, refused.get_json()["field"]) == (400, "timestamp")
    assert "2026-12-12T14:00:00Z" in refused.get_json()["error"]


def test_a_caller_with_an_api_key_may_send_any_timestamp_or_none(system: System) -> None:
    for timestamp in ("2020-01-01T00:00:00Z", None):
        system.accepted("/webhooks/booking-wizard", {**wizard_event(), "timestamp": timestamp})


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
