"""What /metrics tells Prometheus. Several processes (web, workers) add up through files in DATA_DIR."""

import os
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import select

from main_app.database import db
from service_kit import clock

REQUESTS = Counter("samaya_requests", "Requests by route and status.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("samaya_request_seconds", "Time to answer a request, in seconds.", ["route"])
DELIVERIES = Counter("samaya_deliveries", "Delivery attempts by channel and outcome.", ["channel", "outcome"])
DELIVERY_SECONDS = Histogram("samaya_delivery_seconds", "Time of one delivery request, in seconds.", ["channel"])


class OutboxCollector(Collector):
    """Reads the outbox when asked, so that the figures are true whichever process answers."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from main_app.integration.models import Alert
        from main_app.outbox.models import ChannelState
        from main_app.outbox.operations import message_counts, oldest_waiting

        depth = GaugeMetricFamily("samaya_outbox_messages", "Messages in the outbox.", labels=["channel", "status"])
        age = GaugeMetricFamily(
            "samaya_outbox_oldest_pending_seconds",
            "How long the oldest message has been waiting.",
            labels=["channel"],
        )
        well = GaugeMetricFamily("samaya_channel_ok", "1 while a channel delivers, 0 while not.", labels=["channel"])
        for channel, counts in message_counts().items():
            for status, count in counts.items():
                depth.add_metric([channel, status], count)
        now = clock.now()
        ages = {channel: (now - since).total_seconds() for channel, since in oldest_waiting().items()}
        for state in db.session.scalars(select(ChannelState).where(ChannelState.destination == "")):
            well.add_metric([state.channel], 1.0 if state.status == "ok" else 0.0)
            ages.setdefault(state.channel, 0.0)
        for channel, seconds in ages.items():
            age.add_metric([channel], seconds)
        alerts = GaugeMetricFamily("samaya_alert", "1 while an alert is active.", labels=["name"])
        for alert in db.session.scalars(select(Alert)):
            alerts.add_metric([alert.name], float(alert.active))
        yield from (depth, age, well, alerts)


def count_request(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "(none)"
    REQUESTS.labels(request.method, route, response.status_code).inc()
    if "started" in g:
        REQUEST_SECONDS.labels(route).observe(clock.monotonic() - g.started)
    return response


def init_metrics(app: Flask) -> None:
    app.after_request(count_request)

    @app.get("/metrics", doc_ui=False)
    def metrics() -> Response:
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(registry)
        registry.register(OutboxCollector())
        return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")
