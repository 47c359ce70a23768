"""Every section of the benchmarks by its name; each returns what it measured on the engine under test."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from benchmarks.bookings import measure_bookings
from benchmarks.deadlines import measure_deadlines
from benchmarks.deliveries import measure_deliveries
from benchmarks.growth import LARGE, measure_growth
from benchmarks.ingest import measure_ingest
from benchmarks.messages import measure_messages
from benchmarks.money import measure_money
from benchmarks.reads import measure_reads
from benchmarks.report import Section
from benchmarks.stage import Bare, Product
from benchmarks.startup import measure_startup
from tests.support.services import engine_under_test


def bookings(quick: bool) -> Iterator[Section]:
    with Product() as product, Bare() as bare:
        yield measure_bookings(product, bare, seconds=1, repeats=1 if quick else 3)


def reads(quick: bool) -> Iterator[Section]:
    with Product() as product:
        yield measure_reads(product, seconds=1, repeats=1 if quick else 3)


def deliveries(quick: bool) -> Iterator[Section]:
    with Product() as product:
        counts = (300, 2000) if quick else (600, 10_000)
        yield from measure_deliveries(product, *counts, seconds=1, repeats=1 if quick else 3)


def deadlines(quick: bool) -> Iterator[Section]:
    with Product() as product:
        yield measure_deadlines(product, seconds=2, repeats=1 if quick else 3)


def messages(quick: bool) -> Iterator[Section]:
    with Product(mailbox=True) as product:
        yield measure_messages(product, mails=1000 if quick else 10_000, bookings=10 if quick else 12)


def money(quick: bool) -> Iterator[Section]:
    with Product() as product:
        yield measure_money(product, repeats=1 if quick else 3, payments=10_000 if quick else 100_000)


def ingest(quick: bool) -> Iterator[Section]:
    with Product() as product, Bare() as bare:
        # More repeats: the kernel spreads the clients over the two processes by chance, which moves a rate by a fifth.
        yield measure_ingest(product, bare, seconds=1, repeats=1 if quick else 4)


def startup(_quick: bool) -> Iterator[Section]:
    if engine_under_test() == "sqlite":  # what a newcomer starts with
        yield measure_startup()


def growth(quick: bool) -> Iterator[Section]:
    with ExitStack() as stack, ThreadPoolExecutor() as at_the_same_time:

        def start(_: int) -> Product:
            return stack.enter_context(Product())

        small, large, backlogged = at_the_same_time.map(start, range(3))
        yield measure_growth(small, large, backlogged, 20_000 if quick else LARGE, seconds=1)


SECTIONS: dict[str, Callable[[bool], Iterator[Section]]] = {
    "bookings": bookings,
    "reads": reads,
    "deliveries": deliveries,
    "deadlines": deadlines,
    "messages": messages,
    "money": money,
    "ingest": ingest,
    "growth": growth,
    "startup": startup,
}
