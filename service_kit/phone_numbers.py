"""Phone numbers in one form."""


def callable_number(phone: str | None) -> str | None:
    """The number in the form +14155550132, None where there is none that could be called. It needs a country code."""
    import phonenumbers  # here: 20 ms of every start, and few requests have a number

    try:
        number = phonenumbers.parse(phone or "")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
