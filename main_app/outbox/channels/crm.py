"""Sends notifications to the CRM: a single one to /notify, several to /notify/batch."""

from collections.abc import Sequence
from typing import Any

import requests

from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.channels.http_answers import failure, json_object, unreachable
from main_app.outbox.enqueue import CRM
from main_app.outbox.retry_policy import CRM_DELAYS, Dead, Delivered, OneByOne, Outcome, Retry
from main_app.services.notify_crm import CRMNotificationService
from service_kit.http_client import Answer

# Statuses that refuse a batch as a whole, without saying which message is the cause.
BATCH_REFUSED = frozenset({400, 413})


class CRMChannel(Channel):
    name = CRM
    delays = CRM_DELAYS
    largest_batch = 100

    def __init__(self, service: CRMNotificationService):
        self._service = service
        self.longest_delivery_seconds = service.request_timeout

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        try:
            if len(messages) == 1:
                answer = self._service.post_one(messages[0].event_id, messages[0].payload)
                return [outcome_of_one(answer, messages[0])]
            answer = self._service.post_batch([(message.event_id, message.payload) for message in messages])
        except requests.RequestException as error:
            return [unreachable(error)] * len(messages)
        if answer.status in BATCH_REFUSED:
            refused = OneByOne(f"HTTP {answer.status}: the batch was refused as a whole", answer.status)
            return [refused] * len(messages)
        return _outcomes_of_batch(answer, messages)

    def probe(self) -> Outcome:
        """Send an empty batch: it checks the address, the token, the CRM and its database, and stores nothing."""
        try:
            answer = self._service.post_batch([])
        except requests.RequestException as error:
            return unreachable(error)
        failed = failure(answer)
        if failed:
            return failed
        return Delivered({}) if json_object(answer).get("results") == [] else _not_the_crm(answer.status)


def outcome_of_one(answer: Answer, message: Claimed) -> Outcome:
    """Delivered only if a 2xx answer names the message: a proxy or sign-in page may answer 200 too."""
    failed = failure(answer)
    if failed:
        return failed
    body = json_object(answer)
    if body.get("notification_id") != message.event_id:
        return _not_the_crm(answer.status)
    return Delivered(_receipt(body), answer.status)


def _outcomes_of_batch(answer: Answer, messages: Sequence[Claimed]) -> list[Outcome]:
    failed = failure(answer)
    if failed:
        return [failed] * len(messages)
    results = json_object(answer).get("results")
    by_id = {}
    if isinstance(results, list):
        by_id = {result.get("id"): result for result in results if isinstance(result, dict)}
    outcomes: list[Outcome] = []
    for message in messages:
        result = by_id.get(message.event_id, {})
        if result.get("status") in ("stored", "repeat"):
            outcomes.append(Delivered(_receipt(result), answer.status))
        elif result.get("status") == "refused":
            outcomes.append(Dead(f"refused: {str(result.get('error', ''))[:300]}", answer.status))
        else:
            outcomes.append(_not_the_crm(answer.status))
    return outcomes


def _receipt(body: dict[str, Any]) -> dict[str, Any]:
    return {"notification_id": body.get("notification_id"), "timestamp": body.get("timestamp")}


def _not_the_crm(status: int) -> Retry:
    return Retry("the answer does not name the message: it is not from the CRM", status)
