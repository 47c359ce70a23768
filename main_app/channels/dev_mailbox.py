"""The development mailbox as a channel: it takes the place of a vendor without credentials."""

from collections.abc import Sequence

from main_app.channels.personal_channel import PersonalChannel, Prepare, deliver_prepared, short_delays
from main_app.channels.sms import OutgoingText
from main_app.channels.team_chats import OutgoingChat
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Delivered, Outcome
from main_app.services.dev_mailbox import Mailbox


class MailboxChannel(PersonalChannel):
    def __init__(self, name: str, mailbox: Mailbox, prepare: Prepare[OutgoingText | OutgoingChat], retries: int):
        self.name = name
        self._mailbox = mailbox
        self._prepare = prepare
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return deliver_prepared(messages, self._prepare, self._send)

    def _send(self, contents: Sequence[tuple[Claimed, OutgoingText | OutgoingChat]]) -> list[Outcome]:
        for _, content in contents:
            self._mailbox.add(self.name, content.to, content.text)
        return [Delivered({})] * len(contents)
