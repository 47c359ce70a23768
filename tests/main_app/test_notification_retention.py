"""Plans and notifications are kept for their retention, and erased with the person."""

import pytest
from sqlalchemy import func, select, update

from main_app.auth.access import Caller
from main_app.database import db
from main_app.messages.delivery import prepare_in_app, prepare_mails, write_notes
from main_app.messages.facts import Skip
from main_app.messages.models import (
    InAppNotification,
    NotificationPreference,
    PlannedMessage,
    PushSubscription,
    TeamChannel,
)
from main_app.messages.operations import change_preferences
from main_app.messages.retention import purge_old_notifications
from main_app.messages.schemas import PreferencesChange
from main_app.outbox.channel import Claimed
from main_app.outbox.operations import purge_old_rows
from main_app.outbox.retry_policy import Skipped
from main_app.services.smtp import OutgoingMail
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.builders import fill_session, make_person, make_session, statements
from tests.main_app.notified import booked, end_messages, erase, facts, later, messages, plans, work


@pytest.fixture(autouse=True)
def nothing_chosen(nothing_left: None) -> None:
    with write_transaction() as db_session:
        for model in (InAppNotification, NotificationPreference, PushSubscription, TeamChannel):
            db_session.query(model).delete()


def ring() -> None:
    """Deliver what waits for the bell."""
    for one in messages(channel="in_app"):
        claimed = Claimed(one.id, 1, one.event_id, one.kind, one.payload, 0, one.waiting_since)
        note = prepare_in_app([claimed])[one.id]
        if isinstance(note, dict):
            write_notes([(one.event_id, note)])


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_finished_plans_go_with_their_messages_and_dead_letters_keep_theirs(priya: Caller) -> None:
    booking = booked(make_person("Alice"), make_session(priya).id)
    work()
    ring()
    end_messages("delivered", which=lambda one: one.channel != "email")
    end_messages("dead", "550", which=lambda one: one.channel == "email")
    with later(24 * 31):
        purge_old_rows(30)
        assert purge_old_notifications(30) > 0
        assert {(one.kind, one.channel, one.state) for one in plans(booking)} == {
            ("booking_confirmed", "email", "queued"),  # a person may retry it
            ("reminder_24h", "email", "planned"),  # nobody promoted it: no worker ran
            ("reminder_24h", "in_app", "planned"),
        }
        assert how_many(InAppNotification) == 0
        assert purge_old_notifications(30) == 0


def test_what_is_not_old_stays(priya: Caller) -> None:
    booking = booked(make_person("Alice"), make_session(priya).id)
    work()
    ring()
    end_messages("delivered")
    before = len(plans(booking))
    with later(24 * 29):
        purge_old_rows(30)
        assert purge_old_notifications(30) == 0
    assert (len(plans(booking)), how_many(InAppNotification)) == (before, 2)  # Alice's, and Priya's about her


def test_2500_old_plans_are_deleted_1000_in_a_transaction(priya: Caller) -> None:
    session = make_session(priya, capacity=1)
    fill_session(session.id, 1)
    rows = [
        {
            "public_id": f"old{number}",
            "organisation_id": 1,
            "subject": "booking:1",
            "kind": "refund",
            "channel": "email",
            "recipient": "",
            "variant": "a",
            "due_at": clock.now(),
            "state": "skipped",
            "created_at": clock.now(),
            "updated_at": clock.now(),
        }
        for number in range(2_500)
    ]
    with write_transaction() as db_session:
        db_session.execute(PlannedMessage.__table__.insert(), rows)
    with later(24 * 31), statements() as sent:
        assert purge_old_notifications(30) == 2_500
    assert len([one for one in sent if one.startswith("DELETE FROM planned_messages")]) == 3


def test_erasing_alice_erases_what_she_was_told_and_what_she_chose(priya: Caller) -> None:
    alice, bob = make_person("Alice"), make_person("Bob")
    session = make_session(priya).id
    hers, his = booked(alice, session), booked(bob, session)
    off = {"choices": [{"kind": "reminder_24h", "channel": "sms", "enabled": False}]}
    for person in (alice, bob):
        change_preferences(person.id, PreferencesChange.model_validate(off))
    with write_transaction() as db_session:
        for person in (alice, bob):
            keys = {"p256dh": "x", "auth": "y", "created_at": clock.now()}
            db_session.add(PushSubscription(user_id=person.id, endpoint=f"https://push.example/{person.id}", **keys))
    work()
    ring()
    [waiting] = plans(hers, kind="booking_confirmed", channel="email")
    work()
    erase(alice.id)
    assert plans(hers) == [] and plans(his) != []
    for model in (NotificationPreference, PushSubscription):
        assert how_many(model) == 1, model
    assert how_many(InAppNotification) == 2  # Bob's, and Priya's about him
    assert facts(waiting) == Skip("erased"), "what is on its way is stopped"
    assert len(messages(channel="email", recipient=f"user:{alice.id}")) > 0, "it is skipped when its turn comes"


def test_a_message_of_an_erased_person_does_not_take_somebody_elses_plan(priya: Caller) -> None:
    alice, bob = make_person("Alice"), make_person("Bob")
    session = make_session(priya).id
    hers = booked(alice, session)
    work()
    [erased] = plans(hers, kind="booking_confirmed", channel="email")
    erase(alice.id)
    his = booked(bob, session)
    work()
    [newer] = plans(his, kind="booking_confirmed", channel="email")
    with write_transaction() as db_session:  # as SQLite does if no higher id is in use
        db_session.execute(update(PlannedMessage).where(PlannedMessage.id == newer.id).values(id=erased.id))
    both = [
        Claimed(one.id, 1, one.event_id, one.kind, {"plan_id": erased.id}, 0, one.waiting_since)
        for event_id in (erased.event_id, newer.event_id)
        for one in messages(event_id=event_id)
    ]
    of_alice, of_bob = (prepare_mails(both)[one.id] for one in both)
    assert of_alice == Skipped("erased")
    assert isinstance(of_bob, OutgoingMail) and of_bob.to == bob.email
