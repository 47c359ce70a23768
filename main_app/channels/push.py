"""Sends push notifications to all of a person's browsers. Subscriptions that have ended are removed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from main_app.channels.http_responses import unreachable
from main_app.channels.personal_channel import PersonalChannel, Prepare, best_of, deliver_prepared, short_delays
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import (
    ChannelRefused,
    Dead,
    Delivered,
    Outcome,
    Retry,
    Skipped,
    classify_status,
    parse_retry_after,
)
from main_app.services.web_push import MAX_DEVICES, TIMEOUT, PushFailed, Subscription, WebPush
from service_kit import clock

PUSH = "push"
NO_DEVICE = "no_device"
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class OutgoingPush:
    to: tuple[Subscription, ...]
    note: dict[str, Any]


class PushChannel(PersonalChannel):
    name = PUSH
    max_delivery_seconds = TIMEOUT * MAX_DEVICES
    one_destination = False  # each browser vendor runs its own push service

    def __init__(self, push: WebPush, prepare: Prepare[OutgoingPush], forget: Callable[[int], None], retries: int):
        """`forget` removes a subscription, in a transaction of its own."""
        self._push = push
        self._prepare = prepare
        self._forget = forget
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return deliver_prepared(messages, self._prepare, self._send)

    def _send(self, pushes: Sequence[tuple[Claimed, OutgoingPush]]) -> list[Outcome]:
        return [
            best_of([self._send_one(message, push, device) for device in push.to[-MAX_DEVICES:]])
            for message, push in pushes
        ]

    def _send_one(self, message: Claimed, push: OutgoingPush, device: Subscription) -> Outcome:
        try:
            status = self._push.send(device, push.note | {"id": message.event_id}, message.event_id)
        except PushFailed as error:
            if error.status in GONE:
                self._forget(device.id)
                return Skipped(NO_DEVICE)
            retry_after = parse_retry_after(error.retry_after, clock.now())
            outcome = classify_status(error.status, error.text, retry_after)
            # One push service that refuses our key must not stop the deliveries to the others.
            return Dead(outcome.error, error.status) if isinstance(outcome, ChannelRefused) else outcome
        except requests.TooManyRedirects:
            return Retry("the push service answered with a redirect")
        except requests.RequestException as error:
            return unreachable(error)
        except ValueError as error:
            self._forget(device.id)
            return Dead(f"this subscription cannot be used: {error}"[:300])
        return Delivered({}, status)
