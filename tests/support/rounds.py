"""How often a race or a kill is repeated: all rounds with `python -m tests --thorough`, a fifth of them otherwise."""

import os

THOROUGH = "SAMAYA_THOROUGH"  # set by `python -m tests --thorough`


def rounds(all_of_them: int) -> int:
    """The number of rounds for this run."""
    return all_of_them if os.environ.get(THOROUGH) else max(1, all_of_them // 5)
