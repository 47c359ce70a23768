"""A facilitator books for a guest, who may have no account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from main_app.auth.caller import Caller
from main_app.auth.models import Role, User
from main_app.auth.sign_in import sign_in
from main_app.bookings.engine import apply, as_manager
from main_app.bookings.engine_commands import RecordMoney
from main_app.bookings.for_guests import book_for_guest, cancel_for_guest
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.schemas import BookForGuest, BookingOut
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from main_app.messages.facts import Facts
from main_app.outbox.enqueue import CRM
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, NotFound, Unauthorized
from tests.main_app.builders import entries_of, make_event, make_person, make_session
from tests.main_app.notified import facts, messages, plans, work
from tests.support.people import new_session

RAVI = {"name": "Ravi Iyer", "email": "ravi@example.com"}
pytestmark = pytest.mark.usefixtures("nothing_left", "mail_and_sms_are_set_up")


def book(by: Caller, session_id: int, **details: object) -> BookingOut:
    return book_for_guest(by, session_id, BookForGuest.model_validate(RAVI | details))


def seats_taken(session_id: int) -> int:
    db.session.rollback()
    return db.session.scalars(select(EventSession.seats_taken).where(EventSession.id == session_id)).one()


def test_priya_books_two_places_for_ravi_who_has_no_account(priya: Caller) -> None:
    event = make_event(priya)
    booking = book(priya, event.sessions[0].id, email="Ravi.new@example.com", places=2)
    assert (booking.status, booking.places, booking.user_name) == ("booked", 2, "Ravi Iyer")
    [entry] = entries_of(db.session(), "booking", booking.id)
    assert (entry.action, entry.actor_id, entry.to_state) == ("created", priya.id, "booked")
    with pytest.raises(Unauthorized):
        sign_in("ravi.new@example.com", "", "1.2.3.4", "Firefox")

    work()
    [mail] = plans(booking.id, kind="booking_confirmed", channel="email")
    assert mail.state == "queued"
    told = facts(mail)
    assert isinstance(told, Facts)
    assert (told.to, told.reply_to) == ("ravi.new@example.com", priya.email)
    assert "/manage/" in told.values["cancel_url"]
    [crm] = [one for one in messages(channel=CRM) if one.subject == f"booking:{booking.id}"]
    assert (crm.payload["action"], crm.payload["user"]["name"]) == ("created", "Ravi Iyer")


def test_a_session_paid_online_is_booked_at_once_and_paid_at_the_door(priya: Caller) -> None:
    date = new_session(clock.now() + timedelta(days=7), price_cents=4000, currency="EUR", payment_terms="pay_online")
    event = {"title": "Evening Sit", "time_zone": "Europe/Lisbon", "sessions": [date]}
    session_id = create_event(priya, NewEvent.model_validate(event)).sessions[0].id
    assert book_session(make_person("Asha"), session_id).booking.status == "held"

    booking = book(priya, session_id)
    assert (booking.status, booking.payment_terms, booking.total_cents) == ("booked", "pay_facilitator", 4000)
    work()
    told = facts(plans(booking.id, kind="booking_confirmed", channel="email")[0])
    assert isinstance(told, Facts)
    assert told.values["pay_to"] == "Priya"


def test_a_full_session_takes_no_guest_and_leaves_no_account(priya: Caller) -> None:
    session_id = make_session(priya, capacity=2).id
    with pytest.raises(Conflict, match="doesn't have 3 free places"):
        book(priya, session_id, email="nobody@example.com", places=3)
    assert seats_taken(session_id) == 0
    assert db.session.scalars(select(User).where(User.email == "nobody@example.com")).first() is None


def test_the_last_place_is_booked_once_for_two_guests_at_the_same_time(app: Flask, priya: Caller) -> None:
    session_id = make_session(priya, capacity=1).id

    def attempt(number: int) -> bool:
        with app.app_context():
            try:
                book(priya, session_id, email=f"guest.{session_id}.{number % 2}@example.com")
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert seats_taken(session_id) == 1


def test_a_guest_who_has_booked_is_not_booked_again_and_one_who_cancelled_is(priya: Caller, guest: Caller) -> None:
    session_id = make_session(priya).id
    own = book_session(guest, session_id).booking
    with pytest.raises(Conflict, match="has a booking of this session already"):
        book(priya, session_id, email=guest.email)
    cancel_booking(guest, own.id)
    again = book(priya, session_id, email=guest.email, name="Somebody Else")
    assert (again.id, again.status, again.user_name) == (own.id, "booked", guest.name)
    assert db.session.scalar(select(func.count()).where(Booking.session_id == session_id)) == 1


def test_only_who_manages_the_session_books_for_others(priya: Caller) -> None:
    session_id = make_session(priya).id
    with pytest.raises(NotFound):
        book(make_person("Arjun", Role.FACILITATOR), session_id)
    assert book(make_person("Noor", Role.ADMIN), session_id).status == "booked"


def test_the_crm_keeps_hearing_why_a_guest_was_cancelled(priya: Caller) -> None:
    booking = book(priya, make_session(priya).id)
    cancel_for_guest(priya, booking.id, "The room is flooded")
    with write_connection() as connection:
        apply(connection, RecordMoney(booking.id, {}), as_manager(priya))
    work()
    told = [message.payload["additional_data"] for message in messages(channel=CRM, subject=f"booking:{booking.id}")]
    assert [each.get("reason") for each in told] == [None, "The room is flooded", "The room is flooded"]
