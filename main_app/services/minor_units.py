"""Amounts of our ledger, in the minor unit that Unicode knows, as each provider counts them.

Unicode and the providers disagree about some currencies: to Unicode the króna has no hundredths, to Stripe it has.
"""

from babel.numbers import get_currency_precision

from main_app.services.payment_provider import ProviderRefused


def to_provider(amount: int, currency: str, decimals: int) -> int:
    """The amount of a provider that counts with so many decimals. Raises ProviderRefused if it isn't exact."""
    ours = get_currency_precision(currency)
    if decimals >= ours:
        return amount * 10 ** (decimals - ours)
    converted, rest = divmod(amount, 10 ** (ours - decimals))
    if rest:
        raise ProviderRefused("inexact_amount", f"{amount} {currency} is more exact than the provider counts.")
    return converted


def from_provider(amount: int, currency: str, decimals: int) -> int:
    """The other way round. An amount that we can't hold exactly is rounded up, so that nothing is refunded twice."""
    ours = get_currency_precision(currency)
    if decimals <= ours:
        return amount * 10 ** (ours - decimals)
    return -(-amount // 10 ** (decimals - ours))
