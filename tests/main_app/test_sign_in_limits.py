"""Wrong passwords slow down guessing; the owner of the account can sign in, and nobody learns which names exist."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from main_app.auth import profiles, sign_in, sign_in_limits
from main_app.auth.models import SignInFailures, User
from main_app.auth.sign_in import delete_expired_sign_ins
from main_app.auth.sign_in_limits import PER_NAME, PER_NAME_AND_ADDRESS, Attempt, Limit, count_failure
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.limiter_keys import LimitKind, limiter_key
from tests.main_app.application import application
from tests.support.people import PASSWORD, Person, register
from tests.support.services import Services

GUESSER, OWNER = "203.0.113.7", "198.51.100.20"


class Visitors:
    """People at different addresses, and Clara, who has an account."""

    def __init__(self, app: Flask):
        self.app, self.client = app, app.test_client()
        self.email = f"clara.{uuid.uuid4().hex}@example.com"
        account = {"name": "Clara", "email": self.email, "username": uuid.uuid4().hex, "password": PASSWORD}
        assert self.client.post("/auth/register", json=account).status_code == 201
        self.username = account["username"]

    def sign_in(self, address: str, password: str, name: str | None = None) -> Any:
        sent = {"email": name or self.email, "password": password}
        return self.client.post("/auth/login", json=sent, environ_base={"REMOTE_ADDR": address})

    def change_password(self, token: str, current: str, address: str) -> Any:
        return self.client.post(
            "/auth/password",
            json={"current_password": current, "new_password": "another battery"},
            headers={"Authorization": f"Bearer {token}"},
            environ_base={"REMOTE_ADDR": address},
        )

    def guess(self, times: int, address: str = GUESSER, name: str | None = None) -> list[int]:
        return [self.sign_in(address, "a wrong guess", name).status_code for _ in range(times)]


@pytest.fixture
def clara(app: Flask) -> Visitors:
    return Visitors(app)


def test_the_sixth_guess_waits_and_clara_signs_in_from_elsewhere(clara: Visitors) -> None:
    assert clara.guess(6) == [401] * 5 + [429]
    waiting = clara.sign_in(GUESSER, PASSWORD)
    assert (waiting.status_code, waiting.get_json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(waiting.headers["Retry-After"]) <= 30
    assert clara.sign_in(OWNER, PASSWORD).status_code == 200
    assert clara.sign_in(GUESSER, PASSWORD).status_code == 429  # her success does not help the guesser


def test_the_delay_ends_and_the_next_wrong_guess_doubles_it(clara: Visitors) -> None:
    clara.guess(5)
    with clock.moved_to(clock.now() + timedelta(seconds=31)):
        assert clara.guess(2) == [401, 429]
        waiting = clara.sign_in(GUESSER, "a wrong guess")
        assert 30 < int(waiting.headers["Retry-After"]) <= 60
        assert waiting.get_json()["error"] == "Too many attempts. Please wait a minute, then try again."
    with clock.moved_to(clock.now() + timedelta(seconds=95)):
        assert clara.sign_in(GUESSER, PASSWORD).status_code == 200
        assert clara.guess(6) == [401] * 5 + [429]  # the count started again


def test_a_days_rest_starts_the_count_again(clara: Visitors) -> None:
    clara.guess(4)
    with clock.moved_to(clock.now() + timedelta(days=1, minutes=1)):
        assert clara.guess(6) == [401] * 5 + [429]


@pytest.mark.parametrize(
    ("limit", "failures", "seconds"),
    [
        (PER_NAME_AND_ADDRESS, 4, 0),
        (PER_NAME_AND_ADDRESS, 5, 30),
        (PER_NAME_AND_ADDRESS, 6, 60),
        (PER_NAME_AND_ADDRESS, 9, 480),
        (PER_NAME_AND_ADDRESS, 10, 900),
        (PER_NAME_AND_ADDRESS, 1_000_000, 900),
        (PER_NAME, 99, 0),
        (PER_NAME, 100, 30),
        (PER_NAME, 1_000_000, 60),
    ],
)
def test_each_wrong_password_doubles_the_delay_up_to_a_limit(limit: Limit, failures: int, seconds: int) -> None:
    assert limit.delay_after(failures) == timedelta(seconds=seconds)


def test_a_crowd_of_addresses_is_slowed_down_and_claras_own_address_is_not(
    clara: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_limits, "PER_NAME", Limit(8, timedelta(minutes=1)))
    assert clara.sign_in(OWNER, PASSWORD).status_code == 200
    crowd = [clara.guess(1, f"203.0.113.{number}")[0] for number in range(10)]
    assert crowd == [401] * 8 + [429] * 2
    assert clara.sign_in("192.0.2.1", PASSWORD).status_code == 429
    assert clara.sign_in(OWNER, PASSWORD).status_code == 200


def test_one_household_counts_as_one_address(clara: Visitors) -> None:
    assert [clara.guess(1, f"2001:db8:1:2::{number}")[0] for number in range(1, 7)] == [401] * 5 + [429]
    assert clara.guess(1, "2001:db8:1:3::1") == [401]
    spellings = ("203.0.113.7", "::ffff:203.0.113.7", "::FFFF:CB00:7107")
    assert [clara.guess(1, spellings[number % 3])[0] for number in range(6)] == [401] * 5 + [429]


def test_no_name_that_mallory_types_keeps_clara_from_changing_her_password(clara: Visitors) -> None:
    signed_in = clara.sign_in(OWNER, PASSWORD).get_json()
    user_id = signed_in["user"]["id"]
    key = limiter_key(LimitKind.CURRENT_PASSWORD, user_id)
    for name in (f"the password of account {user_id}", str(user_id), key, key.replace(":", "\n")):
        clara.guess(6, OWNER, name)
    assert clara.change_password(signed_in["access_token"], PASSWORD, OWNER).status_code == 200


def test_a_stranger_cannot_tell_claras_name_from_an_unknown_one(
    clara: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []
    really_verify = sign_in.verify_password

    def verify(password_hash: str | None, password: str) -> bool:
        work.append("password hash checked")
        return really_verify(password_hash, password)

    monkeypatch.setattr(sign_in, "verify_password", verify)
    with clara.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: work.append(args[2]))

    def everything_seen(name: str) -> list[Any]:
        seen = []
        for _ in range(7):
            work.clear()
            response = clara.sign_in(GUESSER, "a wrong guess", name)
            body = {**response.get_json(), "request_id": ""}
            seen.append((response.status_code, body, response.headers.get("Retry-After"), tuple(work)))
        return seen

    known, unknown = everything_seen(clara.email), everything_seen(f"clara.{uuid.uuid4().hex}@example.com")
    assert known == unknown
    assert [status for status, *_ in known] == [401] * 5 + [429] * 2
    assert "password hash checked" in known[0][3]
    assert everything_seen(clara.username) == unknown


def test_guessing_her_current_password_is_slowed_down_and_signing_in_is_not(clara: Visitors) -> None:
    token = clara.sign_in(OWNER, PASSWORD).get_json()["access_token"]

    for _ in range(5):
        response = clara.change_password(token, "a wrong guess", GUESSER)
        assert (response.status_code, response.get_json()["field"]) == (400, "current_password")
    assert clara.change_password(token, PASSWORD, GUESSER).status_code == 429
    assert clara.sign_in(GUESSER, PASSWORD).status_code == 200
    assert clara.change_password(token, PASSWORD, OWNER).status_code == 200


@pytest.mark.parametrize("module", [sign_in, profiles])
def test_a_right_password_waits_as_well_if_guesses_start_a_delay_while_it_is_checked(
    clara: Visitors, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = clara.sign_in(GUESSER, PASSWORD).get_json()["access_token"]
    attempts: list[Attempt] = []
    really_check, really_verify = module.check_allowed, module.verify_password

    def check(attempt: Attempt) -> None:
        attempts.append(attempt)
        really_check(attempt)

    def verify(password_hash: str | None, password: str) -> bool:
        for _ in range(5):
            count_failure(attempts[0])
        return really_verify(password_hash, password)

    monkeypatch.setattr(module, "check_allowed", check)
    monkeypatch.setattr(module, "verify_password", verify)
    if module is sign_in:
        assert clara.sign_in(GUESSER, PASSWORD).status_code == 429
    else:
        assert clara.change_password(token, PASSWORD, GUESSER).status_code == 429


def test_a_password_that_changes_while_the_current_one_is_checked_stays(
    clara: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = clara.sign_in(OWNER, PASSWORD).get_json()["access_token"]

    def verify(*_: Any) -> bool:
        with write_transaction() as db_session:
            db_session.execute(update(User).where(User.email == clara.email).values(password_hash="another by now"))
        return True

    monkeypatch.setattr(profiles, "verify_password", verify)
    response = clara.change_password(token, PASSWORD, OWNER)
    assert (response.status_code, response.get_json()["field"]) == (400, "current_password")
    with clara.app.app_context():
        stored = db.session.scalar(select(User.password_hash).where(User.email == clara.email))
    assert stored == "another by now"


def test_counts_are_shared_by_all_processes_and_outlive_a_restart(start_services: Callable[..., Services]) -> None:
    services = start_services(workers=0)
    alice = register(services, "Alice")

    def guess() -> int:
        return (
            Person(services, "Alice", alice.email)
            .post("/auth/login", {"email": alice.email, "password": "a wrong guess"})
            .status_code
        )

    assert [guess() for _ in range(8)] == [401] * 5 + [429] * 3  # two processes answer
    services.main.kill()
    services.main.start()
    services.wait_ready(services.main_url)
    assert guess() == 429
    assert alice.get("/auth/profile").status_code == 200  # who is signed in stays so


def test_the_crm_names_the_visitor_and_nobody_else_can(clara: Visitors) -> None:
    def sign_in_through(token: str | None, visitor: str) -> int:
        headers = {"X-Client-Address": visitor} | ({"Authorization": f"Bearer {token}"} if token else {})
        sent = {"email": clara.email, "password": "a wrong guess"}
        return clara.client.post("/auth/login", json=sent, headers=headers).status_code

    service = clara.app.extensions["settings"].service_token
    assert [sign_in_through(service, GUESSER) for _ in range(6)] == [401] * 5 + [429]
    assert sign_in_through(service, OWNER) == 401
    for token in (None, "another-token"):
        visitors = [sign_in_through(token, f"203.0.113.{number}") for number in range(100, 106)]
        assert 429 in visitors


def test_failed_and_delayed_sign_ins_are_logged_with_masked_addresses(
    clara: Visitors, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        clara.guess(6)
        clara.guess(1, OWNER, "my secret password\n")
    logged = [
        (record.getMessage(), vars(record)["account"], vars(record)["client"])
        for record in caplog.records
        if record.name == sign_in_limits.__name__
    ]
    assert logged == [
        *[("sign-in failed", "c***@example.com", "203.0.113.0/24")] * 5,
        ("sign-in delayed", "c***@example.com", "203.0.113.0/24"),
        ("sign-in failed", "m***", "198.51.100.0/24"),
    ]


def test_old_counts_are_removed_and_known_addresses_stay() -> None:
    with application() as app:
        clara = Visitors(app)
        clara.guess(1)
        assert clara.sign_in(OWNER, PASSWORD).status_code == 200

        def after(days: int) -> int | None:
            with app.app_context(), clock.moved_to(clock.now() + timedelta(days=days)):
                with write_transaction() as db_session:
                    delete_expired_sign_ins(db_session)
                return db.session.scalar(select(func.count()).select_from(SignInFailures))

        assert [after(days) for days in (0, 2, 31)] == [3, 1, 0]
