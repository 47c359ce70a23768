"""The product as it is now, compared with an earlier commit: both run at once, and the loads alternate."""

import itertools
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.load import Load, Request, in_turn, run_bookings, run_load
from benchmarks.report import Row, Section, compare, spread
from benchmarks.stage import Product
from tests.support.services import ROOT

SHARE = 0.75
CLIENTS = (1, 8)
ROUNDS = 5
SECONDS = 1.0
BOOKED_BEFORE_DRAINING = 1000


def compare_with_commit(commit: str) -> Iterator[Section]:
    """Bookings, lists and deliveries now, as a share of those of the commit."""
    with ExitStack() as stack:
        before = stack.enter_context(Product(root=stack.enter_context(_checked_out(commit))))
        now = stack.enter_context(Product())
        section = Section(f"Against {commit} on {now.engine}", "Rates as a share of those of the commit.")
        sides = (before, now)
        bookable = {side: side.bookable() for side in sides}
        for clients in CLIENTS:
            section.rows.append(
                _alternate(
                    f"bookings, {clients} clients",
                    sides,
                    lambda side, clients=clients: run_bookings(side.url, bookable[side], clients, SECONDS),
                )
            )
        for path in ("/events", "/sessions", "/bookings"):
            section.rows.append(
                _alternate(
                    path,
                    sides,
                    lambda side, path=path: run_load(side.url, [Request("GET", path, side.tokens[0])], 8, SECONDS),
                )
            )
        section.rows.append(_deliveries(sides, bookable))
        yield section


def _alternate(what: str, sides: tuple[Product, Product], load: Callable[[Product], Load]) -> Row:
    loads: dict[Product, list[Load]] = {side: [] for side in sides}
    for side in in_turn(sides, ROUNDS):
        loads[side].append(load(side))
    before, now = sides
    return compare(what, loads[now], loads[before], SHARE)


def _deliveries(sides: tuple[Product, Product], bookable: dict[Product, Iterator[tuple[str, int]]]) -> Row:
    """A backlog of bookings, delivered to the CRM: messages a second."""
    rates: dict[Product, list[float]] = {side: [] for side in sides}
    for side in in_turn(sides, 2):
        with side.worker_running():
            side.wait_until_delivered()
        side.discard_messages_to_people()
        side.book_at_least(BOOKED_BEFORE_DRAINING, itertools.islice(bookable[side], 20_000))
        began = time.monotonic()
        with side.worker_running():
            side.wait_until_delivered()
        rates[side].append(BOOKED_BEFORE_DRAINING / (time.monotonic() - began))
    before, now = sides
    share = min(rates[now]) / min(rates[before])
    figures = f"{spread(rates[now])} against {spread(rates[before])} bookings a second, the worker's start included"
    return Row("deliveries of a backlog", f"{share:.0%}", f"at least {SHARE:.0%}", share >= SHARE, figures)


@contextmanager
def _checked_out(commit: str) -> Iterator[Path]:
    """The files of the commit in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="samaya-before-") as folder:
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        yield Path(folder)
