"""Compares the product with bare hand-written endpoints and writes RESULTS.md.

Everything runs on this one machine, the clients too: the ratios say more than the rates. `--quick` takes
under a minute and writes nothing.
"""

import argparse
import os
import sys
import time
from contextlib import ExitStack

from benchmarks.against import compare_with_commit
from benchmarks.report import RESULTS, Section, print_section, text
from benchmarks.sections import SECTIONS
from tests.support.postgres import ADMIN_URL, throwaway_cluster

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help=f"only these: {', '.join(SECTIONS)}")
    parser.add_argument("--engine", choices=ENGINES, help="on this database only")
    parser.add_argument("--quick", action="store_true", help="on SQLite, once, in under a minute; writes nothing")
    parser.add_argument("--against", metavar="COMMIT", help="compare with this commit instead; writes nothing")
    options = parser.parse_args()
    engines = [options.engine] if options.engine else ["sqlite"] if options.quick else list(ENGINES)
    chosen = options.sections or (["bookings"] if options.quick else list(SECTIONS))
    started = time.monotonic()
    sections: list[Section] = []
    with ExitStack() as stack:
        for engine in engines:
            os.environ["TEST_ENGINE"] = engine
            if engine == "postgresql" and ADMIN_URL not in os.environ:
                os.environ[ADMIN_URL] = stack.enter_context(throwaway_cluster(durable=True))
            if options.against:
                for section in compare_with_commit(options.against):
                    print_section(section)
                continue
            for name in chosen:
                began = time.monotonic()
                for section in SECTIONS[name](options.quick):
                    print_section(section)
                    sections.append(section)
                print(f"       {name} on {engine}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    if not (options.quick or options.sections or options.engine or options.against):
        RESULTS.write_text(text(sections, time.monotonic() - started))
        print(f"\nwritten to {RESULTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
