"""Bookings as text in the iCalendar format (RFC 5545).

The entries are written without the icalendar package, which takes twenty times as long: each mail has one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from main_app.bookings.states import ENTITLING, OCCUPYING

HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samaya//Bookings//EN", "METHOD:PUBLISH"]
MAX_LINE_OCTETS = 75  # octets without the line break
UTC = "UTC"
TIME = "%Y%m%dT%H%M%S"


def calendar_text(rows: Sequence[Row[Any]], zone: str | None = None) -> bytes:
    """The bookings, read with `bookings.columns.BOOKINGS`. Times are in `zone`, or without it in each event's zone."""
    zones = [zone or row.time_zone for row in rows]
    definitions = [_definition(name) for name in sorted(set(zones) - {UTC})]
    lines = [line for row, name in zip(rows, zones, strict=True) for line in _entry(row, name)]
    return b"".join([*map(_folded, HEAD), *definitions, *map(_folded, lines), _folded("END:VCALENDAR")])


def _entry(row: Row[Any], zone: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:booking-{row.id}@samaya"
    # Rises with every change of the booking or its session, so that calendars take the newer entry.
    yield f"SEQUENCE:{row.version + row.session_version - 2}"
    yield f"SUMMARY:{_escaped(_title(row))}"
    yield f"DTSTART{_time(row.starts_at, zone)}"
    yield f"DTEND{_time(row.ends_at, zone)}"
    yield f"DTSTAMP{_time(row.updated_at, UTC)}"
    yield f"LOCATION:{_escaped(row.location or row.event_location)}"
    yield f"DESCRIPTION:{_escaped(_description(row))}"
    if link := _link(row):
        yield f"URL:{link}"
    yield f"STATUS:{_status(row)}"
    yield "END:VEVENT"


def _status(row: Row[Any]) -> str:
    if row.status in ENTITLING:
        return "CONFIRMED"
    return "TENTATIVE" if row.status in OCCUPYING else "CANCELLED"


def _title(row: Row[Any]) -> str:
    if row.session_title == row.event_title:
        return row.event_title
    return f"{row.event_title}: {row.session_title}"


def _description(row: Row[Any]) -> str:
    lines = [f"With {row.facilitator_name}."]
    if row.arrive_minutes_early:
        lines.append(f"Please come {row.arrive_minutes_early} minutes early.")
    if link := _link(row):
        lines.append(f"Join online: {link}")
    return "\n".join(lines)


def _link(row: Row[Any]) -> str | None:
    """Where to meet online, while the booking entitles to it."""
    return row.link if row.status in ENTITLING else None


def _time(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    # In the hour that clocks repeat a local time means the first of two moments (RFC 5545, 3.3.5).
    is_ambiguous = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    if zone == UTC or is_ambiguous:
        return f":{moment.astimezone(timezone.utc).strftime(TIME)}Z"
    return f";TZID={zone}:{local.strftime(TIME)}"


def _escaped(text: str) -> str:
    lines = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "\\n".join(lines)


def _folded(line: str) -> bytes:
    """The line with its break; a long one continues on lines that begin with a space."""
    rest, folded = line.encode(), b""
    while len(rest) > MAX_LINE_OCTETS:
        end = MAX_LINE_OCTETS
        while rest[end] & 0b1100_0000 == 0b1000_0000:  # inside a character
            end -= 1
        folded += rest[:end] + b"\r\n"
        rest = b" " + rest[end:]
    return folded + rest + b"\r\n"


@lru_cache(100)
def _definition(zone: str) -> bytes:
    """The zone's clock changes."""
    from icalendar import Timezone  # here: slow to import, and used only for zones of feeds

    return Timezone.from_tzid(zone).to_ical()
