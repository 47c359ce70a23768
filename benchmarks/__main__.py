"""`python -m benchmarks [sqlite|postgresql]`: starts the services, measures, prints a table. Under a minute.

Everything runs on this one machine, the clients too, so the figures are a lower bound; the ratios
say more than the figures do.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from contextlib import ExitStack

from benchmarks.measure import (
    bookings_per_second,
    deliveries_per_second,
    idle_latencies,
    plain_requests_per_second,
    prepared,
)
from tests.support.postgres import ADMIN_URL, throwaway_cluster

CLIENTS = 32
BOOKINGS_EACH = 12
IDLE_BOOKINGS = 40


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the real services.")
    parser.add_argument("engine", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    engine = parser.parse_args().engine
    os.environ["TEST_ENGINE"] = engine
    started = time.monotonic()
    with ExitStack() as stack:
        if engine == "postgresql" and ADMIN_URL not in os.environ:
            os.environ[ADMIN_URL] = stack.enter_context(throwaway_cluster())
        stage = stack.enter_context(prepared(CLIENTS, BOOKINGS_EACH, IDLE_BOOKINGS))
        plain = plain_requests_per_second(stage)
        alone, seconds = bookings_per_second(stage)
        in_batches = deliveries_per_second(stage, batch_size=100)
        stage.cancel_all()
        one_by_one = deliveries_per_second(stage, batch_size=1)
        latencies = idle_latencies(stage)
    cuts = statistics.quantiles(latencies, n=100, method="inclusive")
    answers = statistics.quantiles(seconds, n=100, method="inclusive")
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    print(f"{engine}, {machine}, Python {platform.python_version()}")
    print(f"measured in {time.monotonic() - started:.0f} s, clients on the same machine\n")
    rows = [
        ("requests answered without the database", f"{plain:,.0f} a second", ""),
        (f"bookings over HTTP, {CLIENTS} clients", f"{alone:,.0f} a second", f"1/{plain / alone:.1f} of the above"),
        ("  a booking's answer, p50 / p99", f"{answers[49] * 1000:.0f} / {answers[98] * 1000:.0f} ms", ""),
        ("deliveries, one by one", f"{one_by_one:,.0f} a second", ""),
        ("deliveries of a backlog, in batches", f"{in_batches:,.0f} a second", f"{in_batches / one_by_one:.1f} times"),
        ("idle: booked to stored at the CRM, p50 / p99", f"{cuts[49] * 1000:.0f} / {cuts[98] * 1000:.0f} ms", ""),
    ]
    for what, figure, ratio in rows:
        print(f"{what:<46}{figure:>18}   {ratio}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
