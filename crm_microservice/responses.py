"""What every response carries: a request id, security headers, CORS, and its entry in the metrics."""

import re
import time
import uuid

from flask import Flask, Response, g, request
from flask_cors import CORS
from structlog.contextvars import bind_contextvars, clear_contextvars

from crm_microservice import metrics
from crm_microservice.config import Config

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def set_up_responses(app: Flask, config: Config) -> None:
    CORS(
        app,
        origins=list(config.cors_origins),
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID", "X-Request-Id"],
        expose_headers=["X-Request-Id", "Retry-After", "Content-Disposition", "X-Samaya-Notice"],
        max_age=600,
    )

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(request_id=g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        response.headers.setdefault("Cache-Control", "no-store")
        # The rule, not the path: paths are as many as there are callers.
        route = request.url_rule.rule if request.url_rule else "(none)"
        metrics.REQUESTS.labels(request.method, route, response.status_code).observe(time.perf_counter() - g.started)
        return response
