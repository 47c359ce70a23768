"""The values of templates' variables, from a booking, an outside booking or an account."""

from datetime import datetime, timedelta
from email.utils import parseaddr
from textwrap import shorten
from typing import Any

from sqlalchemy import Row

from main_app.auth.account_tokens import address_token, code_of, token_for
from main_app.auth.email_change import code_for as email_change_code
from main_app.auth.phone_codes import code_for
from main_app.bookings.run_decision import NOT_ENOUGH_PLACES
from main_app.bookings.states import ENTITLING
from main_app.events.models import PAY_FACILITATOR
from main_app.events.page_path import event_path
from main_app.events.run_rule import UNDECIDED
from main_app.messages.kinds import (
    ACCOUNT,
    BOOKING_CANCELLED,
    CONFIRMATION_CODE,
    FACILITATOR_CANCELLATION,
    INVITATION,
    KINDS,
    PASSWORD_RESET,
    PAYMENT_CONFIRMED,
    REQUEST_DECLINED,
    VERIFY_ADDRESS,
    template_of,
)
from main_app.messages.links import cancel_url, manage_url
from main_app.messages.refund_terms import refund_terms
from main_app.messages.texts import amount_text
from main_app.orders.money import OrderMoney
from main_app.settings import settings
from main_app.studio.colours import DARK, LIGHT
from main_app.studio.queries import StudioFacts
from service_kit import clock
from service_kit.money import money_text
from service_kit.time_text import differ, span_text, time_text

TEST_GUESTS = {"en": "Test guest", "hi": "परीक्षण अतिथि"}
PAGES_OF_TOKENS = {VERIFY_ADDRESS: "/verify-email", PASSWORD_RESET: "/reset-password", INVITATION: "/invitation"}
# Only these routes of the notification API check the fields; elsewhere they are undocumented, and may hold anything.
CHECKED_FOR = {
    BOOKING_CANCELLED: ("cancellation_reason", "refund_amount"),
    REQUEST_DECLINED: ("decline_reason",),
}
INVITED_AS = {
    "user": {"en": "a guest", "hi": "अतिथि"},
    "facilitator": {"en": "a facilitator", "hi": "संचालक"},
    "admin": {"en": "an admin", "hi": "एडमिन"},
}
MAX_START_LENGTH = 160  # characters of a message, in the bell
# Reasons of the system, which cancels without a person's words.
REASONS = {
    NOT_ENOUGH_PLACES: {"en": "Not enough people booked", "hi": "पर्याप्त लोगों ने बुकिंग नहीं की"},
    "paid_late": {
        "en": "Your payment arrived after the place had gone to somebody else",
        "hi": "आपका भुगतान तब पहुँचा जब जगह किसी और को मिल चुकी थी",
    },
}
MANAGE_LINK_LIFETIME = timedelta(days=30)  # how long links in messages show a booking after its end


def booking_values(
    plan: Row[Any], booking: Row[Any], money: OrderMoney | None, language: str, old: dict[str, Any]
) -> dict[str, Any]:
    """Values of a booking and its money. Every time names its zone. `old` is what the reader was last told."""
    data, zone = plan.data or {}, plan.person_time_zone
    first_zone, other_zone = _zones_in_order(booking, zone)
    url, entitled = settings().public_url, booking.status in ENTITLING
    old_starts_at, old_ends_at, old_location = _before(booking, old)
    end = booking.ends_at + MANAGE_LINK_LIFETIME
    costs = booking.price_cents and plan.kind not in (BOOKING_CANCELLED, FACILITATOR_CANCELLATION)
    agreed = money.order.terms["payment_terms"] if money else booking.payment_terms
    to_pay = costs and agreed == PAY_FACILITATOR and plan.kind != PAYMENT_CONFIRMED and not (money and money.is_paid)
    rest = money.rest_cents if money and entitled else 0
    kept = money.paid_cents - money.refunded_cents if money and entitled and plan.kind != PAYMENT_CONFIRMED else 0
    return {
        "language": language,
        "guest_name": booking.user_name,
        "by_studio": bool(data.get("by_studio")),
        "guest_email": booking.user_email if booking.user_email_verified_at else "",
        "booked_places": booking.seats_taken,
        "capacity": booking.capacity,
        "event_title": booking.event_title,
        "session_title": booking.session_title,
        "when": span_text(booking.starts_at, booking.ends_at, first_zone, language),
        "when_also": span_text(booking.starts_at, booking.ends_at, other_zone, language) if other_zone else "",
        "starts_at": time_text(booking.starts_at, zone, language),
        "starts_at_there": time_text(booking.starts_at, booking.time_zone, language)
        if differ(booking.starts_at, zone, booking.time_zone)
        else "",
        "ends_at": time_text(booking.ends_at, zone, language),
        "location": booking.location or booking.event_location,
        "online": booking.online,
        "link": booking.link if entitled else None,
        "arrive_minutes_early": booking.arrive_minutes_early if entitled else None,
        "facilitator_name": booking.facilitator_name,
        "places": booking.places,
        "price": money_text(booking.price_cents * booking.places, booking.price_currency, language) if costs else "",
        "pay_to": booking.facilitator_name.split()[0] if to_pay else "",
        "rest": money_text(rest, booking.price_currency, language) if rest else "",
        "refund_terms": refund_terms(money, booking, first_zone, language) if entitled else "",
        "amount_paid": money_text(kept, booking.price_currency, language) if kept else "",
        "paid": money_text(data.get("paid_cents"), booking.price_currency, language),
        "refund": money_text(data.get("refund_cents"), booking.price_currency, language),
        "reason": REASONS.get(data.get("reason", ""), {}).get(language) or _without_full_stop(data.get("reason")),
        "cancelled_by": data.get("cancelled_by", ""),
        **_run_rule(booking, first_zone, language),
        "action": data.get("action", ""),
        "old_when": span_text(old_starts_at, old_ends_at, first_zone, language) if old_starts_at else "",
        "old_starts_at": time_text(old_starts_at, zone, language)
        if old_starts_at and old_starts_at != booking.starts_at
        else "",
        "old_location": old_location,
        "event_url": url + event_path(booking.event_title, booking.event_id, booking.event_kind),
        "booking_url": f"{url}/my-bookings/{booking.id}",
        "session_url": f"{url}/facilitator/sessions/{booking.session_id}",
        "manage_url": manage_url(booking.id, end),
        "cancel_url": cancel_url(booking.id, booking.starts_at),
        "cover_url": f"{url}/events/{booking.event_id}/cover.png",
    }


def _run_rule(booking: Row[Any], zone: str, language: str) -> dict[str, Any]:
    """How many more places must be booked by when, so that the session runs. Empty once it is decided."""
    if booking.run_state != UNDECIDED:
        return {"decided_at": "", "places_missing": 0}
    missing = max(0, booking.min_places - booking.seats_taken)
    return {"decided_at": time_text(booking.decide_at, zone, language), "places_missing": missing}


def session_message_values(message: Any) -> dict[str, Any]:
    """What a facilitator wrote. Its lines stay lines, unlike those of other values."""
    return {
        "message_subject": message.subject,
        "message": tuple(message.text.splitlines()),
        "message_start": shorten(message.text, MAX_START_LENGTH, placeholder="…"),
    }


def account_values(plan: Row[Any], token: Row[Any] | None, code: Row[Any] | None, language: str) -> dict[str, Any]:
    """Values of an account: the person, the plan's data, and the address with the mail's token, or the code."""
    url, data = settings().public_url, dict(plan.data or {})
    if at := data.pop("at", None):
        data["at"] = time_text(datetime.fromisoformat(at), plan.person_time_zone, language)
    if token is not None and plan.kind == CONFIRMATION_CODE:
        data["code"] = code_of(token)
    elif token is not None:
        data["action_url"] = f"{url}{PAGES_OF_TOKENS[plan.kind]}?token={token_for(token)}"
        data["expires_at"] = time_text(token.expires_at, plan.person_time_zone, language)
    if code is not None:
        data["code"] = code_for(code)
    common = {"language": language, "guest_name": plan.person_name, "account_url": f"{url}/account"}
    return common | data


def email_change_values(change: Any, studio: StudioFacts) -> dict[str, Any]:
    """The code, and as much of the new address as its owner needs to recognise it in a mail to the former one."""
    local, _, domain = change.email.rpartition("@")
    new_address = f"{local[:1]}•••@{domain}"
    return {
        "code": email_change_code(change),
        "new_address": new_address,
        "studio_email": studio.contact_email or "",
    }


def invitation_values(plan: Row[Any], inviter: Any, language: str) -> dict[str, Any]:
    """Who invites, and as what. Both are empty if the plan is older than these values, or the inviter was erased."""
    if inviter is None:
        return {"invited_by": "", "invited_as": ""}
    return {"invited_by": inviter.name, "invited_as": INVITED_AS[plan.data["invited_as"]][language]}


def values_of_studio(studio: StudioFacts) -> dict[str, Any]:
    """The studio's name and logo, and the colours of links and buttons, for the light and the dark theme."""
    light, dark = (studio.palette.light, studio.palette.dark) if studio.palette else (LIGHT, DARK)
    return {
        "brand": studio.name,
        "logo_url": f"{settings().public_url}{studio.logo['src']}" if studio.logo else "",
        "accent": light.accent,
        "on_accent": light.on_accent,
        "accent_dark": dark.accent,
        "on_accent_dark": dark.on_accent,
    }


def via_studio(facilitator: str, studio: StudioFacts) -> str:
    """Whom a mail about a booking comes from."""
    sender = studio.own_name or parseaddr(settings().from_email)[0] or studio.name
    return f"{facilitator} via {sender}"


def values_of_receiver(plan: Row[Any], *, to_account: bool = True) -> dict[str, Any]:
    """Values that a mail has because of what its receiver has not confirmed yet.

    `to_account` is False for a mail to an address that is not the account's. Somebody may have had it sent to a
    stranger, so it has no name that they could choose.
    """
    if not to_account:
        return {"guest_name": "", "confirm_address_url": "", "confirm_phone_url": ""}
    url = settings().public_url
    has_new_phone = plan.person_phone and plan.person_phone_confirmed_at is None
    asks_for_phone = {
        "confirm_address_url": "",
        "confirm_phone_url": f"{url}/account#phone" if has_new_phone and settings().sends_sms else "",
    }
    if plan.person_email_verified_at is not None:
        return asks_for_phone
    is_about_account = KINDS[template_of(plan.kind)].group == ACCOUNT
    confirm = f"{url}{PAGES_OF_TOKENS[VERIFY_ADDRESS]}?token={address_token(plan.person_id, plan.person_email)}"
    # Somebody else may have registered the address, with a name that they want to be sent to it.
    return {"guest_name": "", "confirm_address_url": "" if is_about_account else confirm, "confirm_phone_url": ""}


def values_of_test(language: str) -> dict[str, Any]:
    """Values that replace the examples in a test message to a team channel, so that nobody takes it for a booking."""
    url = f"{settings().public_url}/facilitator/channels"
    return {"guest_name": TEST_GUESTS[language], "session_url": url}


def outside_values(plan: Row[Any], language: str) -> dict[str, Any]:
    """Values of an outside booking, which the plan's data contain ("outside")."""
    outside = (plan.data or {}).get("outside", {})
    checked = {name: outside.get(name) for name in CHECKED_FOR.get(plan.kind, ())}
    zone, currency = outside.get("zone", "UTC"), outside.get("currency")
    starts_at = outside_start(plan.data)
    ends_at = datetime.fromisoformat(outside["ends_at"]) if outside.get("ends_at") else None
    return {
        "language": language,
        "guest_name": outside.get("customer_name", ""),
        "event_title": outside.get("service_name", ""),
        "session_title": outside.get("service_name", ""),
        "when": span_text(starts_at, ends_at, zone, language) if starts_at else "",
        "when_also": "",
        "starts_at": time_text(starts_at, zone, language) if starts_at else "",
        "starts_at_there": "",
        "ends_at": time_text(ends_at, zone, language) if ends_at else "",
        "location": outside.get("barbershop_name", ""),
        "online": False,
        "link": None,
        "arrive_minutes_early": None,
        "facilitator_name": outside.get("barber_name") or "",
        "places": 1,
        "price": _price(outside.get("total_price"), currency, language),
        "pay_to": "",
        "rest": "",
        "amount_paid": "",
        "refund_terms": "",
        "paid": "",
        "refund": _price(checked.get("refund_amount"), currency, language),
        "reason": _without_full_stop(checked.get("cancellation_reason") or checked.get("decline_reason")),
        "cancelled_by": "",
        "decided_at": "",
        "places_missing": 0,
        "action": "",
        "old_when": "",
        "old_starts_at": "",
        "old_location": "",
        "event_url": "",
        "booking_url": "",
        "session_url": "",
        "manage_url": "",
        "cancel_url": "",
        "cover_url": "",
    }


def _without_full_stop(reason: str | None) -> str:
    """The reason as templates need it: they put it into a sentence of their own."""
    return (reason or "").rstrip(" .।")


def outside_start(data: dict[str, Any] | None) -> datetime | None:
    """When an outside appointment begins, from its plan's data (outside_bookings.facts_of)."""
    outside = (data or {}).get("outside")
    return datetime.fromisoformat(outside["starts_at"]) if outside else None


def _price(amount: Any, currency: str | None, language: str) -> str:
    return amount_text(float(amount), currency, language) if amount is not None and currency else ""


def _before(booking: Row[Any], old: dict[str, Any]) -> tuple[datetime | None, datetime | None, str]:
    """The former start and end, and the former location; empty if they are the current ones."""
    starts_at = datetime.fromisoformat(old["starts_at"]) if old.get("starts_at") else booking.starts_at
    ends_at = datetime.fromisoformat(old["ends_at"]) if old.get("ends_at") else booking.ends_at
    location = old.get("location") or ""
    if location == (booking.location or booking.event_location):
        location = ""
    if (starts_at, ends_at) == (booking.starts_at, booking.ends_at):
        return None, None, location
    return starts_at, ends_at, location


def when_and_where(booking: Row[Any]) -> dict[str, Any]:
    """What a guest was told of a booking that another one replaces, in the form of `booking_values`' `old`."""
    return {
        "starts_at": clock.iso(booking.starts_at),
        "ends_at": clock.iso(booking.ends_at),
        "location": booking.location or booking.event_location,
    }


def _zones_in_order(booking: Row[Any], readers_zone: str) -> tuple[str, str | None]:
    """The zone that times are told in, and the other one if its clocks differ: in person the event's comes first."""
    first, other = (readers_zone, booking.time_zone) if booking.online else (booking.time_zone, readers_zone)
    both = differ(booking.starts_at, first, other) or differ(booking.ends_at, first, other)
    return first, other if both else None
