"""What a channel must provide. Each channel is one file in channels/; installation.py lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from main_app.outbox.retry_policy import Delivered, Outcome


@dataclass(frozen=True)
class Claimed:
    """A message this worker holds under a lease: `fence` proves it when the outcome is recorded."""

    id: int
    fence: int
    event_id: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    waiting_since: datetime
    subject: str = ""
    ordering_key: str | None = None
    recipient: str = ""
    destination: str = ""
    alone: bool = False


class Channel:
    """One kind of receiver.

    `longest_delivery_seconds` bounds `deliver`: a lease lasts longer, so that nobody else delivers meanwhile.
    With `one_destination` a failure closes the channel until a probe passes. Without it each destination fails
    for itself, and the others are delivered as before.
    """

    name: str
    delays: tuple[int, ...]
    largest_batch: int = 1
    longest_delivery_seconds: float = 10.0
    one_destination: bool = True
    gives_way: bool = False  # to requests and the CRM's messages, while many changes arrive

    def reasons_to_skip(self, messages: Sequence[Claimed]) -> Mapping[int, str]:
        """Check the facts just before delivery. Returns the reason, by id, for each message that must not be sent."""
        return {}

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        """Attempt each message once. Returns an outcome for each, in order. Never raises because of the receiver."""
        raise NotImplementedError

    def probe(self) -> Outcome:
        """Whether a message would get through now, without sending one."""
        return Delivered({})
