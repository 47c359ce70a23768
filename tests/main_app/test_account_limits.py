"""The limit on changes of one account in a time, from any addresses."""

import uuid
from typing import Any

import pytest
from flask import Flask

from main_app.auth.access import ANYONE
from main_app.auth.api_keys import READ, make_key
from main_app.journal.append import Actor
from service_kit.rate_limits import limiter
from tests.main_app.application import application
from tests.support.people import PASSWORD

pytestmark = pytest.mark.either_engine

CHANGES: list[tuple[str, str, Any, int, int]] = [
    ("PATCH", "/auth/profile", {"name": "Clara"}, 200, 30),
    ("POST", "/auth/password", {"current_password": PASSWORD, "new_password": "a"}, 400, 30),
    ("POST", "/bookings/book", {"session_id": 1}, 404, 60),
    ("POST", "/bookings/calendar-feed", None, 201, 30),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "limit"), CHANGES)
def test_clara_is_asked_to_wait_after_many_changes_and_ben_is_not(
    method: str, path: str, body: Any, status: int, limit: int
) -> None:
    with application(RATELIMIT_ENABLED=True) as app:
        clara, ben = signed_in(app), signed_in(app)

        def change(headers: dict[str, str], number: int) -> Any:
            address = {"REMOTE_ADDR": f"203.0.113.{number}"}
            return app.test_client().open(path, method=method, json=body, headers=headers, environ_base=address)

        responses = [change(clara, number) for number in range(limit + 1)]
        assert [response.status_code for response in responses] == [status] * limit + [429]
        assert responses[-1].get_json()["code"] == "rate_limited"
        assert int(responses[-1].headers["Retry-After"]) > 0
        assert change(ben, limit).status_code == status


def test_each_api_key_has_a_limit_of_its_own() -> None:
    with application(RATELIMIT_ENABLED=True) as app, app.app_context():
        first, second = (make_key(Actor(None, "admin"), name, [READ])[1] for name in ("Desk", "Another desk"))

        def pending(key: str) -> int:
            path, headers = "/api/v1/booking-notifications/notifications/pending", {"Authorization": f"Bearer {key}"}
            return app.test_client().get(path, headers=headers).status_code

        assert [pending(first) for _ in range(601)] == [200] * 600 + [429]
        assert pending(second) == 200


def test_limits_that_cannot_be_counted_refuse_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bool:
        raise ConnectionError("Redis is away")

    with application(RATELIMIT_ENABLED=True) as app:
        clara = signed_in(app)
        monkeypatch.setattr(limiter.limiter, "hit", broken)
        assert app.test_client().patch("/auth/profile", json={"name": "Clara"}, headers=clara).status_code == 200


def test_every_change_that_needs_an_account_has_a_limit(app: Flask) -> None:
    unlimited = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        and ANYONE not in getattr(app.view_functions[rule.endpoint], "callers", [ANYONE])
        and not hasattr(app.view_functions[rule.endpoint], "rate_limit")
    }
    assert unlimited == set()


def signed_in(app: Flask) -> dict[str, str]:
    client = app.test_client()
    email = f"{uuid.uuid4().hex}@example.com"
    client.post("/auth/register", json={"name": "Clara", "email": email, "password": PASSWORD})
    token = client.post("/auth/login", json={"email": email, "password": PASSWORD}).get_json()["access_token"]
    return {"Authorization": f"Bearer {token}"}
