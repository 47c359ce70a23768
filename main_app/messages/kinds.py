"""Every kind of message to people: its channels, and whether people may turn it off."""

import re
from dataclasses import dataclass

EMAIL, SMS, IN_APP, PUSH = "email", "sms", "in_app", "push"
SLACK, DISCORD, WHATSAPP = "slack", "discord", "whatsapp"
PERSONAL = (EMAIL, SMS, IN_APP, PUSH)  # to a person
TEAM = (SLACK, DISCORD, WHATSAPP)  # to a facilitator's team
PEOPLE_CHANNELS = (*PERSONAL, *TEAM)
EVERYWHERE = frozenset(PERSONAL)
BOOKINGS, REMINDERS, MONEY, ACCOUNT, TEAMS = "bookings", "reminders", "money", "account", "team"
REQUESTS, GUESTS = "requests", "guests"
LANGUAGES = ("en", "hi")

BOOKING_CONFIRMED, BOOKING_CANCELLED = "booking_confirmed", "booking_cancelled"
BOOKING_CHANGED, BOOKING_REACTIVATED = "booking_changed", "booking_reactivated"
SESSION_CONFIRMED, SESSION_MESSAGE = "session_confirmed", "session_message"
REMINDER_24H, REMINDER_2H = "reminder_24h", "reminder_2h"
PAYMENT_CONFIRMED, PAYMENT_FAILED, REFUND = "payment_confirmed", "payment_failed", "refund"
WAITLIST_PLACE, REQUEST_APPROVED, REQUEST_DECLINED = "waitlist_place", "request_approved", "request_declined"
VERIFY_ADDRESS, PASSWORD_RESET, INVITATION = "verify_address", "password_reset", "invitation"
NEW_SIGN_IN, PASSWORD_CHANGED = "new_sign_in", "password_changed"
EMAIL_CHANGE_CODE, EMAIL_CHANGED, EMAIL_TAKEN = "email_change_code", "email_changed", "email_taken"
PHONE_CODE, CONFIRMATION_CODE = "phone_code", "confirmation_code"
TEAM_BOOKING = "team_booking"
FACILITATOR_BOOKING, FACILITATOR_CANCELLATION = "facilitator_booking", "facilitator_cancellation"


@dataclass(frozen=True)
class Kind:
    """A kind of message. People may turn off each of its channels, except e-mail for an essential kind."""

    name: str
    group: str
    channels: frozenset[str]
    essential: bool = False


MAIL_ONLY = frozenset({EMAIL})
KINDS = {
    kind.name: kind
    for kind in (
        Kind(BOOKING_CONFIRMED, BOOKINGS, EVERYWHERE, essential=True),
        Kind(BOOKING_CANCELLED, BOOKINGS, EVERYWHERE, essential=True),
        Kind(BOOKING_CHANGED, BOOKINGS, EVERYWHERE, essential=True),
        Kind(BOOKING_REACTIVATED, BOOKINGS, EVERYWHERE, essential=True),
        Kind(SESSION_CONFIRMED, BOOKINGS, EVERYWHERE, essential=True),
        Kind(SESSION_MESSAGE, BOOKINGS, frozenset({EMAIL, IN_APP})),  # what the facilitator writes to all guests
        Kind(REMINDER_24H, REMINDERS, EVERYWHERE),
        Kind(REMINDER_2H, REMINDERS, EVERYWHERE),
        Kind(PAYMENT_CONFIRMED, MONEY, EVERYWHERE, essential=True),
        Kind(PAYMENT_FAILED, MONEY, EVERYWHERE, essential=True),
        Kind(REFUND, MONEY, EVERYWHERE, essential=True),
        Kind(WAITLIST_PLACE, REQUESTS, EVERYWHERE),
        Kind(REQUEST_APPROVED, REQUESTS, EVERYWHERE),
        Kind(REQUEST_DECLINED, REQUESTS, EVERYWHERE),
        Kind(VERIFY_ADDRESS, ACCOUNT, MAIL_ONLY, essential=True),
        Kind(PASSWORD_RESET, ACCOUNT, MAIL_ONLY, essential=True),
        Kind(INVITATION, ACCOUNT, MAIL_ONLY, essential=True),
        Kind(NEW_SIGN_IN, ACCOUNT, MAIL_ONLY, essential=True),
        Kind(PASSWORD_CHANGED, ACCOUNT, MAIL_ONLY, essential=True),
        Kind(PHONE_CODE, ACCOUNT, frozenset({SMS}), essential=True),
        Kind(CONFIRMATION_CODE, ACCOUNT, MAIL_ONLY, essential=True),
        Kind(EMAIL_CHANGE_CODE, ACCOUNT, MAIL_ONLY, essential=True),  # to the new address
        Kind(EMAIL_CHANGED, ACCOUNT, MAIL_ONLY, essential=True),  # to the former address
        Kind(EMAIL_TAKEN, ACCOUNT, MAIL_ONLY, essential=True),  # to whoever has the address already
        Kind(TEAM_BOOKING, TEAMS, frozenset(TEAM)),
        Kind(FACILITATOR_BOOKING, GUESTS, frozenset({EMAIL, IN_APP})),
        Kind(FACILITATOR_CANCELLATION, GUESTS, frozenset({EMAIL, IN_APP})),
    )
}
TO_FACILITATORS = (FACILITATOR_BOOKING, FACILITATOR_CANCELLATION)  # about what their guests do
# Nobody turns off messages about money or accounts. Those about requests go to customers of outside systems.
CHOSEN_BY_PEOPLE = tuple(kind.name for kind in KINDS.values() if kind.group in (BOOKINGS, REMINDERS, GUESTS))
REMINDER = re.compile(r"reminder_([0-9]{1,3})h\Z")
TWO_HOURS_TEMPLATE_BELOW = 12  # hours; this template says that the session starts soon


def reminder_kind(hours: int) -> str:
    """The kind of the reminder that is sent `hours` before the start."""
    return f"reminder_{hours}h"


def template_of(kind: str) -> str:
    """The kind whose templates and preferences apply. For reminders it depends on the hours before the start."""
    reminder = REMINDER.match(kind)
    if reminder is None:
        return kind
    return REMINDER_2H if int(reminder[1]) < TWO_HOURS_TEMPLATE_BELOW else REMINDER_24H


def is_reminder(kind: str) -> bool:
    return REMINDER.match(kind) is not None


def is_fixed(kind: str, channel: str) -> bool:
    """Whether people cannot turn off this kind on this channel."""
    return channel == EMAIL and KINDS[template_of(kind)].essential
