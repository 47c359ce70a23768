"""The variables that templates may use, for each kind of message: what each means, and an example.

A missing value is empty. Values are plain text; rendering.py escapes them.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from main_app.studio.colours import DARK, LIGHT
from service_kit.money import money_text
from service_kit.time_text import span_text, time_text

LISBON, MADRID = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Madrid")


class Price(NamedTuple):
    cents: int
    currency: str


class Span(NamedTuple):
    start: datetime
    end: datetime


Lines = tuple[str, ...]
Example = str | int | bool | datetime | Span | Price | Lines


class Variable(NamedTuple):
    meaning: str
    example: Example


_START, _PRICE = datetime(2026, 12, 12, 7, 0, tzinfo=LISBON), Price(8000, "EUR")
_END = _START.replace(hour=8, minute=30)
_EVERYWHERE = {
    "brand": Variable("The studio's name.", "Samaya"),
    "logo_url": Variable("The studio's logo, empty without one.", ""),
    "accent": Variable("The studio's colour, for links and buttons.", LIGHT.accent),
    "on_accent": Variable("The colour of texts on buttons.", LIGHT.on_accent),
    "accent_dark": Variable("The colour of links and buttons on dark pages.", DARK.accent),
    "on_accent_dark": Variable("The colour of texts on buttons on dark pages.", DARK.on_accent),
    "language": Variable("The reader's language.", "en"),
    "home_url": Variable("The start page.", "https://samaya.example/"),
    "guest_name": Variable("The reader's name; in messages to facilitators and their teams the guest's.", "Asha Rao"),
    "cover_url": Variable("The event's cover picture.", ""),
    "confirm_address_url": Variable(
        "The page that confirms the reader's e-mail address; empty once it is confirmed.", ""
    ),
    "confirm_phone_url": Variable("The account's page, if the reader has not confirmed the phone number.", ""),
    "unsubscribe_url": Variable("The page that ends these e-mails; empty for essential ones.", ""),
}
_BOOKING = _EVERYWHERE | {
    "event_title": Variable("The event's title.", "Atlantic Yoga Weekend"),
    "session_title": Variable("The session's title.", "First morning"),
    "when": Variable(
        "Start and end, with their zone: the event's, or online the reader's. Without an end if it is not known.",
        Span(_START, _END),
    ),
    "when_also": Variable(
        "Start and end in the other of the two zones; empty if clocks show the same there.",
        Span(_START.astimezone(MADRID), _END.astimezone(MADRID)),
    ),
    "starts_at": Variable("Start, on the reader's clock, with its zone.", _START),
    "starts_at_there": Variable(
        "Start on the clock where the event is; empty if it shows the same time.", _START.astimezone(MADRID)
    ),
    "ends_at": Variable("End, on the reader's clock, with its zone.", _END),
    "location": Variable("The location.", "Rua do Sol 14, Ericeira"),
    "online": Variable("Whether it is online.", False),
    "link": Variable("The meeting's address, while the booking is active.", "https://meet.example/yoga"),
    "arrive_minutes_early": Variable(
        "How many minutes before the start guests should arrive, while the booking is active.", 10
    ),
    "decided_at": Variable(
        "When it is decided whether the session runs, in the zone of `when`; empty if it is decided.", ""
    ),
    "places_missing": Variable("How many more places must be booked by then.", 0),
    "facilitator_name": Variable("The facilitator's name.", "Dr. Priya Sharma"),
    "places": Variable("Number of places.", 2),
    "price": Variable("Price of all places; empty for free and for cancelled bookings.", _PRICE),
    "pay_to": Variable(
        "First name of the facilitator whom the guest pays; empty for free, cancelled and outside bookings.", "Priya"
    ),
    "rest": Variable("What is still to pay after a deposit; empty if nothing.", ""),
    "refund_terms": Variable(
        "What a guest who cancels gets back of what they paid online; empty if they paid nothing online.",
        "If you cancel: until Wed 9 Dec, 07:00, Lisbon time, you get everything back, then nothing.",
    ),
    "amount_paid": Variable("What was paid for the booking and not given back; empty if nothing.", ""),
    "event_url": Variable("The event's page.", "https://samaya.example/e/atlantic-yoga-weekend-3"),
    "booking_url": Variable("The booking's page, after signing in.", "https://samaya.example/my-bookings/12"),
    "manage_url": Variable("The booking's page without signing in.", "https://samaya.example/manage/example"),
    "cancel_url": Variable("The page that offers to cancel, without signing in.", "https://samaya.example/manage/c"),
    "cover_url": Variable("The event's cover, 600 by 270 pixels.", "https://samaya.example/events/3/cover.png"),
}
_OPTIONAL = _BOOKING | {
    "unsubscribe_url": _EVERYWHERE["unsubscribe_url"]._replace(example="https://samaya.example/unsubscribe/example")
}
_NO_PRICE = {name: _BOOKING[name]._replace(example="") for name in ("price", "pay_to")}
_ACCOUNT = _EVERYWHERE | {"account_url": Variable("The account's page.", "https://samaya.example/account")}
_TOKEN = _ACCOUNT | {
    "action_url": Variable("The page with the single-use token.", "https://samaya.example/verify-email?token=example"),
    "expires_at": Variable("When the link expires.", _START.replace(day=13)),
}
_MONEY = _BOOKING | {
    "refund": Variable("The amount paid back.", _PRICE),
    "paid": Variable("The amount of this payment; empty for outside bookings.", _PRICE),
    "reason": Variable("The reason, as the person or the bank gave it, without a full stop.", "The card was declined"),
}
_MOVED = {
    "old_when": Variable("Start and end of the booking that the guest has moved from; empty if they haven't moved.", "")
}
_SESSION_URL = {
    "session_url": Variable("The session's page for its facilitator.", "https://samaya.example/facilitator/sessions/4")
}
# No page of these messages is the guest's: whoever has the address of one could cancel the booking.
_GUEST = (
    _EVERYWHERE
    | {name: _OPTIONAL[name] for name in ("event_title", "session_title", "when", "when_also", "places", "cover_url")}
    | {name: _BOOKING[name] for name in ("price", "rest", "amount_paid")}
    | _SESSION_URL
    | _MOVED
    | {
        "unsubscribe_url": _OPTIONAL["unsubscribe_url"],
        "guest_email": Variable("The guest's e-mail address; empty until it is confirmed.", "asha@example.com"),
        "booked_places": Variable("How many places of the session are booked now.", 5),
        "capacity": Variable("How many places the session has.", 12),
        "action": Variable("What happened: created, cancelled or reactivated.", "created"),
        "by_studio": Variable("Whether an admin did it for the guest.", False),
    }
)
_CODE = {"code": Variable("The code, six digits.", "042137")}
_PASSWORD = _ACCOUNT | {"at": Variable("When it happened.", _START)}
_SIGN_IN = _PASSWORD | {"device": Variable("Browser and system.", "Firefox on Windows")}

VARIABLES: dict[str, dict[str, Variable]] = {
    "booking_confirmed": _BOOKING | _MOVED,
    "booking_cancelled": _MONEY
    | _NO_PRICE
    | {name: _MONEY[name]._replace(example="") for name in ("link", "arrive_minutes_early")}
    | {
        "reason": _MONEY["reason"]._replace(example="Too few people have booked"),
        "cancelled_by": Variable("Who cancelled: user, facilitator or system.", "facilitator"),
    },
    "booking_changed": _BOOKING
    | {
        "old_when": Variable(
            "The former start and end; empty if they are the same.",
            Span(_START.replace(day=11, hour=18), _END.replace(day=11, hour=19)),
        ),
        "old_starts_at": Variable("The former start; empty if it is the same.", _START.replace(day=11, hour=18)),
        "old_location": Variable("The former location; empty if it is the same.", "Praia do Sul, Ericeira"),
        "reason": _MONEY["reason"]._replace(
            meaning="What the facilitator wrote about it, without a full stop; empty if nothing.",
            example="The beach is closed in the morning",
        ),
    },
    "booking_reactivated": _BOOKING | _MOVED,
    "session_confirmed": _BOOKING,
    "session_message": _OPTIONAL
    | {
        "message_subject": Variable("The facilitator's subject.", "For Saturday"),
        "message_start": Variable("How that text begins.", "Hello everybody, please bring a blanket"),
        "message": Variable(
            "The lines of the facilitator's text.", ("Hello everybody,", "", "please bring a blanket, it may be cool.")
        ),
    },
    "reminder_24h": _OPTIONAL,
    "reminder_2h": _OPTIONAL,
    "payment_confirmed": _MONEY,
    "payment_failed": _MONEY,
    "refund": _MONEY | _NO_PRICE | {"reason": _MONEY["reason"]._replace(example="Your payment arrived too late")},
    "waitlist_place": _OPTIONAL,
    "request_approved": _OPTIONAL,
    "request_declined": _OPTIONAL | {"reason": _MONEY["reason"]._replace(example="The retreat is full")},
    "verify_address": _TOKEN,
    "password_reset": _TOKEN,
    "invitation": _TOKEN
    | {
        "invited_by": Variable("The name of the admin who invites.", "Maya Rao"),
        "invited_as": Variable("As what: a guest, a facilitator or an admin.", "a facilitator"),
    },
    "new_sign_in": _SIGN_IN,
    "password_changed": _PASSWORD,
    "email_change_code": _ACCOUNT | _CODE,
    "email_changed": _PASSWORD
    | {
        "new_address": Variable("The new address, as far as the reader needs to recognise it.", "a•••@example.com"),
        "studio_email": Variable("The studio's address for questions; empty if it has none.", "hello@samaya.example"),
    },
    "email_taken": _PASSWORD,
    "phone_code": _EVERYWHERE | _CODE,
    "confirmation_code": _ACCOUNT | _CODE,
    "team_booking": _BOOKING
    | _MOVED
    | _NO_PRICE
    | {
        "action": Variable("What happened: created, cancelled or reactivated.", "created"),
    }
    | _SESSION_URL,
    "facilitator_booking": _GUEST,
    "facilitator_cancellation": _GUEST | {"price": _NO_PRICE["price"]},
}
PAGES = frozenset(name for names in VARIABLES.values() for name in names if name == "link" or name.endswith("_url"))

# For the layout, or only to compare with: they say nothing to a reader.
_NOT_WRITTEN = frozenset(
    (
        "accent",
        "on_accent",
        "accent_dark",
        "on_accent_dark",
        "language",
        "logo_url",
        "cover_url",
        "online",
        "cancelled_by",
        "action",
        "by_studio",
        "message",
    )
)


def written_variables(kind: str) -> dict[str, Variable]:
    """The variables that texts of this kind may use which an admin writes."""
    return {name: variable for name, variable in VARIABLES[kind].items() if name not in _NOT_WRITTEN}


def examples(kind: str, language: str) -> dict[str, str | int | bool | Lines]:
    """A value for each variable of this kind as messages in this language have it, for previews and tests."""
    values = {name: _written(variable.example, language) for name, variable in VARIABLES[kind].items()}
    return values | {"language": language}


def _written(example: Example, language: str) -> str | int | bool | Lines:
    if isinstance(example, Span):
        return span_text(example.start, example.end, str(example.start.tzinfo), language)
    if isinstance(example, datetime):
        return time_text(example, str(example.tzinfo), language)
    if isinstance(example, Price):
        return money_text(example.cents, example.currency, language)
    return example
