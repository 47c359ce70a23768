"""The metrics of every service, and /metrics for Prometheus. They add up all processes (metrics_directory.py)."""

import hmac
import logging
import os
import threading
from functools import cache

from flask import Flask, Request, Response, current_app, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from werkzeug.serving import WSGIRequestHandler, make_server

from service_kit.metrics_directory import METRICS_DIRECTORY_VARIABLE
from service_kit.problems import Unauthorized, init_problems
from service_kit.settings import Settings

# A caller may invent methods and addresses without end: what is not known shares one label.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
COLLECTORS = "metric_collectors"

logger = logging.getLogger(__name__)

REQUESTS = Counter("http_requests", "Requests by method, route and status.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("http_request_seconds", "Time to answer a request, in seconds.", ["route"])


def count_request(sent: Request, status: int, seconds: float) -> None:
    """Count a request. The rule of its route is the label, not the path."""
    method = sent.method if sent.method in METHODS else OTHER
    route = sent.url_rule.rule if sent.url_rule else OTHER
    try:
        _requests_of(method, route, status).inc()
        _seconds_of(route).observe(seconds)
    except OSError as error:  # the metrics' files cannot grow; the request has been answered all the same
        logger.warning("a request could not be counted: %s", error)


# Remembered, because `labels` costs more than counting. There are as many as routes, methods and statuses.
@cache
def _requests_of(method: str, route: str, status: int) -> Counter:
    return REQUESTS.labels(method, route, status)


@cache
def _seconds_of(route: str) -> Histogram:
    return REQUEST_SECONDS.labels(route)


def add_collector(app: Flask, collector: Collector) -> None:
    """Let /metrics ask this collector too. Its work must be bounded: Prometheus asks every few seconds."""
    app.extensions.setdefault(COLLECTORS, []).append(collector)


def exposition() -> bytes:
    """All processes' metrics in Prometheus' text format."""
    if METRICS_DIRECTORY_VARIABLE in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    else:
        registry = CollectorRegistry()
        registry.register(REGISTRY)  # pyright: ignore[reportArgumentType] a registry collects like a collector
    for collector in current_app.extensions.get(COLLECTORS, []):
        registry.register(collector)
    return generate_latest(registry)


def init_metrics(app: Flask, settings: Settings) -> None:
    """Add /metrics, for whoever sends METRICS_TOKEN, or for this machine alone in development."""
    expected = f"Bearer {settings.metrics_token}".encode()

    def metrics() -> Response:
        sent = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if not settings.metrics_are_open and not (settings.metrics_token and hmac.compare_digest(sent, expected)):
            raise Unauthorized("Set METRICS_TOKEN, and send it as 'Authorization: Bearer <token>'.")
        return Response(exposition(), content_type=TEXT_FORMAT)

    app.add_url_rule("/metrics", view_func=metrics)  # not app.get, which would describe it in the API's documentation


def serve_metrics(settings: Settings, port: int) -> None:
    """Serve /metrics and /health of a program that is no web server, at HOST and this port.

    Raises OSError if it is taken.
    """
    app = Flask(__name__, static_folder=None)
    init_problems(app)
    init_metrics(app, settings)
    app.add_url_rule("/health", view_func=lambda: {"status": "healthy"})
    server = make_server(settings.host, port, app, threaded=True, request_handler=_QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()


class _QuietHandler(WSGIRequestHandler):
    timeout = 10  # seconds for a request to arrive

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing: its lines would be in the worker's log every few seconds."""
