"""What outside systems send by the notification API: confirmations, reminders, cancellations and their texts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from main_app.database import db
from main_app.messages import loaded_facts
from main_app.messages.comparisons import switch_comparison
from main_app.messages.models import PlannedMessage
from main_app.messages.rendering import render_mail
from main_app.messages.values import outside_values
from main_app.outbox.models import OutboxMessage
from main_app.outbox.operations import retry_dead_letters
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.notified import work
from tests.main_app.outside_system import System, by_type, row_of
from tests.test_notification_system import DOCUMENTED, coming_booking

pytestmark = pytest.mark.usefixtures("mail_and_sms_are_set_up")


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


def test_a_failed_confirmation_cannot_be_sent_after_the_cancellation(system: System) -> None:
    booking = coming_booking()
    mail, text, *_ = system.accepted("/booking-confirmed", booking)
    with write_transaction() as db_session:
        of_plans = select(PlannedMessage.event_id).where(PlannedMessage.public_id.in_((mail, text)))
        failed = update(OutboxMessage).where(OutboxMessage.event_id.in_(of_plans))
        db_session.execute(failed.values(status="dead", finished_at=clock.now(), last_error="552 mailbox full"))
    system.accepted("/booking-cancelled", booking)
    for one in system.statuses([mail, text]):
        assert (one["status"], one["error"]) == ("skipped", "cancelled")
    assert system.post(f"/notifications/{mail}/retry").status_code == 409
    assert retry_dead_letters() == 0


@pytest.mark.parametrize("payment_status", ["completed", "failed"])
def test_a_cancellation_leaves_what_is_said_about_money(system: System, payment_status: str) -> None:
    booking = coming_booking()
    told = system.accepted("/payment-confirmed", booking | {"payment_status": payment_status})
    system.accepted("/booking-cancelled", booking)
    assert {one["status"] for one in system.statuses(told)} == {"queued"}


def test_scheduling_again_leaves_a_reminder_of_another_channel_in_the_outbox(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loaded_facts, "configured_channels", lambda _settings: frozenset({"email", "sms"}))
    booking = coming_booking()
    waiting = system.accepted("/appointment-reminders/schedule", {**booking, "hours_before": 24})
    with clock.moved_to(datetime.fromisoformat(booking["appointment_date"]) - timedelta(hours=23)):
        work()
        system.accepted("/appointment-reminders/schedule", {**booking, "hours_before": 5, "channels": ["email"]})
    assert by_type(system.statuses(waiting)) == {
        ("reminder_24h", "email"): "skipped",
        ("reminder_24h", "sms"): "queued",
    }
