"""Texts of messages that an admin writes: used at once, refused if they cannot work, and always with a way back."""

import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from main_app.auth.models import Role
from main_app.database import db
from main_app.journal.models import JournalEntry
from main_app.messages import delivery
from main_app.messages.kinds import KINDS, LANGUAGES
from main_app.messages.models import MessageTexts
from main_app.messages.original_texts import original_texts
from main_app.messages.rendering import render_mail, render_short
from main_app.messages.variables import examples
from main_app.messages.written_texts import WrittenText
from main_app.outbox.channel import Claimed
from main_app.services.smtp import OutgoingMail
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import make_person, make_session
from tests.main_app.notified import booked, plans, work
from tests.main_app.test_people import sign_in

TEXTS = "/api/admin/message-texts/booking_confirmed"
INTRO = "Dear {guest_name}, your mat is ready.\n\nBring water.[ Ask {facilitator_name}.]"


@pytest.fixture
def office(app: Flask, nothing_left: None) -> tuple[FlaskClient, dict[str, str]]:
    """An admin who is signed in, in a studio with the original texts."""
    with write_transaction() as db_session:
        db_session.execute(delete(MessageTexts))
    return app.test_client(), sign_in(app, make_person("Noor", Role.ADMIN).email)


def save(office: Any, expected: int = 200, *, version: int = 0, language: str = "en", **texts: str) -> Any:
    client, headers = office
    response = client.put(TEXTS, json={"language": language, "version": version, **texts}, headers=headers)
    assert response.status_code == expected, response.get_json()
    return response.get_json()


def shown(office: Any, language: str = "en") -> Any:
    client, headers = office
    return client.get(f"{TEXTS}?language={language}", headers=headers).get_json()


def parts(answer: Any) -> dict[str, str]:
    return {part["name"]: part["text"] for part in answer["parts"]}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "team_booking"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_original_text_says_the_same_as_its_template(context: None, kind: str, language: str) -> None:
    values = examples(kind, language) | {"cancelled_by": "user", "old_when": "", "old_location": ""}
    originals = original_texts(kind, language, "a")
    if "email" in KINDS[kind].channels:
        mail = render_mail(kind, language, "a", values)
        written = render_mail(kind, language, "a", values, written=originals)
        assert (written.subject, written.text) == (mail.subject, mail.text)
        assert written.html == mail.html
    if "sms" in KINDS[kind].channels:
        assert render_short(kind, "sms", language, "a", values, originals) == render_short(
            kind, "sms", language, "a", values
        )


def test_a_text_is_used_by_the_next_delivery_and_leaves_out_what_is_empty(office: Any) -> None:
    save(office, subject="See you on the mat, {guest_name}", intro=INTRO, closing="Namaste & <3")
    priya, alice = make_person("Priya", Role.FACILITATOR), make_person("Alice <b>")
    booking = booked(alice, make_session(priya).id)
    work()
    [plan] = plans(booking, kind="booking_confirmed", channel="email")
    mail = delivered(plan)
    assert mail.subject == "See you on the mat, Alice <b>"
    assert mail.text.startswith("Dear Alice <b>, your mat is ready.\n\nBring water. Ask Priya.\n")
    assert "Dear Alice &lt;b&gt;, your mat is ready.<br /><br />Bring water. Ask Priya." in mail.html
    assert "Namaste &amp; &lt;3" in mail.html and "Namaste & <3" in mail.text
    assert WrittenText(INTRO).text({"guest_name": "Bo", "facilitator_name": ""}).endswith("Bring water.")


def delivered(plan: Any) -> OutgoingMail:
    message = Claimed(1, 1, str(plan.event_id), plan.kind, {"plan_id": plan.id}, 0, clock.now())
    content = delivery.prepare_mails([message])[1]
    assert isinstance(content, OutgoingMail), content
    return content


def test_earlier_texts_and_the_original_ones_come_back_and_the_journal_says_who_changed_them(office: Any) -> None:
    original = parts(shown(office))
    first = save(office, subject="First")
    save(office, version=1, subject="Second", sms=original["sms"])
    back = save(office, version=2)
    assert parts(back) == original
    assert [(row["version"], row["texts"]) for row in back["history"]] == [
        (3, {}),
        (2, {"subject": "Second"}),
        (1, {"subject": "First"}),
    ]
    assert first["history"][0]["saved_by"] == "Noor"
    of_texts = select(JournalEntry.changes, JournalEntry.actor_role).where(
        JournalEntry.subject_type == "message_text", JournalEntry.subject_id == "booking_confirmed.en.a"
    )
    assert db.session.execute(of_texts.order_by(JournalEntry.version.desc())).first() == ({"parts": []}, "admin")
    assert parts(shown(office, "hi")) == original_texts("booking_confirmed", "hi", "a")


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [
        ("intro", "Hello {gest_name}", "unknown_variable"),
        ("intro", "Hello {accent}", "unknown_variable"),
        ("intro", "Hello {{ guest_name }}", "brace"),
        ("intro", "{% if guest_name %}", "brace"),
        ("intro", "Hello {guest_name", "brace"),
        ("intro", "<script>alert(1)</script>", "html"),
        ("subject", "See [you]", "bracket_without_variable"),
        ("subject", "See [{guest_name}", "bracket_unpaired"),
        ("subject", "One\ntwo", "several_lines"),
        ("subject", "", "blank"),
        ("subject", "x" * 151, "too_long"),
        ("chat", "Hello", "unknown_field"),
    ],
)
def test_a_text_that_cannot_work_is_refused_and_changes_nothing(office: Any, part: str, text: str, code: str) -> None:
    answer = save(office, 400, version=0, **{part: text})
    assert (answer["errors"][0]["field"], answer["errors"][0]["code"]) == (part, code)
    client, headers = office
    preview = client.post(f"{TEXTS}/preview", json={"language": "en", part: text}, headers=headers)
    assert preview.status_code == 400
    assert shown(office)["version"] == 0


def test_a_code_by_sms_keeps_its_code(office: Any) -> None:
    client, headers = office
    body = {"language": "en", "version": 0, "sms": "Your code is on its way."}
    refused = client.put("/api/admin/message-texts/phone_code", json=body, headers=headers)
    assert refused.get_json()["errors"][0]["code"] == "code_missing"


def test_a_preview_shows_mail_and_sms_and_saves_nothing(office: Any) -> None:
    client, headers = office
    texts = {"heading": "Hurray {guest_name}", "sms": "Booked: {event_title}"}
    preview = client.post(f"{TEXTS}/preview", json={"language": "en", **texts}, headers=headers).get_json()
    assert "Hurray Asha Rao" in preview["html"]
    assert preview["sms"] == "Booked: Atlantic Yoga Weekend"
    assert shown(office)["version"] == 0


def test_of_two_admins_who_save_at_once_one_is_told(office: Any) -> None:
    client, headers = office
    answers: list[int] = []

    def write(subject: str) -> None:
        body = {"language": "en", "version": 0, "subject": subject}
        answers.append(client.application.test_client().put(TEXTS, json=body, headers=headers).status_code)

    writers = [threading.Thread(target=write, args=(subject,)) for subject in ("One", "Two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(answers) == [200, 409]
    save(office, 409, version=7, subject="Of a page that showed something else")
    assert shown(office)["version"] == 1


def test_a_text_that_fails_with_real_values_is_replaced_by_the_original(
    office: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """One that is nothing but its empty variable, and one whose variable a later release no longer has."""
    values = examples("booking_confirmed", "en") | {"location": ""}
    for texts in ({"sms": "[In {location}]", "subject": "[{location}]"}, {"sms": "{gone}", "subject": "{gone}"}):
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            sms = render_short("booking_confirmed", "sms", "en", "a", values, texts)
        assert sms == render_short("booking_confirmed", "sms", "en", "a", values)
        assert render_mail("booking_confirmed", "en", "a", values, written=texts).subject.startswith("You’re booked")
        assert "the texts written for booking_confirmed cannot be used" in caplog.text
        assert "Asha" not in caplog.text


@pytest.mark.engine("sqlite")
def test_a_file_of_the_installation_wins(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "booking_confirmed.txt").write_text(
        "{% block subject %}From the file{% endblock %}{% block text %}t{% endblock %}"
        "{% block sms %}s{% endblock %}{% block title %}t{% endblock %}{% block note %}n{% endblock %}"
    )
    with application(TEMPLATES_DIR=str(tmp_path)) as app, app.app_context():
        headers = sign_in(app, make_person("Noor", Role.ADMIN).email)
        client = app.test_client()
        assert shown((client, headers))["from_file"]
        assert save((client, headers), 409, subject="Mine")["code"] == "text_from_file"
        values = examples("booking_confirmed", "en")
        mail = render_mail("booking_confirmed", "en", "a", values, written={"subject": "Mine"})
        assert mail.subject == "From the file"
        assert save((client, headers), language="hi", subject="मेरा")["version"] == 1
