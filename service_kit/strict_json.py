"""Reads JSON bodies strictly: one object, within limits, which every parser understands in the same way."""

import json
import math
import re
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, NoReturn, get_type_hints

from flask import Request, current_app, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from service_kit.problems import Invalid, NotJson, TooLarge
from service_kit.strict_form import read_form

MAX_DEPTH = 20
MAX_INTEGER = 2**63 - 1  # what a 64-bit column holds
MAX_BODY_BYTES = 64 * 1024  # for paths that the app's "max_body_bytes" does not name
MAX_VALUES = 20_000  # in one body: a mebibyte of empty lists takes long to parse
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class StrictRequest(Request):
    """A request whose JSON body is always read strictly, whatever arguments get_json is called with."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        # `silent` is ignored: flask-openapi sets it and would report a broken body as a missing field.
        if not hasattr(self, "_strict_json"):
            self._strict_json = self._read_json()
        return self._strict_json

    def get_form(self) -> dict[str, Any]:
        return read_form(self)

    def sent_json(self) -> Any:
        """Return the body if it has been read as JSON, else None."""
        return getattr(self, "_strict_json", None)

    def _read_json(self) -> dict[str, Any]:
        if not self.is_json or self.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
            raise NotJson()
        largest = current_app.extensions.get("max_body_bytes", {}).get(self.path, MAX_BODY_BYTES)
        self.max_content_length = largest
        try:
            raw = self.get_data(cache=True)
        except RequestEntityTooLarge:
            raise TooLarge(f"The body is larger than {largest // 1024} KiB.") from None
        except ClientDisconnected:
            raise Invalid("The body ended before its announced length.", code="bad_json") from None
        return parse_json_object(raw)


_PARTS: dict[str, Callable[[Any], Any]] = {
    "path": lambda sent: sent.view_args,
    "query": lambda sent: sent.args.to_dict(),
    "body": lambda sent: sent.get_json(),
    "form": lambda sent: sent.get_form(),
}


def checked_input(view: Callable[..., Any]) -> Callable[..., Any]:
    """Pass `path`, `query`, `body` and `form` to the view, validated by their type annotations. Raises ValidationError.

    A body for which the view has a default may be missing.
    Replaces flask-openapi's `validate_request`, which builds the models again for every request.
    """
    models = {name: model for name, model in get_type_hints(view).items() if name in _PARTS}
    optional = "body" in models and signature(view).parameters["body"].default is not Parameter.empty

    @wraps(view)
    def checked(**_path_values: Any) -> Any:
        sent = [name for name in models if not optional or name != "body" or request.get_data()]
        return view(**{name: models[name].model_validate(_PARTS[name](request)) for name in sent})

    checked.__delay_validate_request__ = True  # type: ignore[attr-defined]  # flask-openapi then skips its own
    return checked


def parse_json_object(raw: bytes) -> dict[str, Any]:
    """Read one JSON object. Raises Invalid for anything that two parsers could understand differently."""
    # One of these characters comes before each value. They are also counted within texts, where so many are rare.
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > MAX_VALUES:
        raise TooLarge(f"The body has more than {MAX_VALUES:,} values.")
    try:
        body = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
            parse_float=_finite_float,
        )
    except UnicodeDecodeError:
        raise Invalid("The body is not valid UTF-8.", code="bad_json") from None
    except RecursionError:
        raise Invalid(f"The body is nested more than {MAX_DEPTH} levels deep.", code="bad_json") from None
    except json.JSONDecodeError as error:
        raise Invalid(
            f"The body is not valid JSON (line {error.lineno}, column {error.colno}).", code="bad_json"
        ) from None
    if not isinstance(body, dict):
        raise Invalid("The body must be a JSON object.", code="bad_json")
    _check_depth(body, 1)
    # Texts come from UTF-8 without control characters: only an escape can hold what can't be stored.
    if b"\\u" in raw:
        _check_texts(body)
    return body


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Invalid("The body has the same field twice in one object.", code="bad_json")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not a JSON number.", code="bad_json")


def _bounded_int(digits: str) -> int:
    # Length first: int() raises ValueError for thousands of digits.
    if len(digits) > 20 or abs(number := int(digits)) > MAX_INTEGER:
        raise Invalid("A number in the body is too large.", code="bad_json")
    return number


def _finite_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Invalid("A number in the body is too large.", code="bad_json")
    return value


def _check_depth(value: dict[str, Any] | list[Any], depth: int) -> None:
    """Count the levels: a value within an object or list is one level deeper."""
    if depth >= MAX_DEPTH and value:
        raise Invalid(f"The body is nested more than {MAX_DEPTH} levels deep.", code="bad_json")
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            _check_depth(inner, depth + 1)


def _check_texts(value: Any) -> None:
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise Invalid("A text in the body has a character that can't be stored.", code="bad_json")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_texts(name)
            _check_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_texts(inner)
