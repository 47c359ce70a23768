"""`Idempotency-Key`: the same key gets the same response for 24 hours, and the change happens once.

The key is claimed in a short transaction of its own, so that a second request sees it running. The response is stored
in the same transaction as the change, so that a crash leaves both or neither.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, request
from sqlalchemy import ColumnElement, String, Text, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from service_kit import clock
from service_kit.database import UtcDateTime, write_transaction
from service_kit.problems import Conflict, Invalid, Problem, TooManyRequests, Unprocessable, problem_body

KEPT_FOR = timedelta(hours=24)
# Longer than any request runs: after that its process was killed, and the key may be claimed again.
ABANDONED_AFTER = timedelta(seconds=60)
JSON_TYPE, PROBLEM_TYPE = "application/json", "application/problem+json"
VALID_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")


BodyAndStatus = tuple[str, int]


class IdempotencyKeyColumns:
    """The columns of a service's table of keys, which its model inherits.

    While `response` is null, the request is running, since `started_at`. `owner` is "user:5" or "api_key:3": different
    callers may use the same key.
    """

    owner: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    response: Mapped[str | None] = mapped_column(Text)


Keys = type[Any]  # a model with these columns


@dataclass(frozen=True)
class StoredResponse:
    """The body of a response and its status; `replayed` if it was stored by an earlier request."""

    body: str
    status: int
    replayed: bool = False


def idempotent_response(
    keys: Keys, owner: str, perform: Callable[[], BodyAndStatus], key: str | None = None
) -> Response:
    """Perform a change and respond; with a `key` or the request's `Idempotency-Key` at most once for this owner."""
    key = key or request.headers.get("Idempotency-Key")
    if key is None:
        body, status = perform()
        return Response(body, status, content_type=JSON_TYPE)
    fingerprint = fingerprint_of(request.method, request.path, request.get_json() if request.get_data() else {})
    result = run_once(keys, owner, key, fingerprint, perform)
    response = Response(result.body, result.status, content_type=PROBLEM_TYPE if result.status >= 400 else JSON_TYPE)
    if result.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def fingerprint_of(method: str, path: str, body: dict[str, Any]) -> str:
    """Identifies the request, to detect a key that is reused for another one."""
    return hashlib.sha256(json.dumps([method, path, body], sort_keys=True).encode()).hexdigest()


def run_once(
    keys: Keys, owner: str, key: str, fingerprint: str, perform: Callable[[], BodyAndStatus]
) -> StoredResponse:
    """Perform a change at most once and respond the same way each time. `perform` returns body and status."""
    if not VALID_KEY.match(key):
        raise Invalid("Idempotency-Key must be 1 to 255 visible ASCII characters.", "Idempotency-Key")
    started_at = clock.now()
    stored = _claim(keys, owner, key, fingerprint, started_at)
    if stored is not None:
        return StoredResponse(stored.response or "", stored.status or 500, replayed=True)
    try:
        with write_transaction() as db_session:
            body, status = perform()
            _store(db_session, keys, owner, key, started_at, status, body)
    except TooManyRequests:
        _release(keys, owner, key, started_at)  # later, the same request may be allowed
        raise
    except Problem as problem:
        # The change was refused and rolled back. The refusal is a response too: the same key gets it again.
        body, status = json.dumps(problem_body(problem)), problem.status
        with write_transaction() as db_session:
            _store(db_session, keys, owner, key, started_at, status, body)
    except BaseException:
        _release(keys, owner, key, started_at)
        raise
    return StoredResponse(body, status)


def delete_old_keys(db_session: Session, keys: Keys) -> None:
    db_session.execute(delete(keys).where(keys.started_at < clock.now() - KEPT_FOR))


def _claim(keys: Keys, owner: str, key: str, fingerprint: str, now: datetime) -> Any | None:
    """Claim the key or return its stored response. Raises Conflict while it runs, Unprocessable for another request."""
    try:
        with write_transaction() as db_session:
            row = db_session.get(keys, (owner, key), populate_existing=True, with_for_update=True)
            if row is None or row.started_at < now - KEPT_FOR:
                if row is not None:
                    db_session.delete(row)
                    db_session.flush()
                db_session.add(keys(owner=owner, key=key, fingerprint=fingerprint, started_at=now))
                db_session.flush()
                return None
            if row.fingerprint != fingerprint:
                raise Unprocessable("idempotency_key_reused", "This Idempotency-Key was used for another request.")
            if row.response is not None:
                return row
            if row.started_at > now - ABANDONED_AFTER:
                raise _still_running()
            row.started_at = now
            return None
    except IntegrityError:
        raise _still_running() from None  # the other request inserted it a moment ago


def _store(
    db_session: Session, keys: Keys, owner: str, key: str, started_at: datetime, status: int, response: str
) -> None:
    stored = db_session.execute(
        update(keys)
        .where(*_own_claim(keys, owner, key, started_at))
        .values(status=status, response=response)
        .execution_options(synchronize_session=False)
    )
    if stored.rowcount == 0:  # type: ignore[attr-defined]
        # This request ran so long that another request claimed the key, and its outcome counts.
        raise _still_running()


def _release(keys: Keys, owner: str, key: str, started_at: datetime) -> None:
    with write_transaction() as db_session:
        db_session.execute(delete(keys).where(*_own_claim(keys, owner, key, started_at)))


def _own_claim(keys: Keys, owner: str, key: str, started_at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (keys.owner == owner, keys.key == key, keys.started_at == started_at, keys.response.is_(None))


def _still_running() -> Conflict:
    problem = Conflict(
        "still_running",
        "The first request with this Idempotency-Key is still running. Try again in a moment.",
    )
    problem.headers["Retry-After"] = "1"
    return problem
