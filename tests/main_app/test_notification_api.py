"""The notification API: what outside systems may send, what they get back, and what they never see."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from main_app.auth.api_keys import SCOPES, make_key
from main_app.auth.models import Role
from main_app.database import db
from main_app.journal.append import Actor
from main_app.notifications import api_operations, facts, plan
from main_app.notifications.api_operations import confirm_booking, notification_status
from main_app.notifications.api_schemas import OutsideBooking
from main_app.notifications.comparisons import switch_comparison
from main_app.notifications.models import PlannedMessage
from main_app.notifications.rendering import render_mail
from main_app.notifications.values import outside_values
from main_app.outbox.models import ChannelState, OutboxMessage
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.notified import work
from tests.test_notification_system import DOCUMENTED, coming_booking, wizard_event

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
        answer = self.post(path, body)
        assert answer.status_code == 202, answer.text
        assert answer.get_json()["notification_id"] == answer.get_json()["notification_ids"][0]
        return answer.get_json()["notification_ids"]

    def statuses(self, ids: list[str]) -> list[dict[str, Any]]:
        return [self.get(f"/notifications/{one}/status").get_json() for one in ids]


@pytest.fixture(autouse=True)
def mail_and_sms_are_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "channels_set_up", lambda _settings: frozenset({"email", "sms"}))


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with application(BOOKING_WIZARD_WEBHOOK_SECRET=SECRET) as app, app.app_context():
        yield app.test_client()


@pytest.fixture
def system(client: FlaskClient) -> System:
    return System(client, make_key(Actor(None, "admin"), "Desk", list(SCOPES))[1])


@pytest.fixture
def stranger(client: FlaskClient) -> System:
    return System(client, make_key(Actor(None, "admin"), "Another desk", list(SCOPES))[1])


def plans() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PlannedMessage)) or 0


def row_of(notification_id: str) -> Any:
    query = select(PlannedMessage.kind, PlannedMessage.data)
    return db.session.execute(query.where(PlannedMessage.public_id == notification_id)).one()


def by_type(statuses: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(one["type"], one["channel"]): one["status"] for one in statuses}


def test_the_documented_example_is_accepted_and_its_reminders_are_skipped(system: System) -> None:
    statuses = system.statuses(system.accepted("/booking-confirmed", DOCUMENTED))
    assert by_type(statuses) == {
        ("booking_confirmed", "email"): "queued",
        ("booking_confirmed", "sms"): "skipped",  # +1234567890 is no number that can be called
        ("reminder_24h", "email"): "skipped",
        ("reminder_24h", "sms"): "skipped",
        ("reminder_2h", "sms"): "skipped",
    }
    errors = {(one["type"], one["channel"]): one["error"] for one in statuses}
    assert errors[("booking_confirmed", "sms")] == "no_phone_number"
    assert errors[("reminder_24h", "email")] == "booked_after_its_time"


def test_a_coming_booking_gets_its_confirmation_now_and_reminders_later(system: System) -> None:
    booking = coming_booking()
    statuses = system.statuses(system.accepted("/booking-confirmed", booking))
    assert by_type(statuses)["booking_confirmed", "email"] == "queued"
    planned = {(one["type"], one["channel"]): one["scheduled_for"] for one in statuses if one["status"] == "planned"}
    start = datetime.fromisoformat(booking["appointment_date"])
    assert set(planned) == {("reminder_24h", "email"), ("reminder_24h", "sms"), ("reminder_2h", "sms")}
    assert planned["reminder_2h", "sms"] == clock.iso(start - timedelta(hours=2))


def test_fields_nobody_documented_are_kept(system: System) -> None:
    body = {**coming_booking(), "shop_color": "teal", "tags": [{"name": "regular"}]}
    (first, *_) = system.accepted("/booking-confirmed", body)
    data = db.session.scalar(select(PlannedMessage.data).where(PlannedMessage.public_id == first))
    assert data is not None
    assert data["outside"]["shop_color"] == "teal"
    assert data["outside"]["tags"] == [{"name": "regular"}]


def test_a_time_without_an_offset_is_read_in_the_bookings_zone(system: System) -> None:
    start = (clock.now() + timedelta(days=200)).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
    body = {**coming_booking(), "appointment_date": start.isoformat(), "time_zone": "Asia/Kolkata", "hours_before": 1}
    (one,) = system.statuses(system.accepted("/appointment-reminders/schedule", {**body, "channels": ["email"]}))
    # 09:00 in Kolkata is 03:30 UTC; an hour before that.
    assert one["scheduled_for"][11:16] == "02:30"


def test_scheduling_again_replaces_what_waits_on_the_same_channel(system: System) -> None:
    booking = coming_booking()
    first = system.accepted("/booking-confirmed", booking)
    again = system.accepted("/appointment-reminders/schedule", {**booking, "hours_before": 5, "channels": ["email"]})
    before = by_type(system.statuses(first))
    assert before["reminder_24h", "email"] == "withdrawn"
    assert before["reminder_24h", "sms"] == "planned"
    assert by_type(system.statuses(again)) == {("reminder_5h", "email"): "planned"}


def test_a_reminder_can_have_a_time_of_its_own(system: System) -> None:
    at = (clock.now() + timedelta(days=1)).replace(microsecond=0)
    body = {**coming_booking(), "schedule_at": at.isoformat(), "channels": ["sms"]}
    (one,) = system.statuses(system.accepted("/appointment-reminders/schedule", body))
    assert (one["status"], one["scheduled_for"]) == ("planned", clock.iso(at))


def test_a_reminder_after_the_start_is_skipped_and_says_why(system: System) -> None:
    booking = coming_booking()
    at = datetime.fromisoformat(booking["appointment_date"]) + timedelta(hours=1)
    body = {**booking, "schedule_at": at.isoformat(), "channels": ["email"]}
    (one,) = system.statuses(system.accepted("/appointment-reminders/schedule", body))
    assert (one["status"], one["error"]) == ("skipped", "started")


@pytest.mark.parametrize(
    ("payment_status", "kind"),
    [(None, "payment_confirmed"), ("completed", "payment_confirmed"), ("Failed", "payment_failed")],
)
def test_a_payment_that_failed_is_not_confirmed(system: System, payment_status: str | None, kind: str) -> None:
    sent = system.statuses(system.accepted("/payment-confirmed", coming_booking() | {"payment_status": payment_status}))
    assert {one["type"] for one in sent} == {kind}


def test_a_cancellation_withdraws_the_reminders(system: System) -> None:
    booking = coming_booking()
    confirmed = system.accepted("/booking-confirmed", booking)
    gone = {**booking, "cancellation_reason": "Illness", "refund_amount": "25.00"}
    assert by_type(system.statuses(system.accepted("/booking-cancelled", gone))) == {
        ("booking_cancelled", "email"): "queued",
        ("booking_cancelled", "sms"): "queued",
    }
    left = {one["status"] for one in system.statuses(confirmed) if one["type"].startswith("reminder")}
    assert left == {"withdrawn"}


def test_an_approved_request_has_reminders_and_a_declined_one_or_an_offered_place_has_none(system: System) -> None:
    approved = by_type(system.statuses(system.accepted("/request-approved", coming_booking())))
    assert approved["request_approved", "email"] == "queued"
    assert {kind for kind, _ in approved} == {"request_approved", "reminder_24h", "reminder_2h"}
    for path, kind in (("/request-declined", "request_declined"), ("/waitlist-place", "waitlist_place")):
        sent = by_type(system.statuses(system.accepted(path, coming_booking())))
        assert (sent[kind, "email"], {sent_kind for sent_kind, _ in sent}) == ("queued", {kind})


def test_a_confirmation_for_another_system_does_not_say_that_we_tell_the_barber(system: System) -> None:
    first, *_ = system.accepted("/booking-confirmed", coming_booking())
    values = outside_values(row_of(first), "en")
    assert values["facilitator_name"]
    mail = render_mail("booking_confirmed", "en", "a", values)
    for text in (mail.text, mail.html):
        assert values["facilitator_name"] in text
        assert "letting" not in text


def test_half_of_the_outside_bookings_take_part_in_a_comparison_with_all_their_messages(system: System) -> None:
    switch_comparison("booking_confirmed", True)
    switch_comparison("reminder_24h", True)
    try:
        sent = [system.accepted("/booking-confirmed", coming_booking()) for _ in range(40)]
    finally:
        switch_comparison("booking_confirmed", False)
        switch_comparison("reminder_24h", False)
    compared = PlannedMessage.kind.in_(("booking_confirmed", "reminder_24h"))
    of_booking = [
        set(db.session.scalars(select(PlannedMessage.variant).where(PlannedMessage.public_id.in_(ids), compared)))
        for ids in sent
    ]
    assert {len(variants) for variants in of_booking} == {1}
    assert set.union(*of_booking) == {"a", "b"}


def test_the_reason_for_declining_a_request_is_told(system: System) -> None:
    first, *_ = system.accepted("/request-declined", {**coming_booking(), "decline_reason": "The retreat is full."})
    assert outside_values(row_of(first), "en")["reason"] == "The retreat is full"


def test_a_reason_is_put_into_a_sentence_without_its_own_full_stop(system: System) -> None:
    gone = {**coming_booking(), "cancellation_reason": "The barber is ill. "}
    first, *_ = system.accepted("/booking-cancelled", gone)
    assert outside_values(row_of(first), "en")["reason"] == "The barber is ill"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/booking-confirmed", {"refund_amount": "", "cancellation_reason": 5, "decline_reason": ["full"]}),
        ("/payment-confirmed", {"refund_amount": "25.00", "decline_reason": {"code": 51}, "payment_status": "failed"}),
        ("/request-declined", {"refund_amount": "NaN", "cancellation_reason": 5}),
        ("/booking-cancelled", {"decline_reason": 5}),
    ],
)
def test_a_field_of_another_route_is_kept_but_not_used(system: System, path: str, body: dict[str, Any]) -> None:
    first, *_ = system.accepted(path, {**coming_booking(), **body})
    row = row_of(first)
    assert row.data["outside"].items() >= body.items()
    values = outside_values(row, "en")
    assert (values["refund"], values["reason"]) == ("", "")


def test_the_same_booking_id_of_another_system_is_another_booking(system: System, stranger: System) -> None:
    booking = coming_booking()
    mine = system.accepted("/booking-confirmed", booking)
    stranger.accepted("/booking-cancelled", booking)
    assert by_type(system.statuses(mine))["reminder_24h", "email"] == "planned"


def test_a_key_sees_only_its_own_notifications(system: System, stranger: System) -> None:
    (mine, *_) = system.accepted("/booking-confirmed", coming_booking())
    assert stranger.get(f"/notifications/{mine}/status").status_code == 404
    assert stranger.post(f"/notifications/{mine}/retry").status_code == 404
    assert stranger.get("/notifications/pending").get_json()["notifications"] == []
    assert stranger.get("/notifications/pending").get_json()["total"] == 0


def test_an_admin_sees_all_notifications_and_no_key_sees_the_admins(system: System) -> None:
    noor = make_person("Noor", Role.ADMIN)
    (of_a_key, *_) = system.accepted("/booking-confirmed", coming_booking())
    assert notification_status(noor, of_a_key)["status"] == "queued"
    noors = confirm_booking(noor, OutsideBooking.model_validate(coming_booking()))
    keys = db.session.scalars(select(PlannedMessage.api_key_id).where(PlannedMessage.public_id.in_(noors)))
    assert set(keys) == {None}


def test_a_reminder_that_waits_in_the_outbox_is_withdrawn_too(system: System) -> None:
    booking = coming_booking()
    wanted = {**booking, "hours_before": 24, "channels": ["email"]}
    (reminder,) = system.accepted("/appointment-reminders/schedule", wanted)
    with clock.moved_to(datetime.fromisoformat(booking["appointment_date"]) - timedelta(hours=23)):
        work()
    assert system.statuses([reminder])[0]["status"] == "queued"
    system.accepted("/booking-cancelled", booking)
    assert system.statuses([reminder])[0]["status"] in ("withdrawn", "skipped")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/booking-confirmed", "booking_confirmed"),
        ("/request-approved", "request_approved"),
        ("/waitlist-place", "waitlist_place"),
    ],
)
def test_a_cancellation_withdraws_good_news_that_still_wait(system: System, path: str, kind: str) -> None:
    booking, other = coming_booking(), coming_booking()
    told, others = (system.accepted(path, one)[:2] for one in (booking, other))
    cancelled = system.accepted("/booking-cancelled", booking)
    for one in system.statuses(told):
        assert (one["type"], one["status"], one["error"]) == (kind, "skipped", "cancelled")
    assert {one["status"] for one in system.statuses([*others, *cancelled])} == {"queued"}


@pytest.mark.parametrize("payment_status", ["completed", "failed"])
def test_a_cancellation_leaves_what_is_said_about_money(system: System, payment_status: str) -> None:
    booking = coming_booking()
    told = system.accepted("/payment-confirmed", booking | {"payment_status": payment_status})
    system.accepted("/booking-cancelled", booking)
    assert {one["status"] for one in system.statuses(told)} == {"queued"}


def test_scheduling_again_leaves_a_reminder_of_another_channel_in_the_outbox(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "channels_set_up", lambda _settings: frozenset({"email", "sms"}))
    booking = coming_booking()
    waiting = system.accepted("/appointment-reminders/schedule", {**booking, "hours_before": 24})
    with clock.moved_to(datetime.fromisoformat(booking["appointment_date"]) - timedelta(hours=23)):
        work()
        system.accepted("/appointment-reminders/schedule", {**booking, "hours_before": 5, "channels": ["email"]})
    assert by_type(system.statuses(waiting)) == {
        ("reminder_24h", "email"): "skipped",
        ("reminder_24h", "sms"): "queued",
    }


def test_pending_ones_come_in_the_order_of_their_time(system: System) -> None:
    system.accepted("/appointment-reminders/schedule", {**coming_booking(), "hours_before": 1})
    system.accepted("/booking-confirmed", coming_booking())
    everything = system.get("/notifications/pending?limit=50&offset=0").get_json()
    times = [one["scheduled_for"] for one in everything["notifications"]]
    assert times == sorted(times)
    assert everything["total"] == len(times) >= 4
    second = system.get("/notifications/pending?limit=1&offset=1").get_json()
    assert second["notifications"] == everything["notifications"][1:2]
    assert (second["limit"], second["offset"], second["total"]) == (1, 1, everything["total"])


def test_pending_ones_are_counted_up_to_a_limit(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_operations, "MOST_COUNTED", 3)
    system.accepted("/appointment-reminders/schedule", {**coming_booking(), "hours_before": 1})
    system.accepted("/booking-confirmed", coming_booking())
    pending = system.get("/notifications/pending?limit=50&offset=0").get_json()
    assert len(pending["notifications"]) > 3
    assert pending["total"] == 3


def test_a_failed_notification_can_be_sent_again_and_only_that(system: System) -> None:
    (mail, *others) = system.accepted("/booking-confirmed", coming_booking())
    for one in (mail, *others):
        assert system.post(f"/notifications/{one}/retry").status_code == 409
    with write_transaction() as db_session:
        event_id = db_session.scalar(select(PlannedMessage.event_id).where(PlannedMessage.public_id == mail))
        failed = update(OutboxMessage).where(OutboxMessage.event_id == event_id)
        db_session.execute(
            failed.values(status="dead", finished_at=clock.now(), attempts=4, last_error="550 no asha@example.com")
        )
    (status,) = system.statuses([mail])
    assert (status["status"], status["attempts"], status["error"]) == ("failed", 4, "550 no a***@example.com")
    assert system.post(f"/notifications/{mail}/retry").status_code == 202
    assert system.statuses([mail])[0]["status"] == "queued"


def test_a_notification_that_was_sent_is_no_longer_pending_and_has_its_time(system: System) -> None:
    (mail, *_) = system.accepted("/booking-confirmed", coming_booking())
    before = system.get("/notifications/pending").get_json()["total"]
    assert system.statuses([mail])[0]["sent_at"] is None
    with write_transaction() as db_session:
        event_id = db_session.scalar(select(PlannedMessage.event_id).where(PlannedMessage.public_id == mail))
        delivered = update(OutboxMessage).where(OutboxMessage.event_id == event_id)
        # It failed before it was sent.
        db_session.execute(delivered.values(status="delivered", finished_at=clock.now(), last_error="451 later"))
    (status,) = system.statuses([mail])
    assert (status["status"], status["error"]) == ("sent", None)
    assert status["sent_at"] is not None
    assert system.get("/notifications/pending").get_json()["total"] == before - 1


def test_a_notification_whose_message_was_removed_after_its_time_stays_sent(system: System) -> None:
    (mail, *_) = system.accepted("/booking-confirmed", coming_booking())
    with write_transaction() as db_session:
        event_id = db_session.scalar(select(PlannedMessage.event_id).where(PlannedMessage.public_id == mail))
        db_session.execute(delete(OutboxMessage).where(OutboxMessage.event_id == event_id))
    (status,) = system.statuses([mail])
    assert (status["status"], status["error"]) == ("sent", None)
    assert status["sent_at"] == status["scheduled_for"]


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
    answer = system.post("/booking-confirmed", {**coming_booking(), **change})
    assert answer.status_code == 400, answer.text
    assert field in {error["field"] for error in answer.get_json()["errors"]}
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
    answer = system.post("/appointment-reminders/schedule", {**coming_booking(), **change})
    assert answer.get_json()["error"] == sentence


@pytest.mark.parametrize("change", [{"booking_id": 17}, {"total_price": "25.00"}, {"total_price": 25}, {"notes": None}])
def test_other_forms_of_the_documented_fields_are_taken(system: System, change: dict[str, Any]) -> None:
    assert system.post("/booking-confirmed", {**coming_booking(), **change}).status_code == 202


def test_ten_thousand_addresses_are_too_much(system: System) -> None:
    addresses = ", ".join(f"a{number}@example.com" for number in range(10_000))
    assert system.post("/booking-confirmed", {**coming_booking(), "customer_email": addresses}).status_code == 413


def test_a_form_is_not_json(system: System) -> None:
    headers = {"Authorization": f"Bearer {system.key}"}
    answer = system.client.post(f"{API}/booking-confirmed", data={"booking_id": "1"}, headers=headers)
    assert answer.status_code == 415


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


def test_health_tells_anyone_whether_messages_go_out(client: FlaskClient) -> None:
    answer = client.get(f"{API}/health")
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "healthy"


@pytest.mark.parametrize(
    ("channel", "destination", "state", "status"),
    [
        ("email", "", "paused", "degraded"),
        ("sms", "", "failing", "degraded"),
        ("email", "", "ok", "healthy"),
        ("crm", "", "paused", "healthy"),  # not for customers
        ("email", "asha@example.com", "failing", "healthy"),  # one destination
    ],
)
def test_health_is_that_of_the_channels_for_customers(
    client: FlaskClient, channel: str, destination: str, state: str, status: str
) -> None:
    with write_transaction() as db_session:
        db_session.execute(delete(ChannelState))
        db_session.add(ChannelState(channel=channel, destination=destination, status=state, since=clock.now()))
    answer = client.get(f"{API}/health").get_json()
    with write_transaction() as db_session:
        db_session.execute(delete(ChannelState))
    shown = [{"channel": channel, "status": state}] if channel != "crm" and not destination else []
    assert (answer["status"], answer["channels"]) == (status, shown)


def test_an_unknown_notification_is_not_found(system: System) -> None:
    for unknown in ("ntf_" + uuid.uuid4().hex, "1", "x" * 64):
        assert system.get(f"/notifications/{unknown}/status").status_code == 404
