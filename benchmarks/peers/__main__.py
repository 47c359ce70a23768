"""`python -m benchmarks.peers pretix`: sets up what measuring needs, then runs `benchmarks/peers/pretix.py`."""

import sys

from tests.support.environment import run_in_environment

if __name__ == "__main__":
    sys.exit(run_in_environment("benchmarks.peers.pretix", "benchmarks.peers"))
