"""Sends new customers to the webhook of the CRM's approval queue, one at a time."""

from collections.abc import Sequence

import requests

from main_app.channels.crm import CRMChannel, outcome_of_one
from main_app.channels.http_responses import unreachable
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.enqueue import REGISTRATIONS
from main_app.outbox.retry_policy import LONG_RETRY_DELAYS, Outcome
from main_app.services.notify_crm import CRMNotificationService


class RegistrationChannel(Channel):
    name = REGISTRATIONS
    delays = LONG_RETRY_DELAYS

    def __init__(self, service: CRMNotificationService):
        self._service = service
        self._crm = CRMChannel(service)
        self.max_delivery_seconds = service.request_timeout

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._deliver_one(message) for message in messages]

    def probe(self) -> Outcome:
        return self._crm.probe()

    def _deliver_one(self, message: Claimed) -> Outcome:
        try:
            response = self._service.post_registration(message.event_id, message.payload)
        except requests.RequestException as error:
            return unreachable(error)
        return outcome_of_one(response, message)
