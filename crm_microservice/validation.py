"""The strict gate for input: what passes it is a JSON object within limits, and then a closed, typed schema."""

import json
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, get_type_hints

from flask import Request, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from crm_microservice.errors import Problem, problem_response

LARGEST_BODY = 64 * 1024  # bytes
LARGEST_BATCH_BODY = 1024 * 1024  # bytes
DEEPEST_NESTING = 20
STRICT_JSON = "crm.strict_json"  # where a request keeps its parsed body
LARGEST_INTEGER = 2**63 - 1  # what a 64-bit column holds

SHAPE_TAGS = {"booking", "short", "general"}  # parts of pydantic's location that are no field of the caller's


class StrictRequest(Request):
    """A Flask request whose body is JSON that means one thing only, or a Problem."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        # Never silent: flask-openapi asks silently and would report a broken body as a missing field.
        # Parsed once: asked again, the stream would be empty.
        if STRICT_JSON not in self.environ:
            limit = LARGEST_BATCH_BODY if self.path == "/notify/batch" else LARGEST_BODY
            self.environ[STRICT_JSON] = parse_strict_json(self, limit)
        return self.environ[STRICT_JSON]


_PARTS: dict[str, Callable[[Request], Any]] = {
    "path": lambda sent: sent.view_args,
    "query": lambda sent: sent.args.to_dict(),
    "body": lambda sent: sent.get_json(),
}


def checked_input(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a view its `path`, `query` and `body`, read from the request as their types say. Raises Problem 400.

    In place of flask-openapi's own `validate_request`, which works out and describes the models anew for every
    request: that took longer than all the rest.
    """
    models = {name: model for name, model in get_type_hints(view).items() if name in _PARTS}

    @wraps(view)
    def checked(**_from_the_address: Any) -> Any:
        try:
            parts = {name: model.model_validate(_PARTS[name](request)) for name, model in models.items()}
        except ValidationError as error:
            raise problem_of(error) from None
        return view(**parts)

    checked.__delay_validate_request__ = True  # type: ignore[attr-defined]  # flask-openapi leaves it to us
    return checked


def parse_strict_json(request: Request, limit: int) -> dict[str, Any]:
    """Return the request's JSON object. Raises Problem 400, 413 or 415."""
    if request.mimetype != "application/json" or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise Problem(415, "Send the body as application/json in UTF-8.")
    request.max_content_length = limit
    try:
        text = request.get_data(cache=False).decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
        )
    except RequestEntityTooLarge as error:
        raise Problem(413, f"The body is larger than {limit // 1024} KiB.") from error
    except ClientDisconnected as error:
        raise Problem(400, "The body ended before its announced length.") from error
    except UnicodeDecodeError as error:
        raise Problem(400, "The body is not valid UTF-8.") from error
    except RecursionError as error:
        raise Problem(400, f"The body is nested deeper than {DEEPEST_NESTING} levels.") from error
    except json.JSONDecodeError as error:
        raise Problem(400, "The body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise Problem(400, "The body must be a JSON object.")
    _check_contents(value, depth=1)
    return value


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, "The body names the same field twice.")
    return found


def _refuse_constant(_name: str) -> NoReturn:
    raise Problem(400, "NaN and Infinity are no JSON numbers.")


def _bounded_int(digits: str) -> int:
    # By length first: Python refuses to convert thousands of digits with a ValueError of its own.
    if len(digits) > len(str(LARGEST_INTEGER)) + 1 or abs(number := int(digits)) > LARGEST_INTEGER:
        raise Problem(400, f"The body holds a number beyond {LARGEST_INTEGER}.")
    return number


def _check_contents(value: Any, depth: int) -> None:
    if depth > DEEPEST_NESTING:
        raise Problem(400, f"The body is nested deeper than {DEEPEST_NESTING} levels.")
    if isinstance(value, dict):
        for name, member in value.items():
            _check_contents(name, depth)
            _check_contents(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            _check_contents(member, depth + 1)
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise Problem(400, "The body holds a number too large to keep.")


def _check_text(text: str) -> None:
    if "\x00" in text or any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise Problem(400, "The body holds a character that cannot be stored (NUL or half a surrogate pair).")


def problem_of(error: ValidationError) -> Problem:
    """Return the 400 for the first thing wrong: it names the field and the rule, never the value."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"] if part not in SHAPE_TAGS)
    rule = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        field, rule = _without_foreign_name(first["loc"]), "a field that is not known here was sent"
    return Problem(400, f"{field}: {rule}." if field else f"{rule}.", field=field or None, code=first["type"])


def _without_foreign_name(location: tuple[int | str, ...]) -> str:
    known = [str(part) for part in location if part not in SHAPE_TAGS]
    # The name came from the caller: only a plain one is repeated.
    name = known[-1]
    known[-1] = name if name.isascii() and name.replace("_", "").isalnum() and len(name) <= 64 else "(unknown field)"
    return ".".join(known)


def answer_validation_error(error: ValidationError) -> Response:
    """The callback flask-openapi uses in place of its own answer, which would echo the input."""
    return problem_response(problem_of(error))


def searchable(text: str) -> str:
    """Return the text as it is compared in searches: the same for every case and width, in any script."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
