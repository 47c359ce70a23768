"""Who has no password confirms a dangerous change with a code from a mail: their own, the newest, once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from main_app.auth.account_tokens import CONFIRMATION, AccountToken, code_of
from main_app.auth.models import Role, User
from main_app.database import db
from main_app.journal.models import JournalEntry
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.rate_limits import limiter
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.support.people import PASSWORD


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app, app.app_context():
        yield app


class Admin:
    """An admin who is signed in on one device, without a password unless told."""

    def __init__(self, app: Flask, *, password: bool = False):
        db.session.rollback()  # requests share the session of the fixture's context
        self.client, self.caller = app.test_client(), make_person("Maya", Role.ADMIN)
        body = {"email": self.caller.email, "password": PASSWORD}
        token = self.client.post("/auth/login", json=body).get_json()["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        if not password:
            with write_transaction() as db_session:
                db_session.execute(update(User).where(User.id == self.caller.id).values(password_hash=""))

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(path, json=body, headers=self.headers)

    def ask(self) -> int:
        return self.post("/auth/confirm/code").status_code

    def codes(self) -> list[str]:
        """The codes that were mailed, the newest first."""
        of_account = select(AccountToken.__table__).where(AccountToken.user_id == self.caller.id)
        with db.engine.connect() as connection:
            rows = connection.execute(of_account.order_by(AccountToken.id.desc())).all()
        assert all(row.purpose == CONFIRMATION and code_of(row) not in str(row) for row in rows)
        return [code_of(row) for row in rows]

    def confirm(self, code: str) -> tuple[int, str]:
        response = self.post("/auth/confirm", {"code": code})
        return response.status_code, (response.get_json(silent=True) or {}).get("code", "")

    @property
    def is_confirmed(self) -> bool:
        refused = self.post(f"/api/admin/people/{self.caller.id}/switch-on")
        return refused.get_json().get("code") != "confirmation_needed"


@pytest.fixture
def maya(app: Flask) -> Admin:
    return Admin(app)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_maya_confirms_with_the_code_once_and_on_this_device_only(app: Flask, maya: Admin) -> None:
    assert maya.ask() == 202
    [code] = maya.codes()
    assert not maya.is_confirmed
    assert maya.confirm(code)[0] == 204
    assert maya.is_confirmed
    assert maya.confirm(code) == (410, "code_expired")
    requested = (JournalEntry.subject_id == str(maya.caller.id), JournalEntry.action == "confirmation_code_requested")
    assert len(db.session.scalars(select(JournalEntry).where(*requested)).all()) == 1
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        assert not maya.is_confirmed


def test_a_wrong_code_is_refused_and_counted_like_a_wrong_password(maya: Admin) -> None:
    maya.ask()
    [code] = maya.codes()
    assert [maya.confirm(other_than(code))[0] for _ in range(6)] == [400] * 5 + [429]
    assert maya.confirm(code) == (429, "too_many_attempts"), "the right one has to wait, too"
    assert not maya.is_confirmed


def test_a_code_of_another_account_does_nothing(app: Flask, maya: Admin) -> None:
    noor = Admin(app)
    noor.ask()
    [code] = noor.codes()
    assert maya.confirm(code) == (410, "code_expired")
    maya.ask()
    assert code == maya.codes()[0] or maya.confirm(code)[0] == 400
    assert not maya.is_confirmed
    assert noor.confirm(code)[0] == 204


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(maya: Admin) -> None:
    maya.ask()
    [first] = maya.codes()
    with clock.moved_to(clock.now() + timedelta(minutes=2)):
        assert maya.ask() == 202
        second, _ = maya.codes()
        assert maya.confirm(first)[0] == (204 if first == second else 400)
    with clock.moved_to(clock.now() + timedelta(minutes=12, seconds=1)):
        assert maya.confirm(second) == (410, "code_expired")


def test_one_mail_a_minute_and_five_an_hour(maya: Admin) -> None:
    assert [maya.ask(), maya.ask()] == [202, 202]
    assert len(maya.codes()) == 1
    start, answers = clock.now(), []
    for minutes in range(2, 12, 2):
        with clock.moved_to(start + timedelta(minutes=minutes)):
            answers.append(maya.ask())
    assert answers == [202] * 4 + [429]
    assert len(maya.codes()) == 5
    with clock.moved_to(start + timedelta(minutes=71)):
        assert maya.ask() == 202


def test_an_account_with_a_password_confirms_with_that(app: Flask) -> None:
    maya = Admin(app, password=True)
    assert maya.ask() == 409
    assert maya.codes() == []
    assert maya.confirm("123456") == (409, "has_password")
    assert maya.post("/auth/confirm", {"password": PASSWORD}).status_code == 204


def test_a_code_ends_when_a_password_is_set(maya: Admin) -> None:
    maya.ask()
    [code] = maya.codes()
    with write_transaction() as db_session:
        db_session.execute(update(User).where(User.id == maya.caller.id).values(password_hash="set"))
    assert maya.confirm(code) == (409, "has_password")
    assert not maya.is_confirmed


@pytest.mark.parametrize("body", [{}, {"code": "12345"}, {"code": "１２３４５６"}, {"code": "123456", "password": "x"}])
def test_what_is_no_confirmation_is_refused(maya: Admin, body: dict[str, str]) -> None:
    assert maya.post("/auth/confirm", body).status_code == 400


def test_codes_are_limited_per_account_by_the_hour() -> None:
    with application(RATELIMIT_ENABLED="true") as app, app.app_context():
        maya = Admin(app)
        assert [maya.ask() for _ in range(31)] == [202] * 30 + [429]
        limiter.reset()
