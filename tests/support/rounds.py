"""How often a race or a kill is repeated: all rounds with `python -m tests --thorough`, a tenth of them otherwise."""

import os
from collections.abc import Callable, Iterator

THOROUGH = "SAMAYA_THOROUGH"  # set by `python -m tests --thorough`


def thorough() -> bool:
    return bool(os.environ.get(THOROUGH))


def rounds(full_number: int) -> int:
    """The number of rounds for this run."""
    return full_number if thorough() else max(1, full_number // 10)


def until_raced(least: int, raced: Callable[[], bool]) -> Iterator[int]:
    """Yield the numbers of the rounds: at least so many, and more until each side won, because chance decides."""
    for number in range(50 * least):
        if number >= least and raced():
            return
        yield number
    raise AssertionError("it was no race: one side always won")
