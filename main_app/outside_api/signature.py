"""The booking wizard's signature: an HMAC-SHA256 of the raw body under BOOKING_WIZARD_WEBHOOK_SECRET.

Whoever has seen a signed request could send it again. So its `timestamp` must be recent, and within that time a repeat
gets the first response (`body_digest` is its key).
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta, timezone

from flask import request

from main_app.auth.caller import API_KEY, Caller
from main_app.settings import settings
from service_kit import clock
from service_kit.problems import Invalid, Unauthorized

HEADER = "X-Webhook-Signature"
SIGNATURE = re.compile(r"(?:sha256=)?([0-9a-f]{64})\Z")
WIZARD = 0  # the wizard has no API key, so only admins see its notifications

MAX_AGE = timedelta(minutes=5)  # and as much into the future, for clocks that differ


def wizard() -> Caller | None:
    """The wizard as caller; None if the request is not signed. Raises Unauthorized for a wrong signature."""
    if HEADER not in request.headers:
        return None
    secret = settings().booking_wizard_webhook_secret
    signature = SIGNATURE.match(request.headers[HEADER])
    expected = hmac.new(secret.encode(), request.get_data(cache=True), hashlib.sha256).hexdigest()
    if not secret or not signature or not hmac.compare_digest(signature[1], expected):
        raise Unauthorized("The signature does not match this body.", code="wrong_signature")
    return Caller(WIZARD, API_KEY, "Booking wizard", "", "", through=API_KEY)


def is_wizard(by: Caller) -> bool:
    """Whether the request was let in by its signature."""
    return by.is_api_key and by.id == WIZARD


def check_timestamp(written: str | None) -> None:
    """Raises Invalid unless the signed body was written in the last five minutes. A time without an offset is UTC."""
    example = "the time of sending in ISO 8601, such as 2026-12-12T14:00:00Z"
    if written is None:
        raise Invalid(f"A signed request needs 'timestamp': {example}.", "timestamp", "missing")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Invalid(f"'timestamp' must be {example}.", "timestamp", "not_time") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    if abs(clock.now() - moment) > MAX_AGE:
        sentence = "'timestamp' must be within five minutes of now. Sign the request again, with the time of sending."
        raise Invalid(sentence, "timestamp", "not_recent")


def body_digest() -> str:
    """Identifies the raw body of this request."""
    return hashlib.sha256(request.get_data(cache=True)).hexdigest()
