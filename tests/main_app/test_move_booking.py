"""Alice moves her booking to another date: she has one booking before and after, whatever happens meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, update

from main_app.auth.caller import Caller
from main_app.bookings.for_guests import book_for_guest
from main_app.bookings.models import Booking
from main_app.bookings.move import move_booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.schemas import BookForGuest, MoveBooking
from main_app.database import db
from main_app.events.models import EventSession
from main_app.messages.facts import Facts
from main_app.messages.rendering import render_mail
from main_app.orders.money import money_of_booking
from main_app.payments.door import mark_paid
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Problem
from tests.main_app.builders import make_event, make_person
from tests.main_app.notified import facts, plans, work
from tests.support.people import Person, crm_notifications, new_session
from tests.support.rounds import rounds
from tests.support.services import Services, wait_until

NOW = datetime.now(timezone.utc)
in_process = pytest.mark.usefixtures("nothing_left", "mail_and_sms_are_set_up")


def move(guest: Caller, booking_id: int, session_id: int, version: int | None = None) -> int:
    return move_booking(guest, booking_id, MoveBooking(session_id=session_id, offer_version=version)).id


def cancel(guest: Caller, booking_id: int) -> int:
    return cancel_booking(guest, booking_id).id


def change(session_id: int, **columns: int) -> None:
    with write_transaction() as db_session:
        db_session.execute(update(EventSession).where(EventSession.id == session_id).values(columns))


def occupied(guest: Caller, event_id: int) -> tuple[list[int], list[int]]:
    """The sessions of an event that this person has booked, and the places taken in each session."""
    db.session.rollback()
    of_event = select(EventSession).where(EventSession.event_id == event_id).order_by(EventSession.id)
    sessions = db.session.scalars(of_event).all()
    booked = db.session.scalars(
        select(Booking.session_id).where(
            Booking.user_id == guest.id,
            Booking.status.in_(("held", "booked")),
            Booking.session_id.in_([session.id for session in sessions]),
        )
    ).all()
    return sorted(booked), [session.seats_taken for session in sessions]


def test_alice_moves_her_booking_once_and_the_crm_has_both(
    services: Services, facilitator: Person, alice: Person, bob: Person
) -> None:
    first, second = facilitator.create_event(sessions=2)["sessions"]
    booking = alice.book(first["id"]).json()["booking"]
    assert booking["can_move"]
    path, key = f"/bookings/{booking['id']}/move", {"Idempotency-Key": f"move-{booking['id']}"}
    body = {"session_id": second["id"], "offer_version": second["offer_version"]}
    assert bob.post(path, body).status_code == 404
    moved = alice.post(path, body, headers=key)
    assert (moved.status_code, moved.json()["booking"]["session_id"]) == (201, second["id"])
    again = alice.post(path, body, headers=key)
    assert (again.status_code, again.headers["Idempotent-Replayed"], again.json()) == (201, "true", moved.json())
    new = moved.json()["booking"]["id"]
    old = alice.get(f"/bookings/{booking['id']}").json()["booking"]
    assert (old["status"], old["reason"], old["can_move"]) == ("cancelled", "moved_to_another_date", False)
    steps = alice.get(f"/bookings/{booking['id']}/timeline").json()["timeline"]
    [step] = [step for step in steps if step["kind"] == "cancelled"]
    assert step["changes"]["moved_to"] == new
    [of_new] = wait_until(lambda: crm_notifications(services, booking_id=new), 15)
    [of_old, _] = wait_until(lambda: (found := crm_notifications(services, booking_id=old["id"]))[1:] and found, 15)
    assert (of_new["data"]["action"], of_new["data"]["session"]["id"]) == ("created", second["id"])
    assert of_old["data"]["action"] == "cancelled"
    assert of_old["data"]["additional_data"]["reason"] == "moved_to_another_date"


def test_each_refusal_leaves_the_booking_as_it_is(facilitator: Person, alice: Person, bob: Person) -> None:
    event = facilitator.create_event(sessions=4, capacity=1)
    mine, full, gone, changed = (session["id"] for session in event["sessions"])
    elsewhere = facilitator.create_event()["sessions"][0]["id"]
    paid_online = facilitator.post(
        f"/events/{event['id']}/sessions",
        new_session(NOW + timedelta(days=9), price_cents=800, payment_terms="pay_online"),
    ).json()["session"]["id"]
    past = facilitator.post(f"/events/{event['id']}/sessions", new_session(NOW - timedelta(days=1))).json()["session"][
        "id"
    ]
    booking = alice.book(mine).json()["booking"]
    bob.book(full)
    facilitator.request("DELETE", f"/sessions/{gone}")
    facilitator.request("PATCH", f"/sessions/{changed}", json={"location": "The other studio"})
    path = f"/bookings/{booking['id']}/move"
    tried = {
        "session_full": {"session_id": full},
        "session_cancelled": {"session_id": gone},
        "session_past": {"session_id": past},
        "offer_changed": {"session_id": changed, "offer_version": 1},
        "payment_needed": {"session_id": paid_online},
        "already_booked": {"session_id": mine},
    }
    responses = {code: alice.post(path, body) for code, body in tried.items()}
    assert {code: (each.status_code, each.json()["code"]) for code, each in responses.items()} == {
        code: (409, code) for code in tried
    }
    assert responses["offer_changed"].json()["session"]["location"] == "The other studio"
    refused = alice.post(path, {"session_id": elsewhere})
    assert (refused.status_code, refused.json()["field"]) == (400, "session_id")
    assert alice.get(f"/bookings/{booking['id']}").json()["booking"] == booking
    sessions = facilitator.get(f"/events/{event['id']}").json()["event"]["sessions"]
    taken = {session["id"]: session["seats_taken"] for session in sessions}
    assert (taken[mine], taken[changed], taken[paid_online]) == (1, 0, 0)
    assert alice.get("/bookings").json()["pagination"]["total"] == 1


@in_process
def test_the_guest_gets_one_mail_that_names_both_dates(priya: Caller, guest: Caller) -> None:
    first, second = make_event(priya, sessions=2).sessions
    old = book_session(guest, first.id).booking.id
    work()
    new = move(guest, old, second.id)
    work()
    assert not plans(old, kind="booking_cancelled")
    assert {one.state for one in plans(old, kind="reminder_24h", channel="email")} == {"withdrawn"}
    assert {one.state for one in plans(new, kind="reminder_24h", channel="email")} == {"planned"}
    [mail] = plans(new, kind="booking_confirmed", channel="email")
    told = facts(mail)
    assert isinstance(told, Facts) and told.calendar is not None
    mail = render_mail(told.kind, "en", told.variant, told.values)
    assert mail.subject.startswith("Your new date: ")
    text = mail.text
    assert f"Moved from: {told.values['old_when']}. That booking is cancelled." in text
    assert told.values["old_when"] != told.values["when"]
    assert f"UID:booking-{old}@samaya".encode() in told.calendar
    assert told.calendar.count(b"STATUS:CANCELLED") == told.calendar.count(b"STATUS:CONFIRMED") == 1

    # And back: the first booking stands again, and the mail says where she comes from.
    assert move(guest, new, first.id) == old
    work()
    [mail] = plans(old, kind="booking_reactivated", channel="email")
    told = facts(mail)
    assert isinstance(told, Facts)
    assert "Moved from:" in render_mail(told.kind, "en", told.variant, told.values).text


@in_process
def test_the_price_is_that_of_the_new_date_and_nothing_paid_is_moved(priya: Caller) -> None:
    event = make_event(priya, sessions=2, capacity=5)
    for session, cents in zip(event.sessions, (800, 1200), strict=True):
        change(session.id, price_cents=cents)
    first, second = (session.id for session in event.sessions)
    booking = book_for_guest(priya, first, BookForGuest(name="Ravi", email="ravi.moves@example.com", places=2))
    ravi = Caller(booking.user_id, "user", "Ravi", booking.user_email, "")
    moved = move_booking(ravi, booking.id, MoveBooking(session_id=second))
    assert (moved.places, moved.price_cents, moved.total_cents) == (2, 1200, 2400)
    assert occupied(ravi, event.id) == ([second], [0, 2])
    mark_paid(priya, moved.id, "cash")
    with pytest.raises(Conflict) as refused:
        move(ravi, moved.id, first)
    assert refused.value.code == "booking_paid"
    assert occupied(ravi, event.id) == ([second], [0, 2])
    money = money_of_booking(moved.order_id)
    assert money is not None and (money.paid_cents, money.refunded_cents) == (2400, 0)


@in_process
def test_two_guests_race_for_the_last_place_and_the_one_who_loses_keeps_theirs(
    app: Flask, priya: Caller, guest: Caller
) -> None:
    bob = make_person("Bob")
    for _ in range(rounds(100)):
        event = make_event(priya, sessions=2)
        first, last = (session.id for session in event.sessions)
        change(last, capacity=1)
        bookings = {who: book_session(who, first).booking.id for who in (guest, bob)}
        outcomes = at_once(app, *(partial(move, who, booking, last) for who, booking in bookings.items()))
        assert sorted(outcomes, key=str)[1:] == ["session_full"]
        winner = guest if isinstance(outcomes[0], int) else bob
        loser = bob if winner is guest else guest
        assert occupied(winner, event.id) == ([last], [1, 1])
        assert occupied(loser, event.id) == ([first], [1, 1])


@in_process
def test_moves_in_opposite_directions_do_not_wait_for_each_other(app: Flask, priya: Caller, guest: Caller) -> None:
    bob, event = make_person("Bob"), make_event(priya, sessions=2)
    first, second = (session.id for session in event.sessions)

    def there_and_back(who: Caller, booking_id: int, there: int, back: int) -> int:
        for _ in range(rounds(300)):
            booking_id = move(who, move(who, booking_id, there), back)
        return booking_id

    hers, his = book_session(guest, first).booking.id, book_session(bob, second).booking.id
    outcomes = at_once(
        app, partial(there_and_back, guest, hers, second, first), partial(there_and_back, bob, his, first, second)
    )
    assert outcomes == [hers, his]
    assert occupied(guest, event.id) == ([first], [1, 1])


@in_process
def test_a_booking_is_moved_or_cancelled_but_not_both(app: Flask, priya: Caller, guest: Caller) -> None:
    for _ in range(rounds(50)):
        event = make_event(priya, sessions=2)
        first, second = (session.id for session in event.sessions)
        booking = book_session(guest, first).booking.id
        outcomes = at_once(app, partial(move, guest, booking, second), partial(cancel, guest, booking))
        moved = isinstance(outcomes[0], int)
        assert outcomes[moved] in ("already_cancelled", "not_movable")
        assert occupied(guest, event.id) == ([second] if moved else [], [0, int(moved)])


def at_once(app: Flask, *operations: Callable[[], int]) -> list[int | str | None]:
    """The result of each, or the code of its refusal."""
    barrier = Barrier(len(operations))

    def run(operation: Callable[[], int]) -> int | str | None:
        with app.app_context():
            barrier.wait()
            try:
                return operation()
            except Problem as refused:
                return refused.code

    with ThreadPoolExecutor(len(operations)) as threads:
        return list(threads.map(run, operations))
