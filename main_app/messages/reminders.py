"""Which reminders are sent, and when: functions of settings, times, zones and quiet hours.

"24 hours before" is a duration: across a change to or from summer time the local hour differs. Quiet hours
are times on the person's own clock.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from main_app.messages.kinds import EMAIL, IN_APP, PUSH, SMS, is_reminder, reminder_kind, template_of
from main_app.messages.reasons import BOOKED_AFTER_ITS_TIME, QUIET_HOURS
from main_app.settings import settings


@dataclass(frozen=True)
class QuietHours:
    """From one local time until another, across midnight if `until` is not later than `since`."""

    since: time
    until: time
    zone: ZoneInfo

    def covers(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone).time()
        if self.since < self.until:
            return self.since <= local < self.until
        return local >= self.since or local < self.until

    def beginning_before(self, moment: datetime) -> datetime:
        """When the quiet hours that cover this moment began."""
        local = moment.astimezone(self.zone)
        day = local.date() if local.time() >= self.since else local.date() - timedelta(days=1)
        began = datetime.combine(day, self.since, self.zone)
        # When clocks change, this local time may come twice or not at all. Then the earliest candidate is right.
        return min(candidate.astimezone(timezone.utc) for candidate in (began, began.replace(fold=1), moment))


@dataclass(frozen=True)
class Reminder:
    """When it is sent. `skip` is the reason why it is not. `is_early`: quiet hours moved it."""

    due_at: datetime
    skip: str | None = None
    is_early: bool = False


def quiet_hours(since: str | None, until: str | None, zone: str) -> QuietHours | None:
    """Quiet hours from an account's columns, such as "22:00" and "07:00"; None if it has none."""
    if since is None or until is None or since == until:
        return None
    return QuietHours(time.fromisoformat(since), time.fromisoformat(until), ZoneInfo(zone))


def reminder_at(starts_at: datetime, hours: int, booked_at: datetime, quiet: QuietHours | None) -> Reminder:
    """The reminder `hours` before the start, for a booking that was made, moved or reactivated at `booked_at`.

    Quiet hours move it earlier, to their beginning.
    """
    due_at = starts_at - timedelta(hours=hours)
    if due_at <= booked_at:
        return Reminder(due_at, BOOKED_AFTER_ITS_TIME)
    if quiet is None or not quiet.covers(due_at):
        return Reminder(due_at)
    earlier = quiet.beginning_before(due_at)
    if earlier <= booked_at:  # the booking was made during these quiet hours
        return Reminder(earlier, QUIET_HOURS)
    return Reminder(earlier, is_early=earlier < due_at)


def reminder_hours() -> dict[str, tuple[int, ...]]:
    """The hours before the start at which guests are reminded, by channel."""
    by_mail = settings().reminder_hours_email
    return {EMAIL: by_mail, SMS: settings().reminder_hours_sms, IN_APP: by_mail, PUSH: by_mail}


def hours_before(kind: str, channel: str) -> list[int]:
    """The hours before the start at which this kind is sent through this channel; none if it is not a reminder."""
    return [hours for hours in reminder_hours()[channel] if template_of(reminder_kind(hours)) == kind]


def is_sent(kind: str, channel: str) -> bool:
    """Whether this installation sends this kind through this channel. False for a reminder that is not set."""
    return not is_reminder(kind) or bool(hours_before(kind, channel))
