"""Large responses: long texts in the rows of their lists are shortened, and nothing else."""

import json
from typing import Any

import pytest
from flask import Flask, Response
from flask_openapi import APIBlueprint, Tag

from service_kit.list_size import MAX_LIST_BYTES, init_list_size
from service_kit.openapi import described_app

WIDE = {"latin": "a", "lotus": "\U0001fab7", "control": "\x01", "quote": '"'}


def answered(body: Any, content_type: str = "application/json") -> Any:
    """What a service answers in place of this body, and how large it is."""
    app = Flask(__name__)
    init_list_size(app)
    app.add_url_rule("/", view_func=lambda: Response(json.dumps(body), content_type=content_type))
    response = app.test_client().get("/")
    assert response.content_length == len(response.data)
    return json.loads(response.data), len(response.data)


@pytest.mark.parametrize("wide", WIDE)
def test_long_texts_in_rows_are_shortened_until_the_response_is_small(wide: str) -> None:
    texts = [f"text {number}" for number in range(300)]
    rows = [{"title": text, "changes": {"title": [text, WIDE[wide] * 1000]}} for text in texts]
    shown, size = answered({"rows": rows})
    assert size <= MAX_LIST_BYTES
    assert [row["title"] for row in shown["rows"]] == texts
    shortened = shown["rows"][0]["changes"]["title"][1]
    assert shortened == WIDE[wide] * (len(shortened) - 1) + "…"
    size_in_json = len(json.dumps(shortened, ensure_ascii=False).encode()) - 2
    assert 400 - 6 <= size_in_json <= 400


def test_texts_are_no_shorter_than_the_response_needs() -> None:
    for number, length in ((500, 400), (2000, 100), (3000, 64)):
        shown, size = answered({"rows": [{"title": "a" * 1000}] * number})
        assert size <= MAX_LIST_BYTES
        assert len(shown["rows"][0]["title"].encode()) == length


def test_ids_links_and_texts_outside_of_rows_stay_whole() -> None:
    row = {name: "a" * 500 for name in ("id", "event_id", "url", "session_link")}
    body = {"description": "b" * 10_000, "event": {"summary": "c" * 500}, "rows": [row | {"title": "d" * 1000}] * 100}
    shown, size = answered(body)
    assert size <= MAX_LIST_BYTES
    assert shown["rows"][0] == row | {"title": "d" * 397 + "…"}
    assert (shown["description"], shown["event"]) == (body["description"], body["event"])


def test_the_api_description_stays_whole() -> None:
    app = described_app("large", "Large", {})
    init_list_size(app)
    text = "d" * MAX_LIST_BYTES
    routes = APIBlueprint("routes", __name__, abp_tags=[Tag(name="Large", description=text)])
    routes.get("/")(lambda: "")
    app.register_api(routes)
    document = app.test_client().get("/openapi.json").get_json()
    assert document["tags"] == [{"name": "Large", "description": text}]


def test_small_responses_and_other_content_stay_as_they_are() -> None:
    small = {"rows": [{"title": "a" * 1000}] * 200}
    assert answered(small)[0] == small
    large = {"rows": [{"title": "a" * 1000}] * 300}
    assert answered(large, "text/plain")[0] == large
    assert answered(large, "application/problem+json")[0] != large
