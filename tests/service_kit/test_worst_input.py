"""The worst input that each parser, pattern and validator accepts takes little CPU time, in both services."""

import itertools
import json
import string
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from crm_microservice.approvals.emails import email_key
from crm_microservice.responses import Out as CrmOut
from main_app.auth.password_rules import LONGEST, check_new_password
from main_app.auth.registration import register_user
from main_app.auth.schemas import Register
from main_app.messages.vendor_routes import MAX_FORM_BYTES
from main_app.outbox.retry_policy import parse_retry_after
from service_kit.adapter import MAX_HEADERS_LENGTH
from service_kit.csv_export import safe_cell
from service_kit.fields import Out as MainOut
from service_kit.log import mask, visible
from service_kit.problems import Problem
from service_kit.request_hooks import MAX_ADDRESS_LENGTH
from service_kit.search_words import index_words, query_words, searchable
from service_kit.settings import Settings
from service_kit.strict_json import MAX_BODY_BYTES
from tests.main_app.builders import signed_in
from tests.service_kit.both_services import TOKEN, service
from tests.service_kit.test_alike import is_crm
from tests.support.cpu import MAX_CPU_SECONDS, cpu_seconds
from tests.support.people import PASSWORD

# No function here queries a database more than once.
pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.slow]

MEBIBYTE = 1024 * 1024

BODIES = {
    "many fields": b"{" + b",".join(b'"%05d":1' % number for number in range(6500)) + b"}",
    "the last field twice": b"{" + b",".join(b'"%05d":1' % n for n in range(6500)) + b',"06499":2}',
    "deep": b'{"a":' * 10_000,
    "deep and closed": b'{"a":' + b"[" * 19_000 + b"]" * 19_000 + b"}",
    "a long number": b'{"a":' + b"9" * 65_000 + b"}",
    "a long fraction": b'{"a":0.' + b"9" * 65_000 + b"}",
    "a long exponent": b'{"a":1e' + b"9" * 65_000 + b"}",
    "a long text": b'{"name":"' + b"a" * 65_000 + b'"}',
    "escapes": b'{"name":"' + b"\\u00e9" * 10_800 + b'"}',
    "half surrogates": b'{"name":"' + b"\\ud83d" * 10_800 + b'"}',
    "spaces": b'{"name":"' + b" " * 65_000 + b'"}',
    "space": b"{" + b" " * 65_000 + b"}",
    "an unclosed text": b'{"name":"' + b"\\\\" * 32_000,
    "many numbers": b'{"a":[' + b"1," * 19_000 + b"1]}",
    "many small lists": b'{"a":[' + b"[]," * 9_900 + b"[]]}",
    "many small objects": b'{"a":[' + b"{}," * 9_900 + b"{}]}",
    "not UTF-8": b'{"a":"' + b"\xc3" * 65_000 + b'"}',
}
# What only a batch has room for.
BATCHES = {
    "many fields": b"{" + b",".join(b'"%06d":1' % number for number in range(19_000)) + b"}",
    "too many fields": b"{" + b",".join(b'"%06d":1' % number for number in range(95_000)) + b"}",
    "many lists within lists": b'{"a":[' + b"[[[[]]]]," * 115_000 + b"[]]}",
    "many numbers": b'{"a":[' + b"1," * 520_000 + b"1]}",
    "a long number": b'{"a":' + b"9" * 1_000_000 + b"}",
    "escapes": b'{"a":"' + b"\\u00e9" * 170_000 + b'"}',
}
TEXTS = {
    "letters": "a" * 60_000,
    "capitals": "A" * 60_000,
    "digits": "9" * 60_000,
    "spaces": "a" + " " * 60_000 + "b",
    "lines": "a\n" * 30_000,
    "separators": "\t=;" * 20_000,
    "dots": "." * 60_000,
    "ats": "@" * 60_000,
    "letters and ats": "a@" * 30_000,
    "an address without an end": "a@" + "b-" * 30_000,
    "an address of many parts": "a@" + "a." * 30_000,
    "an address in punycode": "a@xn--" + "a" * 60_000,
    "an address of ligatures": "a@" + "\ufdfa" * 60_000,
    "an address of marks": "a@" + "a\u0301\u0327\u0345" * 15_000,
    "bearers": "bearer " * 8_000,
    "a bearer and spaces": "bearer" + " " * 60_000,
    "calendars": "/calendar/" * 6_000,
    "calendars without an end": "/calendar/" + ".ic" * 20_000,
    "marks": "a" + "\u0301" * 60_000,
    "letters that become three": "\u0344" * 60_000,
    "unspaced": "\u4e00" * 60_000,
    "syllables": "\u1100\u1161\u11a8" * 20_000,
    "ligatures": "\ufdfa" * 60_000,
    "sharp s": "\u00df" * 60_000,
    "controls": "\x00\x7f\u202e" * 20_000,
    "hashes": "#" * 60_000,
    "offsets": "2026-12-12T07:00:00" + "+01:00" * 10_000,
    "fractions of a second": "2026-12-12T07:00:00." + "1" * 60_000 + "Z",
    "a phone number": "+" + "1" * 60_000,
    "a phone number in brackets": "+" + "(1)-" * 15_000,
    "extensions": "+351912345678" + ";ext=" * 12_000,
    "zones": "A/" * 30_000,
    "a host of many parts": "http://" + "a." * 30_000,
    "a host of letters beyond ASCII": "http://" + "\u00fc." * 30_000,
    "hosts": "http://" + "@" * 60_000,
    "a host in brackets": "http://[" + ":" * 60_000,
    "percent signs": "http://a/" + "%" * 60_000,
}
VALUES = {
    "texts": ["a"] * 15_000,
    "numbers": list(range(12_000)),
    "lists": [[]] * 9_900,
    "objects": [{}] * 9_900,
    "fields": {str(number): 1 for number in range(6_000)},
}
# Every header that the services or their libraries read, and one that none of them reads.
READ_HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Content-Type", "Cookie"),
    *("Host", "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "Last-Event-ID"),
    *("Origin", "Range", "Access-Control-Request-Headers", "webhook-id", "X-Client-Address", "X-Facilitator-Id"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Request-Id", "X-Unknown"),
)
# The beginning of a value, and the text that is repeated after it.
HEADER_VALUES = [
    *(
        ("", part)
        for part in ("a", ",", "a,", "a=b;", "samaya_refresh=a;", '"', '"a",', 'W/"a",', '\\"', "a;q=0.5,", "=")
    ),
    *(("", part) for part in ("9", "a.", "/", ":", "[", "a*0=a;", "%41", "1.2.3.4,", "en-a-b,", "Mac OS X ")),
    *(("Bearer ", part) for part in ("a", "a.", " ")),
    *(("Bearer a.a.", "a"), ("bytes=", "0-1,"), ("application/json", ";a=b"), ("text/html", " "), ("sha256=", "a")),
]
WEBHOOKS = "/api/v1/booking-notifications/webhooks"
# Routes of the main API that read further headers, with a body that lets them, and the status that shows that they did.
READ_BY = {
    "Idempotency-Key": ("/bookings/book", {"session_id": 1}, 400),
    "User-Agent": ("/auth/login", {"email": "noor@example.com", "password": PASSWORD}, 200),
    "X-Hub-Signature-256": (f"{WEBHOOKS}/whatsapp", {}, 403),
    "X-Webhook-Signature": (f"{WEBHOOKS}/booking-wizard", {}, 401),
}
# Names of three characters, as many as a form has room for.
NAMES = ["".join(name) for name in itertools.islice(itertools.product(string.ascii_letters, repeat=3), 16_000)]
FORMS = {
    "many fields": "&".join(NAMES),
    "one field": "&".join(f"a={name}" for name in NAMES),
    "separators": "&" * MAX_BODY_BYTES,
    "escapes": "%c3%a9" * 10_000,
    "half escapes": "%" * 60_000,
}


@pytest.fixture(scope="module")
def vendors() -> Iterator[Flask]:
    """The main API with the secrets under which vendors sign."""
    secrets = {
        "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "t" * 32,
        "TWILIO_PHONE_NUMBER": "+351912345678",
        "WHATSAPP_APP_SECRET": "w" * 32,
        "BOOKING_WIZARD_WEBHOOK_SECRET": "b" * 32,
    }
    with service("main", **secrets) as app:
        with app.app_context():
            register_user(Register(name="Noor", email="noor@example.com", password=PASSWORD))
        yield app


@pytest.mark.parametrize("name", BODIES)
def test_no_body_costs_much(each_service: Flask, name: str) -> None:
    body = BODIES[name]
    assert len(body) <= MAX_BODY_BYTES
    path = "/notify" if is_crm(each_service) else "/auth/register"
    assert statuses_of(each_service, path, body) == {400}


@pytest.mark.parametrize("name", BATCHES)
def test_no_batch_costs_much(crm: Flask, name: str) -> None:
    body = BATCHES[name]
    assert len(body) <= MEBIBYTE
    # More values than the limit are refused before anything is parsed.
    too_many = name in ("too many fields", "many lists within lists", "many numbers")
    assert statuses_of(crm, "/notify/batch", body) == {413 if too_many else 400}


def statuses_of(app: Flask, path: str, body: bytes, **sent: str) -> set[int]:
    """Return the statuses of the responses, after checking that each took little CPU time."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"} | sent
    client = app.test_client()
    responses: list[TestResponse] = []
    assert cpu_seconds(lambda: responses.append(client.post(path, data=body, headers=headers))) < MAX_CPU_SECONDS
    return {response.status_code for response in responses}


def cpu_of_request(app: Flask, path: str = "/", query: str = "", headers: dict[str, str] | None = None) -> float:
    """Return the CPU time of the service, without the client's."""
    environ = EnvironBuilder(headers=Headers(headers), query_string=query).get_environ()
    environ["PATH_INFO"] = path
    return cpu_seconds(lambda: run_wsgi_app(app.wsgi_app, dict(environ), buffered=True))


@pytest.mark.parametrize("name", TEXTS)
def test_no_address_costs_much(each_service: Flask, name: str) -> None:
    text = TEXTS[name].encode()[:MAX_ADDRESS_LENGTH].decode("latin-1")  # as WSGI has it
    # Where the variable part of each route begins.
    begun = {rule.rule.partition("<")[0] for rule in each_service.url_map.iter_rules()}
    for prefix in ("/", *begun):
        path = (prefix + text)[:MAX_ADDRESS_LENGTH]
        assert cpu_of_request(each_service, path) < MAX_CPU_SECONDS, prefix


@pytest.mark.parametrize("part", ["a&", "a=&", "search=a&", "search[]=a&", "%", "%41", "+", "=", ";", "page=1&", "&"])
def test_no_query_string_costs_much(each_service: Flask, part: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    query = (part * MAX_ADDRESS_LENGTH)[: MAX_ADDRESS_LENGTH - 100]
    for path in ("/events", "/notifications", "/calendar/a.ics"):
        assert cpu_of_request(each_service, path, query, headers) < MAX_CPU_SECONDS, path


@pytest.mark.parametrize("header", READ_HEADERS)
def test_no_header_costs_much(each_service: Flask, header: str) -> None:
    pages = ("/notifications", "/notifications/stream") if is_crm(each_service) else ("/", "/auth/profile")
    pages += ("/docs/files/css/swagger-ui.css",)
    for start, part in HEADER_VALUES:
        sent = {header: (start + part * MAX_HEADERS_LENGTH)[:MAX_HEADERS_LENGTH].strip()}
        for page in pages:
            assert cpu_of_request(each_service, page, headers=sent) < MAX_CPU_SECONDS, (start, part)


@pytest.mark.parametrize("header", READ_BY)
def test_no_header_that_one_route_reads_costs_much(vendors: Flask, header: str) -> None:
    path, body, status = READ_BY[header]
    headers = signed_in(vendors) if path == "/bookings/book" else {}
    for start, part in HEADER_VALUES:
        value = (start + part * MAX_HEADERS_LENGTH)[:MAX_HEADERS_LENGTH].strip()
        if len(value) > 1000:  # the spaces of some are cut off
            sent = headers | {header: value}
            assert statuses_of(vendors, path, json.dumps(body).encode(), **sent) == {status}, part


@pytest.mark.parametrize("name", FORMS)
def test_no_form_costs_much(vendors: Flask, name: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "x"}
    for size, statuses in ((MAX_BODY_BYTES, {413}), (MAX_FORM_BYTES, {403})):
        assert statuses_of(vendors, f"{WEBHOOKS}/twilio", FORMS[name][:size].encode(), **headers) == statuses


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_costs_much_in_any_field(each_service: Flask, name: str) -> None:
    for model in models_of_input(each_service):
        for field, longest in longest_texts(model):
            for text in (TEXTS[name], TEXTS[name][:longest]):
                assert cpu_seconds(lambda m=model, sent={field: text}: validate(m, sent)) < MAX_CPU_SECONDS, field


@pytest.mark.parametrize("name", VALUES)
def test_no_list_or_object_costs_much_in_any_field(each_service: Flask, name: str) -> None:
    for model in models_of_input(each_service):
        for field, _ in longest_texts(model):
            sent = {field: VALUES[name]}
            assert cpu_seconds(lambda m=model, sent=sent: validate(m, sent)) < MAX_CPU_SECONDS, (model, field)


def models_of_input(app: Flask) -> list[type[BaseModel]]:
    """Return every model that reads requests: all models of the service except responses and settings."""
    package = "crm_microservice" if is_crm(app) else "main_app"
    found = [model for model in subclasses(BaseModel) if model.__module__.split(".")[0] == package]
    inputs = [model for model in found if not issubclass(model, (MainOut, CrmOut, Settings))]
    assert len(inputs) > 20
    return inputs


def subclasses(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from subclasses(one)


def longest_texts(model: type[BaseModel]) -> Iterator[tuple[str, int]]:
    """Return the model's fields as they are sent, with the longest text that each accepts."""
    for name, described in model.model_json_schema().get("properties", {}).items():
        choices = (described, *described.get("anyOf", ()))
        yield name, max(choice.get("maxLength", 0) for choice in choices) or MAX_BODY_BYTES


def validate(model: type[BaseModel], sent: dict[str, Any]) -> None:
    with suppress(ValidationError):
        model.model_validate(sent)


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_costs_much_to_mask_index_compare_or_export(name: str) -> None:
    text = TEXTS[name]
    now = datetime.now(timezone.utc)
    asked: dict[str, tuple[Callable[[str], Any], int]] = {
        "mask": (mask, 60_000),
        "visible": (visible, 60_000),
        "CSV": (safe_cell, 10_000),
        "folded": (searchable, 300),
        "words of a query": (query_words, 200),
        "words of titles": (index_words, 300),
        "e-mail": (email_key, 320),
        "Retry-After": (lambda given: parse_retry_after(given, now), MAX_HEADERS_LENGTH),
    }
    for what, (read, longest) in asked.items():
        assert cpu_seconds(lambda read=read, given=text[:longest]: read(given)) < MAX_CPU_SECONDS, what


@pytest.mark.parametrize("name", TEXTS)
def test_no_password_costs_much_to_check(name: str) -> None:
    text = TEXTS[name]

    def check(password: str) -> None:
        with suppress(Problem):
            check_new_password(password, name=text[:200], email=text[:254], username=text[:32], field="password")

    check("a1" * 10)  # reads the list of common passwords once
    for password in (text[:LONGEST], text):
        assert cpu_seconds(lambda password=password: check(password)) < MAX_CPU_SECONDS


FIELDS: dict[str, Any] = {
    "name": "\u0344" * 65,
    "email": ("a." * 31 + "a@") + "b." * 94 + "c",
    "phone": "+" + "1-" * 15,
    "time_zone": "A/" * 32,
    "username": "a" * 32 + "!",
    "password": "a1" * 64,
}


def test_a_registration_whose_fields_are_all_wrong_costs_little(main: Flask) -> None:
    client = main.test_client()
    headers = {"Content-Type": "application/json"}
    sent = json.dumps(FIELDS)
    assert client.post("/auth/register", data=sent, headers=headers).status_code == 400
    assert cpu_seconds(lambda: client.post("/auth/register", data=sent, headers=headers)) < MAX_CPU_SECONDS
