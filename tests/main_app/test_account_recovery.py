"""Confirming an address, resetting a password by mail, and the message about a sign-in on a new device."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from main_app.auth.account_tokens import (
    RESET_PASSWORD,
    VERIFY_EMAIL,
    AccountToken,
    address_token,
    delete_expired_tokens,
    token_for,
)
from main_app.auth.devices import device_name
from main_app.auth.models import SignIn, User
from main_app.database import db
from main_app.journal.models import JournalEntry
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import statements
from tests.support.people import PASSWORD

NEW = "another horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.fixture(scope="module")
def desk() -> Iterator[FlaskClient]:
    with application() as app, app.app_context():
        yield app.test_client()


@pytest.fixture
def clara(desk: FlaskClient) -> dict[str, Any]:
    """A new account: id and e-mail address."""
    number = len(db.session.scalars(select(User.id)).all())
    person = {"name": "Clara", "email": f"clara.{number}@example.com", "password": PASSWORD}
    response = desk.post("/auth/register", json=person)
    assert response.status_code == 201, response.text
    return response.get_json()["user"]


def newest_token(user_id: int | None, purpose: str) -> str:
    db.session.rollback()
    mine = (AccountToken.user_id == user_id, AccountToken.purpose == purpose)
    row = db.session.scalars(select(AccountToken).where(*mine).order_by(AccountToken.id.desc())).first()
    assert row is not None
    assert token_for(row) not in str([getattr(row, column.name) for column in AccountToken.__table__.c])
    return token_for(row)


def sign_in(desk: FlaskClient, email: str, password: str, browser: str = FIREFOX) -> Any:
    return desk.post("/auth/login", json={"email": email, "password": password}, headers={"User-Agent": browser})


def entries(subject_type: str, action: str, subject_id: int | None = None) -> list[JournalEntry]:
    db.session.rollback()
    query = select(JournalEntry).where(JournalEntry.subject_type == subject_type, JournalEntry.action == action)
    if subject_id is not None:
        query = query.where(JournalEntry.subject_id == str(subject_id))
    return list(db.session.scalars(query))


def test_clara_sets_a_new_password_with_the_link_and_every_device_is_signed_out(
    desk: FlaskClient, clara: dict[str, Any]
) -> None:
    signed_in = sign_in(desk, clara["email"], PASSWORD).get_json()["access_token"]
    assert desk.post("/auth/forgotten-password", json={"email": clara["email"].upper()}).status_code == 202
    body = {"token": newest_token(clara["id"], RESET_PASSWORD), "password": NEW}
    assert desk.post("/auth/reset-password", json=body).status_code == 200
    assert desk.get("/auth/profile", headers={"Authorization": f"Bearer {signed_in}"}).status_code == 401
    assert desk.post("/auth/refresh").status_code == 401, "the device's cookie still works"
    assert sign_in(desk, clara["email"], PASSWORD).status_code == 401
    assert sign_in(desk, clara["email"], NEW).get_json()["user"]["email_verified"] is True
    assert len(entries("user", "password_changed", clara["id"])) == 1


def test_a_second_request_leaves_claras_first_link_as_it_is_and_using_one_ends_both(
    desk: FlaskClient, clara: dict[str, Any]
) -> None:
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    older = newest_token(clara["id"], RESET_PASSWORD)
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})  # by anybody who knows the address
    newer = newest_token(clara["id"], RESET_PASSWORD)
    assert set_password(desk, older) == 200
    assert set_password(desk, older) == 410
    assert set_password(desk, newer) == 410


def test_a_new_password_ends_every_link_that_waits_for_clara(desk: FlaskClient, clara: dict[str, Any]) -> None:
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    waiting = newest_token(clara["id"], RESET_PASSWORD)
    headers = {"Authorization": f"Bearer {sign_in(desk, clara['email'], PASSWORD).get_json()['access_token']}"}
    change = {"current_password": PASSWORD, "new_password": NEW}
    assert desk.post("/auth/password", json=change, headers=headers).status_code == 200
    assert set_password(desk, waiting, "a third horse battery") == 410
    assert sign_in(desk, clara["email"], NEW).status_code == 200


def test_one_address_has_one_limit_however_it_is_spelled() -> None:
    spellings = ["clara@example.com", "CLARA@Example.com", " clara@example.com", "clara@example。com"]
    spellings += ["clara@ｅｘａｍｐｌｅ.com", "clara@ＥＸＡＭＰＬＥ．com"]
    with application(RATELIMIT_ENABLED=True) as app, app.app_context():
        desk = app.test_client()
        responses = [desk.post("/auth/forgotten-password", json={"email": email}) for email in spellings]
        assert [response.status_code for response in responses] == [202] * 5 + [429]
        other = {"email": "ben@example.com"}
        assert desk.post("/auth/forgotten-password", json=other).status_code == 202


def test_a_password_set_with_a_mailed_link_ends_claras_calendar_feed(desk: FlaskClient, clara: dict[str, Any]) -> None:
    token = sign_in(desk, clara["email"], PASSWORD).get_json()["access_token"]
    made = desk.post("/bookings/calendar-feed", headers={"Authorization": f"Bearer {token}"})
    feed = urlsplit(made.get_json()["url"]).path
    assert desk.get(feed).status_code == 200
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    link = {"token": newest_token(clara["id"], RESET_PASSWORD), "password": NEW}
    assert desk.post("/auth/reset-password", json=link).status_code == 200
    assert desk.get(feed).status_code == 404


def test_a_weak_password_is_refused_and_the_link_still_works(desk: FlaskClient, clara: dict[str, Any]) -> None:
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    token = newest_token(clara["id"], RESET_PASSWORD)
    assert set_password(desk, token, "1234567890") == 400
    assert set_password(desk, token) == 200


def test_a_link_ends_after_its_time(desk: FlaskClient, clara: dict[str, Any]) -> None:
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    token = newest_token(clara["id"], RESET_PASSWORD)
    with write_transaction() as db_session:
        ended = update(AccountToken).where(AccountToken.user_id == clara["id"])
        db_session.execute(ended.values(expires_at=clock.now() - timedelta(seconds=1)))
    assert set_password(desk, token) == 410


def test_a_link_for_one_purpose_does_not_serve_another(desk: FlaskClient, clara: dict[str, Any]) -> None:
    assert set_password(desk, newest_token(clara["id"], VERIFY_EMAIL)) == 410


@pytest.mark.parametrize("token", ["x", "é" * 20, "A" * 43])
def test_an_invented_link_is_refused(desk: FlaskClient, token: str) -> None:
    assert set_password(desk, token) == 410
    assert desk.post("/auth/verify-email", json={"token": token}).status_code == 410


def test_no_response_says_whether_an_address_is_known(desk: FlaskClient, clara: dict[str, Any]) -> None:
    """Status, text and commit are the same, so that the time is too. Only an account gets a journal entry.

    The journal is kept for years: strangers who invent addresses must not fill it.
    """
    responses, sent = [], []
    for email in (clara["email"], "nobody.knows@example.com"):
        with statements() as done:
            responses.append(desk.post("/auth/forgotten-password", json={"email": email}))
        sent.append(done)
    assert [response.status_code for response in responses] == [202, 202]
    assert responses[0].get_json() == responses[1].get_json()
    of_account, of_nobody = ([one for one in done if "journal" not in one] for done in sent)
    assert of_account == of_nobody
    assert any("INSERT INTO journal" in one for one in sent[0])
    assert not any("journal" in one for one in sent[1])
    assert set_password(desk, newest_token(None, RESET_PASSWORD)) == 410


def test_clara_confirms_her_address_once(desk: FlaskClient, clara: dict[str, Any]) -> None:
    assert clara["email_verified"] is False
    body = {"token": newest_token(clara["id"], VERIFY_EMAIL)}
    assert desk.post("/auth/verify-email", json=body).status_code == 200
    assert desk.post("/auth/verify-email", json=body).status_code == 410
    signed_in = sign_in(desk, clara["email"], PASSWORD).get_json()
    assert signed_in["user"]["email_verified"] is True
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    before = newest_token(clara["id"], VERIFY_EMAIL)
    assert desk.post("/auth/verify-email/resend", headers=headers).status_code == 202
    assert newest_token(clara["id"], VERIFY_EMAIL) == before, "an address that is confirmed needs no mail"


def test_a_link_to_confirm_an_address_that_is_confirmed_records_nothing(
    desk: FlaskClient, clara: dict[str, Any]
) -> None:
    link = {"token": newest_token(clara["id"], VERIFY_EMAIL)}
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    assert set_password(desk, newest_token(clara["id"], RESET_PASSWORD)) == 200  # confirms the address as well
    assert desk.post("/auth/verify-email", json=link).status_code == 410
    assert len(entries("user", "email_verified", clara["id"])) == 1


def add_phone(desk: FlaskClient, clara: dict[str, Any], *, confirmed: bool = False) -> None:
    with write_transaction() as db_session:
        values: dict[str, Any] = {"phone": "+351912345678", "phone_confirmed_at": clock.now() if confirmed else None}
        db_session.execute(update(User).where(User.id == clara["id"]).values(values))


def phone_of(clara: dict[str, Any]) -> str | None:
    db.session.rollback()
    return db.session.scalar(select(User.phone).where(User.id == clara["id"]))


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_phone_of_somebody_who_registered_claras_address_goes_when_clara_recovers_it(
    desk: FlaskClient, clara: dict[str, Any], confirmed: bool
) -> None:
    add_phone(desk, clara, confirmed=confirmed)
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    assert set_password(desk, newest_token(clara["id"], RESET_PASSWORD)) == 200
    assert phone_of(clara) is None
    [entry] = entries("user", "profile_changed", clara["id"])
    assert entry.changes == {"phone": ["+351912345678", None]}


@pytest.mark.parametrize("confirmed", [False, True])
def test_only_a_confirmed_phone_stays_when_clara_confirms_her_address(
    desk: FlaskClient, clara: dict[str, Any], confirmed: bool
) -> None:
    add_phone(desk, clara, confirmed=confirmed)
    link = {"token": newest_token(clara["id"], VERIFY_EMAIL)}
    assert desk.post("/auth/verify-email", json=link).status_code == 200
    assert phone_of(clara) == ("+351912345678" if confirmed else None)


def test_clara_keeps_her_phone_when_she_forgets_her_password_later(desk: FlaskClient, clara: dict[str, Any]) -> None:
    link = {"token": newest_token(clara["id"], VERIFY_EMAIL)}
    assert desk.post("/auth/verify-email", json=link).status_code == 200
    add_phone(desk, clara)
    desk.post("/auth/forgotten-password", json={"email": clara["email"]})
    assert set_password(desk, newest_token(clara["id"], RESET_PASSWORD)) == 200
    assert phone_of(clara) == "+351912345678"


def test_the_link_at_the_foot_of_other_mails_confirms_the_address_it_was_sent_to(
    desk: FlaskClient, clara: dict[str, Any]
) -> None:
    def confirm(token: str) -> int:
        return desk.post("/auth/verify-email", json={"token": token}).status_code

    token = address_token(clara["id"], clara["email"])
    user_id, expires, signature = token.split(".")
    assert confirm(f"{user_id}.{int(expires) + 1}.{signature}") == 410
    assert confirm(f"{int(user_id) + 1}.{expires}.{signature}") == 410
    assert confirm(address_token(clara["id"], "former@example.com")) == 410
    with clock.moved_to(clock.now() + timedelta(days=31)):
        assert confirm(token) == 410
    assert entries("user", "email_verified", clara["id"]) == []
    assert [confirm(token), confirm(token)] == [200, 200]
    assert len(entries("user", "email_verified", clara["id"])) == 1


def test_a_new_link_for_the_address_leaves_the_first_as_it_is(desk: FlaskClient, clara: dict[str, Any]) -> None:
    first = newest_token(clara["id"], VERIFY_EMAIL)
    headers = {"Authorization": f"Bearer {sign_in(desk, clara['email'], PASSWORD).get_json()['access_token']}"}
    assert desk.post("/auth/verify-email/resend", headers=headers).status_code == 202
    assert desk.post("/auth/verify-email", json={"token": first}).status_code == 200
    assert desk.post("/auth/verify-email", json={"token": newest_token(clara["id"], VERIFY_EMAIL)}).status_code == 410
    assert len(entries("user", "verification_requested", clara["id"])) == 1


def test_a_sign_in_on_a_new_device_is_recorded_but_not_the_first_nor_a_known_one(
    desk: FlaskClient, clara: dict[str, Any]
) -> None:
    for browser in (FIREFOX, FIREFOX.replace("140", "141"), SAFARI, FIREFOX):
        assert sign_in(desk, clara["email"], PASSWORD, browser).status_code == 200
    found = entries("user", "signed_in_on_new_device", clara["id"])
    assert [entry.changes for entry in found] == [{"device": "Safari on iPhone"}]
    devices = db.session.scalars(select(SignIn.device).where(SignIn.user_id == clara["id"])).all()
    assert set(devices) == {"Firefox on Linux", "Safari on iPhone"}


@pytest.mark.parametrize(
    ("browser", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/140.0", "Edge on Windows"),
        ("curl/8.5.0", "An app"),
        ("", "An app"),
    ],
)
def test_a_device_has_a_name_people_know(browser: str, name: str) -> None:
    assert device_name(browser) == name


def test_old_tokens_are_forgotten(desk: FlaskClient, clara: dict[str, Any]) -> None:
    with write_transaction() as db_session:
        long_ago = clock.now() - timedelta(days=2)
        db_session.execute(update(AccountToken).where(AccountToken.user_id == clara["id"]).values(expires_at=long_ago))
        delete_expired_tokens(db_session)
    assert db.session.scalar(select(AccountToken.id).where(AccountToken.user_id == clara["id"])) is None


def set_password(desk: FlaskClient, token: str, password: str = NEW) -> int:
    return desk.post("/auth/reset-password", json={"token": token, "password": password}).status_code
