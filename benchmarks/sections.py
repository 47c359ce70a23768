"""Every section of the benchmarks by its name; each returns what it measured on the engine under test."""

from collections.abc import Callable, Iterator

from benchmarks.bookings import measure_bookings
from benchmarks.report import Section
from benchmarks.stage import Bare, Product


def bookings(quick: bool) -> Iterator[Section]:
    with Product() as product, Bare() as bare:
        yield measure_bookings(product, bare, seconds=1 if quick else 3, repeats=1 if quick else 3)


SECTIONS: dict[str, Callable[[bool], Iterator[Section]]] = {"bookings": bookings}
