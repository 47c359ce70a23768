"""A phone number gets no texts until a code that was sent to it is typed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from main_app.auth.phone_codes import PhoneCode, code_for, delete_old_codes
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import signed_in

NUMBERS = iter(f"+35191{number:07}" for number in range(2_000_000, 2_000_100))


@pytest.fixture(scope="module")
def desk() -> Iterator[FlaskClient]:
    with application() as app, app.app_context():
        yield app.test_client()


class Account:
    """Somebody who is signed in and has a new phone number."""

    def __init__(self, desk: FlaskClient, phone: str | None = None):
        db.session.rollback()  # requests share the session of the fixture's context
        self.desk, self.headers = desk, signed_in(desk.application)  # type: ignore[arg-type]
        self.phone = phone or next(NUMBERS)
        assert self.ask("PATCH", "/auth/profile", {"phone": self.phone}).status_code == 200

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.desk.open(path, method=method, json=body, headers=self.headers)

    def user(self) -> dict[str, Any]:
        return self.ask("GET", "/auth/profile").get_json()["user"]

    def request(self) -> int:
        return self.ask("POST", "/auth/phone/code").status_code

    def code(self) -> str:
        """The newest code that was sent to this number."""
        of_number = select(PhoneCode.__table__).where(PhoneCode.phone == self.phone).order_by(PhoneCode.id.desc())
        with db.engine.connect() as connection:
            row = connection.execute(of_number).first()
        assert row is not None
        assert code_for(row) not in str(row)
        return code_for(row)

    def confirm(self, code: str) -> Any:
        return self.ask("POST", "/auth/phone/confirm", {"code": code})


@pytest.fixture
def clara(desk: FlaskClient) -> Account:
    return Account(desk)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_clara_confirms_her_number_with_the_code_and_a_new_number_is_unconfirmed_again(clara: Account) -> None:
    assert clara.user()["phone_confirmed"] is False
    assert clara.request() == 202
    response = clara.confirm(clara.code())
    assert response.status_code == 200
    assert response.get_json()["user"]["phone_confirmed"] is True
    again = clara.ask("POST", "/auth/phone/code")
    assert (again.status_code, again.get_json()["code"]) == (409, "already_confirmed")
    clara.ask("PATCH", "/auth/profile", {"phone": clara.phone})
    assert clara.user()["phone_confirmed"] is True, "nothing changed"
    clara.ask("PATCH", "/auth/profile", {"phone": next(NUMBERS)})
    assert clara.user()["phone_confirmed"] is False


def test_a_wrong_code_is_refused_and_the_fifth_ends_the_code(clara: Account) -> None:
    clara.request()
    code = clara.code()
    for _ in range(5):
        wrong = clara.confirm(other_than(code))
        assert wrong.status_code == 400
        assert [(one["field"], one["code"]) for one in wrong.get_json()["errors"]] == [("code", "wrong_code")]
    ended = clara.confirm(code)
    assert (ended.status_code, ended.get_json()["code"]) == (410, "code_expired")
    clara.request()
    assert clara.confirm(clara.code()).status_code == 200


def test_a_code_ends_after_ten_minutes_and_with_the_next_one_and_with_the_number(clara: Account) -> None:
    clara.request()
    first = clara.code()
    with clock.moved_to(clock.now() + timedelta(minutes=10)):
        assert clara.confirm(first).status_code == 410
    clara.request()
    second = clara.code()
    assert clara.confirm(first).status_code == (200 if first == second else 400)
    clara.ask("PATCH", "/auth/profile", {"phone": next(NUMBERS)})
    assert clara.confirm(second).status_code == 410
    assert clara.user()["phone_confirmed"] is False


def test_a_code_belongs_to_one_account(desk: FlaskClient, clara: Account) -> None:
    mallory = Account(desk, clara.phone)
    clara.request()
    assert mallory.confirm(clara.code()).status_code == 410


def test_one_number_gets_three_codes_an_hour_from_all_accounts_together(desk: FlaskClient, clara: Account) -> None:
    mallory = Account(desk, clara.phone)
    assert [clara.request(), mallory.request(), clara.request()] == [202] * 3
    assert mallory.request() == 429
    assert int(clara.ask("POST", "/auth/phone/code").headers["Retry-After"]) > 0
    with clock.moved_to(clock.now() + timedelta(minutes=61)):
        assert Account(desk, clara.phone).request() == 202


def test_one_account_asks_for_five_codes_an_hour_whatever_the_number(clara: Account) -> None:
    def with_next_number() -> int:
        clara.ask("PATCH", "/auth/profile", {"phone": next(NUMBERS)})
        return clara.request()

    assert [with_next_number() for _ in range(6)] == [202] * 5 + [429]


@pytest.mark.parametrize(
    ("phone", "kind"),
    [
        ("+870773111632", "satellite"),
        ("+19005551234", "premium"),
        ("+448712345678", "shared cost"),
        ("+447012345678", "personal"),
        ("+15551234567", "not in use"),
    ],
)
def test_no_code_goes_to_an_expensive_number(desk: FlaskClient, phone: str, kind: str) -> None:
    refused = Account(desk, phone).ask("POST", "/auth/phone/code")
    assert refused.status_code == 400, kind
    assert [(one["field"], one["code"]) for one in refused.get_json()["errors"]] == [("phone", "no_texts")]


def test_only_chosen_countries_get_texts() -> None:
    with application(SMS_COUNTRIES="IN,001") as app, app.app_context():
        desk = app.test_client()
        found = [Account(desk, phone).request() for phone in ("+919876543210", "+870773111632", "+351912345678")]
    assert found == [202, 202, 400]


def test_without_a_number_there_is_nothing_to_confirm(desk: FlaskClient, clara: Account) -> None:
    clara.ask("PATCH", "/auth/profile", {"phone": None})
    refused = clara.ask("POST", "/auth/phone/code")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "no_phone_number")
    assert clara.confirm("000000").status_code == 410
    assert clara.user()["phone_confirmed"] is False


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", "１２３４５６", 123456, None])
def test_what_is_no_code_is_refused(clara: Account, code: Any) -> None:
    assert clara.confirm(code).status_code == 400


def test_old_codes_are_forgotten(clara: Account) -> None:
    clara.request()
    with clock.moved_to(clock.now() + timedelta(days=1, minutes=1)), write_transaction() as db_session:
        delete_old_codes(db_session)
    with db.engine.connect() as connection:
        assert connection.scalar(select(PhoneCode.id).where(PhoneCode.phone == clara.phone)) is None
