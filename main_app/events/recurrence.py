"""The dates of sessions that repeat: a recurrence rule (RFC 5545) in the zone of the event, without excluded days.

The rule is read as local time: a class at 07:00 stays at 07:00 when the clocks change.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from service_kit.problems import Invalid

AHEAD = relativedelta(years=1)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")


def _list_of(pattern: str) -> str:
    return f"{pattern}(,{pattern})*"


PARTS = {
    "FREQ": "|".join(FREQUENCIES),
    "INTERVAL": "[1-9][0-9]{0,2}",
    "COUNT": "[1-9][0-9]{0,3}",
    "UNTIL": _UNTIL.pattern,
    "BYDAY": _list_of(f"([+-]?[1-5])?{_WEEKDAY}"),
    "BYMONTHDAY": _list_of("-?([1-9]|[12][0-9]|3[01])"),
    "BYMONTH": _list_of("([1-9]|1[0-2])"),
    "BYSETPOS": _list_of("-?[1-9][0-9]?"),
    "WKST": _WEEKDAY,
}
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
TIMES_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


@dataclass(frozen=True)
class Start:
    """When one session starts. `moved`: the clocks skip its time that day, so it starts as much later."""

    at: datetime
    moved: bool


@dataclass(frozen=True)
class Dates:
    """The starts in order. `cut`: the rule goes on after the year that is made at once."""

    starts: list[Start]
    cut: bool


def repeat(rule: str, first: datetime, zone: ZoneInfo, excluded: Collection[date] = ()) -> Dates:
    """The starts by this rule within a year of `first`, which gives the time of day. Raises Invalid for `rule`."""
    parts = _parts_of(rule)
    begin = first.astimezone(zone).replace(tzinfo=None)
    last = begin + AHEAD - timedelta(seconds=1)
    until, count = _until(parts, zone), parts.pop("COUNT", None)
    # Without its own end the rule is bound by `last`, so one that never matches ends soon too.
    parts["UNTIL"] = f"{min(until or last, last):%Y%m%dT%H%M%S}"
    bounded = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = list(islice(rrulestr(bounded, dtstart=begin), int(count) if count else None))
    except ValueError:
        raise _not_a_rule() from None
    cut = last < until if until else int(count) > len(found) if count else True
    starts = [_start(each, zone) for each in found if each.date() not in excluded]
    if not starts:
        raise Invalid("This rule has no date in the year after the first session.", "rule")
    return Dates(starts, cut)


def same_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment of this time of day in the zone. One that the clocks skip is as much later, as RFC 5545 says."""
    return datetime.combine(day, clock, zone).astimezone(timezone.utc)


def length_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """How long a session lasts: an evening in seconds, several days as their number and the time of day they end at."""
    if ends_at - starts_at < timedelta(days=1):
        return {"seconds": (ends_at - starts_at).total_seconds()}
    begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return {"days": (ends.date() - begins.date()).days, "clock": ends.time().isoformat()}


def end_after(start: datetime, length: dict[str, Any], zone: ZoneInfo) -> datetime:
    """When a session ends that starts then.

    An evening lasts as many minutes, also if the clocks change during it. Several days end at the same time of day.
    """
    if "seconds" in length:
        return start + timedelta(seconds=length["seconds"])
    last_day = start.astimezone(zone).date() + timedelta(days=length["days"])
    return same_clock(last_day, time.fromisoformat(length["clock"]), zone)


def end_of(start: datetime, pattern: tuple[datetime, datetime], zone: ZoneInfo) -> datetime:
    """When a session ends that starts then and lasts as long as `pattern`, a start and an end."""
    return end_after(start, length_of(*pattern, zone), zone)


def _start(local: datetime, zone: ZoneInfo) -> Start:
    at = same_clock(local.date(), local.time(), zone)
    return Start(at, at.astimezone(zone).replace(tzinfo=None) != local)


def _parts_of(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if name in TIMES_OF_DAY or (name == "FREQ" and value in TOO_OFTEN):
            raise Invalid(
                "Sessions repeat once a day at most, at the time of day of the first one.", "rule", "too_often"
            )
        if name in parts or name not in PARTS or not re.fullmatch(PARTS[name], value):
            raise _not_a_rule()
        parts[name] = value
    if "FREQ" not in parts or {"UNTIL", "COUNT"} <= parts.keys():
        raise _not_a_rule()
    return parts


def _until(parts: dict[str, str], zone: ZoneInfo) -> datetime | None:
    """The last moment of the rule in local time. A day counts to its end."""
    written = _UNTIL.fullmatch(parts.pop("UNTIL", ""))
    if written is None:
        return None
    day, clock, utc = written.groups()
    try:
        until = datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S")
    except ValueError:
        raise _not_a_rule() from None
    if utc:
        until = until.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
    return until


def _not_a_rule() -> Invalid:
    return Invalid("'rule' must be a recurrence rule such as FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270630.", "rule")
