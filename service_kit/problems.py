"""The errors of an API: the exceptions that code raises, and the JSON they become (RFC 9457)."""

import json
import logging
from typing import Any

from flask import Flask, Response, g, has_request_context
from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

logger = logging.getLogger(__name__)

MAX_FIELD_ERRORS = 20  # of one request; the first ones are enough to act on
MAX_REPEATED_NAME_LENGTH = 64
OWN = "own:"  # marks errors of our validators among Pydantic's


class Problem(Exception):
    """Something the caller can act on. `detail` is a sentence that says what to do next.

    Only routes and this package choose a `status`. All other code raises one of the exceptions below.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        field: str | None = None,
        headers: dict[str, str] | None = None,
        more: dict[str, Any] | None = None,
    ):
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.headers = headers or {}
        self.more = more or {}  # further members of the JSON


class NotFound(Problem):
    def __init__(self, noun: str, field: str | None = None):
        super().__init__(404, "not_found", f"There is no such {noun}.", field=field)


class Gone(Problem):
    """What was asked for has expired."""

    def __init__(self, code: str, detail: str):
        super().__init__(410, code, detail)


class Forbidden(Problem):
    def __init__(self, detail: str = "Your account isn't allowed to do this.", code: str = "forbidden"):
        super().__init__(403, code, detail)


class Unauthorized(Problem):
    def __init__(self, detail: str = "Sign in first: this needs an access token.", code: str = "unauthorized"):
        super().__init__(401, code, detail, headers={"WWW-Authenticate": 'Bearer realm="samaya"'})


class Conflict(Problem):
    def __init__(self, code: str, detail: str, more: dict[str, Any] | None = None):
        super().__init__(409, code, detail, more=more)


class Invalid(Problem):
    """The request is not valid. If one field is wrong, `field` names it, `code` says why, and `limits` holds the
    numbers with which a form can word its own message."""

    def __init__(self, detail: str, field: str | None = None, code: str = "invalid", **limits: Any):
        if field is None:
            super().__init__(400, code, detail)
        else:
            errors = [{"field": field, "code": code, "message": detail, **limits}]
            super().__init__(400, "invalid", detail, field=field, more={"errors": errors})


class Unprocessable(Problem):
    """The request is valid, but contradicts an earlier one."""

    def __init__(self, code: str, detail: str):
        super().__init__(422, code, detail)


class TooLarge(Problem):
    def __init__(self, detail: str, code: str = "too_large", field: str | None = None):
        super().__init__(413, code, detail, field=field)


class TooManyRequests(Problem):
    """The caller sends too many requests. `retry_after` is in seconds."""

    def __init__(self, detail: str, retry_after: int, code: str = "rate_limited"):
        super().__init__(429, code, detail, headers={"Retry-After": str(retry_after)})


class NotJson(Problem):
    """The Content-Type of the body is not JSON."""

    def __init__(self) -> None:
        super().__init__(415, "not_json", "Send the body as JSON in UTF-8, with 'Content-Type: application/json'.")


class NotAForm(Problem):
    """The Content-Type of the body is not that of a form with files."""

    def __init__(self) -> None:
        super().__init__(415, "not_a_form", "Send the file in a form, with 'Content-Type: multipart/form-data'.")


class Unavailable(Problem):
    def __init__(self, detail: str, code: str = "unavailable", retry_after: int = 1):
        super().__init__(503, code, detail, headers={"Retry-After": str(retry_after)})


class UpstreamFailed(Problem):
    """Another service that this request needs did not give a usable response."""

    def __init__(self, code: str, detail: str):
        super().__init__(502, code, detail)


class UpstreamRefused(Problem):
    """Another service that this request needs refused it. The caller gets that refusal."""


TITLES = {
    400: "Bad request", 401: "Unauthorized", 403: "Forbidden", 404: "Not found", 405: "Method not allowed",
    408: "Request timeout", 409: "Conflict", 410: "Gone", 413: "Too large", 414: "Address too long",
    415: "Unsupported media type",
    422: "Unprocessable", 429: "Too many requests", 431: "Headers too large", 500: "Internal error",
    501: "Not implemented", 502: "Bad gateway",
    503: "Unavailable",
}  # fmt: skip
# Sentences and codes for the framework's own errors.
SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not accept this method.",
    413: "The request is too large.",
    429: "Too many requests. Wait a moment, then try again.",
}
CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 429: "rate_limited"}


def problem_body(problem: Problem) -> dict[str, Any]:
    """Return the problem's JSON. `error` repeats the sentence for clients that read only this field."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "Error"),
        "status": problem.status,
        "detail": problem.detail,
        "error": problem.detail,
        "code": problem.code,
        "request_id": g.get("request_id") if has_request_context() else None,
    }
    if problem.field:
        body["field"] = problem.field
    return body | problem.more


def problem_response(problem: Problem) -> Response:
    return Response(
        json.dumps(problem_body(problem)),
        problem.status,
        headers=problem.headers,
        content_type="application/problem+json",
    )


def field_error(code: str, sentence: str, field: str | None = None, **limits: Any) -> PydanticCustomError:
    """Make the error that a validator raises. `{field}` in the sentence is replaced by the field's name.

    A validator of a whole model passes the `field` that has to change.
    """
    context = {**limits, "at": field} if field else limits
    return PydanticCustomError(OWN + code, sentence, context or None)  # pyright: ignore[reportArgumentType]


def validation_problem(error: ValidationError) -> Problem:
    """Describe what is wrong with each field. Values are never repeated, because one may be a password."""
    found = error.errors(include_input=False, include_url=False)[:MAX_FIELD_ERRORS]
    errors = [_field_error(each) for each in found]
    first = errors[0]
    return Problem(400, "invalid", first["message"], field=first["field"], more={"errors": errors})


def validation_error_response(error: ValidationError) -> Response:
    return problem_response(validation_problem(error))


def _field_error(error: ErrorDetails) -> dict[str, Any]:
    limits = dict(error.get("ctx", {}))
    at = limits.pop("at", None)
    path = [*error["loc"], *([at] if at else [])]
    kind = error["type"]
    unknown = [_safe_name(str(path.pop()))] if kind == "extra_forbidden" else []
    # A part in angle brackets names a variant of the schema, not a field that the caller sent.
    names = [*(str(part) for part in path if not str(part).startswith("<")), *unknown]
    field = ".".join(names) or "body"
    code, sentence, limits = _translate(kind, error["msg"], limits)
    return {"field": field, "code": code, "message": sentence.replace("{field}", f"'{field}'"), **limits}


def _safe_name(name: str) -> str:
    """Return the name, which the caller sent, only if it is plain."""
    plain = name.isascii() and name.replace("_", "").isalnum() and len(name) <= MAX_REPEATED_NAME_LENGTH
    return name if plain else "(unknown field)"


KINDS = {
    "string": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "list": "a list",
    "dict": "an object", "model": "an object", "decimal": "a number", "none": "null",
}  # fmt: skip


def _parts(context: dict[str, Any]) -> str:
    """What the length counts. Pydantic no longer knows a text as one once a validator has changed it."""
    return "characters" if context["field_type"] == "Value" else "entries"


def _translate(kind: str, message: str, context: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Translate Pydantic's error into our code, sentence and limits. Errors made by `field_error` stay as they are."""
    if kind.startswith(OWN):
        return kind.removeprefix(OWN), message, context
    match kind:
        case "missing":
            return "missing", "{field} is required.", {}
        case "extra_forbidden":
            return "unknown_field", "{field} is not a field of this request.", {}
        case "string_too_short" if context["min_length"] == 1:
            return "blank", "{field} can't be blank.", {"min": 1}
        case "string_too_short":
            return (
                "too_short",
                f"{{field}} needs at least {context['min_length']} characters.",
                {"min": context["min_length"]},
            )
        case "string_too_long":
            return (
                "too_long",
                f"{{field}} can have at most {context['max_length']} characters.",
                {"max": context["max_length"]},
            )
        case "too_short" if context["min_length"] == 1:
            return "too_short", "{field} can't be empty.", {"min": 1}
        case "too_short":
            return (
                "too_short",
                f"{{field}} needs at least {context['min_length']} {_parts(context)}.",
                {"min": context["min_length"]},
            )
        case "too_long":
            return (
                "too_long",
                f"{{field}} can have at most {context['max_length']} {_parts(context)}.",
                {"max": context["max_length"]},
            )
        case "greater_than" if isinstance(context["gt"], float):
            return "too_small", f"{{field}} must be more than {_plain(context['gt'])}.", {"min": context["gt"]}
        case "less_than" if isinstance(context["lt"], float):
            return "too_large", f"{{field}} must be less than {_plain(context['lt'])}.", {"max": context["lt"]}
        case "greater_than_equal" | "greater_than":
            least = context["ge"] if "ge" in context else context["gt"] + 1
            return "too_small", f"{{field}} must be {_plain(least)} or more.", {"min": least}
        case "less_than_equal" | "less_than":
            most = context["le"] if "le" in context else context["lt"] - 1
            return "too_large", f"{{field}} must be {_plain(most)} or less.", {"max": most}
        case "int_parsing_size":
            return "too_large", "{field} is too large.", {}
        case "enum" | "literal_error":
            return "not_choice", f"{{field}} must be {context['expected']}.", {}
        case "string_pattern_mismatch":
            return "wrong_format", "{field} has the wrong format.", {}
        case "finite_number":
            return "too_large", "{field} is too large.", {}
        case "int_from_float":
            return "wrong_type", "{field} must be a whole number.", {}
        case _ if kind.startswith("url_"):
            return "not_url", "{field} must be a web address, such as https://example.com.", {}
        case _ if kind.endswith(("_type", "_parsing")):
            expected = KINDS.get(kind.split("_", maxsplit=1)[0], "of another type")
            return "wrong_type", f"{{field}} must be {expected}.", {}
        case "value_error":
            return "invalid", _sentence(message.removeprefix("Value error, ")), {}
    return "invalid", "{field} is not valid.", {}


def _plain(number: float) -> float:
    """Return 2160 for 2160.0."""
    return int(number) if number == int(number) else number


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def http_problem(error: HTTPException) -> Response:
    """Turn an error that the framework raised into a problem."""
    if isinstance(error.response, Response):
        return error.response  # already a problem: flask-openapi's validation calls abort(response)
    status = error.code or 500
    detail = SENTENCES.get(status, error.description or "The request failed.")
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return problem_response(Problem(status, CODES.get(status, "http_error"), detail, headers=headers))


def init_problems(app: Flask) -> None:
    """Respond to every error of the app with a problem."""

    @app.errorhandler(Problem)
    def on_problem(problem: Problem) -> Response:
        return problem_response(problem)

    @app.errorhandler(HTTPException)
    def on_http_exception(error: HTTPException) -> Response:
        return http_problem(error)

    @app.errorhandler(ValidationError)
    def on_invalid(error: ValidationError) -> Response:
        return validation_error_response(error)

    @app.errorhandler(OperationalError)
    @app.errorhandler(PoolTimeout)
    def on_database_unavailable(error: Exception) -> Response:
        logger.error("database unavailable: %s", type(error).__name__, exc_info=error)
        sentence = "The service is busy. Try again in a moment."
        return problem_response(Unavailable(sentence, "database_unavailable"))

    @app.errorhandler(Exception)
    def on_unexpected(_error: Exception) -> Response:
        logger.exception("unexpected error")
        sentence = "Something went wrong on our side. Quote the request id when you ask for help."
        return problem_response(Problem(500, "internal_error", sentence))
