"""Runs an operation at most once per `Idempotency-Key` and repeats its response."""

from collections.abc import Callable

from flask import Response, request

from main_app.auth.access import caller
from main_app.bookings.idempotency import fingerprint_of, run_once

JSON, PROBLEM = "application/json", "application/problem+json"
BodyAndStatus = tuple[str, int]


def respond_once(perform: Callable[[], BodyAndStatus], key: str | None = None) -> Response:
    """Perform a change and respond; with a `key` or the request's Idempotency-Key at most once."""
    key = key or request.headers.get("Idempotency-Key")
    if key is None:
        body, status = perform()
        return Response(body, status, content_type=JSON)
    fingerprint = fingerprint_of(request.method, request.path, request.get_json() if request.get_data() else {})
    result = run_once(caller().key, key, fingerprint, perform)
    response = Response(result.body, result.status, content_type=PROBLEM if result.status >= 400 else JSON)
    if result.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
