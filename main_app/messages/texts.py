"""Texts for SMS, and prices of other booking systems."""

from babel.numbers import format_currency

# One character that is not of GSM 7-bit (3GPP TS 23.038) halves how much of a text one SMS holds.
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " ", "\u202f": " "}
)


def sms_text(text: str) -> str:
    """The text without typographic characters."""
    return text.translate(PLAIN)


def amount_text(amount: float, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=language)
