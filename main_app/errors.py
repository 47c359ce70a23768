"""Every error of the API on one page: what is raised, and the JSON it becomes (RFC 9457)."""

import json
import logging
from typing import Any

from flask import Flask, Response, g
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

logger = logging.getLogger(__name__)


class Problem(Exception):
    """Something the caller can act on. `detail` is a sentence that says what to do next."""

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
    def __init__(self, noun: str):
        super().__init__(404, "not_found", f"There is no such {noun}.")


class Forbidden(Problem):
    def __init__(self, detail: str = "Your account may not do this."):
        super().__init__(403, "forbidden", detail)


class Unauthorized(Problem):
    def __init__(self, detail: str = "Sign in first: this needs an access token.", code: str = "unauthorized"):
        super().__init__(401, code, detail, headers={"WWW-Authenticate": 'Bearer realm="samaya"'})


class Conflict(Problem):
    def __init__(self, code: str, detail: str):
        super().__init__(409, code, detail)


class Invalid(Problem):
    def __init__(self, detail: str, field: str | None = None, code: str = "invalid"):
        super().__init__(400, code, detail, field=field)


TITLES = {
    400: "Bad request", 401: "Unauthorized", 403: "Forbidden", 404: "Not found", 405: "Method not allowed",
    409: "Conflict", 413: "Too large", 415: "Unsupported media type", 422: "Unprocessable", 429: "Too many requests",
    500: "Internal error", 502: "Bad gateway", 503: "Unavailable",
}  # fmt: skip


def problem_body(problem: Problem) -> dict[str, Any]:
    """The problem as JSON. `error` repeats the sentence for clients that know only that field."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "Error"),
        "status": problem.status,
        "detail": problem.detail,
        "error": problem.detail,
        "code": problem.code,
        "request_id": g.get("request_id"),
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


def validation_problem(error: ValidationError) -> Invalid:
    """The first thing wrong, by field. The value itself is never repeated: it may be a password."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] == "extra_forbidden":
        return Invalid(f"'{field}' is not a field of this request.", field)
    if first["type"] == "missing":
        return Invalid(f"'{field}' is missing.", field)
    return Invalid(f"'{field}': {first['msg'].removeprefix('Value error, ')}.".replace("..", "."), field)


def validation_error_response(error: ValidationError) -> Response:
    return problem_response(validation_problem(error))


def http_problem(error: HTTPException) -> Response:
    """An error the framework raised, as a problem."""
    if isinstance(error.response, Response):
        return error.response  # a problem already: abort(response), as the validation does
    status = error.code or 500
    sentences = {
        404: "There is nothing at this address.",
        405: "This address does not take this method.",
        413: "The request is too large.",
        429: "Too many requests. Wait a moment, then try again.",
    }
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 429: "rate_limited"}
    code = codes.get(status, "http_error")
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return problem_response(
        Problem(status, code, sentences.get(status, error.description or "The request failed."), headers=headers)
    )


def init_errors(app: Flask) -> None:
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
    def on_database_busy(error: Exception) -> Response:
        logger.error("database unavailable: %s", type(error).__name__, exc_info=error)
        return problem_response(
            Problem(
                503,
                "database_unavailable",
                "The service is busy. Nothing was changed; try again in a moment.",
                headers={"Retry-After": "1"},
            )
        )

    @app.errorhandler(Exception)
    def on_unexpected(error: Exception) -> Response:
        logger.exception("unexpected error")
        return problem_response(
            Problem(
                500,
                "internal_error",
                "Something went wrong on our side. Quote the request id when you ask for help.",
            )
        )
