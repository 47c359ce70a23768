"""Keeps responses with lists at or below 256 KiB: long texts in the rows of a larger one are shortened.

The number of rows does not change, so pages stay complete. A shortened text ends with "…"; the whole text is in the
response about the single object. The API description stays whole: programs are generated from it.
"""

import json
from typing import Any

from flask import Flask, Response, request

from service_kit.openapi import DOCUMENT

MAX_LIST_BYTES = 256 * 1024
# In bytes, tried in this order until the response is small enough. Ids and times are shorter than the last.
TEXT_LENGTHS = (400, 100, 64)
WHOLE = ("id", "link", "url")  # fields whose name ends so: a part of one would be of no use
ELLIPSIS = "…"


def init_list_size(app: Flask) -> None:
    @app.after_request
    def shorten_large_list(response: Response) -> Response:
        stays_whole = response.direct_passthrough or request.endpoint == DOCUMENT
        if not stays_whole and (response.content_length or 0) > MAX_LIST_BYTES and response.is_json:
            response.set_data(_shortened(response.get_data()))
        return response


def _shortened(response: bytes) -> bytes:
    body = json.loads(response)
    for longest in TEXT_LENGTHS:
        response = _to_json(_with_shorter_rows(body, longest))
        if len(response) <= MAX_LIST_BYTES:
            break
    return response


def _with_shorter_rows(body: Any, longest: int, name: str = "", *, in_row: bool = False) -> Any:
    if isinstance(body, dict):
        return {key: _with_shorter_rows(value, longest, key, in_row=in_row) for key, value in body.items()}
    if isinstance(body, list):
        return [_with_shorter_rows(value, longest, name, in_row=True) for value in body]
    if isinstance(body, str) and in_row and not name.endswith(WHOLE):
        return _shorter_text(body, longest)
    return body


def _shorter_text(text: str, longest: int) -> str:
    """The text in at most so many bytes of JSON."""
    if _size(text) <= longest:
        return text
    most = longest - len(ELLIPSIS.encode())
    while (size := _size(text)) > most:
        text = text[: min(len(text) - 1, len(text) * most // size)]
    return text.rstrip() + ELLIPSIS


def _size(text: str) -> int:
    return len(_to_json(text)) - len('""')


def _to_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
