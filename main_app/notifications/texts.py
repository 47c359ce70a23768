"""Times and prices as a person reads them, in their language and zone."""

from datetime import datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_location
from babel.numbers import format_currency, get_currency_precision

WHEN = "EEEE, d MMMM y, HH:mm"
# One character that is not of GSM 7-bit (3GPP TS 23.038) halves how much of a text one SMS holds.
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " ", "\u202f": " "}
)


@lru_cache(5000)  # the guests of a session read the same time
def time_text(moment: datetime, zone: str, language: str) -> str:
    """A moment on the clocks of this zone, with its city: "Saturday, 21 November 2026, 18:00 (Lisbon)"."""
    return f"{format_datetime(moment, WHEN, tzinfo=ZoneInfo(zone), locale=language)} ({_city(zone, language)})"


@cache
def _city(zone: str, language: str) -> str:
    if zone.startswith("Etc/"):  # not of a city: Etc/GMT-3 is "+03"
        return str(datetime(2000, 1, 1, tzinfo=ZoneInfo(zone)).tzname())
    # Without the region of "Argentina/Buenos Aires".
    return get_timezone_location(zone, locale=language, return_city=True).rpartition("/")[2]


def differ(moment: datetime, zone: str, other_zone: str) -> bool:
    """Whether the clocks of these zones show different times at this moment."""
    return moment.astimezone(ZoneInfo(zone)).utcoffset() != moment.astimezone(ZoneInfo(other_zone)).utcoffset()


def sms_text(text: str) -> str:
    """The text without typographic characters."""
    return text.translate(PLAIN)


def money_text(units: int | None, currency: str | None, language: str) -> str:
    """A price such as "€25.00", given in the currency's smallest unit (cents, whole yen). Empty if there is none."""
    if units is None or not currency:
        return ""
    return amount_text(units / 10 ** get_currency_precision(currency), currency, language)


def amount_text(amount: float, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=language)
