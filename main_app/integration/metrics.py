"""Metrics of the outbox and of alerts."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import select

from main_app.database import db
from main_app.integration.models import Alert
from main_app.outbox.models import ChannelState
from main_app.outbox.operations import message_counts, oldest_waiting
from service_kit import clock


class OutboxCollector(Collector):
    """Reads the database at each scrape, so that every process reports the same figures."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        depth = GaugeMetricFamily("samaya_outbox_messages", "Messages in the outbox.", labels=["channel", "status"])
        age = GaugeMetricFamily(
            "samaya_outbox_oldest_pending_seconds",
            "How long the oldest message has been waiting.",
            labels=["channel"],
        )
        channel_ok = GaugeMetricFamily(
            "samaya_channel_ok", "1 while a channel delivers, 0 while not.", labels=["channel"]
        )
        for channel, counts in message_counts().items():
            for status, count in counts.items():
                depth.add_metric([channel, status], count)
        now = clock.now()
        ages = {channel: (now - since).total_seconds() for channel, since in oldest_waiting().items()}
        for state in db.session.scalars(select(ChannelState).where(ChannelState.destination == "")):
            channel_ok.add_metric([state.channel], 1.0 if state.status == "ok" else 0.0)
            ages.setdefault(state.channel, 0.0)
        for channel, seconds in ages.items():
            age.add_metric([channel], seconds)
        alerts = GaugeMetricFamily("samaya_alert", "1 while an alert is active.", labels=["name"])
        for alert in db.session.scalars(select(Alert)):
            alerts.add_metric([alert.name], float(alert.active))
        yield from (depth, age, channel_ok, alerts)
