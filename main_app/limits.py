"""Rate limits per address and per account.

Counted per process, or together where RATELIMIT_STORAGE_URI names a Redis.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from service_kit.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])

limiter = Limiter(get_remote_address, headers_enabled=True)


def init_limits(app: Flask) -> None:
    limiter.init_app(app)


def limit_per_account(limit: str, scope: str) -> Callable[[View], View]:
    """Refuse an account's requests beyond this limit with 429. Views of one scope are counted together.

    Stands below `access`, which finds out whose request it is.
    """
    item = parse(limit)

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(*args: Any, **kwargs: Any) -> Any:
            if limiter.enabled and not limiter.limiter.hit(item, scope, str(g.caller.id)):
                wait = max(1, round(limiter.limiter.get_window_stats(item, scope, str(g.caller.id))[0] - time.time()))
                sentence = f"Too many changes at once. Try again in {wait} seconds."
                raise Problem(429, "rate_limited", sentence, headers={"Retry-After": str(wait)})
            return view(*args, **kwargs)

        limited.rate_limit = limit  # type: ignore[attr-defined]  # a test looks for it on every change
        return cast(View, limited)

    return decorate
