"""Signing in with Google: whose account it is, and answers that are not Google's, or not for this browser."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy import select

from main_app.auth.caller import BY_SYSTEM
from main_app.auth.models import User
from main_app.auth.people import switch_off
from main_app.database import db
from main_app.journal.models import JournalEntry
from main_app.services.google import _google
from service_kit import clock
from tests.main_app.application import application
from tests.main_app.notified import erase
from tests.support.google_stand_in import CLIENT_SECRET, GoogleStandIn, person
from tests.support.people import PASSWORD

pytestmark = pytest.mark.either_engine


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[Flask, GoogleStandIn]]:
    stand_in = GoogleStandIn()
    with application(**stand_in.settings) as app, app.app_context():
        yield app, stand_in
    stand_in.close()


@pytest.fixture
def google(shared: tuple[Flask, GoogleStandIn], request: pytest.FixtureRequest) -> GoogleStandIn:
    """Somebody new comes to Google's page."""
    stand_in = shared[1]
    stand_in.person = person(f"{abs(hash(request.node.name))}@example.com")
    stand_in.changed_claims, stand_in.declines, stand_in.down = {}, False, False
    stand_in.signs_with = stand_in.keys[0]
    db.session.rollback()
    return stand_in


@pytest.fixture
def browser(shared: tuple[Flask, GoogleStandIn]) -> FlaskClient:
    return shared[0].test_client()


def to_google(browser: FlaskClient, token: str = "", **body: str) -> str:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    begun = browser.post("/auth/google", json=body, headers=headers)
    assert begun.status_code == 200, begun.text
    return begun.get_json()["address"]


def way_back(page: str) -> str:
    """Where Google's page leads the browser."""
    response = requests.get(page, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text
    parts = urlsplit(response.headers["Location"])
    return f"{parts.path}?{parts.query}"


def outcome(browser: FlaskClient, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 303, response.text
    signed_in = "samaya_refresh" in str(response.headers.getlist("Set-Cookie"))
    [found] = parse_qs(urlsplit(response.headers["Location"]).query)["google"]
    assert signed_in is (found == "signed_in")
    return found


def sign_in(browser: FlaskClient, **body: str) -> str:
    return outcome(browser, way_back(to_google(browser, **body)))


def who(browser: FlaskClient) -> dict[str, Any]:
    response = browser.post("/auth/refresh")
    assert response.status_code == 200, response.text
    return response.get_json()["user"] | {"token": response.get_json()["access_token"]}


def register(browser: FlaskClient, email: str, *, confirmed: bool = False) -> int:
    body = {"name": "Asha", "email": email, "password": PASSWORD}
    user_id = browser.post("/auth/register", json=body).get_json()["user"]["id"]
    if confirmed:
        db.session.execute(db.update(User).where(User.id == user_id).values(email_verified_at=clock.now()))
        db.session.commit()
    return user_id


def password_token(browser: FlaskClient, email: str) -> str:
    return browser.post("/auth/login", json={"email": email, "password": PASSWORD}).get_json()["access_token"]


def actions(user_id: int) -> list[str]:
    db.session.rollback()
    query = select(JournalEntry.action).where(JournalEntry.subject_type == "user")
    return list(db.session.scalars(query.where(JournalEntry.subject_id == str(user_id)).order_by(JournalEntry.id)))


def test_asha_makes_an_account_with_google_and_comes_back_with_another_address(
    google: GoogleStandIn, browser: FlaskClient
) -> None:
    body = {"next": "/e/evening-sit-1?book=3", "language": "hi", "time_zone": "Asia/Kolkata"}
    response = browser.get(way_back(to_google(browser, **body)))
    assert response.headers["Location"] == "/sign-in?google=signed_in&next=%2Fe%2Fevening-sit-1%3Fbook%3D3"
    asha = who(browser)
    assert (asha["name"], asha["email"], asha["role"]) == ("Asha Rao", google.person["email"], "user")
    assert (asha["language"], asha["time_zone"]) == ("hi", "Asia/Kolkata")
    assert (asha["email_verified"], asha["has_password"], asha["google_connected"]) == (True, False, True)
    assert actions(asha["id"]) == ["registered"]
    login = {"email": asha["email"], "password": ""}
    assert browser.post("/auth/login", json=login | {"password": PASSWORD}).status_code == 401

    google.person["email"] = f"new.{asha['email']}"
    google.change_keys()
    assert sign_in(browser) == "signed_in"
    again = who(browser)
    assert (again["id"], again["email"]) == (asha["id"], asha["email"])
    headers = {"Authorization": f"Bearer {again['token']}"}
    assert browser.delete("/auth/google", headers=headers).get_json()["code"] == "no_password"


def test_google_opens_an_account_with_the_same_confirmed_address_and_leaves_its_roles(
    google: GoogleStandIn, browser: FlaskClient
) -> None:
    user_id = register(browser, google.person["email"], confirmed=True)
    db.session.execute(db.update(User).where(User.id == user_id).values(role="facilitator"))
    db.session.commit()
    google.person["email"] = google.person["email"].upper()
    assert sign_in(browser) == "signed_in"
    asha = who(browser)
    assert (asha["id"], asha["role"], asha["name"]) == (user_id, "facilitator", "Asha")
    assert actions(user_id)[-1] == "google_connected"
    headers = {"Authorization": f"Bearer {asha['token']}"}
    assert browser.delete("/auth/google", headers=headers).get_json()["user"]["google_connected"] is False
    assert actions(user_id)[-1] == "google_disconnected"


@pytest.mark.parametrize("case", ["not confirmed", "not Google's address", "another Google account"])
def test_google_does_not_open_an_account_that_may_be_somebody_elses(
    google: GoogleStandIn, browser: FlaskClient, case: str
) -> None:
    user_id = register(browser, google.person["email"], confirmed=case != "not confirmed")
    if case == "not Google's address":
        del google.person["hd"]
    if case == "another Google account":
        assert sign_in(browser) == "signed_in"
        google.person["sub"] = "another"
    before = actions(user_id)
    assert sign_in(browser) == "account_exists"
    assert actions(user_id) == before


def test_who_is_signed_in_connects_a_google_account_with_the_same_address_only(
    google: GoogleStandIn, browser: FlaskClient
) -> None:
    user_id = register(browser, google.person["email"])
    token = password_token(browser, google.person["email"])
    mine, google.person = google.person, person("stranger@example.com")
    back = way_back(to_google(browser, token))
    assert browser.get(back).headers["Location"] == "/account?google=other_address"
    google.person = mine
    assert browser.get(way_back(to_google(browser, token))).headers["Location"] == "/account?google=connected"
    assert actions(user_id)[-2:] == ["email_verified", "google_connected"]
    assert sign_in(browser) == "signed_in"
    assert who(browser)["id"] == user_id


def test_nobody_who_is_switched_off_signs_in_and_erasing_forgets_the_google_account(
    google: GoogleStandIn, browser: FlaskClient
) -> None:
    assert sign_in(browser) == "signed_in"
    user_id = who(browser)["id"]
    switch_off(BY_SYSTEM, user_id)
    assert sign_in(browser) == "switched_off"
    assert browser.post("/auth/refresh").status_code == 401
    erase(user_id)
    assert db.session.get_one(User, user_id, populate_existing=True).identity is None
    assert sign_in(browser) == "signed_in"
    assert who(browser)["id"] != user_id, "as somebody new"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"nonce": "of-another-sign-in"}, "failed"),
        ({"nonce": None}, "failed"),
        ({"aud": "another-app.example"}, "failed"),
        ({"iss": "https://accounts.google.com"}, "failed"),
        ({"exp": int(time.time()) - 3600}, "failed"),
        ({"sub": ""}, "failed"),
        ({"email_verified": False}, "unconfirmed_at_google"),
        ({"email_verified": "true"}, "unconfirmed_at_google"),
        ({"email": "no address"}, "unconfirmed_at_google"),
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    google: GoogleStandIn, browser: FlaskClient, changed: dict[str, Any], expected: str
) -> None:
    google.changed_claims = changed
    assert sign_in(browser) == expected
    assert db.session.scalar(select(User.id).where(User.email == google.person["email"])) is None


def test_an_id_token_with_another_signature_is_refused(google: GoogleStandIn, browser: FlaskClient) -> None:
    google.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert sign_in(browser) == "failed"


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(
    google: GoogleStandIn, browser: FlaskClient, shared: tuple[Flask, GoogleStandIn]
) -> None:
    back = way_back(to_google(browser))
    assert outcome(shared[0].test_client(), back) == "failed", "another browser"
    forged = back.replace("state=", "state=x")
    assert outcome(browser, forged) == "failed", "a state that is not this browser's"

    page = to_google(browser)
    cookie = browser.get_cookie("samaya_google", path="/auth/google")
    assert cookie is not None
    back = way_back(page)
    assert outcome(browser, back) == "signed_in"
    browser.set_cookie("samaya_google", cookie.value, path="/auth/google")
    assert outcome(browser, back) == "failed", "the code was used"


def test_an_answer_after_ten_minutes_is_refused(google: GoogleStandIn, browser: FlaskClient) -> None:
    back = way_back(to_google(browser))
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        assert outcome(browser, back) == "failed"


def test_asha_may_decline_and_google_may_be_down(
    google: GoogleStandIn, browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    google.declines = True
    assert sign_in(browser) == "cancelled"
    google.declines = False
    back = way_back(to_google(browser))
    google.down = True
    assert outcome(browser, back) == "unavailable"
    _google.cache_clear()
    refused = browser.post("/auth/google", json={})
    assert (refused.status_code, refused.get_json()["code"]) == (503, "google_unavailable")
    assert "can't be reached" in caplog.text
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert code not in caplog.text and CLIENT_SECRET not in caplog.text


def test_without_its_settings_nobody_signs_in_with_google(app: Flask) -> None:
    response = app.test_client().post("/auth/google", json={})
    assert (response.status_code, response.get_json()["code"]) == (409, "google_not_set_up")
    assert app.test_client().get("/auth/google/callback?code=x&state=y").headers["Location"] == "/sign-in?google=failed"
    assert app.test_client().get("/studio").get_json()["studio"]["google_sign_in"] is False
