"""What each channel delivers through: one adapter a channel, looked up by its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import requests

from main_app.outbox.enqueue import ALERTS, CRM, REGISTRATIONS
from main_app.outbox.retry_policy import (
    CRM_DELAYS,
    CUSTOMER_DELAYS,
    Dead,
    Delivered,
    Outcome,
    Retry,
    classify_status,
    parse_retry_after,
)
from main_app.services.alert_webhook import AlertWebhook
from main_app.services.bounded_http import Answer
from main_app.services.notify_crm import CRMNotificationService
from service_kit import clock

# Said of a batch as a whole it is no verdict on each message in it: they are tried one by one.
ENVELOPE_REFUSED = frozenset({400, 413})


@dataclass(frozen=True)
class Claimed:
    """A message this worker holds: `fence` proves it when the outcome is written down."""

    id: int
    fence: int
    event_id: str
    attempts: int
    kind: str
    payload: dict[str, Any]
    ordering_key: str | None = None


class Channel(Protocol):
    name: str
    delays: tuple[int, ...]
    largest_batch: int

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        """Try each message once; an outcome for each, in order. Never raises for what the other side does."""
        ...

    def probe(self) -> Outcome:
        """Whether a message would get through now, without sending one."""
        ...


class CRMChannel:
    """Deliveries to the CRM: one alone through /notify, several through /notify/batch."""

    name = CRM
    delays = CRM_DELAYS
    largest_batch = 100

    def __init__(self, service: CRMNotificationService):
        self._service = service

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        try:
            if len(messages) == 1:
                return [_judge(self._service.post_one(messages[0].event_id, messages[0].payload), messages[0])]
            answer = self._service.post_batch([(message.event_id, message.payload) for message in messages])
        except requests.RequestException as error:
            return [_unreachable(error)] * len(messages)
        if answer.status in ENVELOPE_REFUSED:
            return [self.deliver([message])[0] for message in messages]
        return self._judge_batch(answer, messages)

    def probe(self) -> Outcome:
        try:
            answer = self._service.post_batch([])
        except requests.RequestException as error:
            return _unreachable(error)
        failure = _failure(answer)
        if failure:
            return failure
        results = _object(answer).get("results")
        return Delivered({}) if results == [] else _not_the_crm(answer.status)

    def _judge_batch(self, answer: Answer, messages: Sequence[Claimed]) -> list[Outcome]:
        failure = _failure(answer)
        if failure:
            return [failure] * len(messages)
        results = _object(answer).get("results")
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


class RegistrationChannel:
    """New customers for the CRM's approval queue, one at a time through its webhook."""

    name = REGISTRATIONS
    delays = CRM_DELAYS
    largest_batch = 1

    def __init__(self, service: CRMNotificationService):
        self._service = service
        self._crm = CRMChannel(service)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._deliver_one(message) for message in messages]

    def probe(self) -> Outcome:
        return self._crm.probe()

    def _deliver_one(self, message: Claimed) -> Outcome:
        try:
            answer = self._service.post_registration(message.event_id, message.payload)
        except requests.RequestException as error:
            return _unreachable(error)
        return _judge(answer, message)


class AlertChannel:
    """Alerts to the address an operator named. Any 2xx counts: it is not ours to say what it answers."""

    name = ALERTS
    largest_batch = 1

    def __init__(self, webhook: AlertWebhook, retries: int):
        self._webhook = webhook
        self.delays = CUSTOMER_DELAYS[:retries]

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._deliver_one(message) for message in messages]

    def probe(self) -> Outcome:
        return Delivered({})  # there is nothing to ask it: its own schedule of retries must do

    def _deliver_one(self, message: Claimed) -> Outcome:
        try:
            answer = self._webhook.post(message.event_id, message.payload)
        except requests.RequestException as error:
            return _unreachable(error)
        return _failure(answer) or Delivered({}, answer.status)


def all_channels(config: Mapping[str, Any]) -> list[Channel]:
    """Every channel of this installation."""
    crm = CRMNotificationService(config["CRM_BASE_URL"], config["CRM_AUTH_TOKEN"])
    channels: list[Channel] = [CRMChannel(crm), RegistrationChannel(crm)]
    if config["ALERT_WEBHOOK_URL"]:
        channels.append(AlertChannel(AlertWebhook(config["ALERT_WEBHOOK_URL"]), config["NOTIFICATION_MAX_RETRIES"]))
    return channels


def _judge(answer: Answer, message: Claimed) -> Outcome:
    """Delivered only where a success names the message: a login page's 200 does not."""
    failure = _failure(answer)
    if failure:
        return failure
    body = _object(answer)
    if body.get("notification_id") != message.event_id:
        return _not_the_crm(answer.status)
    return Delivered(_receipt(body), answer.status)


def _failure(answer: Answer) -> Outcome | None:
    if 200 <= answer.status < 300:
        return None
    retry_after = parse_retry_after(answer.headers.get("Retry-After"), clock.now())
    return classify_status(answer.status, answer.detail(), retry_after)


def _object(answer: Answer) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _receipt(body: dict[str, Any]) -> dict[str, Any]:
    return {"notification_id": body.get("notification_id"), "timestamp": body.get("timestamp")}


def _not_the_crm(status: int) -> Retry:
    # A login page or a proxy's "200 OK" must never count as delivered.
    return Retry("the answer does not name the message: this is not the CRM speaking", status)


def _unreachable(error: requests.RequestException) -> Retry:
    if isinstance(error, requests.Timeout):
        return Retry(f"timeout: {error}")
    if isinstance(error, requests.ConnectionError):
        return Retry("connection failed: nothing answers there, or it hung up")
    return Retry(f"{type(error).__name__}: {error}"[:300])
