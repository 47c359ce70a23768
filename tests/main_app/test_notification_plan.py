"""The plan of messages to guests and teams: which are sent when, and why some are not."""

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from main_app.auth.access import Caller
from main_app.auth.models import User
from main_app.auth.profiles import change_profile
from main_app.auth.record import PREFERENCES_CHANGED
from main_app.auth.schemas import ProfileChange
from main_app.bookings.operations import cancel_booking, reactivate_booking
from main_app.bookings.session_changes import (
    Confirmation,
    cancel_session,
    change_event,
    change_session,
    preview_event,
    preview_session,
)
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.events.schemas import EventChange, SessionChange
from main_app.integration.alerts import active_alerts
from main_app.journal.models import JournalEntry
from main_app.notifications import kinds
from main_app.notifications import plan as plan_module
from main_app.notifications.facts import Facts, Skip, facts_for_delivery
from main_app.notifications.models import NotificationPreference, PlannedMessage, PushSubscription, TeamChannel
from main_app.notifications.operations import add_device, change_preferences
from main_app.notifications.plan import Plan, write_plans
from main_app.notifications.promotion import next_due_plan, promote_due_plans
from main_app.notifications.queries import plan_of_booking
from main_app.notifications.schemas import PreferencesChange
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from tests.main_app.builders import fill_session, make_event, make_person, make_session, statements
from tests.main_app.notified import (
    at,
    booked,
    end_messages,
    facts,
    later,
    messages,
    plans,
    reminders,
    session_at,
    start_anew,
    states,
    work,
)

pytestmark = pytest.mark.usefixtures("nothing_left")

SENT_AT_ONCE = ("queued", None)
PLANNED = ("planned", None)


@pytest.fixture
def alice() -> Caller:
    return make_person("Alice")


def with_phone(person: Caller) -> Caller:
    change_profile(person.id, ProfileChange(phone="+351912345678"))
    return person


def give(person: Caller, **columns: Any) -> None:
    """Set columns of an account directly."""
    with write_transaction() as db_session:
        db_session.execute(update(User).where(User.id == person.id).values(**columns))


def move(host: Caller, session_id: int, start: datetime) -> None:
    times = {"start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
    change_session(host, session_id, SessionChange.model_validate(times))


def choose(person: Caller, kind: str, channel: str, enabled: bool) -> None:
    change = {"choices": [{"kind": kind, "channel": channel, "enabled": enabled}]}
    change_preferences(person.id, PreferencesChange.model_validate(change))


def told_location(booking_id: int) -> tuple[str, str]:
    """The old and the new location in the last mail about a change."""
    found = facts(plans(booking_id, kind="booking_changed", channel="email")[-1])
    assert isinstance(found, Facts)
    return found.values["old_location"], found.values["location"]


def test_alice_is_told_at_once_and_reminded_a_day_and_two_hours_before(priya: Caller, alice: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    booking = booked(with_phone(alice), session_at(priya, start))
    work()
    assert states(booking) == {
        ("booking_confirmed", "email"): SENT_AT_ONCE,
        ("booking_confirmed", "sms"): SENT_AT_ONCE,
        ("booking_confirmed", "in_app"): SENT_AT_ONCE,
        ("reminder_24h", "email"): PLANNED,
        ("reminder_24h", "sms"): PLANNED,
        ("reminder_24h", "in_app"): PLANNED,
        ("reminder_2h", "sms"): PLANNED,
    }
    due = {(one.kind, one.channel): one.due_at for one in plans(booking, state="planned")}
    assert due["reminder_24h", "email"] == due["reminder_24h", "sms"] == start - timedelta(hours=24)
    assert due["reminder_2h", "sms"] == start - timedelta(hours=2)
    sent = [one for one in messages() if one.channel in kinds.PERSONAL]
    assert {(one.channel, one.kind, one.subject, one.recipient) for one in sent} == {
        (channel, "booking_confirmed", f"booking:{booking}", f"user:{alice.id}")
        for channel in ("email", "sms", "in_app")
    }
    by_event = {one.event_id: one.id for one in plans(booking, state="queued")}
    assert {one.event_id: one.payload["plan_id"] for one in sent} == by_event


def test_processing_the_same_entries_twice_plans_once(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    before = [(one.id, one.state) for one in plans(booking)]
    work()
    assert [(one.id, one.state) for one in plans(booking)] == before


def test_the_database_refuses_a_second_message_about_the_same_change(alice: Caller) -> None:
    def write(entry_id: int) -> None:
        with write_connection() as connection:
            plan = Plan("booking_confirmed", "email", "booking:1", user_id=alice.id, entry_id=entry_id)
            write_plans(connection, [plan])

    write(1)
    with pytest.raises(IntegrityError):
        write(1)
    write(2)
    assert len(messages(kind="booking_confirmed")) == 2


def test_a_guest_without_a_phone_number_sees_why_no_text_message_comes(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    assert states(booking, channel="sms") == {
        ("reminder_24h", "sms"): ("skipped", "no_phone_number"),
        ("reminder_2h", "sms"): ("skipped", "no_phone_number"),
    }
    with_phone(alice)
    work()
    assert set(states(booking, channel="sms").values()) == {PLANNED}, "a number brings them back"


def test_whoever_books_late_gets_only_the_reminders_whose_time_is_to_come(priya: Caller, alice: Caller) -> None:
    booking = booked(with_phone(alice), session_at(priya, clock.now() + timedelta(hours=5)))
    work()
    found = states(booking)
    assert found["reminder_24h", "email"] == found["reminder_24h", "sms"] == ("skipped", "booked_after_its_time")
    assert found["reminder_2h", "sms"] == PLANNED


def test_a_worker_that_was_away_still_reminds_of_what_was_booked_in_time(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, session_at(priya, clock.now() + timedelta(hours=25)))
    with later(2):
        work()
        assert states(booking)["reminder_24h", "email"] == SENT_AT_ONCE


def test_the_first_device_gets_push_reminders_of_earlier_bookings(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    assert states(booking, channel="push") == {}
    for number in (1, 2):
        add_device(alice.id, f"https://push.example/{number}", "x", "y")
        work()
        assert states(booking, channel="push") == {("reminder_24h", "push"): PLANNED}
    changes = select(JournalEntry.changes).where(JournalEntry.action == PREFERENCES_CHANGED)
    assert list(db.session.scalars(changes)) == [{"push": [False, True]}], "once"


def test_push_is_planned_only_for_who_has_a_device(priya: Caller, alice: Caller) -> None:
    add_device(alice.id, "https://push.example/1", "x", "y")
    booking = booked(alice, make_session(priya).id)
    work()
    assert states(booking, channel="push") == {
        ("booking_confirmed", "push"): SENT_AT_ONCE,
        ("reminder_24h", "push"): PLANNED,
    }
    [one] = plans(booking, channel="push", kind="booking_confirmed")
    found = facts(one)
    assert isinstance(found, Facts)
    assert [(device["endpoint"], device["keys"]) for device in found.to] == [
        ("https://push.example/1", {"p256dh": "x", "auth": "y"})
    ]
    with write_transaction() as db_session:
        db_session.query(PushSubscription).delete()
    assert facts(one) == Skip("no_device")


def test_cancelling_withdraws_the_reminders_and_reactivating_brings_them_back(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    cancel_booking(alice, booking)
    work()
    assert ("reminder_24h", "email", 1, "withdrawn", "cancelled") in reminders(booking)
    assert ("booking_cancelled", "email") in states(booking, state="queued")
    reactivate_booking(alice, booking)
    work()
    assert ("reminder_24h", "email", 1, "planned", None) in reminders(booking)
    assert ("booking_reactivated", "email") in states(booking, state="queued")
    assert len(plans(booking, kind="reminder_24h", channel="email")) == 1


def test_cancelled_and_back_before_the_worker_looks_leaves_the_reminders_planned(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    cancel_booking(alice, booking)
    reactivate_booking(alice, booking)
    assert process_journal() >= 3
    assert plan_messages() >= 3
    assert ("reminder_24h", "email", 1, "planned", None) in reminders(booking)
    [cancelled] = plans(booking, kind="booking_cancelled", channel="email")
    assert facts(cancelled) == Skip("replaced")


def test_a_booking_cancelled_before_the_worker_looks_has_no_reminder_planned(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    cancel_booking(alice, booking)
    work()
    assert not plans(booking, state="planned")
    [confirmed] = plans(booking, kind="booking_confirmed", channel="email")
    assert facts(confirmed) == Skip("cancelled")


def test_moving_a_session_plans_the_reminders_again(priya: Caller, alice: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(alice, session)
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
    assert found_facts.values["old_starts_at"].endswith(f"{start:%H:%M} (UTC)")
    assert found_facts.values["starts_at"] != found_facts.values["old_starts_at"]


def test_moving_a_session_back_restores_nothing_that_was_sent(priya: Caller, alice: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(hours=30)
    session = session_at(priya, start)
    booking = booked(alice, session)
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


def test_a_change_of_the_title_alone_is_no_message_and_a_new_place_leaves_reminders_alone(
    priya: Caller, alice: Caller
) -> None:
    event = make_event(priya)
    booking = booked(alice, event.sessions[0].id)
    work()
    before = [(one.id, one.updated_at) for one in plans(booking, kind="reminder_24h")]
    change_event(priya, event.id, EventChange(title="Late Sit"))
    work()
    assert not plans(booking, kind="booking_changed")
    change_event(priya, event.id, EventChange(location="Praia do Sul"))
    work()
    assert [(one.id, one.updated_at) for one in plans(booking, kind="reminder_24h")] == before
    [changed] = plans(booking, kind="booking_changed", channel="email")
    found = facts(changed)
    assert isinstance(found, Facts)
    assert (found.values["old_location"], found.values["location"]) == ("Rua do Sol 14", "Praia do Sul")


def test_guests_at_a_sessions_own_location_are_not_told_of_the_events(priya: Caller, alice: Caller) -> None:
    bob, event = make_person("Bob"), make_event(priya, sessions=2)
    own, shared = (session.id for session in event.sessions)
    change_session(priya, own, SessionChange(location="Casa do Mar"))
    hers, his = booked(alice, own), booked(bob, shared)
    change = EventChange(location="Praia do Sul")
    shown = [guest["booking_id"] for guest in preview_event(priya, event.id, change)["guests"]]
    change_event(priya, event.id, change)
    work()
    assert shown == [his]
    assert not plans(hers, kind="booking_changed")
    assert told_location(his) == ("Rua do Sol 14", "Praia do Sul")
    change_event(priya, event.id, EventChange(location="Rua do Sol 14", online=True))
    work()
    assert told_location(hers) == ("", "Casa do Mar")


def test_guests_are_told_when_a_session_leaves_the_events_location_and_returns(priya: Caller, alice: Caller) -> None:
    session = make_session(priya).id
    booking = booked(alice, session)
    moves = (("Casa do Mar", ("Rua do Sol 14", "Casa do Mar")), (None, ("Casa do Mar", "Rua do Sol 14")))
    for location, told in moves:
        change = SessionChange(location=location)
        assert preview_session(priya, session, change)["bookings"] == 1
        change_session(priya, session, change)
        work()
        assert told_location(booking) == told
        end_messages("delivered")
    before = len(plans(booking, kind="booking_changed"))
    named = SessionChange(location="Rua do Sol 14")
    assert preview_session(priya, session, named)["bookings"] == 0
    change_session(priya, session, named)
    work()
    assert len(plans(booking, kind="booking_changed")) == before


def test_of_two_pending_change_messages_only_the_newest_is_sent(priya: Caller, alice: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(alice, session)
    move(priya, session, start + timedelta(days=1))
    move(priya, session, start + timedelta(days=2))
    work()
    first, second = plans(booking, kind="booking_changed", channel="email")
    assert facts(first) == Skip("replaced")
    found = facts(second)
    assert isinstance(found, Facts)
    assert f"{start:%H:%M}" in found.values["old_starts_at"] and f"{start.day} " in found.values["old_starts_at"]


def test_a_change_is_told_beside_what_the_guest_was_last_told(priya: Caller, alice: Caller) -> None:
    event = make_event(priya)
    session, start = event.sessions[0].id, event.sessions[0].starts_at
    booking = booked(alice, session)
    change_event(priya, event.id, EventChange(location="Praia do Sul"))
    work()
    end_messages("delivered")
    move(priya, session, start + timedelta(days=1))
    change_event(priya, event.id, EventChange(location="Rua do Sol 14"))
    work()
    *_, last = plans(booking, kind="booking_changed", channel="email")
    found = facts(last)
    assert isinstance(found, Facts)
    assert (found.values["old_location"], found.values["location"]) == ("Praia do Sul", "Rua do Sol 14")
    assert f"{start:%H:%M}" in found.values["old_starts_at"] and f"{start.day} " in found.values["old_starts_at"]


def test_a_facilitators_cancellation_says_who_and_why(priya: Caller, alice: Caller) -> None:
    session = make_session(priya).id
    booking = booked(alice, session)
    work()
    cancel_session(priya, session, Confirmation(reason="A storm is coming."))
    work()
    [cancelled] = plans(booking, kind="booking_cancelled", channel="email")
    found = facts(cancelled)
    assert isinstance(found, Facts)
    assert (found.values["cancelled_by"], found.values["reason"]) == ("facilitator", "A storm is coming")
    assert found.calendar is not None and b"STATUS:CANCELLED" in found.calendar


def test_a_due_reminder_is_checked_against_the_current_facts(priya: Caller, alice: Caller) -> None:
    """The worker has not seen the cancellation yet."""
    booking = booked(alice, make_session(priya).id)
    work()
    cancel_booking(alice, booking)
    with later(7 * 24 - 23):
        assert promote_due_plans() > 0
        assert ("reminder_24h", "email", 1, "skipped", "cancelled") in reminders(booking)
    assert not [one for one in messages() if one.kind == "reminder_24h"]


def test_a_message_is_checked_against_the_current_facts_before_delivery(priya: Caller, alice: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(hours=30)
    session = session_at(priya, start)
    booking = booked(alice, session)
    work()
    with later(7):
        work()
        [queued] = plans(booking, kind="reminder_24h", channel="email")
        assert isinstance(facts(queued), Facts)
        move(priya, session, start + timedelta(hours=1))
        assert facts(queued) == Skip("moved")
        cancel_booking(alice, booking)
        assert facts(queued) == Skip("cancelled")
        reactivate_booking(alice, booking)
    with later(32):
        assert facts(queued) == Skip("moved")


def test_a_reminder_of_a_session_that_has_begun_is_never_sent(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, session_at(priya, clock.now() + timedelta(hours=30)))
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


def test_a_reminder_that_was_stopped_before_delivery_comes_back_with_the_booking(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, session_at(priya, clock.now() + timedelta(hours=26)))
    work()
    with later(2.01):
        work()
        [queued] = plans(booking, kind="reminder_24h", channel="email")
        assert queued.state == "queued"
        cancel_booking(alice, booking)
        end_messages("skipped", "cancelled", lambda one: one.event_id == queued.event_id)
        reactivate_booking(alice, booking)
        work()
        [after] = plans(booking, kind="reminder_24h", channel="email")
        # Its time has passed when the booking came back.
        assert (after.state, after.reason) == ("skipped", "booked_after_its_time")


def test_a_reminder_that_was_sent_is_not_sent_again(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, session_at(priya, clock.now() + timedelta(hours=26)))
    work()
    with later(2.01):
        work()
        end_messages("delivered")
        cancel_booking(alice, booking)
        reactivate_booking(alice, booking)
        work()
        [sent] = plans(booking, kind="reminder_24h", channel="email")
        assert sent.state == "queued"
        assert len([one for one in messages() if one.kind == "reminder_24h" and one.channel == "email"]) == 1


def test_what_alice_turned_off_is_not_sent_but_what_is_essential_is(priya: Caller, alice: Caller) -> None:
    choose(alice, "reminder_24h", "email", False)
    choose(alice, "booking_confirmed", "in_app", False)
    booking = booked(alice, make_session(priya).id)
    work()
    found = states(booking)
    assert found["reminder_24h", "email"] == ("skipped", "turned_off")
    assert found["booking_confirmed", "in_app"] == ("skipped", "turned_off")
    assert found["booking_confirmed", "email"] == SENT_AT_ONCE
    choose(alice, "reminder_24h", "email", True)
    work()
    assert states(booking)["reminder_24h", "email"] == PLANNED
    choose(alice, "reminder_24h", "email", False)
    [planned] = plans(booking, kind="reminder_24h", channel="email")
    assert facts(planned) == Skip("turned_off"), "the worker need not have seen it"


def test_an_essential_mail_is_sent_even_where_it_was_turned_off_before_it_was_essential(
    priya: Caller, alice: Caller
) -> None:
    with write_transaction() as db_session:
        db_session.add(
            NotificationPreference(user_id=alice.id, kind="booking_confirmed", channel="email", enabled=False)
        )
    booking = booked(alice, make_session(priya).id)
    work()
    assert states(booking)["booking_confirmed", "email"] == SENT_AT_ONCE


def test_quiet_hours_move_reminders_that_are_planned_already(priya: Caller, alice: Caller) -> None:
    give(alice, time_zone="Asia/Kolkata")
    start = datetime(2027, 5, 3, 3, 0, tzinfo=timezone.utc)  # 08:30 in Kolkata
    with at(datetime(2027, 5, 1, 8, 0, tzinfo=timezone.utc)):
        booking = booked(with_phone(alice), session_at(priya, start))
        work()
        quiet = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
        change_preferences(alice.id, PreferencesChange.model_validate(quiet))
        work()
        [two_hours] = plans(booking, kind="reminder_2h")
        assert two_hours.due_at == datetime(2027, 5, 2, 16, 30, tzinfo=timezone.utc)  # 22:00 there
        assert states(booking)["reminder_2h", "sms"] == ("planned", "before_quiet_hours")
    with at(datetime(2027, 5, 2, 16, 31, tzinfo=timezone.utc)):
        work()
        assert states(booking)["reminder_2h", "sms"] == ("queued", "before_quiet_hours")


def test_quiet_hours_that_are_turned_off_leave_reminders_at_their_time(priya: Caller, alice: Caller) -> None:
    start = datetime(2027, 5, 3, 8, 0, tzinfo=timezone.utc)
    with at(datetime(2027, 5, 1, 8, 0, tzinfo=timezone.utc)):
        quiet = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
        change_preferences(alice.id, PreferencesChange.model_validate(quiet))
        booking = booked(with_phone(alice), session_at(priya, start))
        work()
        assert states(booking)["reminder_2h", "sms"] == ("planned", "before_quiet_hours")
        change_preferences(alice.id, PreferencesChange.model_validate({"quiet_hours": None}))
        work()
        [two_hours] = plans(booking, kind="reminder_2h")
        assert two_hours.due_at == start - timedelta(hours=2)
        assert states(booking)["reminder_2h", "sms"] == ("planned", None)


def test_quiet_hours_chosen_when_they_have_begun_skip_the_reminder(priya: Caller, alice: Caller) -> None:
    start = datetime(2027, 5, 3, 8, 0, tzinfo=timezone.utc)
    with at(datetime(2027, 5, 1, 8, 0, tzinfo=timezone.utc)):
        booking = booked(with_phone(alice), session_at(priya, start))
        work()
    with at(datetime(2027, 5, 2, 23, 0, tzinfo=timezone.utc)):
        work()
        quiet = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
        change_preferences(alice.id, PreferencesChange.model_validate(quiet))
        work()
    assert states(booking)["reminder_2h", "sms"] == ("skipped", "quiet_hours")
    assert states(booking)["reminder_24h", "sms"] == SENT_AT_ONCE, "that one was sent before"


@pytest.mark.parametrize(
    ("zone", "city"), [("Asia/Kolkata", "Kolkata"), ("Europe/Lisbon", "Lisbon"), ("America/New_York", "New York")]
)
def test_over_both_changes_of_the_clock_reminders_come_in_time_and_say_the_local_time(
    zone: str, city: str, priya: Caller, alice: Caller
) -> None:
    give(alice, time_zone=zone)
    with_phone(alice)
    local = ZoneInfo(zone)
    for day in ("2027-03-14", "2027-03-28", "2027-10-31", "2027-11-07"):
        start = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=local).astimezone(timezone.utc)
        with at(start - timedelta(days=3)):
            booking = booked(alice, session_at(priya, start))
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
                assert found.values["starts_at"].endswith(f"09:00 ({city})")


def test_the_names_of_team_channels_are_read_once_for_a_booking(priya: Caller, alice: Caller) -> None:
    with write_transaction() as db_session:
        webhook = {"kind": "slack", "address": "https://hooks.slack.com/services/1", "created_at": clock.now()}
        db_session.add_all([TeamChannel(user_id=priya.id, label=label, **webhook) for label in ("Studio", "Desk")])
    booking = booked(alice, make_session(priya).id)
    work()
    with statements() as sent:
        shown = plan_of_booking(priya, booking)
    assert sorted(one["to"] for one in shown if one["kind"] == "team_booking") == ["Desk", "Studio"]
    assert len([one for one in sent if "FROM team_channels" in one]) == 1


def test_a_facilitators_team_reads_of_new_and_cancelled_bookings(priya: Caller, alice: Caller) -> None:
    with write_transaction() as db_session:
        webhook = {"kind": "slack", "address": "https://hooks.slack.com/services/1", "created_at": clock.now()}
        on = TeamChannel(user_id=priya.id, label="Studio", enabled=True, **webhook)
        off = TeamChannel(user_id=priya.id, label="Old", enabled=False, **webhook)
        db_session.add_all([on, off])
        db_session.flush()
        team = on.id
    session = make_session(priya).id
    booking = booked(alice, session)
    work()
    cancel_booking(alice, booking)
    work()
    told = plans(booking, kind="team_booking")
    assert [(one.channel, one.recipient, (one.data or {})["action"]) for one in told] == [
        ("slack", f"team:{team}", "created"),
        ("slack", f"team:{team}", "cancelled"),
    ]
    found = facts(told[1])
    assert isinstance(found, Facts)
    assert (found.to, found.values["guest_name"]) == ("https://hooks.slack.com/services/1", "Alice")
    with write_transaction() as db_session:
        db_session.query(TeamChannel).update({"enabled": False})
    assert facts(told[1]) == Skip("turned_off")


def test_a_channel_that_is_not_set_up_has_no_message_that_waits_for_ever(
    priya: Caller, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "channels_set_up", lambda _: frozenset({kinds.EMAIL}))
    booking = booked(with_phone(alice), make_session(priya).id)
    work()
    assert states(booking)["booking_confirmed", "sms"] == ("skipped", "not_set_up")
    assert {one.channel for one in messages() if one.subject == f"booking:{booking}"} == {"crm", "email"}


def test_language_zone_and_facts_are_those_of_the_moment_of_sending(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    [confirmed] = plans(booking, kind="booking_confirmed", channel="email")
    change_profile(alice.id, ProfileChange(language="hi", time_zone="Asia/Kolkata", name="Alice Sharma"))
    found = facts(confirmed)
    assert isinstance(found, Facts)
    assert (found.language, found.to, found.values["guest_name"]) == ("hi", alice.email, "Alice Sharma")
    assert found.values["starts_at"].endswith("(Kolkata)")
    assert found.unsubscribe_url is found.one_click_url is None, "a confirmation is essential"
    assert found.calendar is not None and b"STATUS:CONFIRMED" in found.calendar


def test_a_reminder_by_mail_can_be_ended_with_one_click(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    [reminder] = plans(booking, kind="reminder_24h", channel="email")
    found = facts(reminder)
    assert isinstance(found, Facts)
    assert found.unsubscribe_url is not None and "/unsubscribe/" in found.unsubscribe_url
    assert found.one_click_url is not None and found.one_click_url.endswith("/unsubscribe")


def test_a_plan_that_is_gone_is_not_sent(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    [confirmed] = plans(booking, kind="booking_confirmed", channel="email")
    number, event_id = confirmed.id, confirmed.event_id
    with write_connection() as connection:
        connection.execute(delete(PlannedMessage.__table__))
    with db.engine.connect() as connection:
        assert facts_for_delivery(connection, [(number, event_id)]) == [Skip("erased")]


def test_a_late_plan_waits_and_is_promoted_once(alice: Caller) -> None:
    due_at = clock.now().replace(microsecond=0) + timedelta(hours=1)
    with write_connection() as connection:
        plan = Plan("new_sign_in", "email", f"user:{alice.id}", due_at, user_id=alice.id, data={"device": "Firefox"})
        [public_id] = write_plans(connection, [plan])
    assert public_id.startswith("ntf_")
    assert next_due_plan() == due_at
    assert promote_due_plans() == 0
    with later(1.01):
        assert promote_due_plans() == 1
        assert promote_due_plans() == 0
    [message] = [one for one in messages() if one.kind == "new_sign_in"]
    assert message.recipient == f"user:{alice.id}"


def test_planned_messages_that_nobody_promotes_are_an_alert(priya: Caller, alice: Caller) -> None:
    booked(alice, make_session(priya).id)
    work()
    assert "oldest_pending" not in {alert["name"] for alert in active_alerts()}
    end_messages("delivered")
    with later(24 * 7 - 23):
        [alert] = [alert for alert in active_alerts() if alert["name"] == "oldest_pending"]
        assert alert["detail"] == "Messages waiting for longer than 300 seconds: 2."


def test_500_due_plans_cost_as_many_statements_as_five(priya: Caller) -> None:
    costs = []
    for number in (5, 500):
        session = make_session(priya, capacity=number)
        fill_session(session.id, number)
        cancel_session(priya, session.id)
        with statements() as planning:
            assert process_journal(1_000) >= number
            assert plan_messages(1_000) >= number
        session = make_session(priya, capacity=number)
        fill_session(session.id, number)
        start = session.starts_at
        move(priya, session.id, start + timedelta(days=1))
        while process_journal() + plan_messages():
            pass
        with later(24 * 7 + 1), statements() as promoting:
            assert promote_due_plans(500) >= number
        start_anew()
        costs.append((len(planning), len(promoting)))
    assert costs[1][0] <= costs[0][0] + 6, costs
    assert costs[1][1] <= costs[0][1] + 1, costs


def test_moved_while_cancelled_and_back_before_the_worker_looks_plans_for_the_new_start(
    priya: Caller, alice: Caller
) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(alice, session)
    work()
    cancel_booking(alice, booking)
    move(priya, session, start + timedelta(days=1))
    reactivate_booking(alice, booking)
    work()
    assert [one for one in reminders(booking) if one[1] == "email"] == [
        ("reminder_24h", "email", 1, "withdrawn", "moved"),
        ("reminder_24h", "email", 2, "planned", None),
    ]
