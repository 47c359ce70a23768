"""The metrics of every service, and /metrics for Prometheus. They add up all processes (metrics_directory.py)."""

import os

from flask import Flask, Response, current_app, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service_kit.metrics_directory import VARIABLE

# A caller may invent methods and addresses without end: what is not known shares one label.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
COLLECTORS = "metric_collectors"

REQUESTS = Counter("http_requests", "Requests by method, route and status.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("http_request_seconds", "Time to answer a request, in seconds.", ["route"])


def count_request(status: int, seconds: float) -> None:
    """Count the current request. The rule of its route is the label, not the path."""
    method = request.method if request.method in METHODS else OTHER
    route = request.url_rule.rule if request.url_rule else OTHER
    REQUESTS.labels(method, route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def add_collector(app: Flask, collector: Collector) -> None:
    """Let /metrics ask this collector too. It answers from bounded work: Prometheus asks every few seconds."""
    app.extensions.setdefault(COLLECTORS, []).append(collector)


def exposition() -> bytes:
    """All processes' metrics in Prometheus' text format."""
    if VARIABLE in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    else:
        registry = CollectorRegistry()
        registry.register(REGISTRY)  # pyright: ignore[reportArgumentType] a registry collects like a collector
    for collector in current_app.extensions.get(COLLECTORS, []):
        registry.register(collector)
    return generate_latest(registry)


def init_metrics(app: Flask) -> None:
    @app.get("/metrics", doc_ui=False)  # type: ignore[call-arg]
    def metrics() -> Response:
        return Response(exposition(), content_type=TEXT_FORMAT)
