"""What both services do in the same way."""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.auth.registration import register_user
from main_app.auth.schemas import Register
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from service_kit.log import JsonFormatter, mask
from service_kit.request_hooks import LINES_PER_MINUTE
from service_kit.settings import DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN, ConfigurationError, Settings
from tests.service_kit.both_services import TOKEN

STRONG = {"SECRET_KEY": "s" * 32, "JWT_SECRET_KEY": "j" * 32, "CRM_AUTH_TOKEN": "t" * 32}
TO_THE_WEB_APP = ("/links/<token>/unsubscribe", "/auth/google/callback")  # redirect to PUBLIC_URL or a path
SERVICE_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


def is_crm(app: Flask) -> bool:
    return "notification_store" in app.extensions


def series() -> int:
    return sum(len(metric.samples) for metric in REGISTRY.collect() if metric.name.startswith("http_request"))


def test_mallorys_invented_methods_and_addresses_share_one_label(each_service: Flask) -> None:
    client = each_service.test_client()
    for known in ("/nowhere", "/health"):
        client.open(known, method="INVENTED")
    before = series()
    for number in range(50):
        client.open(f"/nowhere/{number}", method=f"INVENTED{number}")
        client.open("/health", method=f"OTHER{number}")
    assert series() == before


def test_an_address_over_8_kib_is_refused(each_service: Flask) -> None:
    client = each_service.test_client()
    for address in ("/health?" + "a" * 9000, "/" + "a" * 9000):
        refused = client.get(address)
        assert (refused.status_code, refused.get_json()["code"]) == (414, "url_too_long")
    assert client.get("/health?" + "a" * 8000).status_code != 414


def test_no_response_names_the_host_of_the_request(each_service: Flask) -> None:
    """A cached link or redirect to it would lead other visitors there."""
    client = each_service.test_client()
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    paths = {rule.rule for rule in each_service.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert len(paths) > 20
    for path in paths:
        for written in (path, path + "/", path.replace("/", "//"), "/" + path[1:].replace("/", "//")):
            response = client.get(headers=headers, environ_overrides={"PATH_INFO": written})
            assert not 300 <= response.status_code < 400 or path in TO_THE_WEB_APP, written
            assert b"evil.example" not in str(response.headers).encode() + response.data, written


def test_every_page_has_a_content_security_policy_and_only_the_docs_an_exception(each_service: Flask) -> None:
    client = each_service.test_client()
    usual = client.get("/health").headers["Content-Security-Policy"]
    for path in (
        "/docsx/anything",
        "/docs/files/nothing.js",
        "/openapi.json",
        "/metrics",
        "/nowhere",
        "/docs/start.js",
    ):
        assert client.get(path).headers["Content-Security-Policy"] == usual, path
    of_docs = client.get("/docs").headers["Content-Security-Policy"]
    assert "script-src 'self';" in of_docs
    assert "frame-ancestors 'none'" in of_docs


@contextmanager
def request_lines() -> Iterator[list[str]]:
    """The lines of the request log that are written meanwhile."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter().format(record))

    logger, keep = logging.getLogger("request"), Keep()
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(keep)
    try:
        yield lines
    finally:
        logger.removeHandler(keep)
        logger.setLevel(level)


def test_mallory_cannot_fill_the_log_so_that_lines_about_others_are_rotated_away(
    each_service: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = each_service.test_client()
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)  # all in one minute
    with request_lines() as lines:
        for number in range(LINES_PER_MINUTE + 50):
            client.get("/nowhere", environ_base={"REMOTE_ADDR": f"2001:db8::{number + 1:x}"})
        client.get("/nowhere", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert len(lines) == LINES_PER_MINUTE + 2
    assert "no more are logged in this minute" in lines[-2]
    assert json.loads(lines[-1])["path"] == "/nowhere", "another client's request"


def test_the_request_log_holds_no_control_characters_and_a_short_path(each_service: Flask) -> None:
    with request_lines() as lines:
        each_service.test_client().get("/a%1b[2J%c2%9b31m%e2%80%ae%7f" + "x" * 5000)
    (line,) = lines
    assert line.isprintable()
    assert len(line) < 1000
    assert json.loads(line)["path"].startswith("/a\x1b[2J\x9b31m\u202e\x7f")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail to alice@example.com, now", "mail to a***@example.com, now"),
        ("a@b@example.com", "a@b***@example.com"),
        ("@example.com and x@nowhere", "@example.com and x@nowhere"),
        ("Authorization: bearer abc.def", "Authorization: Bearer ***"),
        ("GET /calendar/secret.ics", "GET /calendar/***.ics"),
    ],
)
def test_addresses_and_tokens_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


def public_secret(setting: str) -> str:
    return DEVELOPMENT_TOKEN if setting == "CRM_AUTH_TOKEN" else DEVELOPMENT_SECRET


@pytest.mark.parametrize("setting", list(STRONG))
@pytest.mark.parametrize("value", ["", "short"])
def test_no_service_takes_public_secrets_where_others_reach_it(setting: str, value: str) -> None:
    for open_to_others in ({"HOST": "0.0.0.0"}, {"HOST": "192.168.1.7"}, {"APP_ENV": "production"}):
        assert Settings.load({**STRONG, **open_to_others}).secret_key == "s" * 32
        with pytest.raises(ConfigurationError, match=setting):
            Settings.load({**STRONG, **open_to_others, setting: value or public_secret(setting)})
    assert Settings.load({setting: value}).host == "127.0.0.1"


def test_flasks_config_holds_only_what_flask_and_its_extensions_read(each_service: Flask) -> None:
    """Our own code reads settings only from `settings()`."""
    settings = each_service.extensions["settings"]
    ours = {"SECRET_KEY", "JWT_SECRET_KEY", "RATELIMIT_ENABLED", "RATELIMIT_STORAGE_URI"}
    assert type(settings).names() & set(each_service.config) == ours


def test_with_public_secrets_a_service_answers_only_its_own_machine(each_service: Flask) -> None:
    """`flask run --host 0.0.0.0` listens on an address that no setting names."""
    client = each_service.test_client()
    for here in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert client.get("/health", environ_base={"REMOTE_ADDR": here}).status_code == 200
    forged = {"X-Forwarded-For": "127.0.0.1"}
    refused = client.get("/health", environ_base={"REMOTE_ADDR": "192.168.1.9"}, headers=forged)
    assert (refused.status_code, refused.get_json()["code"]) == (503, "public_secrets")


def test_every_field_error_is_a_sentence_of_ours_with_its_code(each_service: Flask) -> None:
    client = each_service.test_client()
    if is_crm(each_service):
        sent: dict[str, Any] = {
            "booking_id": "12",
            "user": {"id": 1, "name": "x" * 201, "email": "alice@example.com"},
            "event": {"id": 0, "title": " "},
            "facilitator_id": 1,
            "action": None,
        }
        response = client.post("/notify", json=sent, headers=SERVICE_TOKEN)
        expected = {
            "booking_id": "wrong_type",
            "user.name": "too_long",
            "event.id": "too_small",
            "event.start_date": "missing",
        }
    else:
        sent = {"name": "x" * 201, "email": "nobody", "phone": "call me", "time_zone": "Mars", "shoe_size": 42}
        response = client.post("/auth/register", json=sent)
        expected = {
            "name": "too_long",
            "email": "not_email",
            "phone": "not_phone",
            "time_zone": "not_zone",
            "password": "missing",
            "shoe_size": "unknown_field",
        }
    problem = response.get_json()
    assert response.status_code == 400
    codes = {error["field"]: error["code"] for error in problem["errors"]}
    assert expected.items() <= codes.items()
    assert (problem["field"], problem["error"]) == (problem["errors"][0]["field"], problem["errors"][0]["message"])
    for error in problem["errors"]:
        assert error["message"][-1] == "."
        assert not any(word in error["message"] for word in ("Input", "valid string", "Field", "Value error", "'body'"))


def test_both_services_take_titles_and_names_of_the_same_length(each_service: Flask) -> None:
    client = each_service.test_client()
    for number, (name, title, refused) in enumerate(
        (("n" * 200, "t" * 300, None), ("n" * 201, "t" * 300, "name"), ("n" * 200, "t" * 301, "title"))
    ):
        if is_crm(each_service):
            user = {"id": 1, "name": name, "email": "alice@example.com"}
            event = {"id": 1, "title": title, "start_date": "2026-12-12"}
            sent = {"booking_id": 700 + number, "user": user, "event": event, "facilitator_id": 70}
            responses = [client.post("/notify", json=sent, headers=SERVICE_TOKEN)]
        else:
            person = {"name": name, "email": f"long{number}@example.com", "password": "lilac harbour 48"}
            responses = [client.post("/auth/register", json=person)]
            host = {"email": f"host{number}@example.com", "password": person["password"]}
            with each_service.app_context():
                register_user(Register.model_validate({"name": "Host", **host}), Role.FACILITATOR)
            token = client.post("/auth/login", json=host).get_json()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            responses.append(client.post("/events", json={"title": title, "time_zone": "UTC"}, headers=headers))
        problems = [response.get_json() for response in responses if response.status_code >= 400]
        assert [problem["field"].rpartition(".")[2] for problem in problems] == ([refused] if refused else []), problems


def test_who_types_jose_without_accent_finds_jose_with_one(each_service: Flask) -> None:
    client = each_service.test_client()
    if is_crm(each_service):
        sent = {"booking_id": 5, "user": "José Muñoz", "event": "Été en Forêt", "facilitator_id": 7}
        assert client.post("/notify", json=sent, headers=SERVICE_TOKEN).status_code == 200
        path, found, headers = "/notifications", "notifications", SERVICE_TOKEN
    else:
        with each_service.app_context():
            host = register_user(Register(name="José Muñoz", email="jose@example.com", password="lilac harbour 48"))
            details = NewEvent.model_validate({"title": "Été en Forêt", "time_zone": "UTC"})
            create_event(Caller(host.id, "facilitator", host.name, host.email, ""), details)
        path, found, headers = "/events", "events", {}
    for typed in ("jose", "JOSÉ", "munoz", "foret", "été"):
        response = client.get(path, query_string={"search": typed}, headers=headers)
        assert len(response.get_json()[found]) == 1, typed


@pytest.mark.parametrize("name", ["<x", "<", "", "$", "é", "x" * 200])
def test_a_parameter_with_any_name_is_refused_in_words(each_service: Flask, name: str) -> None:
    path = "/notifications" if is_crm(each_service) else "/events"
    headers = SERVICE_TOKEN if is_crm(each_service) else {}
    refused = each_service.test_client().get(path, query_string={name: "1"}, headers=headers)
    assert (refused.status_code, refused.get_json()["errors"][0]["code"]) == (400, "unknown_field")
    assert refused.get_json()["field"] == "(unknown field)"
