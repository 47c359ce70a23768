"""Sends text messages through Twilio. Twilio's error codes count before the HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass

from main_app.channels.personal_channel import PersonalChannel, Prepare, deliver_prepared, short_delays
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import ChannelRefused, Dead, Delivered, Outcome, Retry, classify_status
from main_app.services.twilio_sms import TIMEOUT, TwilioFailed, TwilioSms, TwilioUnreachable
from service_kit.phone_numbers import mask_numbers

SMS = "sms"
# https://www.twilio.com/docs/api/errors
REFUSED_CODES = frozenset(
    {20003, 20005, 20006, 20008, 21606, 21659, 21660, 21603}
)  # our account: wrong credentials or sender, suspended
RETRY_CODES = frozenset({20429, 20500, 20503, 21611, 30001, 30022, 63018})  # too many requests, full queues
DEAD_CODES = frozenset(
    {21211, 21214, 21217, 21408, 21610, 21612, 21614, 21617, 30003, 30004, 30005, 30006}
)  # this number cannot get messages, or none from our sender


@dataclass(frozen=True)
class OutgoingText:
    to: str  # +1234567890
    text: str


class SmsChannel(PersonalChannel):
    name = SMS
    max_delivery_seconds = TIMEOUT + 5

    def __init__(self, twilio: TwilioSms, prepare: Prepare[OutgoingText], retries: int):
        self._twilio = twilio
        self._prepare = prepare
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return deliver_prepared(
            messages, self._prepare, lambda texts: [self._send(message, text) for message, text in texts]
        )

    def probe(self) -> Outcome:
        try:
            self._twilio.check()
        except TwilioFailed as error:
            return outcome_of_error(error)
        except TwilioUnreachable as error:
            return Retry(f"Twilio did not answer: {error}")
        return Delivered({})

    def _send(self, message: Claimed, text: OutgoingText) -> Outcome:
        try:
            return Delivered({"sid": self._twilio.send(text.to, text.text, message.event_id)}, 201)
        except TwilioFailed as error:
            return outcome_of_error(error)
        except TwilioUnreachable as error:
            return Retry(f"Twilio did not answer: {error}")


def outcome_of_error(error: TwilioFailed) -> Outcome:
    """The outcome of an error from Twilio."""
    text = f"Twilio {error.code or error.status}: {mask_numbers(error.text)}"[:300]
    if error.code in REFUSED_CODES:
        return ChannelRefused(text, error.status)
    if error.code in RETRY_CODES:
        return Retry(text, error.status)
    if error.code in DEAD_CODES:
        return Dead(text, error.status)
    return classify_status(error.status, text)
