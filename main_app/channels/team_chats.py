"""Sends messages to a facilitator's team by Slack, Discord and WhatsApp."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests

from main_app.channels.http_responses import failure, json_object, unreachable
from main_app.channels.personal_channel import PersonalChannel, Prepare, deliver_prepared, short_delays
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import ChannelRefused, Dead, Delivered, Outcome, Retry, classify_status
from main_app.services.team_chats import TEMPLATE, TIMEOUT, NotAllowed, TeamChats, WhatsApp
from service_kit.http_client import HttpResponse
from service_kit.phone_numbers import mask_numbers

SLACK, DISCORD, WHATSAPP = "slack", "discord", "whatsapp"
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes: they count before the HTTP status.
WHATSAPP_REFUSED = frozenset({0, 3, 10, 190, 131005, 131031, 131042, 133010})
WHATSAPP_RETRY = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057})
WHATSAPP_TEMPLATE = frozenset({132001, 132007, 132015, 132016})  # in this language: the others are not affected


@dataclass(frozen=True)
class OutgoingChat:
    to: str  # a webhook's URL, or for WhatsApp a phone number
    text: str
    language: str
    words: tuple[str, ...]  # for WhatsApp's approved template


class ChatChannel(PersonalChannel):
    """Slack or Discord. Each team has its own webhook; one that fails does not affect the others."""

    one_destination = False
    max_delivery_seconds = TIMEOUT

    def __init__(self, name: str, chats: TeamChats, prepare: Prepare[OutgoingChat], retries: int):
        self.name = name
        self._chats = chats
        self._prepare = prepare
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return deliver_prepared(messages, self._prepare, lambda chats: [self._send(chat) for _, chat in chats])

    def _send(self, chat: OutgoingChat) -> Outcome:
        try:
            response = self._chats.post(self.name, chat.to, chat.text)
        except NotAllowed as error:
            return Dead(str(error))
        except requests.RequestException as error:
            return unreachable(error)
        failed = failure(response)
        # A webhook that the team deleted responds with 403 or 404. We have no credentials that could be wrong.
        if isinstance(failed, ChannelRefused):
            return Dead(failed.error, response.status)
        return failed or Delivered({}, response.status)


class WhatsAppChannel(PersonalChannel):
    name = WHATSAPP
    max_delivery_seconds = TIMEOUT

    def __init__(self, whatsapp: WhatsApp, prepare: Prepare[OutgoingChat], retries: int):
        self._whatsapp = whatsapp
        self._prepare = prepare
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return deliver_prepared(
            messages, self._prepare, lambda chats: [self._send(message, chat) for message, chat in chats]
        )

    def probe(self) -> Outcome:
        try:
            response = self._whatsapp.check()
        except requests.RequestException as error:
            return unreachable(error)
        return _failed(response) or Delivered({})

    def _send(self, message: Claimed, chat: OutgoingChat) -> Outcome:
        try:
            response = self._whatsapp.send(chat.to, chat.language, chat.words, message.event_id)
        except requests.RequestException as error:
            return unreachable(error)
        failed = _failed(response)
        if failed:
            return failed
        sent = json_object(response).get("messages")
        if not isinstance(sent, list) or not sent or not isinstance(sent[0], dict):
            return Retry("the response does not name the message: it is not from WhatsApp", response.status)
        return Delivered({"sid": str(sent[0].get("id", ""))[:200]}, response.status)


def _failed(response: HttpResponse) -> Outcome | None:
    if 200 <= response.status < 300:
        return None
    error: Any = json_object(response).get("error")
    if not isinstance(error, dict):
        return classify_status(response.status, mask_numbers(response.detail()))
    code = error.get("code")
    text = f"WhatsApp {code}: {mask_numbers(str(error.get('message')))}"[:300]
    if code in WHATSAPP_REFUSED:
        return ChannelRefused(text, response.status)
    if code in WHATSAPP_RETRY:
        return Retry(text, response.status)
    if code in WHATSAPP_TEMPLATE:
        return Dead(f"the template {TEMPLATE} cannot be used in this language: {text}"[:300], response.status)
    return classify_status(response.status, text)
