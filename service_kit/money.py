"""Amounts of money as texts. An amount is a whole number of the currency's smallest unit (cents, whole yen)."""

from babel.numbers import format_currency, get_currency_precision


def step_of(currency: str) -> int:
    """What amounts of the currency that providers charge are multiples of: no card takes a single fils."""
    return 10 if get_currency_precision(currency) == 3 else 1


def part_in_steps(units: int, percent: int, currency: str) -> int:
    """A part of an amount, rounded up to what a provider can charge."""
    step = step_of(currency)
    return min(-(-units * percent // (100 * step)) * step, units)


def money_text(units: int | None, currency: str | None, language: str = "en") -> str:
    """A price such as "€25.00". Empty if there is none."""
    if units is None or not currency:
        return ""
    return format_currency(units / 10 ** get_currency_precision(currency), currency, locale=language)


def decimal_text(units: int, currency: str) -> str:
    """An amount as other programs read it, such as "25.00" or "2500" (yen)."""
    digits = get_currency_precision(currency)
    return f"{units / 10**digits:.{digits}f}"
