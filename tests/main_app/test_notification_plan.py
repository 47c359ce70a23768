"""The plan of messages to guests and teams: which are sent, by which channel, and why some are not."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from main_app.auth.access import Caller
from main_app.auth.profiles import change_profile
from main_app.auth.record import PREFERENCES_CHANGED
from main_app.auth.schemas import ProfileChange
from main_app.bookings.move import move_booking
from main_app.bookings.operations import cancel_booking
from main_app.bookings.schemas import MoveBooking
from main_app.bookings.session_changes import cancel_session
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.integration.alerts import active_alerts
from main_app.journal.models import JournalEntry
from main_app.messages import kinds
from main_app.messages import plan as plan_module
from main_app.messages.facts import Facts, Skip, facts_for_delivery
from main_app.messages.models import NotificationPreference, PlannedMessage, PushSubscription, TeamChannel
from main_app.messages.operations import add_device, change_preferences
from main_app.messages.plan import Plan, write_plans
from main_app.messages.promotion import next_due_plan, promote_due_plans
from main_app.messages.queries import plan_of_booking
from main_app.messages.rendering import render_short
from main_app.messages.schemas import PreferencesChange
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from tests.main_app.builders import fill_session, make_event, make_session, statements
from tests.main_app.notified import (
    PLANNED,
    SENT_AT_ONCE,
    booked,
    end_messages,
    facts,
    later,
    messages,
    move,
    plans,
    session_at,
    start_anew,
    states,
    with_phone,
    work,
)

pytestmark = pytest.mark.usefixtures("nothing_left")


def choose(person: Caller, kind: str, channel: str, enabled: bool) -> None:
    change = {"choices": [{"kind": kind, "channel": channel, "enabled": enabled}]}
    change_preferences(person.id, PreferencesChange.model_validate(change))


def test_alice_is_told_at_once_and_reminded_a_day_and_two_hours_before(priya: Caller, guest: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    booking = booked(with_phone(guest), session_at(priya, start))
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
    sent = [one for one in messages(recipient=f"user:{guest.id}") if one.channel in kinds.PERSONAL]
    assert {(one.channel, one.kind, one.subject, one.recipient) for one in sent} == {
        (channel, "booking_confirmed", f"booking:{booking}", f"user:{guest.id}")
        for channel in ("email", "sms", "in_app")
    }
    by_event = {one.event_id: one.id for one in plans(booking, state="queued")}
    assert {one.event_id: one.payload["plan_id"] for one in sent} == by_event


def test_processing_the_same_entries_twice_plans_once(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    before = [(one.id, one.state) for one in plans(booking)]
    work()
    assert [(one.id, one.state) for one in plans(booking)] == before


def test_the_database_refuses_a_second_message_about_the_same_change(guest: Caller) -> None:
    def write(entry_id: int) -> None:
        with write_connection() as connection:
            plan = Plan("booking_confirmed", "email", "booking:1", user_id=guest.id, entry_id=entry_id)
            write_plans(connection, [plan])

    write(1)
    with pytest.raises(IntegrityError):
        write(1)
    write(2)
    assert len(messages(kind="booking_confirmed")) == 2


def test_a_guest_without_a_phone_number_sees_why_no_text_message_comes(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    assert states(booking, channel="sms") == {
        ("reminder_24h", "sms"): ("skipped", "no_phone_number"),
        ("reminder_2h", "sms"): ("skipped", "no_phone_number"),
    }
    with_phone(guest)
    work()
    assert set(states(booking, channel="sms").values()) == {PLANNED}, "a number brings them back"


def test_the_first_device_gets_push_reminders_of_earlier_bookings(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    assert states(booking, channel="push") == {}
    for number in (1, 2):
        add_device(guest.id, f"https://push.example/{number}", "x", "y")
        work()
        assert states(booking, channel="push") == {("reminder_24h", "push"): PLANNED}
    changes = select(JournalEntry.changes).where(JournalEntry.action == PREFERENCES_CHANGED)
    assert list(db.session.scalars(changes)) == [{"push": [False, True]}], "once"


def test_push_is_planned_only_for_who_has_a_device(priya: Caller, guest: Caller) -> None:
    add_device(guest.id, "https://push.example/1", "x", "y")
    booking = booked(guest, make_session(priya).id)
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


def test_what_alice_turned_off_is_not_sent_but_what_is_essential_is(priya: Caller, guest: Caller) -> None:
    choose(guest, "reminder_24h", "email", False)
    choose(guest, "booking_confirmed", "in_app", False)
    booking = booked(guest, make_session(priya).id)
    work()
    found = states(booking)
    assert found["reminder_24h", "email"] == ("skipped", "turned_off")
    assert found["booking_confirmed", "in_app"] == ("skipped", "turned_off")
    assert found["booking_confirmed", "email"] == SENT_AT_ONCE
    choose(guest, "reminder_24h", "email", True)
    work()
    assert states(booking)["reminder_24h", "email"] == PLANNED
    choose(guest, "reminder_24h", "email", False)
    [planned] = plans(booking, kind="reminder_24h", channel="email")
    assert facts(planned) == Skip("turned_off"), "the worker need not have seen it"


def test_an_essential_mail_is_sent_even_where_it_was_turned_off_before_it_was_essential(
    priya: Caller, guest: Caller
) -> None:
    with write_transaction() as db_session:
        db_session.add(
            NotificationPreference(user_id=guest.id, kind="booking_confirmed", channel="email", enabled=False)
        )
    booking = booked(guest, make_session(priya).id)
    work()
    assert states(booking)["booking_confirmed", "email"] == SENT_AT_ONCE


def test_the_names_of_team_channels_are_read_once_for_a_booking(priya: Caller, guest: Caller) -> None:
    with write_transaction() as db_session:
        webhook = {"kind": "slack", "address": "https://hooks.slack.com/services/1", "created_at": clock.now()}
        db_session.add_all([TeamChannel(user_id=priya.id, label=label, **webhook) for label in ("Studio", "Desk")])
    booking = booked(guest, make_session(priya).id)
    work()
    with statements() as sent:
        shown = plan_of_booking(priya, booking)
    assert sorted(one["to"] for one in shown if one["kind"] == "team_booking") == ["Desk", "Studio"]
    assert len([one for one in sent if "FROM team_channels" in one]) == 1


def test_a_facilitators_team_reads_of_new_and_cancelled_bookings(priya: Caller, guest: Caller) -> None:
    with write_transaction() as db_session:
        webhook = {"kind": "slack", "address": "https://hooks.slack.com/services/1", "created_at": clock.now()}
        on = TeamChannel(user_id=priya.id, label="Studio", enabled=True, **webhook)
        off = TeamChannel(user_id=priya.id, label="Old", enabled=False, **webhook)
        db_session.add_all([on, off])
        db_session.flush()
        team = on.id
    session = make_session(priya).id
    booking = booked(guest, session)
    work()
    cancel_booking(guest, booking)
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


def test_a_facilitators_team_reads_of_a_move_once_with_both_dates(priya: Caller, guest: Caller) -> None:
    with write_transaction() as db_session:
        webhook = {"kind": "slack", "address": "https://hooks.slack.com/services/1", "created_at": clock.now()}
        db_session.add(TeamChannel(user_id=priya.id, label="Studio", enabled=True, **webhook))
    first, second = make_event(priya, sessions=2).sessions
    old = booked(guest, first.id)
    new = move_booking(guest, old, MoveBooking(session_id=second.id)).id
    work()
    assert [one.data for one in plans(old, kind="team_booking")] == [{"action": "created"}]
    [chat] = plans(new, kind="team_booking")
    told = facts(chat)
    assert isinstance(told, Facts)
    text = render_short(told.kind, chat.channel, "en", told.variant, told.values)
    assert isinstance(text, str)
    assert text.startswith("Moved to another date: Alice, ")
    assert f"(before: {told.values['old_when']})" in text


def test_a_channel_that_is_not_set_up_has_no_message_that_waits_for_ever(
    priya: Caller, guest: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "configured_channels", lambda _: frozenset({kinds.EMAIL}))
    booking = booked(with_phone(guest), make_session(priya).id)
    work()
    assert states(booking)["booking_confirmed", "sms"] == ("skipped", "not_set_up")
    assert {one.channel for one in messages() if one.subject == f"booking:{booking}"} == {"crm", "email"}


def test_language_zone_and_facts_are_those_of_the_moment_of_sending(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    [confirmed] = plans(booking, kind="booking_confirmed", channel="email")
    change_profile(guest.id, ProfileChange(language="hi", time_zone="Asia/Kolkata", name="Alice Sharma"))
    found = facts(confirmed)
    assert isinstance(found, Facts)
    assert (found.language, found.to, found.values["guest_name"]) == ("hi", guest.email, "Alice Sharma")
    assert found.values["when_also"].endswith("तक, कोलकाता समय")
    assert found.unsubscribe_url is found.one_click_url is None, "a confirmation is essential"
    assert found.calendar is not None and b"STATUS:CONFIRMED" in found.calendar


def test_a_reminder_by_mail_can_be_ended_with_one_click(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    [reminder] = plans(booking, kind="reminder_24h", channel="email")
    found = facts(reminder)
    assert isinstance(found, Facts)
    assert found.unsubscribe_url is not None and "/unsubscribe/" in found.unsubscribe_url
    assert found.one_click_url is not None and found.one_click_url.endswith("/unsubscribe")


def test_a_plan_that_is_gone_is_not_sent(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    [confirmed] = plans(booking, kind="booking_confirmed", channel="email")
    number, event_id = confirmed.id, confirmed.event_id
    with write_connection() as connection:
        connection.execute(delete(PlannedMessage.__table__))
    with db.engine.connect() as connection:
        assert facts_for_delivery(connection, [(number, event_id)]) == [Skip("erased")]


def test_a_late_plan_waits_and_is_promoted_once(guest: Caller) -> None:
    due_at = clock.now().replace(microsecond=0) + timedelta(hours=1)
    with write_connection() as connection:
        plan = Plan("new_sign_in", "email", f"user:{guest.id}", due_at, user_id=guest.id, data={"device": "Firefox"})
        [public_id] = write_plans(connection, [plan])
    assert public_id.startswith("ntf_")
    assert next_due_plan() == due_at
    assert promote_due_plans() == 0
    with later(1.01):
        assert promote_due_plans() == 1
        assert promote_due_plans() == 0
    [message] = [one for one in messages() if one.kind == "new_sign_in"]
    assert message.recipient == f"user:{guest.id}"


def test_planned_messages_that_nobody_promotes_are_an_alert(priya: Caller, guest: Caller) -> None:
    booked(guest, make_session(priya).id)
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
