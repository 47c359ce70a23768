"""The worst input of each parser, pattern and validator at its size limit costs little, in both services."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service_kit.log import mask
from service_kit.search_words import fold, index_words, query_words
from service_kit.strict_json import LARGEST_BODY
from tests.service_kit.both_services import TOKEN
from tests.service_kit.test_alike import is_crm

MOST_CPU_SECONDS = 0.05  # the bound that is promised for any single input
ROUNDS = 3  # the least counts: other processes share the machine

BODIES = {
    "many fields": b"{" + b",".join(b'"%05d":1' % number for number in range(6500)) + b"}",
    "the last field twice": b"{" + b",".join(b'"%05d":1' % n for n in range(6500)) + b',"06499":2}',
    "deep": b'{"a":' * 10_000,
    "deep and closed": b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "a long number": b'{"a":' + b"9" * 65_000 + b"}",
    "a long fraction": b'{"a":0.' + b"9" * 65_000 + b"}",
    "a long text": b'{"name":"' + b"a" * 65_000 + b'"}',
    "escapes": b'{"name":"' + b"\\u00e9" * 10_800 + b'"}',
    "half surrogates": b'{"name":"' + b"\\ud83d" * 10_800 + b'"}',
    "spaces": b'{"name":"' + b" " * 65_000 + b'"}',
    "an unclosed text": b'{"name":"' + b"\\\\" * 32_000,
    "many small lists": b'{"a":[' + b"[]," * 21_000 + b"[]]}",
    "not UTF-8": b'{"a":"' + b"\xc3" * 65_000 + b'"}',
}
TEXTS = {
    "letters": "a" * 60_000,
    "dots": "." * 60_000,
    "ats": "@" * 60_000,
    "letters and ats": "a@" * 30_000,
    "an address without an end": "a@" + "b-" * 30_000,
    "bearers": "bearer " * 8_000,
    "a bearer and spaces": "bearer" + " " * 60_000,
    "calendars": "/calendar/" * 6_000,
    "calendars without an end": "/calendar/" + ".ic" * 20_000,
    "marks": "a" + "\u0301" * 60_000,
    "unspaced": "\u4e00" * 200,
    "ligatures": "\ufdfa" * 200,
    "hashes": "#" * 60_000,
}


def cpu_seconds(do: Callable[[], Any]) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = time.thread_time()
        do()
        took.append(time.thread_time() - begun)
    return min(took)


@pytest.mark.parametrize("name", BODIES)
def test_no_body_costs_much(each_service: Flask, name: str) -> None:
    body = BODIES[name]
    assert len(body) <= LARGEST_BODY
    path = "/notify" if is_crm(each_service) else "/auth/register"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    client = each_service.test_client()
    answers: list[TestResponse] = []
    seconds = cpu_seconds(lambda: answers.append(client.post(path, data=body, headers=headers)))
    assert {answer.status_code for answer in answers} == {400}
    assert seconds < MOST_CPU_SECONDS


@pytest.mark.parametrize("name", TEXTS)
def test_no_address_or_header_costs_much(each_service: Flask, name: str) -> None:
    text = TEXTS[name][:8000]
    client = each_service.test_client()
    query = {"search": text[:200], "status": text[:200], "page": text[:200]}
    for ask in (
        lambda: client.get("/" + text.encode().hex()[:7000]),
        lambda: client.get("/events/" + text[:2000]),
        lambda: client.get("/notifications", query_string=query, headers={"Authorization": f"Bearer {TOKEN}"}),
        lambda: client.get("/events", query_string=query),
        lambda: client.get("/auth/profile", headers={"Authorization": "Bearer " + text.encode().hex()[:7000]}),
        lambda: client.get("/health", headers={"X-Request-Id": text.encode().hex()[:7000]}),
    ):
        assert cpu_seconds(ask) < MOST_CPU_SECONDS


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_costs_much_to_mask_or_to_index(name: str) -> None:
    text = TEXTS[name]
    assert cpu_seconds(lambda: mask(text)) < MOST_CPU_SECONDS
    for fold_it in (fold, query_words, index_words):
        assert cpu_seconds(lambda fold_it=fold_it: fold_it(text[:200])) < MOST_CPU_SECONDS


FIELDS: dict[str, Any] = {
    "name": "\u0344" * 65,
    "email": ("a." * 31 + "a@") + "b." * 94 + "c",
    "phone": "+" + "1-" * 15,
    "time_zone": "A/" * 32,
    "username": "a" * 32 + "!",
    "password": "a1" * 64,
}


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_costs_much(name: str) -> None:
    from tests.service_kit.both_services import service  # only the main API has these fields

    with service("main") as app:
        client = app.test_client()
        sent = json.dumps({**FIELDS, name: FIELDS[name]})
        headers = {"Content-Type": "application/json"}
        assert client.post("/auth/register", data=sent, headers=headers).status_code == 400
        assert cpu_seconds(lambda: client.post("/auth/register", data=sent, headers=headers)) < MOST_CPU_SECONDS
