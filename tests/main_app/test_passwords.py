"""The rules for passwords, wherever one is set, and how many are checked at once."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from main_app.auth import password_hashing
from main_app.auth.password_rules import LONGEST, check_new_password
from service_kit.problems import Invalid
from tests.main_app.application import application
from tests.support.cpu import MAX_CPU_SECONDS, cpu_seconds
from tests.support.people import PASSWORD, Person
from tests.support.services import Services

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

PRIYA = {"name": "Priya Sharma", "email": "sharma.p@example.com", "username": "yogapriya"}
REFUSED = [
    ("k7#mPq2!x", "password_too_short"),
    ("k7#mPq2!x" * 15, "password_too_long"),
    ("1234567890", "password_common"),
    ("0987654321", "password_common"),
    ("aaaaaaaaaaaa", "password_repetitive"),
    ("aaaaaaaaaab", "password_repetitive"),
    ("AaAaAaAaBbAa", "password_repetitive"),
    ("abcabcabcabc", "password_repetitive"),
    ("xxxxxxxxxx!2Rt", "password_repetitive"),
    ("abcdefghijkl", "password_common"),
    ("password1234", "password_common"),
    ("2024Sunshine!", "password_common"),
    ("P@ssw0rd!!!!", "password_common"),
    ("passwordpassword", "password_common"),
    ("Priya Sharma", "password_is_name"),
    ("priya.sharma.1984", "password_is_name"),
    ("1984-sharma-1984", "password_is_name"),
    ("YogaPriya99", "password_is_username"),
    ("sharma.p@example.com", "password_is_email"),
    ("sharma-p-2026", "password_is_email"),
    ("Samaya-2026", "password_is_product"),
    ("samayasamaya", "password_is_product"),
]
ACCEPTED = [PASSWORD, "café com leite", "priya walks at dawn", "samaya opens at nine", "k7#mPq2!xT", "वर्षा ऋतु की सुबह"]


def refusal(password: str) -> str | None:
    try:
        check_new_password(password, **PRIYA, field="password")
    except Invalid as problem:
        return problem.more["errors"][0]["code"]
    return None


@pytest.mark.parametrize(("password", "code"), REFUSED)
def test_priya_cannot_choose_a_password_that_is_easy_to_guess(password: str, code: str) -> None:
    assert refusal(password) == code


@pytest.mark.parametrize("password", ACCEPTED)
def test_priya_can_choose_a_password_of_her_own(password: str) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize(
    "password", ["4@8({[<369g1!i|0oO$5s+t7%x2zaA" * 4, "a" * LONGEST, "a" * 127 + "b", "password" * 16, "ab" * 64]
)
def test_no_password_takes_long_to_check(password: str) -> None:
    refusal(PASSWORD)  # loads the list
    assert cpu_seconds(lambda: refusal(password[:LONGEST])) < MAX_CPU_SECONDS


def test_every_way_to_set_a_password_refuses_a_common_one(services: Services, alice: Person) -> None:
    new = {"name": "Clara", "email": f"clara.{uuid.uuid4().hex}@example.com", "password": "sunshine2024"}
    registered = requests.post(f"{services.main_url}/auth/register", json=new, timeout=30)
    changed = alice.post("/auth/password", {"current_password": PASSWORD, "new_password": "sunshine2024"})
    for response, field in ((registered, "password"), (changed, "new_password")):
        assert response.status_code == 400
        [error] = response.json()["errors"]
        assert (error["field"], error["code"]) == (field, "password_common")
        assert response.json()["error"] == "This password is too common. Choose one that is harder to guess."
    with pytest.raises(AssertionError, match="too common"):
        services.flask("users", "create", new["email"], "--name", "Clara", "--password", "sunshine2024")


def test_alice_is_told_in_plain_words_that_her_address_is_no_password(alice: Person) -> None:
    response = alice.post("/auth/password", {"current_password": PASSWORD, "new_password": alice.email})
    assert response.json()["error"] == "Your password can't be your e-mail address."
    assert response.json()["errors"][0]["code"] == "password_is_email"


class SlowHasher:
    """Checks no password until the test lets it."""

    def __init__(self) -> None:
        self.started, self.may_end = threading.Semaphore(0), threading.Event()

    def verify(self, _hash: str, _password: str) -> bool:
        self.started.release()
        return self.may_end.wait(30)

    def hash(self, _password: str) -> str:
        return "no hash"


def test_while_two_passwords_are_checked_a_third_guest_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = SlowHasher()
    monkeypatch.setattr(password_hashing, "WAIT_SECONDS", 0.01)
    with application(PASSWORD_HASHES_AT_ONCE=2) as app, ThreadPoolExecutor(2) as threads:

        def sign_in(_: int = 0) -> Any:
            sent = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
            return app.test_client().post("/auth/login", json=sent)

        monkeypatch.setitem(password_hashing.HASHERS, "cheap", hasher)
        checked = [threads.submit(sign_in) for _ in range(2)]
        for _ in checked:
            assert hasher.started.acquire(timeout=30)
        refused = sign_in()
        hasher.may_end.set()
        assert [future.result().status_code for future in checked] == [401, 401]
        assert (refused.status_code, refused.get_json()["code"]) == (503, "busy")
        assert int(refused.headers["Retry-After"]) > 0
        assert sign_in().status_code == 401


@pytest.mark.parametrize("stored", [None, ""])
def test_no_password_opens_an_account_without_a_hash(stored: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the one whose hash is checked in its place, so that both take the same time."""
    with application() as app, app.app_context():
        known = password_hashing.hash_password(PASSWORD)
        monkeypatch.setattr(password_hashing, "_decoy", lambda _: known)
        assert not password_hashing.verify_password(stored, PASSWORD)
