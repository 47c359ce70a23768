"""How often a race or a kill is repeated: all rounds with `python -m tests --thorough`, a tenth of them otherwise."""

import os

THOROUGH = "SAMAYA_THOROUGH"  # set by `python -m tests --thorough`


def thorough() -> bool:
    return bool(os.environ.get(THOROUGH))


def rounds(full_number: int) -> int:
    """The number of rounds for this run."""
    return full_number if thorough() else max(1, full_number // 10)
