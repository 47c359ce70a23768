"""`Idempotency-Key`: the same key gets the same answer for 24 hours, and the change happens once.

The key is claimed in a short transaction of its own, so that a second request sees it running; the
answer is stored in the same transaction as the change, so that a crash leaves both or neither.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Response, request
from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.bookings.models import IdempotencyKey
from main_app.bookings.operations import Answer
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Invalid, Problem, problem_body

KEPT = timedelta(hours=24)
# Longer than any request runs: after that its process was killed, and the key may be claimed again.
ABANDONED_AFTER = timedelta(seconds=60)
VALID_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")


def answer_once(user_id: int, perform: Callable[[], Answer]) -> Response:
    """Perform a change and answer; with an Idempotency-Key at most once, and the same way each time."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        body, status = perform()
        return _response(json.dumps(body), status)
    if not VALID_KEY.match(key):
        raise Invalid("Idempotency-Key must be 1 to 255 visible ASCII characters.", "Idempotency-Key")
    started_at = clock.now()
    stored = _claim(user_id, key, _fingerprint(), started_at)
    if stored is not None:
        response = _response(stored.answer or "", stored.status or 500)
        response.headers["Idempotent-Replayed"] = "true"
        return response
    try:
        with write_transaction() as session:
            body, status = perform()
            answer = json.dumps(body)
            _store(session, user_id, key, started_at, status, answer)
    except Problem as problem:
        # The change was refused and rolled back. The refusal is an answer too: the same key gets it again.
        answer, status = json.dumps(problem_body(problem)), problem.status
        with write_transaction() as session:
            _store(session, user_id, key, started_at, status, answer)
    except BaseException:
        _give_up(user_id, key, started_at)
        raise
    return _response(answer, status)


def forget_old_keys(session: Session) -> None:
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.started_at < clock.now() - KEPT))


def _claim(user_id: int, key: str, fingerprint: str, now: datetime) -> IdempotencyKey | None:
    """Claim the key, or return the answer it has. Raises where it is running or was used for another request."""
    try:
        with write_transaction() as session:
            row = session.get(IdempotencyKey, (user_id, key), populate_existing=True, with_for_update=True)
            if row is None or row.started_at < now - KEPT:
                if row is not None:
                    session.delete(row)
                    session.flush()
                session.add(IdempotencyKey(user_id=user_id, key=key, fingerprint=fingerprint, started_at=now))
                session.flush()
                return None
            if row.fingerprint != fingerprint:
                raise Problem(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.")
            if row.answer is not None:
                return row
            if row.started_at > now - ABANDONED_AFTER:
                raise _still_running()
            row.started_at = now
            return None
    except IntegrityError:
        raise _still_running() from None  # the other request inserted it a moment ago


def _store(session: Session, user_id: int, key: str, started_at: datetime, status: int, answer: str) -> None:
    stored = session.execute(
        update(IdempotencyKey)
        .where(*_mine(user_id, key, started_at))
        .values(status=status, answer=answer)
        .execution_options(synchronize_session=False)
    )
    if stored.rowcount == 0:  # type: ignore[attr-defined]
        # We ran so long that another request took the key over: its outcome counts, ours is rolled back.
        raise _still_running()


def _give_up(user_id: int, key: str, started_at: datetime) -> None:
    with write_transaction() as session:
        session.execute(delete(IdempotencyKey).where(*_mine(user_id, key, started_at)))


def _mine(user_id: int, key: str, started_at: datetime) -> tuple[ColumnElement[bool], ...]:
    row = IdempotencyKey
    return (row.user_id == user_id, row.key == key, row.started_at == started_at, row.answer.is_(None))


def _fingerprint() -> str:
    body = request.get_json() if request.get_data(cache=True) else {}
    canonical = json.dumps([request.method, request.path, body], sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _still_running() -> Conflict:
    problem = Conflict(
        "still_running",
        "The first request with this Idempotency-Key is still running. Try again in a moment.",
    )
    problem.headers["Retry-After"] = "1"
    return problem


def _response(answer: str, status: int) -> Response:
    kind = "application/problem+json" if status >= 400 else "application/json"
    return Response(answer, status, content_type=kind)
