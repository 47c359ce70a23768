"""Sends notifications to the CRM: a single one to /notify, several to /notify/batch."""

from collections.abc import Sequence
from typing import Any

import requests

from main_app.channels.http_responses import failure, json_object, unreachable
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.enqueue import CRM
from main_app.outbox.retry_policy import LONG_RETRY_DELAYS, Dead, Delivered, Outcome, Retry, SplitBatch
from main_app.services.notify_crm import CRMNotificationService
from service_kit.http_client import HttpResponse

# Statuses that refuse a batch as a whole, without saying which message is the cause.
BATCH_REFUSED = frozenset({400, 413})


class CRMChannel(Channel):
    name = CRM
    delays = LONG_RETRY_DELAYS
    max_batch_size = 100

    def __init__(self, service: CRMNotificationService):
        self._service = service
        self.max_delivery_seconds = service.request_timeout

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        try:
            if len(messages) == 1:
                response = self._service.post_one(messages[0].event_id, messages[0].payload)
                return [outcome_of_one(response, messages[0])]
            response = self._service.post_batch([(message.event_id, message.payload) for message in messages])
        except requests.RequestException as error:
            return [unreachable(error)] * len(messages)
        if response.status in BATCH_REFUSED:
            refused = SplitBatch(f"HTTP {response.status}: the batch was refused as a whole", response.status)
            return [refused] * len(messages)
        return _outcomes_of_batch(response, messages)

    def probe(self) -> Outcome:
        """Send an empty batch: it checks the address, the token, the CRM and its database, and stores nothing."""
        try:
            response = self._service.post_batch([])
        except requests.RequestException as error:
            return unreachable(error)
        failed = failure(response)
        if failed:
            return failed
        return Delivered({}) if json_object(response).get("results") == [] else _not_the_crm(response.status)


def outcome_of_one(response: HttpResponse, message: Claimed) -> Outcome:
    """Delivered only if a 2xx response names the message: a proxy or sign-in page may respond with 200 too."""
    failed = failure(response)
    if failed:
        return failed
    body = json_object(response)
    if body.get("notification_id") != message.event_id:
        return _not_the_crm(response.status)
    return Delivered(_receipt(body), response.status)


def _outcomes_of_batch(response: HttpResponse, messages: Sequence[Claimed]) -> list[Outcome]:
    failed = failure(response)
    if failed:
        return [failed] * len(messages)
    results = json_object(response).get("results")
    by_id = {}
    if isinstance(results, list):
        by_id = {result.get("id"): result for result in results if isinstance(result, dict)}
    outcomes: list[Outcome] = []
    for message in messages:
        result = by_id.get(message.event_id, {})
        if result.get("status") in ("stored", "repeat"):
            outcomes.append(Delivered(_receipt(result), response.status))
        elif result.get("status") == "refused":
            outcomes.append(Dead(f"refused: {str(result.get('error', ''))[:300]}", response.status))
        else:
            outcomes.append(_not_the_crm(response.status))
    return outcomes


def _receipt(body: dict[str, Any]) -> dict[str, Any]:
    return {"notification_id": body.get("notification_id"), "timestamp": body.get("timestamp")}


def _not_the_crm(status: int) -> Retry:
    return Retry("the response does not name the message: it is not from the CRM", status)
