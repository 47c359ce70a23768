"""Plans of messages for bookings of outside systems."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from main_app.messages.kinds import EMAIL, SMS, reminder_kind
from main_app.messages.plan import Plan
from main_app.messages.reasons import BOOKED_AFTER_ITS_TIME, NO_ADDRESS, NO_PHONE_NUMBER, STARTED
from main_app.messages.reminders import reminder_hours
from main_app.outside_api.schemas import OutsideBooking
from main_app.settings import settings
from service_kit.phone_numbers import callable_number


def subject_of(key_id: int, booking_id: str) -> str:
    """The subject of an outside booking. Its id is hashed, because it may be too long, and unique only per API key."""
    return f"outside:{key_id}:{hashlib.sha256(booking_id.encode()).hexdigest()[:32]}"


def plans_now(key_id: int, booking: OutsideBooking, kind: str) -> list[Plan]:
    """A message of this kind at once, by e-mail and SMS."""
    return [_plan(key_id, booking, kind, channel) for channel in (EMAIL, SMS)]


def usual_reminders(key_id: int, booking: OutsideBooking, now: datetime) -> list[Plan]:
    """The reminders of every booking, by e-mail and SMS, at the hours of the settings."""
    hours = reminder_hours()
    return [
        _reminder(key_id, booking, channel, before, booking.starts_at - timedelta(hours=before), now)
        for channel in (EMAIL, SMS)
        for before in hours[channel]
    ]


def reminders_at(
    key_id: int, booking: OutsideBooking, due_at: datetime, channels: Sequence[str], now: datetime
) -> list[Plan]:
    """One reminder on each channel at `due_at`, or at once if that has passed and the appointment has not started."""
    hours = max(1, min(999, round((booking.starts_at - due_at) / timedelta(hours=1))))
    if due_at <= now < booking.starts_at:
        due_at = now + timedelta(seconds=1)
    return [_reminder(key_id, booking, channel, hours, due_at, now) for channel in channels]


def _reminder(key_id: int, booking: OutsideBooking, channel: str, hours: int, due_at: datetime, now: datetime) -> Plan:
    plan = replace(_plan(key_id, booking, reminder_kind(hours), channel), due_at=due_at)
    too_late = BOOKED_AFTER_ITS_TIME if due_at <= now else STARTED if due_at >= booking.starts_at else None
    return replace(plan, skip=plan.skip or too_late)


def _plan(key_id: int, booking: OutsideBooking, kind: str, channel: str) -> Plan:
    phone = callable_number(booking.customer_phone)
    recipient, skip = (booking.customer_email, NO_ADDRESS) if channel == EMAIL else (phone, NO_PHONE_NUMBER)
    return Plan(
        kind=kind,
        channel=channel,
        subject=subject_of(key_id, booking.booking_id),
        recipient=recipient or "",
        data={"outside": facts_of(booking)},
        api_key_id=key_id or None,
        language=booking.language,
        skip=None if recipient else skip,
    )


def facts_of(booking: OutsideBooking) -> dict[str, Any]:
    """All fields of the request, undocumented ones included, with its times and currency computed."""
    minutes = booking.appointment_duration
    ends_at = booking.starts_at + timedelta(minutes=minutes) if minutes else None
    return booking.model_dump(mode="json") | {
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else None,
        "zone": booking.zone,
        "currency": booking.currency or settings().default_currency,
    }
