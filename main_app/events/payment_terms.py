"""How a session is paid: online before it is booked, a part of it online, or to the facilitator.

And what a price must be for it.
"""

from collections.abc import Mapping
from typing import Any

from main_app.events.models import DEPOSIT, ONLINE, PAY_FACILITATOR, PAY_ONLINE
from main_app.services.payment_providers import provider_for
from main_app.settings import settings
from service_kit.money import money_text, part_in_steps, step_of
from service_kit.problems import Invalid

TERMS = {"price_cents", "currency", "payment_terms", "deposit_percent"}


def check_new_terms(values: Mapping[str, Any]) -> dict[str, Any]:
    """The terms of a new session. Without any, it is paid online if a provider takes its currency."""
    terms = values["payment_terms"]
    if terms is None:
        online = values["price_cents"] > 0 and provider_for(settings(), values["currency"]) is not None
        terms = PAY_ONLINE if online else PAY_FACILITATOR
    check_terms({**values, "payment_terms": terms})
    return {"payment_terms": terms}


def check_terms(values: Mapping[str, Any]) -> None:
    """Raise Invalid if the price, or the part of it, can't be paid online, but shall be."""
    price, currency, terms = values["price_cents"], values["currency"], values["payment_terms"]
    percent = values["deposit_percent"]
    if terms == DEPOSIT and percent is None:
        raise Invalid("Say how many per cent of the price are paid online.", "deposit_percent")
    if terms != DEPOSIT and percent is not None:
        raise Invalid("Only the terms 'deposit' have a part that is paid online.", "deposit_percent")
    if terms not in ONLINE or price == 0:
        return
    provider = provider_for(settings(), currency)
    if provider is None:
        raise Invalid(
            f"No payment provider is set up for {currency}. Choose 'pay_facilitator', or another currency.",
            "payment_terms",
        )
    least, step = provider.minimum_cents(currency), step_of(currency)
    if price % step:
        raise Invalid(f"A price in {currency} that is paid online must end in 0.", "price_cents")
    if price < least:
        raise Invalid(f"A price that is paid online must be at least {money_text(least, currency)}.", "price_cents")
    if percent is not None and part_in_steps(price, percent, currency) < least:
        text = f"A deposit must be at least {money_text(least, currency)}. Choose more per cent."
        raise Invalid(text, "deposit_percent")
    if percent is not None and price - part_in_steps(price, percent, currency) < least:
        text = f"What is left after the deposit must be at least {money_text(least, currency)}. Choose fewer per cent."
        raise Invalid(text, "deposit_percent")
