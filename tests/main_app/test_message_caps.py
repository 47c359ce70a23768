"""Nobody is sent any number of messages: not by a guest who cancels and reactivates, nor to what nobody confirmed."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from main_app.auth.caller import Caller
from main_app.bookings.operations import cancel_booking, reactivate_booking
from main_app.bookings.session_changes import Confirmation, cancel_session
from main_app.messages.caps import MessageToSend, beyond_caps
from main_app.messages.plan import Plan, write_plans
from main_app.messages.promotion import promote_due_plans
from service_kit import clock
from service_kit.database import write_connection
from tests.main_app.application import application
from tests.main_app.builders import make_person, make_session, statements
from tests.main_app.notified import (
    booked,
    confirm_address,
    later,
    messages,
    move,
    plans,
    session_at,
    states,
    with_new_phone,
    with_phone,
    work,
)

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def mallory(context: None) -> Caller:
    """Registered with somebody's address and somebody's number."""
    return with_new_phone(make_person("Mallory", confirmed=False))


def toggle(guest: Caller, booking: int, times: int) -> None:
    for _ in range(times // 2):
        cancel_booking(guest, booking)
        reactivate_booking(guest, booking)


def sent(guest: Caller) -> Counter[tuple[str, str]]:
    """How many e-mails and texts this person is sent, by channel and kind."""
    mine = [one for one in messages(recipient=f"user:{guest.id}") if one.channel in ("email", "sms")]
    return Counter((one.channel, one.kind) for one in mine)


def test_sixty_changes_send_one_mail_to_an_address_and_nothing_to_a_number_that_nobody_confirmed(
    priya: Caller, mallory: Caller
) -> None:
    booking = booked(mallory, make_session(priya).id)
    toggle(mallory, booking, 60)
    work()
    assert sent(mallory) == {("email", "verify_address"): 1, ("email", "booking_confirmed"): 1}
    why = {(one.channel, one.reason) for one in plans(booking) if one.channel in ("email", "sms") and one.reason}
    assert why == {("email", "address_not_confirmed"), ("sms", "phone_not_confirmed")}


def test_sixty_changes_of_a_confirmed_person_send_no_more_than_the_caps(priya: Caller, guest: Caller) -> None:
    booking = booked(with_phone(guest), make_session(priya).id)
    toggle(guest, booking, 60)
    work()
    by_channel = Counter(channel for channel, _ in sent(guest).elements())
    assert by_channel == {"email": 6, "sms": 6}
    assert Counter(one.reason for one in plans(booking, channel="sms", start_version=None)) == {
        None: 6,
        "too_many_messages": 55,
    }
    with later(1.1):
        cancel_booking(guest, booking)
        work()
    assert sent(guest)["sms", "booking_cancelled"] > 0
    assert Counter(channel for channel, _ in sent(guest).elements()) == {"email": 7, "sms": 7}, "an hour later"


def test_many_bookings_send_one_person_no_more_than_the_caps(priya: Caller, guest: Caller) -> None:
    with_phone(guest)
    for _ in range(22):
        booked(guest, make_session(priya).id)
    work()
    assert sent(guest) == {("email", "booking_confirmed"): 20, ("sms", "booking_confirmed"): 10}


def test_a_guest_who_has_used_up_the_caps_still_hears_that_the_facilitator_cancelled(
    priya: Caller, guest: Caller
) -> None:
    session = make_session(priya).id
    booking = booked(guest, session)
    toggle(guest, booking, 10)
    work()
    before = sent(guest)["email", "booking_cancelled"]
    cancel_session(priya, session, Confirmation(reason="The house is flooded"))
    work()
    assert sent(guest)["email", "booking_cancelled"] == before + 1


def test_an_unconfirmed_address_hears_what_a_facilitator_changes_and_gets_no_reminder_until_it_is_confirmed(
    priya: Caller, mallory: Caller
) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=5)
    session = session_at(priya, start)
    booking = booked(mallory, session)
    move(priya, session, start + timedelta(days=1))
    work()
    shown = states(booking, channel="email")
    assert shown["booking_changed", "email"] == ("queued", None)
    assert shown["reminder_24h", "email"] == ("skipped", "address_not_confirmed")
    confirm_address(mallory)
    work()
    assert states(booking, channel="email")["reminder_24h", "email"] == ("planned", None)
    cancel_session(priya, session, Confirmation(reason="Too few people have booked"))
    work()
    assert states(booking, channel="email")["booking_cancelled", "email"] == ("queued", None)


def test_a_number_that_is_confirmed_gets_the_reminders_of_earlier_bookings(priya: Caller, guest: Caller) -> None:
    booking = booked(with_new_phone(guest), make_session(priya).id)
    work()
    assert states(booking, channel="sms") == {
        ("booking_confirmed", "sms"): ("skipped", "phone_not_confirmed"),
        ("reminder_24h", "sms"): ("skipped", "phone_not_confirmed"),
        ("reminder_2h", "sms"): ("skipped", "phone_not_confirmed"),
    }
    with_phone(guest)
    work()
    assert states(booking, channel="sms", state="planned").keys() == {("reminder_24h", "sms"), ("reminder_2h", "sms")}


def test_reminders_count_too(priya: Caller, guest: Caller) -> None:
    start = clock.now().replace(microsecond=0) + timedelta(days=2)
    with_phone(guest)
    bookings = [booked(guest, session_at(priya, start + timedelta(minutes=number))) for number in range(25)]
    work()
    with later(24.6):
        work()
    reminded = [states(booking)["reminder_24h", "sms"] for booking in bookings]
    assert Counter(reminded) == {("queued", None): 20, ("skipped", "too_many_messages"): 5}


@pytest.fixture(scope="module")
def strict() -> Iterator[Flask]:
    with application(EMAILS_PER_PERSON_AND_HOUR="3", MESSAGES_PER_BOOKING_AND_HOUR="2") as app:
        yield app


def test_an_operator_chooses_the_caps(strict: Flask) -> None:
    with strict.app_context():
        priya, ben = make_person("Priya"), make_person("Ben")
        wanted = [
            MessageToSend(ben.id, "email", booking, "booking_changed", by_receiver=True) for booking in (1, 1, 1, 2, 3)
        ]
        wanted += [
            MessageToSend(priya.id, "email", None, "booking_changed", by_receiver=True),
            MessageToSend(ben.id, "in_app", 1, "booking_changed", by_receiver=True),
        ]
        wanted += [
            MessageToSend(ben.id, "email", 4, "booking_changed", by_receiver=False),
            MessageToSend(None, "email", None, "booking_changed", by_receiver=True),
        ]
        with write_connection() as connection:
            found = beyond_caps(connection, wanted)
        assert found == [False, False, True, False, True, False, False, False, False]


def test_workers_at_once_send_one_person_no_more_than_the_caps(strict: Flask) -> None:
    with strict.app_context():
        ben = make_person("Ben")

    def plan_one(number: int) -> None:
        with strict.app_context(), write_connection() as connection:
            mail = Plan("new_sign_in", "email", f"user:{ben.id}", user_id=ben.id, entry_id=number, by_receiver=True)
            write_plans(connection, [mail])

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(plan_one, range(40)))
    with strict.app_context():
        assert sent(ben) == {("email", "new_sign_in"): 3}


def test_the_caps_cost_the_same_statements_for_any_number_of_messages(priya: Caller) -> None:
    def cost(people: int) -> list[Any]:
        session = session_at(priya, clock.now() + timedelta(days=2))
        for number in range(people):
            booked(make_person(f"Guest {number}"), session)
        work()
        with later(25), statements() as done:
            assert promote_due_plans() == 2 * people
        return [statement for statement in done if "planned_messages" in statement or "advisory" in statement]

    assert len(cost(1)) == len(cost(5))
