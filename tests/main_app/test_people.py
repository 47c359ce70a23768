"""People of the studio: invited once, with several roles, switched off, and never without an admin."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from main_app.auth.account_tokens import INVITATION, AccountToken, token_for
from main_app.auth.invitations import first_admin_link
from main_app.auth.models import Role, User
from main_app.auth.people import change_roles, switch_off
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Problem
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.support.people import PASSWORD

PEOPLE = "/api/admin/people"


@pytest.fixture(scope="module")
def office() -> Any:
    """A studio of its own, with its one admin signed in and confirmed."""
    with application() as app:
        with app.app_context():
            noor = make_person("Noor", Role.ADMIN)
        headers = sign_in(app, noor.email)
        ask = app.test_client()
        assert ask.post("/auth/confirm", json={"password": PASSWORD}, headers=headers).status_code == 204
        yield app, noor, headers


def sign_in(app: Flask, email: str, expected: int = 200) -> dict[str, str]:
    response = app.test_client().post("/auth/login", json={"email": email, "password": PASSWORD})
    assert response.status_code == expected, response.get_json()
    return {"Authorization": f"Bearer {response.get_json().get('access_token')}"}


def invite(office: Any, email: str, *roles: str) -> dict[str, Any]:
    app, _, headers = office
    body = {"name": "Arjun Patel", "email": email, "roles": list(roles)}
    response = app.test_client().post(PEOPLE, json=body, headers=headers)
    assert response.status_code == 201, response.get_json()
    return response.get_json()["person"]


def newest_token(app: Flask, user_id: int) -> str:
    with app.app_context():
        of_user = db.select(AccountToken).filter_by(user_id=user_id, purpose=INVITATION)
        return token_for(db.session.scalars(of_user.order_by(AccountToken.id.desc()).limit(1)).one())


def accept(app: Flask, token: str) -> Any:
    return app.test_client().post("/auth/invitation", json={"token": token, "password": PASSWORD})


def test_an_invitation_works_once_and_only_for_a_week(office: Any) -> None:
    app, _, headers = office
    person = invite(office, "arjun@example.com", "facilitator")
    assert (person["role"], person["state"]) == ("facilitator", "invited")
    sign_in(app, "arjun@example.com", expected=401)
    first = newest_token(app, person["id"])
    assert app.test_client().post(f"{PEOPLE}/{person['id']}/invite", headers=headers).status_code == 204
    assert accept(app, first).status_code == 410
    second = newest_token(app, person["id"])
    with clock.moved_to(clock.now().replace(year=clock.now().year + 1)):
        assert accept(app, second).status_code == 410
    accepted = accept(app, second)
    assert accepted.get_json()["user"]["roles"] == ["user", "facilitator"]
    used = accept(app, second)
    assert (used.status_code, used.get_json()["code"]) == (410, "link_expired")
    assert app.test_client().post(f"{PEOPLE}/{person['id']}/invite", headers=headers).status_code == 409
    taken = app.test_client().post(
        PEOPLE, json={"name": "A", "email": "arjun@example.com", "roles": []}, headers=headers
    )
    assert taken.get_json()["code"] == "email_taken"


def test_roles_change_without_signing_out(office: Any) -> None:
    app, _, headers = office
    with app.app_context():
        kavya = make_person("Kavya", Role.FACILITATOR)
    browser = app.test_client()
    signed = browser.post("/auth/login", json={"email": kavya.email, "password": PASSWORD}).get_json()
    old = {"Authorization": f"Bearer {signed['access_token']}"}
    changed = app.test_client().put(
        f"{PEOPLE}/{kavya.id}/roles", json={"roles": ["facilitator", "admin"]}, headers=headers
    )
    assert (changed.get_json()["person"]["role"], changed.get_json()["person"]["roles"]) == (
        "admin",
        ["user", "facilitator", "admin"],
    )
    assert browser.get(PEOPLE, headers=old).get_json()["code"] == "token_expired"
    renewed = browser.post("/auth/refresh").get_json()
    new = {"Authorization": f"Bearer {renewed['access_token']}"}
    assert renewed["user"]["roles"] == ["user", "facilitator", "admin"]
    assert browser.get(PEOPLE, headers=new).status_code == 200
    assert browser.get("/auth/portrait", headers=new).status_code == 200
    found = app.test_client().get(f"{PEOPLE}?role=facilitator&search=kav", headers=headers).get_json()
    assert [person["id"] for person in found["people"]] == [kavya.id]
    back = app.test_client().put(f"{PEOPLE}/{kavya.id}/roles", json={"roles": []}, headers=headers)
    assert back.get_json()["person"]["roles"] == ["user"]


def test_somebody_switched_off_is_signed_out_until_switched_on(office: Any) -> None:
    app, _, headers = office
    with app.app_context():
        ben = make_person("Ben")
    theirs = sign_in(app, ben.email)
    off = app.test_client().post(f"{PEOPLE}/{ben.id}/switch-off", headers=headers)
    assert off.get_json()["person"]["state"] == "switched_off"
    assert app.test_client().get("/auth/profile", headers=theirs).status_code == 401
    sign_in(app, ben.email, expected=403)
    app.test_client().post(f"{PEOPLE}/{ben.id}/switch-on", headers=headers)
    sign_in(app, ben.email)


@pytest.mark.parametrize("way", ["roles", "switch-off"])
def test_the_last_admin_stays(office: Any, way: str) -> None:
    app, noor, headers = office
    ask = app.test_client()
    refused = (
        ask.put(f"{PEOPLE}/{noor.id}/roles", json={"roles": ["facilitator"]}, headers=headers)
        if way == "roles"
        else ask.post(f"{PEOPLE}/{noor.id}/switch-off", headers=headers)
    )
    assert (refused.status_code, refused.get_json()["code"]) == (409, "last_admin")
    assert ask.get("/auth/profile", headers=headers).get_json()["user"]["role"] == "admin"


def test_two_admins_cannot_remove_each_other(office: Any) -> None:
    app, noor, _ = office
    with app.app_context():
        other = make_person("Mira", Role.ADMIN)
    outcomes: list[str] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            try:
                act()
                outcomes.append("done")
            except Problem as problem:
                outcomes.append(problem.code)

    acts = (lambda: change_roles(noor, other.id, []), lambda: switch_off(other, noor.id))
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "last_admin"]
    with app.app_context(), write_transaction() as db_session:
        for person in db_session.query(User).filter(User.id.in_([noor.id, other.id])):
            person.role, person.switched_off_at = ("admin" if person.id == noor.id else "user"), None


def test_roles_and_erasure_need_the_password(office: Any) -> None:
    app, noor, _ = office
    unconfirmed = sign_in(app, noor.email)
    for method, path, body in (
        ("PUT", f"{PEOPLE}/{noor.id}/roles", {"roles": []}),
        ("POST", f"{PEOPLE}/{noor.id}/erase", None),
        ("POST", f"{PEOPLE}/{noor.id}/switch-off", None),
        ("POST", PEOPLE, {"name": "Eve", "email": "eve@example.com", "roles": ["admin"]}),
    ):
        response = app.test_client().open(path, method=method, json=body, headers=unconfirmed)
        assert (response.status_code, response.get_json()["code"]) == (403, "confirmation_needed")


def test_the_first_admin_is_made_by_one_link() -> None:
    with application() as app, app.app_context():
        links = [first_admin_link(), first_admin_link()]
        tokens = [(link or "").partition("token=")[2] for link in links]
        person = {"name": "Noor", "email": "noor@example.com", "password": PASSWORD}
        ask = app.test_client()
        assert ask.post("/auth/first-admin", json=person | {"token": "x"}).status_code == 410
        assert ask.post("/auth/first-admin", json=person | {"token": tokens[0], "password": "short"}).status_code == 400
        made = ask.post("/auth/first-admin", json=person | {"token": tokens[0]})
        assert (made.status_code, made.get_json()["user"]["role"]) == (201, "admin")
        for token in tokens:
            again = ask.post("/auth/first-admin", json=person | {"token": token, "email": "eve@example.com"})
            assert again.status_code == 410
        assert first_admin_link() is None
        told = app.test_cli_runner().invoke(args=["users", "first-admin"])
        assert (told.exit_code, told.stdout) == (0, ""), "the start reads links from here"
        assert "There is an admin already." in told.stderr
        headers = {"Authorization": f"Bearer {made.get_json()['access_token']}"}
        steps = ask.get("/api/admin/first-start", headers=headers).get_json()
        assert steps == {"studio": False, "facilitator": False, "event": False}
