"""Responses are what their schemas say."""

import gzip
from typing import Any

import pytest
from flask import Flask, Response
from pydantic import BaseModel, ValidationError

from service_kit.fields import Out
from service_kit.responses import LEAST_COMPRESSED, compress, json_of


class Inner(Out):
    name: str


class Outer(Out):
    count: int
    inner: list[Inner]


def test_values_become_json() -> None:
    values = {"count": 1, "inner": [{"name": "नमस्ते"}]}
    assert json_of(Outer, values) == '{"count":1,"inner":[{"name":"नमस्ते"}]}'.encode()


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        (Outer, {"count": "1", "inner": []}),
        (Outer, {"count": 1}),
        (Outer, {"count": 1, "inner": [{"name": None}]}),
        (Inner, {"name": "Priya", "other": 1}),
    ],
)
def test_tests_refuse_values_that_differ_from_the_schema(schema: type[BaseModel], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        json_of(schema, values)


@pytest.mark.parametrize(
    ("headers", "size", "compressed"),
    [
        ({"Accept-Encoding": "br, gzip"}, LEAST_COMPRESSED, True),
        ({"Accept-Encoding": "br, gzip"}, LEAST_COMPRESSED - 1, False),
        ({"Accept-Encoding": "gzip;q=0"}, LEAST_COMPRESSED, False),
        ({}, LEAST_COMPRESSED, False),
        ({"Accept-Encoding": "gzip", "Authorization": "Bearer x"}, LEAST_COMPRESSED, False),
    ],
)
def test_what_anybody_may_read_is_compressed_for_who_can_read_it(
    headers: dict[str, str], size: int, compressed: bool
) -> None:
    body = b"a" * size
    with Flask("compress").test_request_context(headers=headers):
        response = compress(Response(body))
    assert (response.content_encoding == "gzip") == compressed
    assert (gzip.decompress(response.data) if compressed else response.data) == body
    assert response.content_length == len(response.data)
    assert response.headers["Vary"] == "Accept-Encoding"
