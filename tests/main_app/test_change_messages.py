"""What guests are told of changed and cancelled sessions."""

import re
from datetime import timedelta

import pytest

from main_app.auth.access import Caller
from main_app.bookings.queries import get_own_booking
from main_app.bookings.session_changes import (
    Confirmation,
    cancel_session,
    change_event,
    change_session,
    preview_event,
    preview_session,
)
from main_app.events.schemas import EventChange, SessionChange
from main_app.messages.facts import Facts, Skip
from main_app.messages.rendering import render_mail
from service_kit import clock
from tests.main_app.builders import make_event, make_person, make_session
from tests.main_app.notified import booked, end_messages, facts, move, plans, session_at, work

pytestmark = pytest.mark.usefixtures("nothing_left")


def told_location(booking_id: int) -> tuple[str, str]:
    """The old and the new location in the last mail about a change."""
    found = facts(plans(booking_id, kind="booking_changed", channel="email")[-1])
    assert isinstance(found, Facts)
    return found.values["old_location"], found.values["location"]


def test_a_change_of_the_title_alone_is_no_message_and_a_new_place_leaves_reminders_alone(
    priya: Caller, guest: Caller
) -> None:
    event = make_event(priya)
    booking = booked(guest, event.sessions[0].id)
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


def test_guests_read_why_a_session_was_moved_in_the_mail_and_with_their_booking(priya: Caller, guest: Caller) -> None:
    session = make_session(priya).id
    booking = booked(guest, session)
    work()
    later = clock.now() + timedelta(days=9)
    moved = SessionChange.model_validate(
        {"start_time": later.isoformat(), "end_time": (later + timedelta(hours=1)).isoformat()}
    )
    change_session(priya, session, moved, Confirmation(reason="The hall is closed."))
    work()
    told = facts(plans(booking, kind="booking_changed", channel="email")[-1])
    assert isinstance(told, Facts) and told.values["reason"] == "The hall is closed"
    assert "Reason: The hall is closed." in render_mail(told.kind, told.language, told.variant, told.values).text
    assert get_own_booking(guest.id, booking).reason == "The hall is closed."
    change_session(priya, session, SessionChange(title="Late Sit"), Confirmation(reason="A better name!"))
    work()
    told = facts(plans(booking, kind="booking_changed", channel="email")[-1])
    assert isinstance(told, Facts) and told.values["reason"] == "A better name!"
    assert get_own_booking(guest.id, booking).reason == "The hall is closed.", "the page shows it with the former time"


def test_guests_at_a_sessions_own_location_are_not_told_of_the_events(priya: Caller, guest: Caller) -> None:
    bob, event = make_person("Bob"), make_event(priya, sessions=2)
    own, shared = (session.id for session in event.sessions)
    change_session(priya, own, SessionChange(location="Casa do Mar"))
    hers, his = booked(guest, own), booked(bob, shared)
    change = EventChange(location="Praia do Sul")
    shown = [one["booking_id"] for one in preview_event(priya, event.id, change)["guests"]]
    change_event(priya, event.id, change)
    work()
    assert shown == [his]
    assert not plans(hers, kind="booking_changed")
    assert told_location(his) == ("Rua do Sol 14", "Praia do Sul")
    change_event(priya, event.id, EventChange(location="Rua do Sol 14", online=True))
    work()
    assert told_location(hers) == ("", "Casa do Mar")


def test_guests_are_told_when_a_session_leaves_the_events_location_and_returns(priya: Caller, guest: Caller) -> None:
    session = make_session(priya).id
    booking = booked(guest, session)
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


def test_of_two_pending_change_messages_only_the_newest_is_sent(priya: Caller, guest: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(guest, session)
    move(priya, session, start + timedelta(days=1))
    move(priya, session, start + timedelta(days=2))
    work()
    first, second = plans(booking, kind="booking_changed", channel="email")
    assert facts(first) == Skip("replaced")
    found = facts(second)
    assert isinstance(found, Facts)
    assert f"{start:%H:%M}" in found.values["old_when"] and f"{start.day} " in found.values["old_when"]


def test_a_change_is_told_beside_what_the_guest_was_last_told(priya: Caller, guest: Caller) -> None:
    event = make_event(priya)
    session, start = event.sessions[0].id, event.sessions[0].starts_at
    booking = booked(guest, session)
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
    assert f"{start:%H:%M}" in found.values["old_when"] and f"{start.day} " in found.values["old_when"]


def test_a_facilitators_cancellation_says_who_and_why(priya: Caller, guest: Caller) -> None:
    session = make_session(priya).id
    booking = booked(guest, session)
    work()
    cancel_session(priya, session, Confirmation(reason="A storm is coming."))
    work()
    [cancelled] = plans(booking, kind="booking_cancelled", channel="email")
    found = facts(cancelled)
    assert isinstance(found, Facts)
    assert (found.values["cancelled_by"], found.values["reason"]) == ("facilitator", "A storm is coming")
    assert re.search(r"/e/[a-z0-9]+-[a-z0-9-]*[0-9]+$", found.values["event_url"])
    assert found.calendar is not None and b"STATUS:CANCELLED" in found.calendar
