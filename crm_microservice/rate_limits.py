"""Rate limits on what is received. Generous: they stop a sender gone wild, never a backlog.

Counted in each process by itself, so that several processes together let through as many times the limit;
where RATELIMIT_STORAGE_URI names a Redis, all processes count together.
"""

import hashlib
import math
import time

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter, RateLimitExceeded

from crm_microservice.auth import sent_service_token
from crm_microservice.config import Config
from service_kit.problems import SENTENCES, Problem, problem_response

LONGEST_WAIT = 60  # seconds that a refused sender is asked to wait, at most


def _sender() -> str:
    """Tell senders apart by their token; whoever has none of ours, by the address: guesses share one count."""
    token = sent_service_token()
    if token is None:
        return f"address {request.remote_addr}"
    return "token " + hashlib.sha256(token.encode()).hexdigest()[:16]


def _config() -> Config:
    return current_app.extensions["crm_config"]


# Without its counts the service still works: a storage that fails is logged and lets everything through.
limiter = Limiter(_sender, swallow_errors=True)
notify_limit = limiter.limit(lambda: _config().notify_limit)
webhook_limit = limiter.limit(lambda: _config().webhook_limit)


def set_up_limits(app: Flask, config: Config) -> None:
    app.config["RATELIMIT_ENABLED"] = config.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = config.rate_limit_storage
    limiter.init_app(app)

    @app.errorhandler(RateLimitExceeded)
    def too_many(_error: RateLimitExceeded) -> Response:
        current = limiter.current_limit
        left = math.ceil(current.reset_at - time.time()) if current else LONGEST_WAIT
        wait = min(max(left, 1), LONGEST_WAIT)
        problem = Problem(429, "rate_limited", SENTENCES[429], headers={"Retry-After": str(wait)})
        return problem_response(problem)
