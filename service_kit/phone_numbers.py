"""Brings phone numbers into one format (E.164), and masks them in vendors' texts."""

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files

import phonenumbers

NUMBER_TYPES = (
    "fixed_line", "mobile", "fixed_line_or_mobile", "toll_free", "premium_rate", "shared_cost", "voip",
    "personal_number", "pager", "uan", "voicemail", "unknown",
)  # fmt: skip
NO_COUNTRY = "001"
LONG_NUMBER = re.compile(r"\+?\d{7,}")  # longer than an error code


def callable_number(phone: str | None) -> str | None:
    """Return the number as +14155550132, None if it is not a possible number with a country code."""
    try:
        number = phonenumbers.parse(phone or "")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def can_get_texts(phone: str, countries: Collection[str], types: Collection[str]) -> bool:
    """Whether texts may go to this number: its type is one of these, and its country, unless `countries` is empty.

    Satellite and other numbers that belong to no country have the country 001, which has to be named.
    """
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    country = phonenumbers.region_code_for_number(number)
    kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number)).lower()
    return kind in types and (country in countries if countries else country != NO_COUNTRY)


def example_number(time_zone: str) -> str | None:
    """A mobile number as people write it in the country of this time zone. None for a zone of no single country."""
    country = _countries().get(time_zone)
    number = country and phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if number else None


@cache
def _countries() -> dict[str, str]:
    """The country of each time zone."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def mask_numbers(text: str) -> str:
    """The text without phone numbers. Error codes, which are shorter, stay readable."""
    return LONG_NUMBER.sub("***", text)
