"""Writes the notifications in the app: one row per message, however often it is delivered."""

from collections.abc import Callable, Sequence
from typing import Any

from main_app.channels.personal_channel import PersonalChannel, Prepare, deliver_prepared, short_delays
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Delivered, Outcome

IN_APP = "in_app"


class InAppChannel(PersonalChannel):
    name = IN_APP
    max_batch_size = 100

    def __init__(
        self,
        prepare: Prepare[Any],
        write: Callable[[Sequence[tuple[str, Any]]], None],
        retries: int,
    ):
        """`write` adds rows by event id, in a transaction of its own, leaving out those that exist."""
        self._prepare = prepare
        self._write = write
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return deliver_prepared(messages, self._prepare, self._send)

    def _send(self, notes: Sequence[tuple[Claimed, Any]]) -> list[Outcome]:
        self._write([(message.event_id, note) for message, note in notes])
        return [Delivered({})] * len(notes)
