"""A facilitator writes to all guests of a session."""

from typing import Any

import pytest
from flask import Flask
from pydantic import ValidationError

from main_app.auth.caller import Caller
from main_app.auth.models import Role
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.schemas import CancelForGuest
from main_app.database import db
from main_app.messages.facts import Facts, Skip
from main_app.messages.kinds import SESSION_MESSAGE
from main_app.messages.operations import change_preferences
from main_app.messages.queries import plan_of_session
from main_app.messages.schemas import PreferencesChange, SessionMessageText
from main_app.messages.session_messages import MAX_PER_DAY, messages_of_session, preview_message, send_message
from main_app.messages.suppressions import suppress
from main_app.payments.schemas import NewRefund
from service_kit.fields import Body, Paged
from service_kit.problems import Conflict, NotFound, TooManyRequests, validation_problem
from tests.main_app.builders import entries_of, make_person, make_session, signed_in
from tests.main_app.notified import facts, later, plans, work
from tests.support.people import PASSWORD

pytestmark = pytest.mark.usefixtures("nothing_left", "channels_are_set_up")
TEXT = SessionMessageText(subject="For Saturday", text="Hello all,\n\nplease bring a blanket. <b>Thanks</b>")


@pytest.fixture
def channels_are_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = frozenset({"email", "in_app"})
    monkeypatch.setattr("main_app.messages.plan.configured_channels", lambda _settings: everything)
    monkeypatch.setattr("main_app.messages.loaded_facts.configured_channels", lambda _settings: everything)


def mail_of(booking_id: int) -> Any:
    [plan] = plans(booking_id, kind=SESSION_MESSAGE, channel="email")
    return plan


def test_every_booked_guest_gets_it_and_who_cancelled_does_not(priya: Caller) -> None:
    session = make_session(priya)
    asha, ravi = (book_session(make_person(name), session.id).booking for name in ("Asha", "Ravi"))
    gone = make_person("Gone")
    cancelled = book_session(gone, session.id).booking.id
    cancel_booking(gone, cancelled)

    sent = send_message(priya, session.id, TEXT)
    [entry] = entries_of(db.session(), "session_message", sent.id)
    assert (entry.actor_id, entry.changes) == (priya.id, {"session_id": session.id, "guests": 2})
    work()
    assert plans(cancelled, kind=SESSION_MESSAGE) == []
    for booking in (asha, ravi):
        assert {(plan.channel, plan.state) for plan in plans(booking.id, kind=SESSION_MESSAGE)} == {
            ("email", "queued"),
            ("in_app", "queued"),
        }
    told = facts(mail_of(asha.id))
    assert isinstance(told, Facts)
    assert (told.to, told.reply_to, told.calendar) == (asha.user_email, priya.email, None)
    assert told.values["message"] == ("Hello all,", "", "please bring a blanket. <b>Thanks</b>")
    assert told.one_click_url
    shown = [plan["kind"] for plan in plan_of_session(priya, session.id, Paged(page=1, per_page=20))["messages"]]
    assert shown.count(SESSION_MESSAGE) == 4


def test_who_turned_it_off_or_cancelled_meanwhile_is_left_alone(priya: Caller) -> None:
    session = make_session(priya)
    quiet, hasty, late = (make_person(name) for name in ("Quiet", "Hasty", "Late"))
    of_quiet, of_hasty, of_late = (book_session(guest, session.id).booking.id for guest in (quiet, hasty, late))
    off = {"kind": SESSION_MESSAGE, "channel": "email", "enabled": False}
    change_preferences(quiet.id, PreferencesChange.model_validate({"choices": [off]}))
    suppress(priya.actor, late.email, "Asked for it")

    preview = preview_message(priya, session.id, TEXT, "en")
    assert (preview["guests"], preview["by_mail"], preview["subject"]) == (3, 1, "For Saturday")
    assert "&lt;b&gt;Thanks" in preview["html"]
    assert "/manage/" not in preview["html"].replace("/manage/example", "")
    send_message(priya, session.id, TEXT)
    work()
    cancel_booking(hasty, of_hasty)
    assert (mail_of(of_quiet).state, mail_of(of_quiet).reason) == ("skipped", "turned_off")
    assert facts(mail_of(of_hasty)) == Skip("cancelled")
    assert facts(mail_of(of_late)) == Skip("suppressed")


def test_after_the_session_a_facilitator_can_write_to_those_who_were_there(priya: Caller, guest: Caller) -> None:
    session = make_session(priya)
    booking = book_session(guest, session.id).booking.id
    with later(hours=24 * 8):
        send_message(priya, session.id, TEXT)
        work()
        assert mail_of(booking).state == "queued"


def test_nobody_writes_to_an_empty_session_or_to_anothers_guests(priya: Caller, guest: Caller) -> None:
    session = make_session(priya)
    with pytest.raises(Conflict, match="nobody to write to"):
        send_message(priya, session.id, TEXT)
    book_session(guest, session.id)
    arjun = make_person("Arjun", Role.FACILITATOR)
    for attempt in (send_message, lambda by, session_id, text: preview_message(by, session_id, text, "en")):
        with pytest.raises(NotFound):
            attempt(arjun, session.id, TEXT)
    assert messages_of_session(priya, session.id, Paged(page=1, per_page=20))["messages"] == []


def test_a_person_writes_at_most_twenty_times_a_day(priya: Caller, guest: Caller) -> None:
    session = make_session(priya)
    book_session(guest, session.id)
    for _ in range(MAX_PER_DAY):
        send_message(priya, session.id, TEXT)
    with pytest.raises(TooManyRequests):
        send_message(priya, session.id, TEXT)
    with later(hours=25):
        send_message(priya, session.id, TEXT)


@pytest.mark.parametrize(
    ("schema", "fields"),
    [
        (SessionMessageText, {"subject": "\u200b\u200b\u200b", "text": "Hello all"}),
        (SessionMessageText, {"subject": "For Saturday", "text": "\u2060\n\u200d\n\u2060"}),
        (CancelForGuest, {"reason": "\u200b\u200b\u200b"}),
        (NewRefund, {"amount_cents": 100, "reason": "\u200b"}),
    ],
)
def test_guests_get_no_text_that_nobody_can_read(schema: type[Body], fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="can't be blank"):
        schema(**fields)


def test_a_text_is_measured_in_characters() -> None:
    with pytest.raises(ValidationError) as refused:
        CancelForGuest(reason="no")
    assert str(validation_problem(refused.value)) == "'reason' needs at least 3 characters."


def test_a_double_click_sends_it_once(app: Flask, priya: Caller, guest: Caller) -> None:
    session = make_session(priya)
    booking = book_session(guest, session.id).booking.id
    client = app.test_client()
    signed = client.post("/auth/login", json={"email": priya.email, "password": PASSWORD}).get_json()
    headers = {"Authorization": f"Bearer {signed['access_token']}", "Idempotency-Key": "click-1"}
    path, body = f"/sessions/{session.id}/guest-messages", TEXT.model_dump()
    assert [client.post(path, json=body, headers=headers).status_code for _ in range(2)] == [201, 201]
    refused = client.post(path, json=body | {"subject": "x" * 121}, headers=headers | {"Idempotency-Key": "click-2"})
    assert (refused.status_code, refused.get_json()["errors"][0]["code"]) == (400, "too_long")
    assert client.post(path, json=body, headers=signed_in(app)).status_code == 403
    work()
    assert len(plans(booking, kind=SESSION_MESSAGE, channel="email")) == 1
    assert client.get(path, headers=headers).get_json()["messages"][0]["guests"] == 1
