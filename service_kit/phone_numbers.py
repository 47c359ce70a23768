"""Brings phone numbers into one format (E.164), and masks them in vendors' texts."""

import re

LONG_NUMBER = re.compile(r"\+?\d{7,}")  # longer than an error code


def callable_number(phone: str | None) -> str | None:
    """Return the number as +14155550132, None if it is not a possible number with a country code."""
    import phonenumbers  # imported here: it takes 20 ms, and few requests have a phone number

    try:
        number = phonenumbers.parse(phone or "")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_numbers(text: str) -> str:
    """The text without phone numbers. Error codes, which are shorter, stay readable."""
    return LONG_NUMBER.sub("***", text)
