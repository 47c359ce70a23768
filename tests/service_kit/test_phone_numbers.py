"""Numbers as people write them."""

import pytest

from service_kit.phone_numbers import callable_number

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+1 (415) 555-0132", "+14155550132"),
        ("+351 912 345 678", "+351912345678"),
        ("+1234567890", None),
        ("912 345 678", None),
        ("call me", None),
        ("", None),
        (None, None),
        ("+" * 64, None),
    ],
)
def test_a_number_that_cannot_be_called_is_ignored(phone: str | None, number: str | None) -> None:
    assert callable_number(phone) == number
