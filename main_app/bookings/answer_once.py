"""Routes that take an `Idempotency-Key`: they answer once, and the same way each time."""

from collections.abc import Callable

from flask import Response, request

from main_app.auth.access import caller
from main_app.bookings.idempotency import answer_once, fingerprint_of

JSON, PROBLEM = "application/json", "application/problem+json"
Answered = tuple[str, int]


def once(perform: Callable[[], Answered]) -> Response:
    """Perform a change and answer; with an Idempotency-Key at most once. `perform` returns body and status."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        body, status = perform()
        return Response(body, status, content_type=JSON)
    fingerprint = fingerprint_of(request.method, request.path, request.get_json() if request.get_data() else {})
    answer = answer_once(caller().key, key, fingerprint, perform)
    response = Response(answer.body, answer.status, content_type=PROBLEM if answer.status >= 400 else JSON)
    if answer.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
