"""What is sent to an address or a phone number that its owner has not confirmed. Anybody can register either."""

from collections.abc import Mapping
from typing import Any

from main_app.bookings.transitions import Party
from main_app.messages import kinds
from main_app.messages.reasons import ADDRESS_NOT_CONFIRMED, PHONE_NOT_CONFIRMED

# What a guest can cause again and again, and what can wait until the address is confirmed.
ONLY_TO_CONFIRMED_ADDRESSES = (
    kinds.BOOKING_REACTIVATED,
    kinds.NEW_SIGN_IN,
    kinds.PASSWORD_CHANGED,
    *kinds.TO_FACILITATORS,
)


def why_not_confirmed(
    kind: str, channel: str, data: Mapping[str, Any] | None, *, address_confirmed: bool, phone_confirmed: bool
) -> str | None:
    """Why this message has to wait for a confirmation, or None.

    An unconfirmed address gets what confirms it, the first confirmation of each booking, and facilitators' changes. An
    unconfirmed number gets the code that confirms it.
    """
    if channel == kinds.SMS and not phone_confirmed and kind != kinds.PHONE_CODE:
        return PHONE_NOT_CONFIRMED
    if channel != kinds.EMAIL or address_confirmed:
        return None
    cancelled_by_guest = kind == kinds.BOOKING_CANCELLED and (data or {}).get("cancelled_by") == Party.USER.value
    waits = kinds.is_reminder(kind) or kind in ONLY_TO_CONFIRMED_ADDRESSES or cancelled_by_guest
    return ADDRESS_NOT_CONFIRMED if waits else None
