"""Every refusal leaves in one shape: RFC 9457 `application/problem+json`, with `error` for simple clients."""

import json
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, has_request_context
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from crm_microservice.logging import log
from crm_microservice.notifications.store import StoreUnavailable

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not answer to that method.",
    413: "The request is too large.",
    415: "Send the body as application/json.",
}


class Problem(Exception):
    """A refusal meant for the caller. `detail` is a full sentence and never repeats what was sent."""

    def __init__(self, status: int, detail: str, *, headers: dict[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.members = members


class Unauthorized(Problem):
    def __init__(self, detail: str, **members: Any) -> None:
        super().__init__(401, detail, headers={"WWW-Authenticate": 'Bearer realm="crm"'}, **members)


def problem_response(problem: Problem) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "error": problem.detail,
        "request_id": g.get("request_id") if has_request_context() else None,
        **{name: value for name, value in problem.members.items() if value is not None},
    }
    response = Response(json.dumps(body), status=problem.status, content_type="application/problem+json")
    response.headers.update(problem.headers)
    return response


def register_error_handlers(app: Flask) -> None:
    @app.errorhandler(Problem)
    def refused(problem: Problem) -> Response:
        return problem_response(problem)

    @app.errorhandler(HTTPException)
    def refused_by_the_framework(error: HTTPException) -> Response:
        # flask-openapi hands over its validation answer as an exception that carries a ready response.
        if error.response is not None and error.code is None:
            return error.response  # pyright: ignore[reportReturnType]
        status = error.code or 500
        problem = Problem(status, SENTENCES.get(status) or error.description or HTTPStatus(status).phrase)
        response = problem_response(problem)
        allowed = dict(error.get_headers()).get("Allow")
        if allowed:
            response.headers["Allow"] = allowed
        return response

    @app.errorhandler(StoreUnavailable)
    @app.errorhandler(OperationalError)
    def unavailable(error: Exception) -> Response:
        log.error("storage_unavailable", exc_info=error)
        return problem_response(
            Problem(503, "Storage is not available. Please try again.", headers={"Retry-After": "1"})
        )

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("request_failed", exc_info=error)
        return problem_response(Problem(500, "Something went wrong here. Please try again."))
