"""The times of reminders, around both changes of the clocks, in three time zones."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from main_app.messages.reminders import (
    BOOKED_AFTER_ITS_TIME,
    QUIET_HOURS,
    QuietHours,
    Reminder,
    quiet_hours,
    reminder_at,
)
from service_kit import clock
from service_kit.time_text import span_text

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

LONG_AGO = datetime(2026, 1, 1, tzinfo=timezone.utc)
# Zone, and the local days on which its clocks change in 2027; Kolkata's never do.
CHANGES = {
    "Asia/Kolkata": ("2027-03-14", "2027-11-07"),
    "Europe/Lisbon": ("2027-03-28", "2027-10-31"),
    "America/New_York": ("2027-03-14", "2027-11-07"),
}
AROUND_CHANGES = [(zone, day) for zone, days in CHANGES.items() for day in days]


def local(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)


@pytest.mark.parametrize(("zone", "day"), AROUND_CHANGES)
@pytest.mark.parametrize("hours", [2, 24])
def test_24_hours_before_are_24_hours_whatever_the_clocks_do(zone: str, day: str, hours: int) -> None:
    for offset in range(-36, 72):
        starts_at = local(zone, f"{day}T00:30") + timedelta(hours=offset)
        assert reminder_at(starts_at, hours, LONG_AGO, None) == Reminder(starts_at - timedelta(hours=hours))


@pytest.mark.parametrize(("zone", "day"), AROUND_CHANGES)
@pytest.mark.parametrize(("since", "until"), [("22:00", "07:00"), ("01:30", "02:30"), ("13:00", "15:00")])
def test_quiet_hours_move_a_reminder_to_their_beginning_and_never_later(
    zone: str, day: str, since: str, until: str
) -> None:
    quiet = quiet_hours(since, until, zone)
    assert quiet is not None
    moved = 0
    for minutes in range(-36 * 60, 72 * 60, 15):
        starts_at = local(zone, f"{day}T00:00") + timedelta(minutes=minutes)
        wanted = starts_at - timedelta(hours=2)
        reminder = reminder_at(starts_at, 2, LONG_AGO, quiet)
        due_at = reminder.due_at
        assert reminder.is_early == (due_at != wanted)
        assert due_at <= wanted < starts_at
        assert wanted - due_at < timedelta(hours=11)  # of nine quiet hours, one more where clocks go back
        if due_at != wanted:
            moved += 1
            began = due_at.astimezone(ZoneInfo(zone))
            exists = local(zone, f"{began:%Y-%m-%d}T{since}").astimezone(ZoneInfo(zone)).time() == quiet.since
            assert began.time() == quiet.since if exists else not quiet.covers(due_at)
            assert quiet.covers(wanted)
        else:
            assert not quiet.covers(wanted) or wanted.astimezone(ZoneInfo(zone)).time() == quiet.since
    assert moved > 0


def test_quiet_hours_over_the_night_the_clocks_go_forward() -> None:
    """In Lisbon 01:00 of 28 March 2027 is 02:00 at once; Alice's class begins at 08:00."""
    quiet = quiet_hours("22:00", "07:00", "Europe/Lisbon")
    reminder = reminder_at(local("Europe/Lisbon", "2027-03-28T08:00"), 2, LONG_AGO, quiet)
    assert reminder == Reminder(local("Europe/Lisbon", "2027-03-27T22:00"), is_early=True)
    assert local("Europe/Lisbon", "2027-03-28T08:00") - reminder.due_at == timedelta(hours=9)


def test_quiet_hours_over_the_night_the_clocks_go_back() -> None:
    quiet = quiet_hours("22:00", "07:00", "America/New_York")
    reminder = reminder_at(local("America/New_York", "2027-11-07T08:00"), 2, LONG_AGO, quiet)
    assert reminder == Reminder(local("America/New_York", "2027-11-06T22:00"), is_early=True)
    assert local("America/New_York", "2027-11-07T08:00") - reminder.due_at == timedelta(hours=11)


def test_the_hour_that_comes_twice_is_quiet_both_times() -> None:
    zone = ZoneInfo("America/New_York")
    quiet = QuietHours(time(1, 0), time(2, 0), zone)
    first = datetime(2027, 11, 7, 1, 30, tzinfo=zone)
    assert quiet.covers(first) and quiet.covers(first.replace(fold=1))
    assert quiet.beginning_before(first.replace(fold=1)) == datetime(2027, 11, 7, 5, 0, tzinfo=timezone.utc)


def test_whoever_books_after_a_reminders_time_gets_none() -> None:
    starts_at = datetime(2027, 5, 2, 18, tzinfo=timezone.utc)
    booked_at = starts_at - timedelta(hours=3)
    assert reminder_at(starts_at, 24, booked_at, None).skip == BOOKED_AFTER_ITS_TIME
    assert reminder_at(starts_at, 2, booked_at, None) == Reminder(starts_at - timedelta(hours=2))
    assert reminder_at(starts_at, 3, booked_at, None).skip == BOOKED_AFTER_ITS_TIME


def test_whoever_books_within_their_quiet_hours_is_not_reminded_in_them() -> None:
    quiet = quiet_hours("22:00", "07:00", "UTC")
    booked_at = datetime(2027, 5, 1, 23, 30, tzinfo=timezone.utc)
    reminder = reminder_at(datetime(2027, 5, 2, 8, tzinfo=timezone.utc), 2, booked_at, quiet)
    assert reminder == Reminder(datetime(2027, 5, 1, 22, tzinfo=timezone.utc), QUIET_HOURS)


def test_without_a_beginning_an_end_or_any_length_there_are_no_quiet_hours() -> None:
    assert quiet_hours(None, "07:00", "UTC") is quiet_hours("22:00", None, "UTC") is None
    assert quiet_hours("07:00", "07:00", "UTC") is None


MARCH = datetime(2027, 3, 28, 8, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Europe/Lisbon", "en", "Sun 28 Mar, 09:30 to 11:00, Lisbon time"),
        ("Asia/Kolkata", "en", "Sun 28 Mar, 14:00 to 15:30, Kolkata time"),
        ("Asia/Calcutta", "en", "Sun 28 Mar, 14:00 to 15:30, Kolkata time"),
        ("America/New_York", "en", "Sun 28 Mar, 04:30 to 06:00, New York time"),
        ("America/Argentina/Buenos_Aires", "en", "Sun 28 Mar, 05:30 to 07:00, Buenos Aires time"),
        ("Etc/GMT-3", "en", "Sun 28 Mar, 11:30 to 13:00, UTC+03"),
        ("UTC", "en", "Sun 28 Mar, 08:30 to 10:00, UTC"),
        ("Asia/Kolkata", "hi", "रवि 28 मार्च, 14:00 से 15:30 तक, कोलकाता समय"),
        ("Europe/Lisbon", "hi", "रवि 28 मार्च, 09:30 से 11:00 तक, लिस्बन समय"),
    ],
)
def test_a_guest_reads_start_and_end_with_the_city_of_their_zone(zone: str, language: str, text: str) -> None:
    with clock.moved_to(MARCH - timedelta(days=30)):
        assert span_text(MARCH, MARCH + timedelta(minutes=90), zone, language) == text


@pytest.mark.parametrize(
    ("days", "end", "text"),
    [
        (30, timedelta(days=2, hours=4), "Sun 28 Mar, 09:30 to Tue 30 Mar, 13:30, Lisbon time"),
        (30, timedelta(hours=15), "Sun 28 Mar, 09:30 to Mon 29 Mar, 00:30, Lisbon time"),
        (90, timedelta(hours=1), "Sun 28 Mar 2027, 09:30 to 10:30, Lisbon time"),
        (90, timedelta(days=2), "Sun 28 Mar, 09:30 to Tue 30 Mar 2027, 09:30, Lisbon time"),
        (30, timedelta(days=300), "Sun 28 Mar 2027, 09:30 to Sat 22 Jan 2028, 08:30, Lisbon time"),
        (30, None, "Sun 28 Mar, 09:30, Lisbon time"),
    ],
)
def test_a_guest_reads_the_day_of_the_end_and_the_year_where_they_differ(
    days: int, end: timedelta | None, text: str
) -> None:
    with clock.moved_to(MARCH - timedelta(days=days)):
        assert span_text(MARCH, MARCH + end if end else None, "Europe/Lisbon", "en") == text
