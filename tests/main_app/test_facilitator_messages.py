"""What a facilitator is told when guests book, move and cancel."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.auth.profiles import change_profile
from main_app.auth.schemas import ProfileChange
from main_app.bookings.for_guests import book_for_guest, cancel_for_guest
from main_app.bookings.move import move_booking
from main_app.bookings.operations import cancel_booking, reactivate_booking
from main_app.bookings.schemas import BookForGuest, MoveBooking
from main_app.bookings.session_changes import cancel_session
from main_app.database import db
from main_app.messages.delivery import prepare_in_app, prepare_mails, write_notes
from main_app.messages.facts import Facts, Skip
from main_app.messages.models import InAppNotification
from main_app.messages.operations import change_preferences
from main_app.messages.queries import plan_of_booking, preferences_of
from main_app.messages.schemas import PreferencesChange
from main_app.outbox.channel import Claimed
from main_app.settings import settings
from service_kit import clock
from tests.main_app.builders import make_event, make_person, make_session
from tests.main_app.notified import booked, erase, facts, messages, plans, session_at, work

pytestmark = pytest.mark.usefixtures("nothing_left")
BOOKING, CANCELLATION = "facilitator_booking", "facilitator_cancellation"


def mails_to(person: Caller) -> list[tuple[str, str]]:
    """Kind and subject of each booking's mails to this person."""
    return [
        (one.kind, one.subject)
        for one in messages(channel="email", recipient=f"user:{person.id}")
        if one.kind in (BOOKING, CANCELLATION)
    ]


def made(kind: str) -> tuple[Any, Any]:
    """The mail and the note of this kind, as they would be sent."""
    contents = []
    for channel, prepare in (("email", prepare_mails), ("in_app", prepare_in_app)):
        [one] = messages(kind=kind, channel=channel)
        claimed = Claimed(one.id, 1, one.event_id, one.kind, one.payload, 0, one.waiting_since)
        contents.append(prepare([claimed])[one.id])
    return contents[0], contents[1]


@pytest.mark.parametrize(("language", "booked_now"), [("en", "Booked now: 1 of"), ("hi", "में से 1 जगहें")])
def test_priya_gets_a_mail_and_a_note_about_a_new_booking(
    priya: Caller, guest: Caller, language: Any, booked_now: str
) -> None:
    change_profile(priya.id, ProfileChange(language=language))
    session = make_session(priya).id
    booking = booked(guest, session)
    work()
    mail, note = made(BOOKING)
    assert (mail.to, mail.reply_to, mail.calendar) == (priya.email, guest.email, None)
    page = f"/facilitator/sessions/{session}"
    assert f"{settings().public_url}{page}" in mail.text
    assert f"{settings().public_url}{page}" in mail.html
    assert "Alice" in mail.subject
    assert booked_now in mail.text
    assert (note["user_id"], note["booking_id"], note["url"]) == (priya.id, booking, page)
    assert "Alice" in note["title"]


def test_a_mail_to_priya_has_no_link_that_acts_for_the_guest(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    cancel_booking(guest, booking)
    work()
    mail, _ = made(CANCELLATION)
    assert "/manage/" not in mail.text + mail.html
    assert "/my-bookings/" not in mail.text + mail.html


def test_priya_hears_of_what_guests_do_not_of_what_she_does(priya: Caller, guest: Caller) -> None:
    session = make_session(priya).id
    booking, own = booked(guest, session), booked(priya, session)
    work()
    cancel_booking(guest, booking)
    cancel_booking(priya, own)
    work()
    reactivate_booking(guest, booking)
    work()
    cancel_session(priya, session)
    work()
    assert mails_to(priya) == [(kind, f"booking:{booking}") for kind in (BOOKING, CANCELLATION, BOOKING)]


@pytest.mark.parametrize(
    ("language", "booked_for", "cancelled_of"),
    [
        ("en", "The studio has booked Evening Sit for Ben", "The studio has cancelled Ben’s booking"),
        ("hi", "स्टूडियो ने Ben के लिए", "Ben की बुकिंग रद्द कर दी है"),
    ],
)
def test_priya_hears_of_what_an_admin_does_for_one_guest(
    priya: Caller, language: Any, booked_for: str, cancelled_of: str
) -> None:
    change_profile(priya.id, ProfileChange(language=language))
    noor, email = make_person("Noor", Role.ADMIN), f"{uuid.uuid4().hex}@example.com"
    session = session_at(priya, clock.now() + timedelta(days=7))
    wanted = BookForGuest(name="Ben", email=email, places=1, language=language)
    booking = book_for_guest(noor, session, wanted).id
    work()
    mail, note = made(BOOKING)
    assert booked_for in mail.text
    assert "Ben" in note["title"]
    cancel_for_guest(noor, booking, "Double booking")
    work()
    mail, note = made(CANCELLATION)
    assert cancelled_of in mail.text
    assert "Ben" in note["title"]


def test_priya_hears_nothing_of_what_she_does_for_a_guest_nor_of_each_guest_of_a_session_an_admin_cancels(
    priya: Caller, guest: Caller
) -> None:
    session = make_session(priya).id
    wanted = BookForGuest(name="Ben", email=f"{uuid.uuid4().hex}@example.com", places=1, language="en")
    booking = book_for_guest(priya, session, wanted).id
    cancel_for_guest(priya, booking, "Double booking")
    work()
    assert mails_to(priya) == []
    booked(guest, session)
    work()
    cancel_session(make_person("Noor", Role.ADMIN), session)
    work()
    assert [kind for kind, _ in mails_to(priya)] == [BOOKING]


def test_a_moved_booking_is_one_message_that_says_from_where(priya: Caller, guest: Caller) -> None:
    first, second = make_event(priya, sessions=2).sessions
    old = booked(guest, first.id)
    work()
    new = move_booking(guest, old, MoveBooking(session_id=second.id, offer_version=second.offer_version)).id
    work()
    assert mails_to(priya) == [(BOOKING, f"booking:{old}"), (BOOKING, f"booking:{new}")]
    found = facts(plans(new, kind=BOOKING, channel="email")[0])
    assert isinstance(found, Facts)
    assert found.values["old_when"] != ""
    assert found.values["old_when"] != found.values["when"]


def test_a_booking_that_is_cancelled_before_its_mail_goes_out_is_told_once(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    cancel_booking(guest, booking)
    work()
    assert facts(plans(booking, kind=BOOKING, channel="email")[0]) == Skip("cancelled")
    assert isinstance(facts(plans(booking, kind=CANCELLATION, channel="email")[0]), Facts)
    reactivate_booking(guest, booking)
    assert facts(plans(booking, kind=CANCELLATION, channel="email")[0]) == Skip("replaced")


def test_priya_may_turn_them_off_and_others_are_not_asked(priya: Caller, guest: Caller) -> None:
    choice = {"kind": BOOKING, "channel": "email", "enabled": False}
    change_preferences(priya.id, PreferencesChange.model_validate({"choices": [choice]}))
    booking = booked(guest, make_session(priya).id)
    work()
    assert [(one.channel, one.reason) for one in plans(booking, kind=BOOKING)] == [
        ("email", "turned_off"),
        ("in_app", None),
    ]
    assert BOOKING in {each["kind"] for each in preferences_of(priya.id)["choices"]}
    assert BOOKING not in {each["kind"] for each in preferences_of(guest.id)["choices"]}


def test_an_address_that_nobody_confirmed_gets_no_mail_about_guests(guest: Caller) -> None:
    eve = make_person("Eve", Role.FACILITATOR, confirmed=False)
    booking = booked(guest, make_session(eve).id)
    work()
    assert [(one.channel, one.reason) for one in plans(booking, kind=BOOKING)] == [
        ("email", "address_not_confirmed"),
        ("in_app", None),
    ]


def test_many_bookings_do_not_keep_other_mails_away_from_priya(priya: Caller) -> None:
    session = make_session(priya, capacity=40).id
    for number in range(25):
        booked(make_person(f"Guest {number}"), session)
    other = booked(priya, make_session(make_person("Arjun", Role.FACILITATOR)).id)
    work()
    assert len(mails_to(priya)) == settings().emails_per_person_and_hour == 20
    assert [one.reason for one in plans(other, kind="booking_confirmed", channel="email")] == [None]


def test_a_guest_does_not_see_what_the_facilitator_is_told(priya: Caller, guest: Caller) -> None:
    booking = booked(guest, make_session(priya).id)
    work()
    assert plans(booking, kind=BOOKING) != []
    for reader in (guest, priya):
        assert BOOKING not in {one["kind"] for one in plan_of_booking(reader, booking)}


def test_the_notes_about_an_erased_guest_go_with_them(priya: Caller, guest: Caller) -> None:
    bob = make_person("Bob")
    session = make_session(priya).id
    his = booked(bob, session)
    booked(guest, session)
    work()
    for one in messages(kind=BOOKING, channel="in_app"):
        claimed = Claimed(one.id, 1, one.event_id, one.kind, one.payload, 0, one.waiting_since)
        note = prepare_in_app([claimed])[one.id]
        assert isinstance(note, dict)
        write_notes([(one.event_id, note)])
    erase(guest.id)
    kept = select(InAppNotification.booking_id).where(InAppNotification.user_id == priya.id)
    assert list(db.session.scalars(kept)) == [his]
