"""The signature of an access token is checked once; everything else is checked with every request."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import insert, update

from main_app.auth import access
from main_app.auth.access import access_token, authenticate
from main_app.auth.models import SignIn, User
from main_app.auth.sign_in import ACCESS_LIFETIME, Grant
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Unauthorized
from tests.main_app.builders import make_person

SIGN_IN_ID = "0123456789abcdef" * 2


@pytest.fixture
def token(app: Flask) -> Iterator[str]:
    """Alice's access token, which was used once."""
    with app.app_context():
        alice = db.session.get_one(User, make_person("Alice").id)
        now = clock.now()
        signed_in = {"id": SIGN_IN_ID, "user_id": alice.id, "created_at": now, "expires_at": now, "refresh_hash": "-"}
        with write_transaction() as db_session:
            db_session.execute(insert(SignIn.__table__), signed_in)
        made = access_token(Grant(alice, SIGN_IN_ID, ""))
        assert use(app, made) == alice.id
        yield made
        with write_transaction() as db_session:
            db_session.execute(SignIn.__table__.delete().where(SignIn.id == SIGN_IN_ID))


def use(app: Flask, token: str) -> int:
    with app.test_request_context(headers={"Authorization": f"Bearer {token}"}):
        return authenticate().id


def test_a_remembered_token_ends_when_it_expires(app: Flask, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    after = time.time() + ACCESS_LIFETIME.total_seconds() + 1
    monkeypatch.setattr(access, "time", SimpleNamespace(time=lambda: after))
    with pytest.raises(Unauthorized) as refused:
        use(app, token)
    assert refused.value.code == "token_expired"


def test_a_remembered_token_opens_nothing_once_its_sign_in_ended(app: Flask, token: str) -> None:
    with write_transaction() as db_session:
        db_session.execute(update(SignIn).where(SignIn.id == SIGN_IN_ID).values(ended_at=clock.now()))
    with pytest.raises(Unauthorized) as refused:
        use(app, token)
    assert refused.value.code == "login_ended"


def test_a_changed_token_is_refused_beside_the_remembered_one(app: Flask, token: str) -> None:
    head, claims, signature = token.split(".")
    other = ("A" if signature[0] != "A" else "B") + signature[1:]
    for _ in range(2):
        with pytest.raises(Unauthorized) as refused:
            use(app, f"{head}.{claims}.{other}")
        assert refused.value.code == "invalid_token"
    assert use(app, token) > 0
