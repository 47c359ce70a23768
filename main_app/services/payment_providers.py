"""Which payment providers this installation has, and which takes which currency."""

from main_app.services.demo_bank import DemoBank
from main_app.services.payment_provider import Provider
from main_app.services.razorpay_payments import RazorpayPayments
from main_app.services.stripe_payments import StripePayments
from main_app.settings import MainSettings

DEMO = "demo"


def providers_of(settings: MainSettings) -> dict[str, Provider]:
    """The providers that are set up, by name."""
    providers: dict[str, Provider] = {}
    if settings.stripe_secret_key:
        providers["stripe"] = StripePayments(
            settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base
        )
    if settings.razorpay_key_id and settings.razorpay_key_secret:
        providers["razorpay"] = RazorpayPayments(
            settings.razorpay_key_id,
            settings.razorpay_key_secret,
            settings.razorpay_webhook_secret,
            settings.razorpay_api_base,
        )
    if settings.demo_bank:
        providers[DEMO] = DemoBank(settings.main_base_url, settings.secret_key)
    return providers


def provider_named(settings: MainSettings, name: str) -> Provider | None:
    return providers_of(settings).get(name)


def provider_for(settings: MainSettings, currency: str) -> Provider | None:
    """The provider of new payments in this currency: as PAYMENT_PROVIDERS says, else the first that is set up."""
    providers = providers_of(settings)
    chosen = dict(pair.split("=", 1) for pair in settings.payment_providers)
    if name := chosen.get(currency) or chosen.get("*"):
        return providers.get(name)
    return next(iter(providers.values()), None)
