"""Bookings a second compared with the bare endpoint, with no worker and with one worker running."""

import time
from collections.abc import Callable

from benchmarks.load import Load, run_bookings
from benchmarks.report import Section, compare
from benchmarks.stage import Bare, Product

CLIENTS = (1, 8, 32, 128)
SIDES = BARE, ALONE, WITH_WORKER = "bare", "no worker", "one worker"
SHARE_ALONE, SHARE_WITH_WORKER = 0.70, 0.55
P99_ALONE, P99_WITH_WORKER = 1.5, 2.0
LAST_DELIVERIES_SECONDS = 1.0


def measure_bookings(product: Product, bare: Bare, seconds: float, repeats: int) -> Section:
    """Alternate the sides, so that background load affects all alike."""
    section = Section(
        f"Bookings on {product.engine}",
        "The rate as a share of the bare endpoint's, p99 as a multiple of its p99. Medians (lowest - highest).",
    )
    bookable, bare_bookable = product.bookable(), bare.bookable()
    loads: dict[tuple[int, str], list[Load]] = {(clients, side): [] for clients in CLIENTS for side in SIDES}
    undelivered: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
    for _ in range(repeats):
        for clients in CLIENTS:
            loads[clients, BARE].append(run_bookings(bare.url, bare_bookable, clients, seconds))
            loads[clients, ALONE].append(run_bookings(product.url, bookable, clients, seconds))
        with product.worker_running():
            for clients in CLIENTS:
                product.wait_until_delivered()
                product.discard_messages_to_people()  # of the load before
                loads[clients, WITH_WORKER].append(run_bookings(product.url, bookable, clients, seconds))
                undelivered[clients].append(_seconds_until(product.wait_until_delivered))
    for clients in CLIENTS:
        for side, share, slower in (
            (ALONE, SHARE_ALONE, P99_ALONE),
            (WITH_WORKER, SHARE_WITH_WORKER, P99_WITH_WORKER),
        ):
            title, bare_loads = f"{clients} clients, {side}", loads[clients, BARE]
            section.rows.append(compare(title, loads[clients, side], bare_loads, share, slower))
        section.note(
            f"{clients} clients: everything delivered {max(undelivered[clients]):.1f} s after the load at most"
            f" (target {LAST_DELIVERIES_SECONDS:g} s)"
        )
    return section


def _seconds_until(done: Callable[[], None]) -> float:
    started = time.monotonic()
    done()
    return time.monotonic() - started
