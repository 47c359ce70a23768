"""People register, sign in, stay signed in, and sign out; forbidden attempts fail."""

import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from flask import Flask
from sqlalchemy import func, select, update

from main_app.auth import sign_in
from main_app.auth.models import User
from main_app.database import db
from main_app.journal.models import JournalEntry
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.support.people import PASSWORD, Person
from tests.support.services import Services


def new_email() -> str:
    return f"clara.{uuid.uuid4().hex[:10]}@example.com"


def post_sign_in(services: Services, password: str = PASSWORD, **name: str) -> requests.Response:
    return requests.post(f"{services.main_url}/auth/login", json={**name, "password": password}, timeout=30)


def refresh(services: Services, cookie: str | None) -> requests.Response:
    return requests.post(
        f"{services.main_url}/auth/refresh", headers={"Cookie": f"samaya_refresh={cookie}"}, timeout=30
    )


def test_clara_registers_and_gets_back_what_she_told_but_no_password(services: Services) -> None:
    email = new_email()
    told = {
        "name": "Clara Moreau",
        "email": email.upper(),
        "username": f"Clara.{uuid.uuid4().hex[:8]}",
        "phone": "+33 6 12 34 56 78",
        "time_zone": "Europe/Paris",
    }
    response = requests.post(f"{services.main_url}/auth/register", json={**told, "password": PASSWORD}, timeout=30)
    assert response.status_code == 201
    user = response.json()["user"]
    assert user["email"] == email
    assert user["username"] == told["username"].lower()
    assert user["phone"] == "+33612345678"
    assert user["time_zone"] == "Europe/Paris"
    assert user["role"] == "user"
    assert PASSWORD not in response.text
    assert response.json()["message"]


def test_a_second_clara_cannot_take_the_first_ones_address_or_username(services: Services) -> None:
    email, username = new_email(), f"clara-{uuid.uuid4().hex[:8]}"
    url = f"{services.main_url}/auth/register"
    first = {"name": "Clara", "email": email, "username": username, "password": PASSWORD}
    assert requests.post(url, json=first, timeout=30).status_code == 201
    same_address = requests.post(url, json=first | {"email": email.title(), "username": username + "2"}, timeout=30)
    same_name = requests.post(url, json=first | {"email": new_email(), "username": username.upper()}, timeout=30)
    assert (same_address.status_code, same_address.json()["code"]) == (409, "email_taken")
    assert (same_name.status_code, same_name.json()["code"]) == (409, "username_taken")


def test_an_address_that_contains_the_word_username_is_a_taken_address(services: Services) -> None:
    details = {"name": "Clara", "email": f"username.{new_email()}", "password": PASSWORD}
    url = f"{services.main_url}/auth/register"
    responses = [requests.post(url, json=details, timeout=30) for _ in range(2)]
    assert [response.status_code for response in responses] == [201, 409]
    assert responses[1].json()["code"] == "email_taken"


@pytest.mark.parametrize("zone", ["Factory", "localtime"])
def test_what_is_no_place_is_no_time_zone(services: Services, zone: str) -> None:
    """Browsers don't know these two names: a page that shows such a time would fail."""
    details = {"name": "Clara", "email": new_email(), "password": PASSWORD, "time_zone": zone}
    response = requests.post(f"{services.main_url}/auth/register", json=details, timeout=30)
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "not_zone"


PARCEL = "Your parcel is held: pay at http://evil.example"


def test_nobody_registers_or_is_renamed_with_the_address_of_a_web_page(services: Services, alice: Person) -> None:
    details = {"name": PARCEL, "email": new_email(), "password": PASSWORD}
    registered = requests.post(f"{services.main_url}/auth/register", json=details, timeout=30)
    renamed = alice.request("PATCH", "/auth/profile", json={"name": PARCEL})
    for response in (registered, renamed):
        assert response.status_code == 400
        assert [(error["field"], error["code"]) for error in response.json()["errors"]] == [("name", "web_address")]


def test_a_workshop_registers_behind_one_address_and_the_next_is_asked_to_wait() -> None:
    with application(RATELIMIT_ENABLED=True) as app:
        client = app.test_client()
        responses = [client.post("/auth/register", json={}) for _ in range(201)]
        assert [response.status_code for response in responses] == [400] * 200 + [429]


def test_ten_claras_registering_the_same_address_at_once_become_one(services: Services) -> None:
    details = {"name": "Clara", "email": new_email(), "password": PASSWORD}
    url = f"{services.main_url}/auth/register"
    with ThreadPoolExecutor(10) as crowd:
        responses = list(crowd.map(lambda _: requests.post(url, json=details, timeout=30).status_code, range(10)))
    assert sorted(responses) == [201] + [409] * 9


def test_clara_signs_in_by_address_and_by_username_in_any_case(services: Services) -> None:
    email, username = new_email(), f"clara-{uuid.uuid4().hex[:8]}"
    details = {"name": "Clara", "email": email, "username": username, "password": PASSWORD}
    requests.post(f"{services.main_url}/auth/register", json=details, timeout=30)
    for name in (email, email.upper(), username, username.title()):
        for field in ("email", "username"):
            response = post_sign_in(services, **{field: name})
            assert response.status_code == 200, (field, name)
            assert response.json()["user"]["email"] == email
            assert response.json()["access_token"]


def test_jose_signs_in_however_his_keyboard_composes_his_accents(services: Services) -> None:
    mark = uuid.uuid4().hex[:8]
    details = {"name": "José", "email": f"jose\u0301.{mark}@example.com", "password": "cafe\u0301 com leite"}
    assert requests.post(f"{services.main_url}/auth/register", json=details, timeout=30).status_code == 201
    assert post_sign_in(services, "café com leite", email=f"josé.{mark}@example.com").status_code == 200


def test_a_thirty_first_sign_in_in_a_minute_from_one_address_is_asked_to_wait() -> None:
    with application(RATELIMIT_ENABLED=True) as app:
        client = app.test_client()
        guesses = [client.post("/auth/login", json={"email": new_email(), "password": "a"}) for _ in range(31)]
    assert [guess.status_code for guess in guesses] == [401] * 30 + [429]
    last = guesses[-1]
    assert last.get_json()["code"] == "rate_limited"
    assert 0 < int(last.headers["Retry-After"]) <= 61


def test_behind_a_proxy_each_visitor_is_counted_alone_and_named_addresses_are_the_proxys() -> None:
    with application(RATELIMIT_ENABLED=True, TRUSTED_PROXIES=1) as app:
        client = app.test_client()

        def guess(visitor: str) -> int:
            person = {"email": new_email(), "password": "a"}
            return client.post("/auth/login", json=person, headers={"X-Forwarded-For": visitor}).status_code

        assert [guess("203.0.113.7") for _ in range(31)][-1] == 429
        assert guess("203.0.113.8") == 401
        # Clients can send any header; only what the proxy added counts.
        assert guess("198.51.100.1, 203.0.113.7") == 429


def test_a_header_that_no_proxy_wrote_changes_nothing() -> None:
    with application(RATELIMIT_ENABLED=True) as app:
        client = app.test_client()
        responses = [
            client.post(
                "/auth/login",
                json={"email": new_email(), "password": "a"},
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            ).status_code
            for number in range(31)
        ]
    assert responses[-1] == 429


def test_a_password_that_changes_while_the_old_one_is_checked_lets_nobody_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    email = new_email()
    client.post("/auth/register", json={"name": "Clara", "email": email, "password": PASSWORD})
    really_verify = sign_in.verify_password

    def verify_slowly(password_hash: str | None, password: str) -> bool:
        fits = really_verify(password_hash, password)
        with write_transaction() as session:
            session.execute(update(User).where(User.email == email).values(password_hash="another by now"))
        return fits

    monkeypatch.setattr(sign_in, "verify_password", verify_slowly)
    assert client.post("/auth/login", json={"email": email, "password": PASSWORD}).status_code == 401


def test_an_access_token_lasts_fifteen_minutes_and_says_who_alice_is(services: Services, alice: Person) -> None:
    claims = jwt.decode(alice.token, services.main.environment["JWT_SECRET_KEY"], algorithms=["HS256"])
    assert claims["sub"] == str(alice.id)
    assert claims["role"] == "user"
    assert claims["name"] == "Alice"
    assert claims["exp"] - claims["iat"] == 15 * 60
    assert abs(claims["iat"] - time.time()) < 60


def test_alice_stays_signed_in_by_refreshing_and_each_refresh_token_works_once(
    services: Services, alice: Person
) -> None:
    cookies = [alice.http.cookies["samaya_refresh"]]
    for _ in range(3):
        response = refresh(services, cookies[-1])
        assert response.status_code == 200
        assert response.json()["user"]["id"] == alice.id
        cookies.append(response.cookies["samaya_refresh"])
    assert len(set(cookies)) == 4


class Device:
    """A device with a sign-in of the account, in this process, so that a test can move the clock."""

    def __init__(self, app: Flask, email: str):
        self.app = app
        response = app.test_client().post("/auth/login", json={"email": email, "password": PASSWORD})
        self.cookie = new_cookie(response)
        self.token = response.get_json()["access_token"]

    def refresh(self, cookie: str, seconds_later: float = 0) -> Any:
        client = self.app.test_client()
        client.set_cookie("samaya_refresh", cookie, path="/auth")
        with clock.moved_to(clock.now() + timedelta(seconds=seconds_later)):
            return client.post("/auth/refresh")

    def is_signed_in(self, token: str) -> bool:
        headers = {"Authorization": f"Bearer {token}"}
        return self.app.test_client().get("/auth/profile", headers=headers).status_code == 200


def new_cookie(response: Any) -> str:
    found = re.search("samaya_refresh=([^;]+)", response.headers["Set-Cookie"])
    assert found
    return found[1]


@pytest.fixture
def claras_email(app: Flask) -> str:
    email = new_email()
    app.test_client().post("/auth/register", json={"name": "Clara", "email": email, "password": PASSWORD})
    return email


@pytest.mark.usefixtures("stopped_clock")
def test_a_stolen_refresh_token_ends_the_sign_in_for_thief_and_owner_but_not_her_other_device(
    app: Flask, claras_email: str
) -> None:
    owner, other_device = Device(app, claras_email), Device(app, claras_email)
    stolen = owner.cookie
    refreshed = owner.refresh(stolen)
    thief = owner.refresh(stolen, seconds_later=11)
    assert (thief.status_code, thief.get_json()["code"]) == (401, "token_reused")
    after = owner.refresh(new_cookie(refreshed))
    assert (after.status_code, after.get_json()["code"]) == (401, "login_ended")
    assert not owner.is_signed_in(refreshed.get_json()["access_token"])
    assert other_device.is_signed_in(other_device.token)


@pytest.mark.usefixtures("stopped_clock")
def test_clara_who_reloads_before_the_response_arrives_gets_the_same_cookie_again(
    app: Flask, claras_email: str
) -> None:
    device = Device(app, claras_email)
    lost = device.refresh(device.cookie)
    again = device.refresh(device.cookie, seconds_later=9)
    assert (lost.status_code, again.status_code) == (200, 200)
    assert new_cookie(again) == new_cookie(lost)
    assert device.is_signed_in(again.get_json()["access_token"])
    assert device.refresh(new_cookie(again)).status_code == 200


@pytest.mark.usefixtures("stopped_clock")
def test_a_thief_who_repeats_the_refresh_at_once_is_found_out_at_the_next_one(app: Flask, claras_email: str) -> None:
    device = Device(app, claras_email)
    owners, thiefs = (new_cookie(device.refresh(device.cookie)) for _ in range(2))
    assert owners == thiefs
    assert device.refresh(owners, seconds_later=900).status_code == 200
    thief = device.refresh(thiefs, seconds_later=1800)
    assert (thief.status_code, thief.get_json()["code"]) == (401, "token_reused")


@pytest.mark.usefixtures("stopped_clock")
def test_a_token_from_before_the_last_one_ends_the_sign_in_at_once(app: Flask, claras_email: str) -> None:
    device = Device(app, claras_email)
    second = new_cookie(device.refresh(device.cookie))
    assert device.refresh(second).status_code == 200
    assert device.refresh(device.cookie).get_json()["code"] == "token_reused"
    assert device.refresh(second).get_json()["code"] == "login_ended"


def test_refreshes_at_once_with_one_token_get_the_same_new_one(services: Services, alice: Person) -> None:
    cookie = alice.http.cookies["samaya_refresh"]
    with ThreadPoolExecutor(8) as tabs:
        responses = list(tabs.map(lambda _: refresh(services, cookie), range(8)))
    assert {response.status_code for response in responses} == {200}
    assert len({response.cookies["samaya_refresh"] for response in responses}) == 1


def test_a_refresh_token_ends_after_thirty_days(app: Flask) -> None:
    client = app.test_client()
    email = new_email()
    client.post("/auth/register", json={"name": "Clara", "email": email, "password": PASSWORD})
    client.post("/auth/login", json={"email": email, "password": PASSWORD})
    with clock.moved_to(clock.now() + timedelta(days=29, hours=23)):
        assert client.post("/auth/refresh").status_code == 200
    with clock.moved_to(clock.now() + timedelta(days=30, seconds=1)):
        assert client.post("/auth/refresh").status_code == 401


def test_signing_out_ends_this_sign_in_at_the_next_request_and_no_other(services: Services, alice: Person) -> None:
    other_device = Person(services, "Alice", alice.email).sign_in()
    cookie = alice.http.cookies["samaya_refresh"]
    assert alice.post("/auth/logout").status_code == 200
    assert "samaya_refresh" not in alice.http.cookies
    assert (alice.get("/auth/profile").status_code, alice.get("/bookings").status_code) == (401, 401)
    assert refresh(services, cookie).status_code == 401
    assert other_device.get("/auth/profile").status_code == 200


def test_signing_out_everywhere_ends_every_device(services: Services, alice: Person) -> None:
    devices = [Person(services, "Alice", alice.email).sign_in() for _ in range(3)]
    assert devices[0].post("/auth/logout-everywhere").status_code == 200
    for device in [alice, *devices]:
        assert device.get("/auth/profile").status_code == 401
        assert device.post("/auth/refresh").status_code == 401
    assert alice.sign_in().get("/auth/profile").status_code == 200


def test_a_new_password_ends_every_other_device_and_keeps_this_device_in(services: Services, alice: Person) -> None:
    thief = Person(services, "Alice", alice.email).sign_in()
    old_token = alice.token
    change = {"current_password": PASSWORD, "new_password": "another battery"}
    response = alice.post("/auth/password", change)
    assert response.status_code == 200
    assert alice.get("/auth/profile").status_code == 401  # its token is of the time before
    alice.token = response.json()["access_token"]
    assert alice.get("/auth/profile").status_code == 200
    assert alice.post("/auth/refresh").status_code == 200
    thief.token, thiefs_old_token = old_token, thief.token
    for token in (old_token, thiefs_old_token):
        assert thief.get("/auth/profile", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert thief.post("/auth/refresh").status_code == 401
    assert post_sign_in(services, email=alice.email).status_code == 401
    assert post_sign_in(services, "another battery", email=alice.email).status_code == 200


def test_another_role_ends_the_tokens_of_the_old_one(services: Services, alice: Person) -> None:
    services.flask("users", "role", alice.email, "facilitator")
    assert alice.get("/auth/profile").status_code == 401
    assert alice.post("/auth/refresh").status_code == 401
    assert alice.sign_in().get("/auth/profile").json()["user"]["role"] == "facilitator"
    services.flask("users", "role", alice.email, "user")
    forbidden = alice.post("/events", {"title": "Once more", "time_zone": "UTC"})
    assert forbidden.status_code == 401


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"name": "  Alice Liddell "}, {"name": "Alice Liddell"}),
        ({"phone": "+351 912 345 678"}, {"phone": "+351912345678"}),
        ({"phone": None}, {"phone": None}),
        ({"time_zone": "Asia/Kolkata"}, {"time_zone": "Asia/Kolkata"}),
        ({"biography": "Two lines\nof text"}, {"biography": "Two lines\nof text"}),
        ({"name": None}, {"name": "Alice"}),
    ],
    ids=str,
)
def test_alice_changes_her_profile(change: dict[str, Any], shown: dict[str, Any], alice: Person) -> None:
    before = alice.get("/auth/profile").json()["user"]
    assert alice.request("PATCH", "/auth/profile", json=change).status_code == 200
    assert alice.get("/auth/profile").json()["user"] == before | shown


def test_a_profile_change_that_changes_nothing_writes_nothing(app: Flask) -> None:
    client = app.test_client()
    email = new_email()
    client.post("/auth/register", json={"name": "Clara", "email": email, "password": PASSWORD, "phone": "+33612345678"})
    token = client.post("/auth/login", json={"email": email, "password": PASSWORD}).get_json()["access_token"]

    def stored() -> Any:
        with app.app_context():
            version = db.session.scalar(select(User.version).where(User.email == email))
            return version, db.session.scalar(select(func.count()).select_from(JournalEntry))

    def change(**details: Any) -> Any:
        response = client.patch("/auth/profile", json=details, headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 200
        return response.get_json()["user"]

    before = stored()
    assert change(name=" Clara ", phone="+33 6 12 34 56 78", time_zone=None)["name"] == "Clara"
    assert stored() == before
    assert change(phone=None)["phone"] is None
    assert stored() == (before[0] + 1, before[1] + 1)


def test_the_first_admin_is_made_on_the_command_line_and_signs_in(services: Services) -> None:
    email = new_email()
    made = services.flask("users", "create", email, "--name", "Noor", "--role", "admin", "--password", PASSWORD)
    assert "admin" in made
    assert post_sign_in(services, email=email).json()["user"]["role"] == "admin"


def test_a_stream_goes_on_only_while_claras_sign_in_is_open() -> None:
    with application() as app, app.app_context():
        clara = make_person("Clara")
        with write_transaction() as db_session:
            sign_in_id = sign_in.start_sign_in(db_session, db_session.get_one(User, clara.id)).sign_in_id
        with db.engine.connect() as connection:
            assert sign_in.open_sign_ins(connection, [sign_in_id, "0" * 32]) == [
                {"id": sign_in_id, "role": "user", "roles": ["user"]}
            ]
        sign_in.sign_out(sign_in_id)
        with db.engine.connect() as connection:
            assert sign_in.open_sign_ins(connection, [sign_in_id]) == []
