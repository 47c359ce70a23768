"""Responses are what their schemas say."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from service_kit.fields import Out
from service_kit.responses import json_of


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
