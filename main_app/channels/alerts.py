"""Sends alerts to the operator's address in ALERT_WEBHOOK_URL. Any 2xx response means delivered."""

from collections.abc import Sequence

import requests

from main_app.channels.http_responses import failure, unreachable
from main_app.channels.personal_channel import short_delays
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.enqueue import ALERTS
from main_app.outbox.retry_policy import Delivered, Outcome
from main_app.services.alert_webhook import TIMEOUT, AlertWebhook
from main_app.settings import MainSettings


def alert_channel(settings: MainSettings) -> "AlertChannel | None":
    """The channel to ALERT_WEBHOOK_URL; None if that is not set."""
    if not settings.alert_webhook_url:
        return None
    return AlertChannel(AlertWebhook(settings.alert_webhook_url), settings.notification_max_retries)


class AlertChannel(Channel):
    name = ALERTS
    max_delivery_seconds = TIMEOUT

    def __init__(self, webhook: AlertWebhook, retries: int):
        self._webhook = webhook
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._deliver_one(message) for message in messages]

    def _deliver_one(self, message: Claimed) -> Outcome:
        try:
            response = self._webhook.post(message.event_id, message.payload)
        except requests.RequestException as error:
            return unreachable(error)
        return failure(response) or Delivered({}, response.status)
