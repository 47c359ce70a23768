"""People change their e-mail address: with a code that only the new address gets. The former one hears of it."""

import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from main_app.auth.email_change import EmailChange, code_for, confirm_change, delete_old_changes, request_change
from main_app.auth.models import Role, User
from main_app.database import db
from main_app.journal.models import JournalEntry
from main_app.messages import kinds, plan
from main_app.messages.delivery import prepare_mails
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Skipped
from main_app.services.smtp import OutgoingMail
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Problem
from service_kit.rate_limits import limiter
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.notified import erase, messages, start_anew, work
from tests.support.people import PASSWORD


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app, app.app_context():
        yield app


@pytest.fixture(autouse=True)
def mails_only(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "configured_channels", lambda _settings: frozenset({"email"}))
    monkeypatch.setattr("main_app.messages.loaded_facts.configured_channels", lambda _settings: frozenset({"email"}))
    db.session.rollback()
    start_anew()


def new_email() -> str:
    return f"new.{uuid.uuid4().hex}@example.com"


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


class Clara:
    """Somebody who is signed in on one device, and has confirmed that it is them."""

    def __init__(self, app: Flask, *, confirmed: bool = True, role: Role = Role.USER, verified: bool = True):
        db.session.rollback()  # requests share the session of the fixture's context
        self.client, self.caller = app.test_client(), make_person("Clara Moreau", role, confirmed=verified)
        self.headers = self.sign_in()
        if confirmed:
            assert self.post("/auth/confirm", {"password": PASSWORD}).status_code == 204

    def sign_in(self, email: str | None = None) -> dict[str, str]:
        body = {"email": email or self.caller.email, "password": PASSWORD}
        token = self.client.post("/auth/login", json=body).get_json()["access_token"]
        return {"Authorization": f"Bearer {token}"}

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(path, json=body, headers=self.headers)

    def ask(self, email: str) -> Any:
        return self.post("/auth/email/code", {"email": email})

    def code(self) -> str:
        """The newest code of this account."""
        newest = select(EmailChange.__table__).where(EmailChange.user_id == self.caller.id)
        with db.engine.connect() as connection:
            row = connection.execute(newest.order_by(EmailChange.id.desc())).first()
        assert row is not None
        assert code_for(row) not in str(row)
        return code_for(row)

    def confirm(self, code: str) -> Any:
        return self.post("/auth/email/confirm", {"code": code})

    @property
    def email(self) -> str:
        db.session.rollback()
        return db.session.scalars(select(User.email).where(User.id == self.caller.id)).one()


@pytest.fixture
def clara(app: Flask) -> Clara:
    return Clara(app)


def mails() -> list[tuple[str, Any]]:
    """The kind of each mail that waits, and what would be sent."""
    work()
    made = []
    for one in messages(channel="email"):
        claimed = Claimed(one.id, 1, one.event_id, one.kind, one.payload, 0, one.waiting_since)
        content = prepare_mails([claimed])[one.id]
        assert isinstance(content, OutgoingMail | Skipped), content
        made.append((one.kind, content))
    return made


def test_the_code_goes_to_the_new_address_and_a_note_to_the_former_one(app: Flask, clara: Clara) -> None:
    former, new = clara.email, new_email()
    assert clara.ask(new.upper()).status_code == 202
    [(kind, mail)] = mails()
    assert (kind, mail.to) == (kinds.EMAIL_CHANGE_CODE, new)
    assert "Clara" not in mail.text, "whoever has this address may be a stranger"
    [code] = re.findall(r"^[0-9]{6}$", mail.text, re.MULTILINE)
    assert clara.email == former, "nothing is changed before the code is typed"
    start_anew()
    response = clara.confirm(code)
    assert response.status_code == 200
    assert response.get_json()["user"]["email"] == new
    assert response.get_json()["user"]["email_verified"] is True
    work()
    [told_crm] = messages(channel="crm")
    assert told_crm.payload["notification_type"] == "user_updated"
    assert told_crm.payload["additional_data"]["email"] == new
    [(kind, note)] = mails()
    assert (kind, note.to) == (kinds.EMAIL_CHANGED, former)
    assert "n•••@example.com" in note.text
    assert new not in note.text + note.html
    [entry] = db.session.scalars(
        select(JournalEntry).filter_by(subject_id=str(clara.caller.id), action="email_changed")
    )
    assert new not in str(entry.changes) and former not in str(entry.changes)


def test_every_device_but_this_one_is_signed_out_and_the_new_address_signs_in(clara: Clara) -> None:
    elsewhere, new = clara.sign_in(), new_email()
    body = {"email": clara.caller.email, "password": PASSWORD, "refresh_token_in_body": True}
    kept = {"refresh_token": clara.client.post("/auth/login", json=body).get_json()["refresh_token"]}
    clara.ask(new)
    response = clara.confirm(clara.code())
    assert clara.client.get("/auth/profile", headers=elsewhere).status_code == 401
    assert clara.client.post("/auth/refresh", json=kept).status_code == 401, "nor can it get a new token"
    assert clara.client.get("/auth/profile", headers=clara.headers).status_code == 401, "its token is of the old epoch"
    here = {"Authorization": f"Bearer {response.get_json()['access_token']}"}
    assert clara.client.get("/auth/profile", headers=here).status_code == 200
    refused = clara.client.post("/auth/login", json={"email": clara.caller.email, "password": PASSWORD})
    assert refused.status_code == 401
    assert clara.sign_in(new)


def test_links_to_the_former_address_end(clara: Clara) -> None:
    clara.client.post("/auth/forgotten-password", json={"email": clara.caller.email})
    clara.ask(new_email())
    start_anew()
    clara.client.post("/auth/forgotten-password", json={"email": clara.caller.email})
    assert clara.confirm(clara.code()).status_code == 200
    skipped = dict(mails())[kinds.PASSWORD_RESET]
    assert skipped == Skipped("replaced")


def test_who_has_not_confirmed_that_it_is_them_gets_no_code(app: Flask) -> None:
    clara = Clara(app, confirmed=False)
    refused = clara.ask(new_email())
    assert (refused.status_code, refused.get_json()["code"]) == (403, "confirmation_needed")
    assert mails() == []


def test_who_signs_in_with_google_confirms_with_a_mailed_code_and_stays_connected(app: Flask) -> None:
    clara, new, identity = Clara(app, confirmed=False), new_email(), f"google {uuid.uuid4().hex}"
    with write_transaction() as db_session:
        of_clara = update(User).where(User.id == clara.caller.id)
        db_session.execute(of_clara.values(password_hash="", identity=identity))
    clara.post("/auth/confirm/code")
    [(_, mail)] = mails()
    [code] = re.findall(r"^[0-9]{6}$", mail.text, re.MULTILINE)
    assert clara.post("/auth/confirm", {"code": code}).status_code == 204
    assert clara.ask(new).status_code == 202
    assert clara.confirm(clara.code()).get_json()["user"]["google_connected"] is True
    assert clara.email == new


def test_a_taken_address_gets_a_mail_and_its_response_and_rows_say_nothing(app: Flask, clara: Clara) -> None:
    ben, free = make_person("Ben"), new_email()
    taken, other = clara.ask(ben.email), clara.ask(free)
    assert (taken.status_code, taken.get_json()) == (other.status_code, other.get_json())
    (first, mail), (second, _) = mails()
    assert (first, mail.to) == (kinds.EMAIL_TAKEN, ben.email)
    assert "Ben" in mail.text and "Clara" not in mail.text and clara.email not in mail.text
    assert not re.search(r"[0-9]{6}", mail.text.split("Hello", 1)[1].split("When", 1)[0])
    assert second == kinds.EMAIL_CHANGE_CODE


def test_an_address_that_was_never_confirmed_gets_no_note(app: Flask) -> None:
    clara = Clara(app, verified=False)
    start_anew()
    clara.ask(new_email())
    assert clara.confirm(clara.code()).status_code == 200
    assert [kind for kind, mail in mails() if isinstance(mail, OutgoingMail)] == []
    assert [kind for kind, _ in mails()] == [kinds.EMAIL_CHANGE_CODE], "and the code is not sent any more"


def test_a_wrong_code_is_refused_and_the_fifth_ends_the_code(clara: Clara) -> None:
    clara.ask(new_email())
    code = clara.code()
    for _ in range(5):
        wrong = clara.confirm(other_than(code))
        assert wrong.status_code == 400
        assert [(one["field"], one["code"]) for one in wrong.get_json()["errors"]] == [("code", "wrong_code")]
    ended = clara.confirm(code)
    assert (ended.status_code, ended.get_json()["code"]) == (410, "code_expired")
    assert clara.email == clara.caller.email


def test_a_code_ends_after_half_an_hour_and_with_the_next_one_and_once_used(clara: Clara) -> None:
    clara.ask(new_email())
    first = clara.code()
    with clock.moved_to(clock.now() + timedelta(minutes=30)):
        assert clara.confirm(first).status_code in (401, 410)
        with pytest.raises(Problem, match="expired"):
            confirm_change(clara.caller.id, first, "Firefox")
    clara.ask(new_email())
    second = clara.code()
    assert first == second or clara.confirm(first).status_code == 400
    response = clara.confirm(second)
    assert response.status_code == 200
    clara.headers = {"Authorization": f"Bearer {response.get_json()['access_token']}"}
    assert clara.confirm(second).status_code == 410


def test_a_code_of_another_account_does_nothing(app: Flask, clara: Clara) -> None:
    ben = Clara(app)
    ben.ask(new_email())
    assert clara.confirm(ben.code()).status_code == 410
    assert clara.email == clara.caller.email


@pytest.mark.parametrize("email", ["", "nobody", "clara@ example.com", 7])
def test_what_is_no_address_is_refused(clara: Clara, email: Any) -> None:
    assert clara.ask(email).status_code == 400


def test_the_present_address_is_refused(clara: Clara) -> None:
    refused = clara.ask(clara.email.upper())
    assert refused.status_code == 400
    assert [(one["field"], one["code"]) for one in refused.get_json()["errors"]] == [("email", "same_email")]


def test_five_codes_an_hour_for_an_account_and_three_for_an_address(app: Flask, clara: Clara) -> None:
    wanted = new_email()
    assert [clara.ask(wanted).status_code for _ in range(4)] == [202] * 3 + [429]
    assert Clara(app).ask(wanted).status_code == 429
    assert [clara.ask(new_email()).status_code for _ in range(3)] == [202, 202, 429]
    with clock.moved_to(clock.now() + timedelta(minutes=61)):
        request_change(clara.caller.id, wanted)


def test_requests_and_tries_are_limited_per_account_by_the_hour() -> None:
    with application(RATELIMIT_ENABLED="true") as app, app.app_context():
        clara = Clara(app)
        assert [clara.ask(clara.email).status_code for _ in range(11)] == [400] * 10 + [429]
        assert [clara.confirm("123456").status_code for _ in range(31)] == [410] * 30 + [429]
        limiter.reset()


def test_two_people_who_can_read_one_address_cannot_both_have_it(app: Flask, clara: Clara) -> None:
    for _ in range(5):
        people, wanted = [Clara(app, confirmed=False) for _ in range(2)], new_email()
        for person in people:
            request_change(person.caller.id, wanted)
        codes, barrier = [person.code() for person in people], Barrier(2)

        def confirm(number: int, people: Any = people, codes: Any = codes, barrier: Barrier = barrier) -> str:
            with app.app_context():
                barrier.wait()
                try:
                    return confirm_change(people[number].caller.id, codes[number], "Firefox").user.email
                except Problem as refused:
                    return refused.code

        with ThreadPoolExecutor(2) as threads:
            outcomes = list(threads.map(confirm, range(2)))
        assert sorted(outcomes) == ["email_taken", wanted]
        loser = people[outcomes.index("email_taken")]
        assert loser.email == loser.caller.email
        assert loser.client.get("/auth/profile", headers=loser.headers).status_code == 200, "nothing of it was changed"


def test_requests_are_kept_for_a_week_and_go_when_the_person_is_erased(clara: Clara) -> None:
    clara.ask(new_email())
    assert clara.code()
    with write_transaction() as db_session, clock.moved_to(clock.now() + timedelta(days=6)):
        delete_old_changes(db_session)
    assert clara.code()
    of_clara = select(EmailChange.id).where(EmailChange.user_id == clara.caller.id)
    with write_transaction() as db_session, clock.moved_to(clock.now() + timedelta(days=8)):
        delete_old_changes(db_session)
    assert db.session.scalars(of_clara).all() == []
    request_change(clara.caller.id, new_email())
    erase(clara.caller.id)
    assert db.session.scalars(of_clara).all() == []
