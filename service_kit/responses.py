"""Responses in JSON, in the form that their schema says and the OpenAPI document shows."""

import gzip
import os
from typing import Any

from flask import Response, request
from pydantic import BaseModel
from pydantic_core import to_json

# The tests set it, in the services that they start too.
CHECKED = "CHECK_RESPONSES" in os.environ
JSON = "application/json"
LEAST_COMPRESSED = 1024  # bytes of a body: a shorter one fits into one packet anyway
FASTEST = 1  # a level of gzip: higher ones take several times as long to save a tenth more


def json_response(response: BaseModel, status: int = 200) -> Response:
    return Response(response.model_dump_json(), status, content_type=JSON)


def json_of(schema: type[BaseModel], values: dict[str, Any]) -> bytes:
    """The JSON of values that are built to match the schema.

    Only tests validate them, in every response they get: for a list that takes longer than writing the JSON.
    """
    if CHECKED:
        schema.model_validate(values, strict=True)
    return to_json(values)


def compress(response: Response) -> Response:
    """Compress what anybody may read, if its client accepts that.

    Never what only the sender of a token may read: the length of a body with a secret and chosen words would tell of
    the secret (BREACH).
    """
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if "Authorization" in request.headers or len(body) < LEAST_COMPRESSED or not request.accept_encodings["gzip"]:
        return response
    response.set_data(gzip.compress(body, FASTEST, mtime=0))
    response.content_encoding = "gzip"
    return response
