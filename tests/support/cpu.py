"""CPU time of a piece of work, for tests of the worst input."""

import time
from collections.abc import Callable
from typing import Any

# The worst input takes about 0.025 s on a machine that is not busy, and up to 0.1 s beside other processes. What this
# looks for grows with the square of the input and takes seconds.
MAX_CPU_SECONDS = 0.25
ROUNDS = 5  # the smallest measurement counts, because other processes share the machine
COUNT_TO, COUNT_SECONDS = 1_000_000, 0.04  # the time that such a machine takes to count so far


def cpu_seconds(do: Callable[[], Any]) -> float:
    """Return the smallest CPU time of several rounds; stops after a round within the limit.

    If the limit is exceeded, the machine may be slow, so the time is divided by what a simple loop takes now.
    """
    took = float("inf")
    for _ in range(ROUNDS):
        took = min(took, _cpu_time(do))
        if took < MAX_CPU_SECONDS:
            return took
    return took * COUNT_SECONDS / min(_cpu_time(_count) for _ in range(ROUNDS))


def _cpu_time(do: Callable[[], Any]) -> float:
    begun = time.thread_time()
    do()
    return time.thread_time() - begun


def _count() -> None:
    number = 0
    while number < COUNT_TO:
        number += 1
