"""Responses in JSON, in the form that their schema says and the OpenAPI document shows."""

import os
from typing import Any

from flask import Response
from pydantic import BaseModel
from pydantic_core import to_json

# The tests set it, in the services that they start too.
CHECKED = "CHECK_RESPONSES" in os.environ
JSON = "application/json"


def json_response(response: BaseModel, status: int = 200) -> Response:
    return Response(response.model_dump_json(), status, content_type=JSON)


def json_of(schema: type[BaseModel], values: dict[str, Any]) -> bytes:
    """The JSON of values that are built to match the schema.

    Only tests validate them, in every response they get: for a list that takes longer than writing the JSON.
    """
    if CHECKED:
        schema.model_validate(values, strict=True)
    return to_json(values)
