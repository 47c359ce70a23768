"""What the notification API takes and refuses: bad fields, other forms of good ones, and repeats."""

from typing import Any

import pytest

from tests.main_app.outside_system import API, System, plans
from tests.test_notification_system import coming_booking

pytestmark = pytest.mark.usefixtures("mail_and_sms_are_set_up")


def test_the_same_idempotency_key_plans_once_and_each_system_has_its_own(system: System, stranger: System) -> None:
    booking = coming_booking()
    first = system.post("/booking-confirmed", booking, **{"Idempotency-Key": "tap"})
    known = plans()
    again = system.post("/booking-confirmed", booking, **{"Idempotency-Key": "tap"})
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert plans() == known
    theirs = stranger.post("/booking-confirmed", booking, **{"Idempotency-Key": "tap"})
    assert theirs.get_json()["notification_ids"] != first.get_json()["notification_ids"]


BAD = [
    ({"booking_id": ""}, "booking_id"),
    ({"booking_id": "   "}, "booking_id"),
    ({"booking_id": "x" * 129}, "booking_id"),
    ({"booking_id": {"a": 1}}, "booking_id"),
    ({"customer_name": "John\r\nBcc: all@example.com"}, "customer_name"),
    ({"customer_name": "Your parcel is held: pay at evil.com/x"}, "customer_name"),
    ({"barber_name": "evil.com"}, "barber_name"),
    ({"customer_email": "a@b"}, "customer_email"),
    ({"customer_email": ", ".join(f"a{n}@example.com" for n in range(2_000))}, "customer_email"),
    ({"customer_email": None, "customer_phone": None}, "customer_email"),
    ({"appointment_date": "tomorrow"}, "appointment_date"),
    ({"appointment_date": "0001-01-01T00:00:00+14:00"}, "appointment_date"),
    ({"appointment_date": "9999-12-31T23:59:59-14:00"}, "appointment_date"),
    ({"appointment_date": 5}, "appointment_date"),
    ({"appointment_duration": 0}, "appointment_duration"),
    ({"appointment_duration": True}, "appointment_duration"),
    ({"total_price": -1}, "total_price"),
    ({"total_price": "1e400"}, "total_price"),
    ({"total_price": "NaN"}, "total_price"),
    ({"total_price": True}, "total_price"),
    ({"currency": "euro"}, "currency"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"language": "de"}, "language"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
def test_bad_input_gets_a_clear_error_and_plans_nothing(system: System, change: dict[str, Any], field: str) -> None:
    before = plans()
    response = system.post("/booking-confirmed", {**coming_booking(), **change})
    assert response.status_code == 400, response.text
    assert field in {error["field"] for error in response.get_json()["errors"]}
    assert plans() == before


@pytest.mark.parametrize(
    "change",
    [
        {"channels": ["pigeon"]},
        {"channels": []},
        {"channels": "email"},
        {"hours_before": 0},
        {"hours_before": -3},
        {"hours_before": 1e9},
        {"hours_before": "soon"},
        {"schedule_at": "2031-01-01T10:00:00Z", "hours_before": 3},
        {"schedule_at": "2031-01-01T10:00:00"},
    ],
)
def test_bad_reminder_requests_plan_nothing(system: System, change: dict[str, Any]) -> None:
    before = plans()
    assert system.post("/appointment-reminders/schedule", {**coming_booking(), **change}).status_code == 400
    assert plans() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"booking_id": "x" * 129}, "'booking_id' can have at most 128 characters."),
        ({"booking_id": ""}, "'booking_id' can't be blank."),
        ({"hours_before": 0}, "'hours_before' must be more than 0."),
        ({"hours_before": 1e9}, "'hours_before' must be 2160 or less."),
        ({"channels": []}, "'channels' can't be empty."),
        ({"channels": ["pigeon"]}, "'channels.0' must be 'email' or 'sms'."),
    ],
)
def test_the_error_says_what_to_send_instead(system: System, change: dict[str, Any], sentence: str) -> None:
    response = system.post("/appointment-reminders/schedule", {**coming_booking(), **change})
    assert response.get_json()["error"] == sentence


@pytest.mark.parametrize("change", [{"booking_id": 17}, {"total_price": "25.00"}, {"total_price": 25}, {"notes": None}])
def test_other_forms_of_the_documented_fields_are_taken(system: System, change: dict[str, Any]) -> None:
    assert system.post("/booking-confirmed", {**coming_booking(), **change}).status_code == 202


def test_ten_thousand_addresses_are_too_much(system: System) -> None:
    addresses = ", ".join(f"a{number}@example.com" for number in range(10_000))
    assert system.post("/booking-confirmed", {**coming_booking(), "customer_email": addresses}).status_code == 413


def test_a_form_is_not_json(system: System) -> None:
    headers = {"Authorization": f"Bearer {system.key}"}
    response = system.client.post(f"{API}/booking-confirmed", data={"booking_id": "1"}, headers=headers)
    assert response.status_code == 415
