"""Writes rows as CSV for people, in parts.

Headings are words, times are local, amounts have decimals, and no spreadsheet runs a cell as a formula.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from service_kit.money import decimal_text

Language = Annotated[Literal["en", "hi"], Field(description="of the headings and words")]
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets read the file as UTF-8
NEGATIVE_AMOUNT = re.compile(r"-[0-9]+(\.[0-9]+)?", re.ASCII)
FORMULA_STARTS = frozenset("=+-@|%＝＋－＠")
# Some spreadsheets split a cell at these characters, even inside quotes.
SPLITTERS = frozenset(";\t\r\n")
BLANK_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Mn", "Me", "Zl", "Zp", "Zs"}
# Invisible, though Unicode calls them letters or symbols: Hangul fillers, the empty Braille pattern.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def csv_parts(headings: Sequence[str], parts: Iterable[Iterable[Sequence[Any]]]) -> Iterator[str]:
    """Yield the headings with the first part, then one text for each further part. Every cell is quoted."""
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    for part in parts:
        writer.writerows([safe_cell(cell) for cell in row] for row in part)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def local_time(moment: datetime | None, zone: str | None) -> str:
    """A time in this zone. If that is none, because a sender may write any text, it is in UTC and says so."""
    if moment is None:
        return ""
    try:
        return f"{moment.astimezone(ZoneInfo(zone or '')):%Y-%m-%d %H:%M}"
    except (KeyError, ValueError, OSError):
        return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"


def amount(minor_units: int | None, currency: str | None) -> str:
    """The amount with the decimals of its currency. A number below 0 is no formula, and is not written as one."""
    return "" if minor_units is None or currency is None else decimal_text(minor_units, currency)


def safe_cell(value: Any) -> Any:
    """Return the value with an apostrophe before everything a spreadsheet could run as a formula."""
    if not isinstance(value, str) or NEGATIVE_AMOUNT.fullmatch(value):
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
