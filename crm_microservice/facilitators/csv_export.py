"""Writes rows as CSV for people, in parts: local times, and no cell that a spreadsheet could run as a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from sqlalchemy import RowMapping

ZONE = "session_time_zone"  # the column with the zone of a row's times
FORMULA_STARTS = frozenset("=+-@|%＝＋－＠")
# Some spreadsheets split a cell at these characters, even inside quotes.
SPLITTERS = frozenset(";\t\r\n")
BLANK_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Mn", "Me", "Zl", "Zp", "Zs"}
# Invisible, though Unicode calls them letters or symbols: Hangul fillers, the empty Braille pattern.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def csv_parts(columns: Sequence[str], parts: Iterable[Sequence[Mapping[str, Any] | RowMapping]]) -> Iterator[str]:
    """Yield the header with the first part, then one text for each further part. Every cell is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for part in parts:
        writer.writerows([safe_cell(_written(row, name)) for name in columns] for row in part)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _written(row: Mapping[str, Any] | RowMapping, name: str) -> Any:
    """The value of a cell. A time is local, in the zone that the row names beside it; else it is in UTC and says so."""
    value = row[name]
    if not isinstance(value, datetime):
        return value
    try:
        return f"{value.astimezone(ZoneInfo(row[ZONE])):%Y-%m-%d %H:%M}"
    except (KeyError, TypeError, ValueError):  # no zone, or one that is none: a sender may write any text there
        return f"{value.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"


def decimal_amount(minor_units: int | None, currency: str | None) -> str | None:
    """Return the amount with the decimals of its currency: 3900 EUR is 39.00, 3900 JPY is 3900."""
    if minor_units is None or currency is None:
        return None
    return str(Decimal(minor_units).scaleb(-get_currency_precision(currency)))


def safe_cell(value: Any) -> Any:
    """Return the value with an apostrophe before everything a spreadsheet could run as a formula."""
    if not isinstance(value, str):
        return value
    written: list[str] = []
    start: int | None = 0  # where the current piece begins, None after its first visible character
    if value[:1] in SPLITTERS:
        written.append("'")
    for character in value:
        if start is not None and character in FORMULA_STARTS:
            written.insert(start, "'")
            start = None
        elif start is not None and not _is_blank(character):
            start = None
        written.append(character)
        if character in SPLITTERS:
            start = len(written)
    return "".join(written)


def _is_blank(character: str) -> bool:
    return character in BLANK_LETTERS or unicodedata.category(character) in BLANK_CATEGORIES
