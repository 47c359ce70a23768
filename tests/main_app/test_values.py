"""Every kind of message can be made in both languages, for a booking, an outside booking or an account."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from main_app.auth.account_tokens import CONFIRMATION, RESET_PASSWORD, VERIFY_EMAIL, make_token
from main_app.auth.invitations import invite
from main_app.auth.models import Role
from main_app.auth.phone_codes import confirm_phone, request_code
from main_app.auth.profiles import change_profile
from main_app.auth.schemas import ProfileChange
from main_app.bookings.operations import book_session, cancel_booking, reactivate_booking
from main_app.bookings.session_changes import change_session
from main_app.events.schemas import SessionChange
from main_app.messages import kinds
from main_app.messages.delivery import prepare_chats, prepare_in_app, prepare_mails, prepare_sms
from main_app.messages.facts import Facts
from main_app.messages.models import PlannedMessage, TeamChannel
from main_app.messages.plan import Plan, write_plans
from main_app.messages.variables import VARIABLES, examples
from main_app.orders.models import Order
from main_app.outbox.channel import Claimed
from main_app.outbox.models import OutboxMessage
from main_app.outbox.retry_policy import Dead, Skipped
from main_app.payments.door import mark_paid
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.money import money_text
from tests.main_app.builders import make_person, make_session
from tests.main_app.notified import (
    booked,
    confirm_address,
    end_messages,
    facts,
    messages,
    plan_named,
    plans,
    session_at,
    with_new_phone,
    with_phone,
    work,
)
from tests.main_app.orders import add_payment

pytestmark = pytest.mark.usefixtures("nothing_left")

PREPARE = {
    "email": prepare_mails,
    "sms": prepare_sms,
    "in_app": prepare_in_app,
    "slack": prepare_chats,
    "whatsapp": prepare_chats,
}
# What a facilitator writes is made from what they wrote: test_session_messages.py.
# What facilitators are told: test_facilitator_messages.py.
OF_BOOKINGS = [
    name
    for name, kind in kinds.KINDS.items()
    if kind.group not in (kinds.ACCOUNT, kinds.TEAMS, kinds.GUESTS) and name != kinds.SESSION_MESSAGE
]
OF_ACCOUNTS = [name for name, kind in kinds.KINDS.items() if kind.group == kinds.ACCOUNT]
TO_UNCONFIRMED = ["verify_address", "password_reset", "booking_confirmed", "booking_changed", "booking_cancelled"]


def told(plan: PlannedMessage) -> Facts:
    found = facts(plan)
    assert isinstance(found, Facts), found
    return found


def made(channel: str, message: OutboxMessage) -> Any:
    """What the channel would send."""
    claimed = Claimed(message.id, 1, message.event_id, message.kind, message.payload, 0, message.waiting_since)
    content = PREPARE[channel]([claimed])[message.id]
    assert not isinstance(content, Dead | Skipped), content
    return content


def price_told(booking: int, kind: str) -> str:
    """The price in the mail of this kind, where its example has one too."""
    price = told(plans(booking, kind=kind, channel="email")[0]).values["price"]
    assert bool(price) == bool(examples(kind, "en")["price"])
    return price


@pytest.mark.parametrize("kind", TO_UNCONFIRMED)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_mail_to_an_address_that_nobody_confirmed_does_not_have_the_name(kind: str, language: Any) -> None:
    alice = make_person("Parcel", confirmed=False)
    change_profile(alice.id, ProfileChange(language=language))
    plan = Plan(kind, "email", f"user:{alice.id}", user_id=alice.id)
    if kind not in OF_ACCOUNTS:
        booking = booked(alice, make_session(make_person("Priya", Role.FACILITATOR)).id)
        if kind == kinds.BOOKING_CANCELLED:
            cancel_booking(alice, booking)  # the plan does not say by whom, so it counts as the facilitator's
        plan = Plan(kind, "email", f"booking:{booking}", booking_id=booking, user_id=alice.id)

    def mail() -> Any:
        with write_transaction() as db_session:
            public_id = write_plans(db_session, [plan])[0]
        return made("email", next(one for one in messages() if one.event_id == plan_named(public_id).event_id))

    before = mail()
    assert "Parcel" not in before.subject + before.text + before.html
    confirm_address(alice)
    assert "Parcel" in mail().text


@pytest.mark.parametrize("kind", OF_BOOKINGS)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_each_message_about_a_booking_can_be_made(kind: str, language: Any) -> None:
    alice = make_person("Alice")
    change_profile(with_phone(alice).id, ProfileChange(language=language))
    booking = booked(alice, make_session(make_person("Priya", Role.FACILITATOR)).id)
    if kind == kinds.BOOKING_CANCELLED:
        cancel_booking(alice, booking)
    wanted = [
        Plan(kind, channel, f"booking:{booking}", booking_id=booking, user_id=alice.id)
        for channel in ("email", "sms", "in_app")
    ]
    with write_transaction() as db_session:
        write_plans(db_session, wanted)
    [plan] = plans(booking, kind=kind, channel="email")
    values = told(plan).values.keys() | {"home_url", "unsubscribe_url"}
    assert VARIABLES[kind].keys() <= values
    for message in messages(kind=kind):
        content = made(message.channel, message)
        if message.channel == "sms" and language == "en":
            assert content.text.replace("€", "").isascii(), "other characters halve how much of a text one SMS holds"


# Those about another address than the account's: test_email_change.py.
TO_OTHERS = (kinds.PHONE_CODE, kinds.EMAIL_CHANGE_CODE, kinds.EMAIL_CHANGED)


@pytest.mark.parametrize("kind", [kind for kind in OF_ACCOUNTS if kind not in TO_OTHERS])
def test_each_message_about_an_account_can_be_made(kind: str) -> None:
    alice = make_person("Alice")
    purposes = {kinds.VERIFY_ADDRESS: VERIFY_EMAIL, kinds.PASSWORD_RESET: RESET_PASSWORD}
    purpose = (purposes | {kinds.CONFIRMATION_CODE: CONFIRMATION}).get(kind)
    data: dict[str, Any] = {"at": clock.iso(clock.now()), "device": "Firefox on Windows", "address": "203.0.113.7"}
    with write_transaction() as db_session:
        if purpose:
            data = {"token_id": make_token(db_session, alice.id, purpose).id}
        write_plans(db_session, [Plan(kind, "email", f"user:{alice.id}", user_id=alice.id, data=data)])
    [message] = messages(kind=kind)
    mail = made("email", message)
    assert mail.to == alice.email
    if kind == kinds.CONFIRMATION_CODE:
        assert re.findall(r"^[0-9]{6}$", mail.text, re.MULTILINE), "the code has a line of its own"


def test_an_invitation_says_who_invites_and_as_what_and_answers_reach_them() -> None:
    maya = make_person("Maya Rao", Role.ADMIN)
    invite(maya, "Noor", "noor.invited@example.com", ["facilitator"], "en", "Europe/Lisbon")
    work()
    [message] = messages(kind=kinds.INVITATION)
    mail = made("email", message)
    assert all("Maya Rao invites you to Samaya as a facilitator." in form for form in (mail.text, mail.html))
    assert "Lisbon time" in mail.text
    assert mail.reply_to == maya.email and "Maya Rao via" in mail.sender_name


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_code_for_a_phone_number_can_be_sent(language: Any) -> None:
    alice = with_new_phone(make_person("Alice"))
    change_profile(alice.id, ProfileChange(language=language))
    request_code(alice.id)
    work()
    [message] = messages(kind=kinds.PHONE_CODE)
    text = made("sms", message)
    assert text.to == "+351912345678"
    [code] = re.findall(r"\b[0-9]{6}\b", text.text)
    assert confirm_phone(alice.id, code).phone_confirmed


def test_a_mail_asks_to_confirm_what_is_not_confirmed_and_nothing_else() -> None:
    priya = make_person("Priya", Role.FACILITATOR)
    alice = make_person("Alice", confirmed=False)

    def mail() -> Any:
        booking = booked(alice, make_session(priya).id)
        work()
        [plan] = plans(booking, kind="booking_confirmed", channel="email")
        return made("email", next(one for one in messages() if one.event_id == plan.event_id))

    account = f"{settings().public_url}/account"
    asked = mail()
    confirm = f"{settings().public_url}/verify-email?token={alice.id}."
    assert all("confirm your e-mail address" in form and confirm in form for form in (asked.text, asked.html))
    confirm_address(with_new_phone(alice))
    with_new_phone(alice)
    asked = mail()
    assert all("only to a phone number" in form and account in form for form in (asked.text, asked.html))
    assert "confirm your e-mail address" not in asked.text
    with_phone(alice)
    assert account not in mail().text


TEAMS = [("slack", "https://hooks.slack.com/services/1"), ("whatsapp", "+351912345678")]


@pytest.mark.parametrize(("vendor", "address"), TEAMS)
def test_a_team_message_and_its_example_can_be_made(vendor: str, address: str) -> None:
    priya = make_person("Priya", Role.FACILITATOR)
    with write_transaction() as db_session:
        channel = TeamChannel(user_id=priya.id, kind=vendor, address=address, label="Studio", created_at=clock.now())
        db_session.add(channel)
        db_session.flush()
        write_plans(
            db_session,
            [Plan(kinds.TEAM_BOOKING, vendor, "team:1", user_id=priya.id, recipient=f"team:{channel.id}")],
        )
    booked(make_person("Alice"), make_session(priya).id)
    work()
    example, real = messages(kind=kinds.TEAM_BOOKING)
    assert "Test guest" in made(vendor, example).text, "nobody takes it for a booking"
    assert "/facilitator/channels" in made(vendor, example).text
    assert "Alice" in made(vendor, real).text


def test_the_mailbox_shows_the_approved_template_for_whatsapp() -> None:
    priya = make_person("Priya", Role.FACILITATOR)
    with write_transaction() as db_session:
        team = TeamChannel(user_id=priya.id, kind="whatsapp", address="+351912345678", label="", created_at=clock.now())
        db_session.add(team)
    booked(make_person("Alice"), make_session(priya).id)
    work()
    [message] = messages(kind=kinds.TEAM_BOOKING)
    content = made("whatsapp", message)
    assert content.text.startswith("New activity for Alice: ")
    assert all(word in content.text for word in content.words)


def test_a_reminder_by_mail_two_hours_before_can_be_made_where_an_operator_wants_one() -> None:
    alice = make_person("Alice")
    booking = booked(alice, make_session(make_person("Priya", Role.FACILITATOR)).id)
    soon = Plan("reminder_3h", "email", f"booking:{booking}", booking_id=booking, user_id=alice.id)
    early = Plan("reminder_48h", "email", f"booking:{booking}", booking_id=booking, user_id=alice.id)
    with write_transaction() as db_session:
        write_plans(db_session, [soon, early])
    assert {one.kind for one in messages(channel="email")} == {"reminder_2h", "reminder_24h"}
    for message in messages(channel="email"):
        assert made("email", message).one_click_url


def test_only_moved_values_are_shown_as_old() -> None:
    alice = make_person("Alice")
    booking = booked(alice, make_session(make_person("Priya", Role.FACILITATOR)).id)
    old = {"old": {"starts_at": clock.iso(clock.now() + timedelta(days=1)), "location": "Rua do Sol 14"}}
    with write_transaction() as db_session:
        plan = Plan(
            kinds.BOOKING_CHANGED, "email", f"booking:{booking}", booking_id=booking, user_id=alice.id, data=old
        )
        write_plans(db_session, [plan])
    [changed] = plans(booking, kind=kinds.BOOKING_CHANGED)
    values = told(changed).values
    assert values["old_starts_at"] and values["old_location"] == ""


def test_a_mail_says_what_was_paid_and_asks_for_nothing_more() -> None:
    alice, priya = make_person("Alice"), make_person("Priya", Role.FACILITATOR)
    session = make_session(priya).id
    change_session(priya, session, SessionChange(price_cents=2500))
    booking = book_session(alice, session, places=2).booking.id
    work()

    def paid(kind: str) -> tuple[str, str]:
        values = told(plans(booking, kind=kind, channel="email")[0]).values
        return values["amount_paid"], values["pay_to"]

    assert paid(kinds.BOOKING_CONFIRMED) == ("", "Priya")
    mark_paid(priya, booking, "cash")
    assert paid(kinds.BOOKING_CONFIRMED) == paid(kinds.REMINDER_24H) == ("€50.00", "")
    cancel_booking(alice, booking)
    work()
    assert paid(kinds.BOOKING_CANCELLED) == ("", "")


def test_a_mail_says_what_a_guest_who_cancels_gets_back() -> None:
    alice, priya = make_person("Alice"), make_person("Priya", Role.FACILITATOR)
    session = make_session(priya).id
    change_session(priya, session, SessionChange(price_cents=2500))
    booking = book_session(alice, session).booking
    work()

    def terms() -> str:
        return told(plans(booking.id, kind=kinds.BOOKING_CONFIRMED, channel="email")[0]).values["refund_terms"]

    assert terms() == "", "nothing was paid"
    ladder = {"refund_ladder": [[14, 100], [2, 50]], "starts_at": "2098-12-25T07:00:00+00:00"}
    of_booking = Order.id == booking.order_id
    with write_transaction() as db_session:
        order = db_session.scalars(select(Order).where(of_booking)).one()
        order.terms = order.terms | ladder
        db_session.flush()
        add_payment(db_session.connection(), order)
    assert re.fullmatch(
        r"If you cancel: until Thu 11 Dec 2098, .* time, you get everything back; "
        r"until Tue 23 Dec 2098, .* time, 50 %, then nothing\.",
        terms(),
    ), terms()


def test_a_new_price_is_not_told_to_guests_who_booked_before() -> None:
    alice, priya = make_person("Alice"), make_person("Priya", Role.FACILITATOR)
    session = make_session(priya).id
    change_session(priya, session, SessionChange(price_cents=2500))
    booking = book_session(alice, session, places=2).booking.id
    work()
    assert price_told(booking, kinds.BOOKING_CONFIRMED) == "€50.00"
    change_session(priya, session, SessionChange(price_cents=4000, location="Casa do Mar"))
    work()
    assert price_told(booking, kinds.REMINDER_24H) == price_told(booking, kinds.BOOKING_CHANGED) == "€50.00"
    cancel_booking(alice, booking)
    work()
    assert price_told(booking, kinds.BOOKING_CANCELLED) == ""
    reactivate_booking(alice, booking)
    work()
    assert price_told(booking, kinds.BOOKING_REACTIVATED) == "€80.00"


@pytest.mark.parametrize(
    ("currency", "units", "text"), [("EUR", 8050, "€80.50"), ("JPY", 8000, "¥8,000"), ("KWD", 12755, "KWD12.755")]
)
def test_prices_are_in_the_smallest_unit_of_their_currency(currency: str, units: int, text: str) -> None:
    assert money_text(units, currency, "en").replace("\xa0", "") == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("80.50", "EUR", "€80.50"), ("8000.00", "JPY", "¥8,000"), ("12.755", "KWD", "KWD12.755")],
)
def test_amounts_of_outside_bookings_are_in_whole_units(amount: str, currency: str, text: str) -> None:
    outside = {"total_price": amount, "currency": currency, "starts_at": clock.now().isoformat()}
    plan = Plan("booking_confirmed", "email", "outside:1:price", recipient="a@b.example", data={"outside": outside})
    with write_transaction() as db_session:
        [public_id] = write_plans(db_session, [plan])
    assert told(plan_named(public_id)).values["price"].replace("\xa0", "") == text


LISBON = "12:00 to 13:00, Lisbon time"
KOLKATA = "17:30 to 18:30, Kolkata time"


@pytest.mark.parametrize(
    ("zone", "online", "times"),
    [
        ("Asia/Kolkata", False, [LISBON, KOLKATA]),
        ("Asia/Kolkata", True, [KOLKATA, LISBON]),
        ("Europe/Lisbon", False, [LISBON]),
        ("Europe/London", False, [LISBON]),
        ("Europe/London", True, ["12:00 to 13:00, London time"]),
    ],
)
def test_asha_reads_the_events_time_first_in_person_and_her_own_first_online(
    zone: str, online: bool, times: list[str]
) -> None:
    asha = with_phone(make_person("Asha"))
    change_profile(asha.id, ProfileChange(time_zone=zone))
    winter = datetime(clock.now().year + 1, 12, 12, 12, tzinfo=timezone.utc)
    place = {"online": True, "link": "https://meet.example/sit"} if online else {}
    session = session_at(make_person("Priya", Role.FACILITATOR), winter, time_zone="Europe/Lisbon", **place)
    booked(asha, session)
    work()
    [mail] = messages(kind=kinds.BOOKING_CONFIRMED, channel="email")
    content = made("email", mail)
    for text in (content.text, content.html.partition("When</td>")[2]):
        assert sorted(times, key=text.index) == times, "each is there, in this order"
        assert text.count(" time") == len(times)
    [sms] = messages(kind=kinds.BOOKING_CONFIRMED, channel="sms")
    assert times[0] in made("sms", sms).text


def test_a_mail_about_a_new_end_says_the_former_one() -> None:
    alice, priya = make_person("Alice"), make_person("Priya", Role.FACILITATOR)
    start = datetime(clock.now().year + 1, 12, 12, 12, tzinfo=timezone.utc)
    session = session_at(priya, start)
    booked(alice, session)
    work()
    end_messages("delivered")
    change_session(priya, session, SessionChange.model_validate({"end_time": (start + timedelta(hours=3)).isoformat()}))
    work()
    [message] = messages(kind=kinds.BOOKING_CHANGED, channel="email")
    text = made("email", message).text
    assert "the time of Evening Sit changed" in text
    assert text.index("12:00 to 13:00, UTC") < text.index("12:00 to 15:00, UTC")


def test_a_customer_of_another_system_reads_when_a_haircut_ends() -> None:
    starts_at = datetime(clock.now().year + 1, 6, 1, 9, tzinfo=timezone.utc)
    outside = {"service_name": "Haircut", "starts_at": starts_at.isoformat(), "zone": "Europe/Lisbon"}
    outside |= {"ends_at": (starts_at + timedelta(minutes=45)).isoformat()}
    plan = Plan("booking_confirmed", "sms", "outside:1:ends", recipient="+351912345678", data={"outside": outside})
    with write_transaction() as db_session:
        write_plans(db_session, [plan])
    [sms] = messages(channel="sms")
    assert "10:00 to 10:45, Lisbon time" in made("sms", sms).text
