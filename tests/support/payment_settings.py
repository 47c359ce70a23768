"""Settings that let services take money through a provider's stand-in."""

from collections.abc import Callable

from tests.support import razorpay_stand_in as razorpay_api
from tests.support import stripe_stand_in as stripe_api

WEBHOOKS = "/api/v1/booking-notifications/webhooks"
SETTINGS: dict[str, Callable[[str], dict[str, str]]] = {
    "stripe": lambda url: {
        "STRIPE_SECRET_KEY": stripe_api.KEY,
        "STRIPE_WEBHOOK_SECRET": stripe_api.WEBHOOK_SECRET,
        "STRIPE_API_BASE": url,
    },
    "razorpay": lambda url: {
        "RAZORPAY_KEY_ID": razorpay_api.KEY_ID,
        "RAZORPAY_KEY_SECRET": razorpay_api.KEY_SECRET,
        "RAZORPAY_WEBHOOK_SECRET": razorpay_api.WEBHOOK_SECRET,
        "RAZORPAY_API_BASE": url,
    },
}
