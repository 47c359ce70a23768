"""Hashes of sets of bookings, computed by the database, so that both services can compare many rows at once.

The hash of a set is the sum of its rows' hashes: it does not depend on their order. Every product stays below 2**62,
because PostgreSQL refuses a larger integer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, case, cast, func

# Arbitrary large numbers. Both services must use the same ones, because each changes every hash.
PRIME, LARGER_PRIME = 2_147_483_647, 4_294_967_291
OF_ID, OF_EPOCH, OF_VERSION, OF_STATUS = 514_229_371, 433_494_437, 387_420_489, 268_435_399
# Each status has a number of its own, by its place here. One that is not here has 0.
STATUSES = ("held", "booked", "cancelled", "expired", "attended", "no_show", "refunded")


@dataclass(frozen=True)
class Summary:
    """The number of bookings of a set, and their hash."""

    bookings: int
    hash: int


def hash_of_rows(
    booking_id: ColumnElement[Any], epoch: ColumnElement[Any], version: ColumnElement[Any], status: ColumnElement[Any]
) -> ColumnElement[int]:
    """The hash of the selected rows, as an SQL expression."""
    number = case({name: number for number, name in enumerate(STATUSES, start=1)}, value=status, else_=0)
    mixed = sum(
        (
            cast(value, BigInteger) % PRIME * factor
            for value, factor in ((booking_id, OF_ID), (epoch, OF_EPOCH), (version, OF_VERSION), (number, OF_STATUS))
        ),
        cast(0, BigInteger),
    )
    # Squared, so that opposite changes of two rows don't give the same sum.
    remainder = mixed % PRIME
    return cast(func.coalesce(func.sum(remainder * remainder % LARGER_PRIME), 0), BigInteger)


def day_of(dialect: str, moment: ColumnElement[Any]) -> ColumnElement[str]:
    """The day of a moment in UTC, as 2026-11-24."""
    if dialect == "sqlite":
        return func.substr(cast(moment, Text), 1, 10)
    return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD")


def summaries(rows: Iterable[Any]) -> dict[Any, Summary]:
    """The summary of each group, from rows of its key, its number of bookings and their hash."""
    return {key: Summary(int(bookings), int(hashed)) for key, bookings, hashed in rows}
