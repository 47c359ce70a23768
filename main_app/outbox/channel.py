"""The interface of a channel. The channels are in channels/; worker_setup.py lists those in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from main_app.outbox.retry_policy import Delivered, Outcome


@dataclass(frozen=True)
class Claimed:
    """A message that this worker has claimed. Its outcome is recorded only if its row still has this `fence`."""

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
    send_individually: bool = False


class Channel:
    """One kind of receiver.

    `deliver` takes at most `max_delivery_seconds`. Leases last longer, so that no other worker delivers meanwhile.
    With `one_destination` a failure can stop the channel until a probe succeeds (health.py). Without it a failure
    affects only that message, and the later ones with the same `destination`, if they name one.
    """

    name: str
    delays: tuple[int, ...]
    max_batch_size: int = 1
    max_delivery_seconds: float = 10.0
    one_destination: bool = True
    throttled_under_load: bool = False  # so that requests and the CRM's messages come first (high_load.py)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        """Attempt each message once. Returns an outcome for each, in order. Never raises because of the receiver."""
        raise NotImplementedError

    def probe(self) -> Outcome:
        """Whether a message would get through now, without sending one."""
        return Delivered({})
