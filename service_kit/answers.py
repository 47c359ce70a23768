"""Answers built from their schema, so that they always match the OpenAPI document."""

from flask import Response
from pydantic import BaseModel


def json_answer(answer: BaseModel, status: int = 200) -> Response:
    return Response(answer.model_dump_json(), status, content_type="application/json")
