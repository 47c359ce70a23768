"""Why a message that is due is not sent after all: each reason, found just before its delivery."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from main_app.auth.account_tokens import RESET_PASSWORD, VERIFY_EMAIL, AccountToken, end_tokens, make_token
from main_app.auth.caller import Caller
from main_app.auth.models import Role, User
from main_app.auth.profiles import change_profile
from main_app.auth.schemas import ProfileChange
from main_app.messages import delivery, loaded_facts
from main_app.messages.facts import Broken, Facts, Skip
from main_app.messages.models import PlannedMessage, PushSubscription, TeamChannel
from main_app.messages.plan import Plan, write_plans
from main_app.messages.promotion import promote_due_plans
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Dead
from main_app.services.smtp import OutgoingMail
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from tests.main_app.builders import make_person, make_session
from tests.main_app.notified import booked, facts, later, plan_named, plans, session_at, with_phone, work

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def alice() -> Caller:
    return with_phone(make_person("Alice"))


def planned(plan: Plan) -> PlannedMessage:
    with write_connection() as connection:
        [public_id] = write_plans(connection, [plan])
    return plan_named(public_id)


def confirmation(priya: Caller, alice: Caller, channel: str = "email") -> PlannedMessage:
    booking = booked(alice, make_session(priya).id)
    work()
    [plan] = plans(booking, kind="booking_confirmed", channel=channel)
    assert isinstance(facts(plan), Facts)
    return plan


@pytest.mark.parametrize(("state", "reason"), [("withdrawn", "replaced"), ("skipped", "quiet_hours")])
def test_a_plan_that_was_withdrawn_while_its_message_waited(
    priya: Caller, alice: Caller, state: str, reason: str
) -> None:
    plan = confirmation(priya, alice)
    with write_transaction() as db_session:
        of_plan = update(PlannedMessage).where(PlannedMessage.id == plan.id)
        db_session.execute(of_plan.values(state=state, reason=reason))
    assert facts(plan) == Skip(reason)


def test_a_channel_that_is_not_set_up_any_more(priya: Caller, alice: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    text = confirmation(priya, alice, "sms")
    monkeypatch.setattr(loaded_facts, "configured_channels", lambda _: frozenset({"email"}))
    assert facts(text) == Skip("not_set_up")


def test_a_guest_who_has_taken_the_number_away(priya: Caller, alice: Caller) -> None:
    text = confirmation(priya, alice, "sms")
    with write_transaction() as db_session:
        db_session.execute(update(User).where(User.id == alice.id).values(phone=None))
    assert facts(text) == Skip("no_phone_number")


def test_a_confirmation_that_comes_after_the_end(priya: Caller, alice: Caller) -> None:
    booking = booked(alice, session_at(priya, clock.now() + timedelta(hours=5)))
    work()
    [plan] = plans(booking, kind="booking_confirmed", channel="email")
    with later(5.5):
        assert isinstance(facts(plan), Facts), "whoever is late still reads where it is"
    with later(6.01):
        assert facts(plan) == Skip("started")


def test_a_person_who_is_gone() -> None:
    nobody = 2**31 - 1
    plan = planned(Plan("new_sign_in", "email", f"user:{nobody}", user_id=nobody, data={"device": "Firefox"}))
    assert facts(plan) == Skip("erased")


def test_a_guest_who_has_changed_the_number(priya: Caller, alice: Caller) -> None:
    text = confirmation(priya, alice, "sms")
    change_profile(alice.id, ProfileChange(phone="+351912345679"))
    assert facts(text) == Skip("phone_not_confirmed")


def test_a_link_for_a_new_password_that_has_ended_or_expired(alice: Caller) -> None:
    def asked_for() -> PlannedMessage:
        with write_transaction() as db_session:
            token = make_token(db_session, alice.id, RESET_PASSWORD).id
        return planned(Plan("password_reset", "email", f"user:{alice.id}", user_id=alice.id, data={"token_id": token}))

    first = asked_for()
    assert isinstance(facts(first), Facts)
    with write_transaction() as db_session:
        end_tokens(db_session, alice.id, RESET_PASSWORD)
    assert facts(first) == Skip("replaced")
    second = asked_for()
    assert isinstance(facts(second), Facts)
    with later(1.01):
        assert facts(second) == Skip("replaced")


@pytest.mark.parametrize("purpose", [RESET_PASSWORD, VERIFY_EMAIL])
@pytest.mark.parametrize("of_herself", [True, False])
def test_a_mail_never_carries_a_token_of_another_person_or_purpose(
    alice: Caller, purpose: str, of_herself: bool
) -> None:
    with write_transaction() as db_session:
        owner = alice if of_herself else make_person("Bea")
        token = make_token(db_session, owner.id, purpose).id
    plan = planned(Plan("verify_address", "email", "user:1", user_id=alice.id, data={"token_id": token}))
    assert (facts(plan) == Skip("replaced")) is not (of_herself and purpose == VERIFY_EMAIL)


@pytest.mark.parametrize(("owner", "kind"), [("Ned", "slack"), ("Priya", "discord"), ("Priya", "slack")])
def test_a_message_to_a_team_never_goes_to_a_channel_of_another(
    priya: Caller, alice: Caller, owner: str, kind: str
) -> None:
    with write_transaction() as db_session:
        user_id = priya.id if owner == "Priya" else make_person("Ned", Role.FACILITATOR).id
        channel = TeamChannel(user_id=user_id, kind=kind, address="https://a.example", label="", created_at=clock.now())
        db_session.add(channel)
        db_session.flush()
        team = f"team:{channel.id}"
    booking = booked(alice, make_session(priya).id)
    plan = planned(
        Plan("team_booking", "slack", f"booking:{booking}", None, booking, priya.id, recipient=team, data={})
    )
    assert (facts(plan) == Skip("turned_off")) is not ((owner, kind) == ("Priya", "slack"))


@pytest.mark.parametrize("table", ["account_tokens", "team_channels", "push_subscriptions"])
def test_the_id_of_a_deleted_row_is_not_used_again(priya: Caller, table: str) -> None:
    """Waiting messages and the journal remember it."""
    now = clock.now()

    def new_id() -> int:
        with write_transaction() as db_session:
            row = {
                "account_tokens": AccountToken(
                    purpose=VERIFY_EMAIL, nonce="-", token_hash=uuid4().hex, created_at=now, expires_at=now
                ),
                "team_channels": TeamChannel(
                    user_id=priya.id, kind="slack", address="https://a.example", label="", created_at=now
                ),
                "push_subscriptions": PushSubscription(
                    user_id=priya.id, endpoint=uuid4().hex, p256dh="-", auth="-", created_at=now
                ),
            }[table]
            db_session.add(row)
            db_session.flush()
            db_session.delete(row)
            return row.id

    assert new_id() < new_id() < new_id()


def test_a_reminder_of_an_outside_appointment_that_has_begun() -> None:
    starts_at = clock.now() + timedelta(hours=1)
    outside = {"starts_at": starts_at.isoformat(), "customer_name": "John", "service_name": "Haircut"}
    plan = planned(Plan("reminder_2h", "email", "outside:1:a", recipient="john@example.com", data={"outside": outside}))
    assert isinstance(facts(plan), Facts)
    with later(1):
        assert facts(plan) == Skip("started")


def test_a_message_to_nobody() -> None:
    outside = {"starts_at": clock.now().isoformat(), "customer_name": "John", "service_name": "Haircut"}
    for channel, reason in (("email", "erased"), ("sms", "no_phone_number")):
        plan = planned(Plan("booking_confirmed", channel, "outside:1:b", data={"outside": outside}))
        assert facts(plan) == Skip(reason)


def test_a_mail_that_cannot_be_made_holds_back_no_other(
    priya: Caller, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = confirmation(priya, alice), confirmation(priya, alice)
    render, rendered = delivery.render_mail, []

    def render_the_second(*of_mail: Any) -> Any:
        rendered.append(of_mail)
        if len(rendered) == 1:
            raise ZeroDivisionError
        return render(*of_mail)

    monkeypatch.setattr(delivery, "render_mail", render_the_second)
    claimed = [
        Claimed(plan.id, 1, str(plan.event_id), plan.kind, {"plan_id": plan.id}, 0, clock.now())
        for plan in (first, second)
    ]
    prepared = delivery.prepare_mails(claimed)
    broken = prepared[first.id]
    assert isinstance(broken, Dead) and "ZeroDivisionError" in broken.error
    assert isinstance(prepared[second.id], OutgoingMail)


def test_a_plan_that_cannot_be_read_holds_back_no_other(
    priya: Caller, alice: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    outside = {"starts_at": clock.now().isoformat(), "customer_name": "John", "currency": "EUR", "total_price": "John"}
    broken = planned(
        Plan("booking_confirmed", "email", "outside:1:c", recipient="a@b.example", data={"outside": outside})
    )
    fine = confirmation(priya, alice)
    prepared = delivery.prepare_mails(
        [
            Claimed(plan.id, 1, str(plan.event_id), plan.kind, {"plan_id": plan.id}, 0, clock.now())
            for plan in (broken, fine)
        ]
    )
    dead = prepared[broken.id]
    assert isinstance(dead, Dead) and "ValueError in values.py" in dead.error
    assert isinstance(prepared[fine.id], OutgoingMail)
    assert broken.public_id in caplog.text and "John" not in caplog.text + dead.error


def test_a_due_plan_that_cannot_be_read_is_left_to_its_delivery() -> None:
    soon = clock.now() + timedelta(hours=1)
    unreadable, readable = (
        planned(
            Plan("reminder_2h", "email", f"outside:1:{start}", soon, recipient="a@b.example", data={"outside": outside})
        )
        for start, outside in (("x", {"starts_at": "x"}), ("y", {"starts_at": (soon + timedelta(hours=1)).isoformat()}))
    )
    with later(1):
        assert promote_due_plans() == 2
        for plan, outcome in ((unreadable, Broken), (readable, Facts)):
            queued = plan_named(plan.public_id)
            assert queued.state == "queued"
            assert isinstance(facts(queued), outcome)
