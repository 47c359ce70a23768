"""While many changes arrive, messages to people go out slowly: requests and the CRM's messages come first."""

import time

MANY_CHANGES = 5  # of one round of the dispatcher: about 50 a second
LASTS_SECONDS = 0.5  # after a round with so many
MESSAGES_PER_SECOND = 20  # of each channel that gives way: its messages lag, but none waits for the end


class Rush:
    """Whether many changes arrive. The dispatcher's loop notes them, its delivery threads ask."""

    def __init__(self) -> None:
        self._until = 0.0  # monotonic

    def note(self, changes: int) -> None:
        """So many changes were worked out in one round."""
        if changes >= MANY_CHANGES:
            self._until = time.monotonic() + LASTS_SECONDS

    def seconds_left(self) -> float:
        """0 where no rush is on."""
        return max(0.0, self._until - time.monotonic())


class Turns:
    """When a channel that gives way during a rush may send its next batch."""

    def __init__(self, rush: Rush, *, gives_way: bool) -> None:
        self._rush = rush
        self._gives_way = gives_way
        self._next = 0.0  # monotonic

    def must_wait(self) -> bool:
        return self._gives_way and self._rush.seconds_left() > 0

    def seconds_until_next(self) -> float:
        """0 where a batch may go now."""
        if not self.must_wait():
            return 0.0
        return max(0.0, min(self._next - time.monotonic(), self._rush.seconds_left()))

    def take(self, messages: int) -> None:
        """So many messages are sent now: the next ones of a rush come later."""
        self._next = time.monotonic() + messages / MESSAGES_PER_SECOND
