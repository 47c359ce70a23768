"""Throttles messages to people under load, planning and sending them: requests and the CRM's messages come first."""

import time

HIGH_LOAD_CHANGES = 5  # in one round of the dispatcher: about 50 a second
HIGH_LOAD_SECONDS = 0.5  # after a round with so many
MESSAGES_PER_SECOND = 5  # of each throttled channel, and changes planned: slower, but never stopped
MAX_BATCH_SIZE_UNDER_LOAD = 10  # messages, or changes planned


class HighLoad:
    """Whether many changes arrive. The dispatcher's loop records them, its delivery threads ask."""

    def __init__(self) -> None:
        self._until = 0.0  # monotonic

    def record_round(self, changes: int) -> None:
        """Record the number of changes that one round processed."""
        if changes >= HIGH_LOAD_CHANGES:
            self._until = time.monotonic() + HIGH_LOAD_SECONDS

    def seconds_left(self) -> float:
        """0 if the load is normal."""
        return max(0.0, self._until - time.monotonic())


class Throttle:
    """When a channel, or a stage of the journal, may take its next batch."""

    def __init__(self, high_load: HighLoad, *, throttled_under_load: bool) -> None:
        self._high_load = high_load
        self._throttled_under_load = throttled_under_load
        self._next = 0.0  # monotonic

    def is_active(self) -> bool:
        return self._throttled_under_load and self._high_load.seconds_left() > 0

    def max_batch_size(self, usual: int) -> int:
        """How many messages the next batch may have: few under high load, so that no batch takes long."""
        return min(usual, MAX_BATCH_SIZE_UNDER_LOAD) if self.is_active() else usual

    def seconds_until_next(self) -> float:
        """0 if a batch may be sent now."""
        if not self.is_active():
            return 0.0
        return max(0.0, min(self._next - time.monotonic(), self._high_load.seconds_left()))

    def count_sent(self, messages: int) -> None:
        """Delay the next batch so that under high load the rate stays at MESSAGES_PER_SECOND."""
        self._next = time.monotonic() + messages / MESSAGES_PER_SECOND
