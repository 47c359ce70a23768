"""API keys: an admin makes and revokes them, other systems call with them; only their hash is stored."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from main_app.auth.access import ADMIN, API_KEY, access, caller
from main_app.auth.api_keys import READ, SEND, ApiKey, make_key, revoke_key
from main_app.database import db
from main_app.journal.append import Actor
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import entries_of

NOOR = Actor(None, "admin")
CONFIGURED = "a-configured-key-of-the-environment-0123456789"


@pytest.fixture(scope="module")
def desk() -> Iterator[tuple[Flask, FlaskClient]]:
    """An application with one route for keys that may read."""
    with application(FAST_API_API_KEY=CONFIGURED) as app:

        @app.get("/for-keys")
        @access(ADMIN, API_KEY, scope=READ)
        def for_keys() -> dict[str, Any]:
            return {"id": caller().id, "role": caller().role, "key": caller().key}

        with app.app_context():
            yield app, app.test_client()


def ask(client: FlaskClient, token: str) -> tuple[int, dict[str, Any]]:
    response = client.get("/for-keys", headers={"Authorization": f"Bearer {token}"})
    return response.status_code, response.get_json()


def test_a_key_opens_what_its_scope_allows_until_it_is_revoked(desk: tuple[Flask, FlaskClient]) -> None:
    _, client = desk
    row, key = make_key(NOOR, "Booking desk", [READ])
    assert ask(client, key) == (200, {"id": row.id, "role": "api_key", "key": f"api_key:{row.id}"})
    revoke_key(NOOR, row.id)
    assert ask(client, key)[0] == 401


def test_a_key_without_the_scope_is_refused(desk: tuple[Flask, FlaskClient]) -> None:
    _, client = desk
    _, key = make_key(NOOR, "Sender", [SEND])
    status, problem = ask(client, key)
    assert (status, problem["code"]) == (403, "forbidden")
    assert READ in problem["error"]


@pytest.mark.parametrize("token", ["samaya_unknown", "x", "FAST_API_API_KEY", CONFIGURED[:-1], "a" * 300, "é"])
def test_an_unknown_key_opens_nothing(desk: tuple[Flask, FlaskClient], token: str) -> None:
    assert ask(desk[1], token)[0] == 401


def test_the_database_holds_no_key(desk: tuple[Flask, FlaskClient]) -> None:
    row, key = make_key(NOOR, "Booking desk", [READ])
    stored = db.session.execute(select(ApiKey.__table__).where(ApiKey.id == row.id)).one()
    assert key not in str(stored)
    assert key.startswith(row.prefix) and len(key) > len(row.prefix) + 30


def test_the_last_use_is_noted_at_most_once_a_minute(desk: tuple[Flask, FlaskClient]) -> None:
    _, client = desk
    row, key = make_key(NOOR, "Booking desk", [READ])
    assert row.last_used_at is None
    assert ask(client, key)[0] == 200
    first = last_use(row.id)
    assert first is not None
    assert ask(client, key)[0] == 200
    assert last_use(row.id) == first


def test_the_key_of_the_environment_works_and_can_be_revoked(desk: tuple[Flask, FlaskClient]) -> None:
    _, client = desk
    status, response = ask(client, CONFIGURED)
    assert (status, response["role"]) == (200, "api_key")
    for _ in range(2):
        revoke_key(NOOR, response["id"])
        assert ask(client, CONFIGURED)[0] == 401
        # Another key in the setting replaces the one whose hash is stored, and keeps its row.
        with write_transaction() as db_session:
            db_session.execute(update(ApiKey).where(ApiKey.id == response["id"]).values(secret_hash="of another key"))
        assert ask(client, CONFIGURED) == (200, response)


def test_the_environments_last_key_is_refused_once_the_setting_has_another(desk: tuple[Flask, FlaskClient]) -> None:
    app, client = desk
    assert ask(client, CONFIGURED)[0] == 200
    before = app.extensions["settings"]
    for now in ("another-key-of-the-environment-0123456789", ""):
        app.extensions["settings"] = before.model_copy(update={"fast_api_api_key": now})
        assert ask(client, CONFIGURED)[0] == 401
    app.extensions["settings"] = before
    assert ask(client, CONFIGURED)[0] == 200


def test_making_and_revoking_stand_in_the_journal_without_the_key(desk: tuple[Flask, FlaskClient]) -> None:
    row, key = make_key(NOOR, "Booking desk", [READ])
    revoke_key(NOOR, row.id)
    revoke_key(NOOR, row.id)
    entries = entries_of(db.session(), "api_key", row.id)
    assert [(entry.version, entry.action) for entry in entries] == [(1, "created"), (2, "revoked")]
    assert key not in str(entries)


def last_use(key_id: int) -> Any:
    db.session.rollback()
    return db.session.scalar(select(ApiKey.last_used_at).where(ApiKey.id == key_id))
