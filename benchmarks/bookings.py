"""Bookings a second beside the bare endpoint, with no worker and with one worker running."""

import time
from collections.abc import Callable

from benchmarks.load import Load, run_bookings
from benchmarks.report import Section, compare
from benchmarks.stage import Bare, Product

CLIENTS = (1, 8, 32, 128)
WITHOUT_WORKER, WITH_WORKER = 0.70, 0.55
P99_WITHOUT_WORKER, P99_WITH_WORKER = 1.5, 2.0
LAST_DELIVERIES_SECONDS = 1.0


def measure_bookings(product: Product, bare: Bare, seconds: float, repeats: int) -> Section:
    """Alternate the three sides, so that background load affects all alike."""
    section = Section(
        f"Bookings on {product.engine}",
        "The rate as a share of the bare endpoint's, p99 as a multiple of its p99. Medians (lowest - highest).",
    )
    bookable, bare_bookable = product.bookable(), bare.bookable()
    for clients in CLIENTS:
        sides: dict[str, list[Load]] = {"bare": [], "no worker": [], "one worker": []}
        undelivered: list[float] = []
        for _ in range(repeats):
            sides["bare"].append(run_bookings(bare.url, bare_bookable, clients, seconds))
            sides["no worker"].append(run_bookings(product.url, bookable, clients, seconds))
            with product.worker_running():
                product.wait_until_delivered()
                product.discard_messages_to_people()  # of the load before, which had no worker
                sides["one worker"].append(run_bookings(product.url, bookable, clients, seconds))
                undelivered.append(_seconds_until(product.wait_until_delivered))
        for side, share, slower in (
            ("no worker", WITHOUT_WORKER, P99_WITHOUT_WORKER),
            ("one worker", WITH_WORKER, P99_WITH_WORKER),
        ):
            section.rows.append(compare(f"{clients} clients, {side}", sides[side], sides["bare"], share, slower))
        section.note(
            f"{clients} clients: everything delivered {max(undelivered):.1f} s after the load at most"
            f" (target {LAST_DELIVERIES_SECONDS:g} s)"
        )
    return section


def _seconds_until(done: Callable[[], None]) -> float:
    started = time.monotonic()
    done()
    return time.monotonic() - started
