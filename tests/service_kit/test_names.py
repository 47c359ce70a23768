"""The names of people: real ones are accepted, and those that would put a link into a greeting are refused."""

import pytest
from pydantic import TypeAdapter, ValidationError

from service_kit.fields import PersonName, Title

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

NAMES, TITLES = TypeAdapter(PersonName), TypeAdapter(Title)
REAL = [
    "Asha Verma",
    "Dr. Priya Sharma",
    "Dr.Sharma",
    "J.R.R. Tolkien",
    "Ph.D. Müller-Lüdenscheidt",
    "Ravi Kumar B.Com",
    "O'Neil, Ana/Ben",
    "St. John: the younger",
    "Diego Álvarez",
    "田中 恵美",
    "आशा वर्मा",
    "क्\u200dष Patel",  # a joiner is part of Devanagari
    "محمد علي",
]


@pytest.mark.parametrize("name", REAL)
def test_a_persons_name_is_accepted(name: str) -> None:
    assert NAMES.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Your parcel is held: pay at http://evil.example/x",
        "pay at HTTPS://1.2.3.4",
        "http:evil",
        "evil.com",
        "evil.com/pay",
        "evil.example/pay",
        "evil.example:8080/pay",
        "see www.evil",
        "10.0.0.1",
        "ask@evil.org",
        "evil。com",
        "ｅｖｉｌ．ｃｏｍ",
        "ev\u200bil.c\u2060om",
        "xn--e1a.xn--p1ai",
        "javascript:alert(1)",
    ],
)
def test_the_address_of_a_web_page_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError, match="web page"):
        NAMES.validate_python(name)


@pytest.mark.parametrize("character", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_name_cannot_turn_the_text_around(character: str) -> None:
    with pytest.raises(ValidationError, match="direction"):
        NAMES.validate_python(f"Asha {character}moc.live")


@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_title_cannot_turn_around_the_text_after_it(character: str) -> None:
    with pytest.raises(ValidationError, match="direction"):
        TITLES.validate_python(f"{character}Yoga")


def test_marks_on_a_letter_cannot_cover_other_lines() -> None:
    with pytest.raises(ValidationError, match="too many marks"):
        NAMES.validate_python("Zal" + "\u0301" * 11 + "go")
    assert NAMES.validate_python("Việt" + "\u0301" * 10)


@pytest.mark.parametrize("title", ["يوغا الصباح", "יוגה\u200f!", "Yoga \u200e(יוגה)"])
def test_a_title_may_be_in_any_script(title: str) -> None:
    assert TITLES.validate_python(title) == title
