"""Reminders of a booking: when they are planned, withdrawn, moved and brought back."""

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from main_app.auth.access import Caller
from main_app.auth.models import User
from main_app.bookings.operations import cancel_booking, reactivate_booking
from main_app.consequences import plan_messages, process_journal
from main_app.messages.facts import Facts, Skip
from main_app.messages.operations import change_preferences
from main_app.messages.promotion import promote_due_plans
from main_app.messages.schemas import PreferencesChange
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.time_text import span_text
from tests.main_app.builders import make_person, make_session
from tests.main_app.notified import (
    PLANNED,
    SENT_AT_ONCE,
    at,
    booked,
    end_messages,
    facts,
    later,
    messages,
    move,
    plans,
    reminders,
    session_at,
    states,
    with_phone,
    work,
)

pytestmark = pytest.mark.usefixtures("nothing_left")


def give(person: Caller, **columns: Any) -> None:
    """Set columns of an account directly."""
    with write_transaction() as db_session:
        db_session.execute(update(User).where(User.id == person.id).values(**columns))


def test_whoever_books_late_gets_only_the_reminders_whose_time_is_to_come(priya: Caller, guest: Caller) -> None:
    booking = booked(with_phone(guest), session_at(priya, clock.now() + timedelta(hours=5)))
    work()
    found = states(booking)
    assert found["reminder_24h", "email"] == found["reminder_24h", "sms"] == ("skipped", "booked_after_its_time")
    assert found["reminder_2h", "sms"] == PLANNED


def test_a_worker_that_was_away_still_reminds_of_what_was_booked_in_time(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, session_at(priya, clock.now() + timedelta(hours=25)))
    with later(2):
        work()
        assert states(booking)["reminder_24h", "email"] == SENT_AT_ONCE


def test_cancelling_withdraws_the_reminders_and_reactivating_brings_them_back(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    cancel_booking(guest, booking)
    work()
    assert ("reminder_24h", "email", 1, "withdrawn", "cancelled") in reminders(booking)
    assert ("booking_cancelled", "email") in states(booking, state="queued")
    reactivate_booking(guest, booking)
    work()
    assert ("reminder_24h", "email", 1, "planned", None) in reminders(booking)
    assert ("booking_reactivated", "email") in states(booking, state="queued")
    assert len(plans(booking, kind="reminder_24h", channel="email")) == 1


def test_cancelled_and_back_before_the_worker_looks_leaves_the_reminders_planned(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    cancel_booking(guest, booking)
    reactivate_booking(guest, booking)
    assert process_journal() >= 3
    assert plan_messages() >= 3
    assert ("reminder_24h", "email", 1, "planned", None) in reminders(booking)
    [cancelled] = plans(booking, kind="booking_cancelled", channel="email")
    assert facts(cancelled) == Skip("replaced")


def test_a_booking_cancelled_before_the_worker_looks_has_no_reminder_planned(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    cancel_booking(guest, booking)
    work()
    assert not plans(booking, state="planned")
    [confirmed] = plans(booking, kind="booking_confirmed", channel="email")
    assert facts(confirmed) == Skip("cancelled")


def test_moving_a_session_plans_the_reminders_again(priya: Caller, guest: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(guest, session)
    work()
    move(priya, session, start + timedelta(days=1))
    work()
    found = [one for one in reminders(booking) if one[1] == "email"]
    assert found == [("reminder_24h", "email", 1, "withdrawn", "moved"), ("reminder_24h", "email", 2, "planned", None)]
    [planned] = plans(booking, kind="reminder_24h", channel="email", state="planned")
    assert planned.due_at == start
    [changed] = plans(booking, kind="booking_changed", channel="email")
    found_facts = facts(changed)
    assert isinstance(found_facts, Facts)
    assert found_facts.values["old_when"] == span_text(start, start + timedelta(hours=1), "UTC", "en")
    assert found_facts.values["when"] != found_facts.values["old_when"]


def test_moving_a_session_back_restores_nothing_that_was_sent(priya: Caller, guest: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(hours=30)
    session = session_at(priya, start)
    booking = booked(guest, session)
    work()
    with later(7):
        work()
        end_messages("delivered")
        move(priya, session, start + timedelta(days=3))
        move(priya, session, start)
        work()
    mails = [one for one in reminders(booking) if one[:2] == ("reminder_24h", "email")]
    assert mails == [
        ("reminder_24h", "email", 1, "queued", None),
        ("reminder_24h", "email", 3, "skipped", "booked_after_its_time"),
    ]


def test_a_due_reminder_is_checked_against_the_current_facts(priya: Caller, guest: Caller) -> None:
    """The worker has not seen the cancellation yet."""
    booking = booked(guest, make_session(priya).id)
    work()
    cancel_booking(guest, booking)
    with later(7 * 24 - 23):
        assert promote_due_plans() > 0
        assert ("reminder_24h", "email", 1, "skipped", "cancelled") in reminders(booking)
    assert not [one for one in messages() if one.kind == "reminder_24h"]


def test_a_message_is_checked_against_the_current_facts_before_delivery(priya: Caller, guest: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(hours=30)
    session = session_at(priya, start)
    booking = booked(guest, session)
    work()
    with later(7):
        work()
        [queued] = plans(booking, kind="reminder_24h", channel="email")
        assert isinstance(facts(queued), Facts)
        move(priya, session, start + timedelta(hours=1))
        assert facts(queued) == Skip("moved")
        cancel_booking(guest, booking)
        assert facts(queued) == Skip("cancelled")
        reactivate_booking(guest, booking)
    with later(32):
        assert facts(queued) == Skip("moved")


def test_a_reminder_of_a_session_that_has_begun_is_never_sent(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, session_at(priya, clock.now() + timedelta(hours=30)))
    work()
    with later(7):
        work()
    [queued] = plans(booking, kind="reminder_24h", channel="email")
    with later(30):
        assert facts(queued) == Skip("started")
    late = booked(make_person("Bob"), session_at(priya, clock.now() + timedelta(hours=30)))
    work()
    with later(31):
        work()
    assert states(late)["reminder_24h", "email"] == ("skipped", "started")


def test_a_reminder_that_was_stopped_before_delivery_comes_back_with_the_booking(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, session_at(priya, clock.now() + timedelta(hours=26)))
    work()
    with later(2.01):
        work()
        [queued] = plans(booking, kind="reminder_24h", channel="email")
        assert queued.state == "queued"
        cancel_booking(guest, booking)
        end_messages("skipped", "cancelled", lambda one: one.event_id == queued.event_id)
        reactivate_booking(guest, booking)
        work()
        [after] = plans(booking, kind="reminder_24h", channel="email")
        # Its time has passed when the booking came back.
        assert (after.state, after.reason) == ("skipped", "booked_after_its_time")


def test_a_reminder_that_was_sent_is_not_sent_again(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, session_at(priya, clock.now() + timedelta(hours=26)))
    work()
    with later(2.01):
        work()
        end_messages("delivered")
        cancel_booking(guest, booking)
        reactivate_booking(guest, booking)
        work()
        [sent] = plans(booking, kind="reminder_24h", channel="email")
        assert sent.state == "queued"
        assert len([one for one in messages() if one.kind == "reminder_24h" and one.channel == "email"]) == 1


def test_quiet_hours_move_reminders_that_are_planned_already(priya: Caller, guest: Caller) -> None:
    give(guest, time_zone="Asia/Kolkata")
    start = datetime(2027, 5, 3, 3, 0, tzinfo=timezone.utc)  # 08:30 in Kolkata
    with at(datetime(2027, 5, 1, 8, 0, tzinfo=timezone.utc)):
        booking = booked(with_phone(guest), session_at(priya, start))
        work()
        quiet = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
        change_preferences(guest.id, PreferencesChange.model_validate(quiet))
        work()
        [two_hours] = plans(booking, kind="reminder_2h")
        assert two_hours.due_at == datetime(2027, 5, 2, 16, 30, tzinfo=timezone.utc)  # 22:00 there
        assert states(booking)["reminder_2h", "sms"] == ("planned", "before_quiet_hours")
    with at(datetime(2027, 5, 2, 16, 31, tzinfo=timezone.utc)):
        work()
        assert states(booking)["reminder_2h", "sms"] == ("queued", "before_quiet_hours")


def test_quiet_hours_that_are_turned_off_leave_reminders_at_their_time(priya: Caller, guest: Caller) -> None:
    start = datetime(2027, 5, 3, 8, 0, tzinfo=timezone.utc)
    with at(datetime(2027, 5, 1, 8, 0, tzinfo=timezone.utc)):
        quiet = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
        change_preferences(guest.id, PreferencesChange.model_validate(quiet))
        booking = booked(with_phone(guest), session_at(priya, start))
        work()
        assert states(booking)["reminder_2h", "sms"] == ("planned", "before_quiet_hours")
        change_preferences(guest.id, PreferencesChange.model_validate({"quiet_hours": None}))
        work()
        [two_hours] = plans(booking, kind="reminder_2h")
        assert two_hours.due_at == start - timedelta(hours=2)
        assert states(booking)["reminder_2h", "sms"] == ("planned", None)


def test_quiet_hours_chosen_when_they_have_begun_skip_the_reminder(priya: Caller, guest: Caller) -> None:
    start = datetime(2027, 5, 3, 8, 0, tzinfo=timezone.utc)
    with at(datetime(2027, 5, 1, 8, 0, tzinfo=timezone.utc)):
        booking = booked(with_phone(guest), session_at(priya, start))
        work()
    with at(datetime(2027, 5, 2, 23, 0, tzinfo=timezone.utc)):
        work()
        quiet = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
        change_preferences(guest.id, PreferencesChange.model_validate(quiet))
        work()
    assert states(booking)["reminder_2h", "sms"] == ("skipped", "quiet_hours")
    assert states(booking)["reminder_24h", "sms"] == SENT_AT_ONCE, "that one was sent before"


@pytest.mark.parametrize(
    ("zone", "city"), [("Asia/Kolkata", "Kolkata"), ("Europe/Lisbon", "Lisbon"), ("America/New_York", "New York")]
)
def test_over_both_changes_of_the_clock_reminders_come_in_time_and_say_the_local_time(
    zone: str, city: str, priya: Caller, guest: Caller
) -> None:
    give(guest, time_zone=zone)
    with_phone(guest)
    local = ZoneInfo(zone)
    for day in ("2027-03-14", "2027-03-28", "2027-10-31", "2027-11-07"):
        start = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=local).astimezone(timezone.utc)
        with at(start - timedelta(days=3)):
            booking = booked(guest, session_at(priya, start, time_zone=zone))
            work()
        for hours, kind in ((24, "reminder_24h"), (2, "reminder_2h")):
            with at(start - timedelta(hours=hours, seconds=2)):
                work()
                assert states(booking)[kind, "sms"] == PLANNED
            with at(start - timedelta(hours=hours)):
                work()
                assert states(booking)[kind, "sms"] == SENT_AT_ONCE
                [one] = plans(booking, kind=kind, channel="sms")
                found = facts(one)
                assert isinstance(found, Facts)
                assert found.values["when"].endswith(f"09:00 to 10:00, {city} time")


def test_moved_while_cancelled_and_back_before_the_worker_looks_plans_for_the_new_start(
    priya: Caller, guest: Caller
) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(guest, session)
    work()
    cancel_booking(guest, booking)
    move(priya, session, start + timedelta(days=1))
    reactivate_booking(guest, booking)
    work()
    assert [one for one in reminders(booking) if one[1] == "email"] == [
        ("reminder_24h", "email", 1, "withdrawn", "moved"),
        ("reminder_24h", "email", 2, "planned", None),
    ]
