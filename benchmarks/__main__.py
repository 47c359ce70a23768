"""`python -m benchmarks`: sets up what measuring needs, then runs `benchmarks/measure.py`. Needs only Python itself."""

import sys

from tests.support.environment import run_in_environment

if __name__ == "__main__":
    sys.exit(run_in_environment("benchmarks.measure", "benchmarks"))
