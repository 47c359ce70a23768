"""The booking wizard's signature: an HMAC-SHA256 of the raw body under BOOKING_WIZARD_WEBHOOK_SECRET."""

import hashlib
import hmac
import re

from flask import request

from main_app.auth.caller import API_KEY, Caller
from main_app.settings import settings
from service_kit.problems import Unauthorized

HEADER = "X-Webhook-Signature"
SIGNATURE = re.compile(r"(?:sha256=)?([0-9a-f]{64})\Z")
WIZARD = 0  # the wizard has no API key, so only admins see its notifications


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
