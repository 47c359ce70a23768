"""Rate limits per address and per account.

Each process counts for itself (`local_limits.py`), or all count together in the Redis that RATELIMIT_STORAGE_URI names
(`shared_limits.py`).
"""

import logging
import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, g
from flask_limiter import Limiter, RateLimitExceeded
from limits import RateLimitItem, parse

from service_kit.client_address import client_key
from service_kit.local_limits import LOCAL
from service_kit.problems import SENTENCES, TooManyRequests, problem_response
from service_kit.settings import IN_MEMORY, Settings
from service_kit.shared_limits import PREFIX

View = TypeVar("View", bound=Callable[..., Any])
MAX_WAIT_SECONDS = 60  # that a refused caller is asked to wait, at most

logger = logging.getLogger(__name__)
# If the storage fails, the failure is logged and no request is refused.
limiter = Limiter(client_key, swallow_errors=True)


def init_rate_limits(app: Flask, settings: Settings) -> None:
    uri = settings.ratelimit_storage_uri
    storage = LOCAL if uri == IN_MEMORY else PREFIX + uri
    app.config.update(RATELIMIT_ENABLED=settings.ratelimit_enabled, RATELIMIT_STORAGE_URI=storage)
    limiter.init_app(app)

    @app.errorhandler(RateLimitExceeded)
    def too_many(_error: RateLimitExceeded) -> Response:
        current = limiter.current_limit
        left = math.ceil(current.reset_at - time.time()) if current else MAX_WAIT_SECONDS
        wait = min(max(left, 1), MAX_WAIT_SECONDS)
        return problem_response(TooManyRequests(SENTENCES[429], wait))


def is_limited(view: Callable[..., Any]) -> bool:
    """Whether `limiter` limits the requests to this view."""
    return hasattr(view, "__wrapper-limiter-instance")


def limit_per_account(limit: str, scope: str) -> Callable[[View], View]:
    """Refuse an account's requests beyond this limit with 429. Views of the same scope share a count.

    Place it below `access`, which sets `g.caller`.
    """
    item = parse(limit)

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(*args: Any, **kwargs: Any) -> Any:
            count_change(item, scope, g.caller.key)
            return view(*args, **kwargs)

        limited.rate_limit = limit  # type: ignore[attr-defined]  # a test checks that every changing route has it
        return cast(View, limited)

    return decorate


def count_change(item: RateLimitItem, scope: str, account: str) -> None:
    """Count one change by this account. Raises TooManyRequests beyond the limit."""
    wait = _wait_of(item, scope, account) if limiter.enabled else 0
    if wait:
        raise TooManyRequests(f"Too many requests. Try again in {wait} seconds.", wait)


def _wait_of(item: RateLimitItem, *key: str) -> int:
    """Count one request. Return the seconds to wait if it is beyond the limit, else 0."""
    try:
        if limiter.limiter.hit(item, *key):
            return 0
        return max(1, round(limiter.limiter.get_window_stats(item, *key)[0] - time.time()))
    except Exception:
        logger.exception("rate limits can't be counted")  # as `limiter` does: no request is refused
        return 0
