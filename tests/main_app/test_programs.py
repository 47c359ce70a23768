"""A program signs in without cookies; a browser page never sees a refresh token."""

from typing import Any

import pytest
import requests

from tests.support.people import PASSWORD, Person
from tests.support.services import Services


def send(services: Services, path: str, body: Any = None, **options: Any) -> requests.Response:
    return requests.post(f"{services.main_url}/auth/{path}", json=body, timeout=30, **options)


def sign_in_as_a_program(services: Services, person: Person) -> str:
    credentials = {"email": person.email, "password": PASSWORD, "refresh_token_in_body": True}
    return send(services, "login", credentials).json()["refresh_token"]


def test_a_program_stays_signed_in_with_the_refresh_token_from_the_body(services: Services, alice: Person) -> None:
    first = sign_in_as_a_program(services, alice)
    renewed = send(services, "refresh", {"refresh_token": first})
    assert renewed.status_code == 200
    alice.token = renewed.json()["access_token"]
    assert alice.get("/auth/profile").json()["user"]["email"] == alice.email
    second = renewed.json()["refresh_token"]
    assert second != first
    assert send(services, "refresh", {"refresh_token": second}).status_code == 200


def test_a_program_gets_no_cookie(services: Services, alice: Person) -> None:
    credentials = {"email": alice.email, "password": PASSWORD, "refresh_token_in_body": True}
    signed_in = send(services, "login", credentials)
    renewed = send(services, "refresh", {"refresh_token": signed_in.json()["refresh_token"]})
    for response in (signed_in, renewed):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("body", [None, {}, {"refresh_token": None}])
def test_a_page_never_sees_the_refresh_token_of_its_cookie(services: Services, alice: Person, body: object) -> None:
    cookie = {"samaya_refresh": alice.http.cookies["samaya_refresh"]}
    renewed = send(services, "refresh", body, cookies=cookie)
    assert renewed.status_code == 200
    assert renewed.json().keys() == {"message", "access_token", "user"}
    assert "samaya_refresh" in renewed.cookies
    assert "refresh_token" not in send(services, "login", {"email": alice.email, "password": PASSWORD}).json()
    refused = send(services, "refresh", {"refresh_token_in_body": True}, cookies=dict(renewed.cookies))
    assert refused.json()["field"] == "refresh_token_in_body"


def test_the_token_in_the_body_counts_where_a_cookie_is_sent_too(
    services: Services, alice: Person, bob: Person
) -> None:
    token = sign_in_as_a_program(services, alice)
    cookie = {"samaya_refresh": bob.http.cookies["samaya_refresh"]}
    renewed = send(services, "refresh", {"refresh_token": token}, cookies=cookie)
    assert renewed.json()["user"]["email"] == alice.email
    assert "Set-Cookie" not in renewed.headers


@pytest.mark.parametrize("token", ["", "x.y", "0" * 32 + "." + "A" * 43])
def test_a_made_up_refresh_token_is_refused(services: Services, token: str) -> None:
    assert send(services, "refresh", {"refresh_token": token}).status_code in (400, 401)


def test_a_refresh_token_used_by_two_programs_ends_their_sign_in(services: Services, alice: Person) -> None:
    first = sign_in_as_a_program(services, alice)
    second = send(services, "refresh", {"refresh_token": first}).json()["refresh_token"]
    assert send(services, "refresh", {"refresh_token": second}).status_code == 200
    assert send(services, "refresh", {"refresh_token": first}).json()["code"] == "token_reused"
    assert send(services, "refresh", {"refresh_token": second}).json()["code"] == "login_ended"
