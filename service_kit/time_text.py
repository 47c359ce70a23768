"""Times as a person reads them, in their language and zone."""

from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale, get_global
from babel.dates import format_date

from service_kit import clock

DAY, DAY_OF_YEAR = "EEE d MMM", "EEE d MMM y"
SPANS = {"en": "{start} to {end}, {zone}", "hi": "{start} से {end} तक, {zone}"}
ZONES = {"en": "{city} time", "hi": "{city} समय"}


def time_text(moment: datetime, zone: str, language: str) -> str:
    """A moment on the clocks of this zone: "Thu 26 Nov, 07:00, Kolkata time"."""
    return span_text(moment, None, zone, language)


def span_text(start: datetime, end: datetime | None, zone: str, language: str) -> str:
    """From start to end on the clocks of this zone: "Fri 18 Dec, 18:00 to Sun 20 Dec, 14:00, Lisbon time".

    One day is named once, and a year only if it is not the current one.
    """
    return _span(start, end, zone, language, clock.now().astimezone(ZoneInfo(zone)).year)


@lru_cache(5000)  # the guests of a session read the same time
def _span(start: datetime, end: datetime | None, zone: str, language: str, this_year: int) -> str:
    start, name = start.astimezone(ZoneInfo(zone)), _zone_name(zone, language)
    if end is None:
        return f"{_day(start, language, this_year)}, {start:%H:%M}, {name}"
    end = end.astimezone(ZoneInfo(zone))
    # If both days are in one year, it is stated only at the end.
    first = f"{_day(start, language, this_year if start.date() == end.date() else end.year)}, {start:%H:%M}"
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end, language, this_year)}, {end:%H:%M}"
    return SPANS[language].format(start=first, end=last, zone=name)


def day_text(day: date, language: str) -> str:
    """ "Thu 26 Nov 2026"."""
    return format_date(day, DAY_OF_YEAR, locale=language)


def _day(moment: datetime, language: str, this_year: int) -> str:
    return format_date(moment, DAY if moment.year == this_year else DAY_OF_YEAR, locale=language)


@cache
def _zone_name(zone: str, language: str) -> str:
    """ "Kolkata time"; for zones without a city "UTC" or "UTC+03"."""
    aliases = get_global("zone_aliases")
    canonical = aliases.get(zone, zone)
    if canonical.startswith("Etc/") or "/" not in canonical:
        name = str(datetime(2000, 1, 1, tzinfo=ZoneInfo(zone)).tzname())
        return f"UTC{name}" if name.startswith(("+", "-")) else name
    # Babel looks for a city under the zone's present id, but Unicode keeps the names under the first one.
    cities = Locale.parse(language).time_zones
    ids = [canonical, *(old for old, new in aliases.items() if new == canonical)]
    named = [cities[one]["city"] for one in ids if "city" in cities.get(one, {})]
    city = named[0] if named else canonical.rpartition("/")[2].replace("_", " ")
    return ZONES[language].format(city=city)


def differ(moment: datetime, zone: str, other_zone: str) -> bool:
    """Whether the clocks of these zones show different times at this moment."""
    return moment.astimezone(ZoneInfo(zone)).utcoffset() != moment.astimezone(ZoneInfo(other_zone)).utcoffset()
