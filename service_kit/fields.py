"""Types of the fields in requests and responses, base classes of schemas, and pagination."""

import math
import re
import unicodedata
from datetime import datetime, timezone
from functools import cache
from typing import Annotated, Any, get_args
from zoneinfo import available_timezones

from babel.numbers import is_currency
from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from service_kit.database import MAX_ID
from service_kit.phone_numbers import callable_number
from service_kit.problems import field_error
from service_kit.strict_json import MAX_INTEGER

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=timezone.utc), datetime(2200, 1, 1, tzinfo=timezone.utc)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
# In characters, the same for both services, so that the CRM's columns hold whatever the main API accepts. The CRM has
# had these limits since the first release, so neither service refuses what it accepted before.
MAX_TITLE_LENGTH, MAX_NAME_LENGTH = 300, 200
_BIDI_CONTROL = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Those that also turn around what follows, such as the rest of a subject. Hebrew and Arabic need only the others.
_BIDI_SPAN = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Marks on one letter, which would be drawn over the lines above and below. No language has so many.
_MANY_MARKS = re.compile("M{11}")
_TOP_DOMAINS = (
    "com net org info biz io dev app xyz site online shop store club top icu link click live page web tech cloud vip "
    "loan bank co me tv cc us uk eu de fr nl pt es it pl ru ua cn jp in br tk"
)
# A scheme, www, an IP address, any domain with a path, or a domain of which mail programs make a link without one.
# "Dr.Sharma", "J.R.R. Tolkien" and "B.Com" are names.
_WEB_ADDRESS = re.compile(
    r"\w://|\b(https?|ftp|mailto|javascript|data):|\bwww\.\w|\d+\.\d+\.\d+\.\d+"
    r"|[^\W_]{2,}\.[^\W\d_]{2,}(:\d+)?/"
    rf"|[^\W_][\w-]*[^\W_]\.(xn--[a-z0-9-]+|{_TOP_DOMAINS.replace(' ', '|')})\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"-?[0-9]{1,19}\Z")


def _printable(value: Any) -> Any:
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        raise field_error("unprintable", "{field} has characters that can't be shown.")
    return value


class Body(BaseModel):
    """A request body: exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _check_text(cls, value: Any) -> Any:
        return _printable(value)


class Received(BaseModel):
    """A request body from another system: exact types; texts are kept as they were sent."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """A query string or the variables of a path: values are read from text, unknown names are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _check_text(cls, value: Any, info: ValidationInfo) -> Any:
        # int() would also accept "+1", "1_0" and other scripts' digits.
        takes_int = _takes_int(cls.model_fields[info.field_name or ""].annotation)
        if takes_int and isinstance(value, str) and not _DIGITS.match(value):
            raise field_error("wrong_type", "{field} must be a whole number.")
        return _printable(value)  # PostgreSQL can't compare with a text that has a NUL


def _takes_int(annotation: Any) -> bool:
    return annotation is int or any(_takes_int(part) for part in get_args(annotation))


class Paged(Query):
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(20, ge=1, le=100)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


class Out(BaseModel):
    """Base class of responses' schemas."""

    model_config = ConfigDict(extra="forbid")


class Pagination(Out):
    """Which page of a list this is."""

    page: int
    per_page: int
    total: int
    pages: int
    has_next: bool
    has_prev: bool


def pagination(page: int, per_page: int, total: int) -> dict[str, Any]:
    """Describe this page of a list of `total` rows."""
    pages = math.ceil(total / per_page)
    return {
        "page": page,
        "per_page": per_page,
        "total": total,
        "pages": pages,
        "has_next": page < pages,
        "has_prev": page > 1,
    }


def normal_email(value: str) -> str:
    """Return the address as it is stored. Raises a field error if it is not an e-mail address."""
    try:
        return validate_email(value, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise field_error("not_email", "{field} must be an e-mail address.") from None


@cache  # reads many files, so it is not done at the start
def _zones() -> frozenset[str]:
    # These two are no places: browsers don't know them, and "localtime" is whatever the server's zone is.
    return frozenset(available_timezones() - {"Factory", "localtime"})


def _time_zone(value: str) -> str:
    if value not in _zones():
        raise field_error("not_zone", "{field} must be the name of a time zone, such as Asia/Kolkata.")
    return value


def _phone(value: str) -> str:
    number = callable_number(value)
    if number is None:
        raise field_error(
            "not_phone", "{field} must be a phone number with its country code, such as +351 912 345 678."
        )
    return number


def _timestamp(value: Any) -> datetime:
    if not isinstance(value, str) or not _OFFSET.search(value):
        raise field_error(
            "not_time", "{field} must be a time in ISO 8601 with its offset, such as 2026-12-12T07:00:00+01:00."
        )
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise field_error("not_time", "{field} is a time that does not exist.") from None
    if not EARLIEST <= moment < LATEST:
        raise field_error("not_time", "{field} must lie between the years 2000 and 2199.")
    return moment


def one_line(value: str) -> str:
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in value):
        raise field_error("several_lines", "{field} must be a single line.")
    if _BIDI_SPAN.search(value):
        raise _turns_text()
    if _MANY_MARKS.search("".join("M" if unicodedata.category(each) in ("Mn", "Me") else "-" for each in value)):
        raise field_error("unprintable", "{field} has too many marks on one letter.")
    return unicodedata.normalize("NFC", value)


def visible(value: str) -> str:
    if not any(unicodedata.category(character)[0] in "LNPS" for character in value):
        raise field_error("blank", "{field} can't be blank.")
    return value


def _turns_text() -> PydanticCustomError:
    return field_error("bidi_control", "{field} can't have characters that change the direction of the text.")


def person_name(value: str) -> str:
    """The name of a person. Refuses what would make a link, or another text, of a message that greets them."""
    if _BIDI_CONTROL.search(value):
        raise _turns_text()
    # As mail programs read it: without invisible characters, with the usual letters and full stops.
    shown = "".join(character for character in value if unicodedata.category(character) != "Cf")
    if _WEB_ADDRESS.search(unicodedata.normalize("NFKC", shown).replace("\u3002", ".")):
        raise field_error("web_address", "{field} can't have the address of a web page. Leave the address out.")
    return value


def at_most(length: int) -> AfterValidator:
    """Limit the length of the normalised text, which is stored and can be longer than the one that was sent."""

    def check(value: str) -> str:
        if len(value) > length:
            raise field_error("too_long", "{field} can have at most {max} characters.", max=length)
        return value

    return AfterValidator(check)


Id = Annotated[int, Field(gt=0, le=MAX_ID)]
BigId = Annotated[int, Field(gt=0, le=MAX_INTEGER)]  # assigned by another system
Email = Annotated[str, Field(max_length=254), AfterValidator(normal_email), at_most(254)]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_time_zone)]
Phone = Annotated[str, Field(max_length=32), AfterValidator(_phone)]
Timestamp = Annotated[datetime, BeforeValidator(_timestamp)]
Line = Annotated[str, Field(max_length=200), AfterValidator(one_line), at_most(200)]
ReadLine = Annotated[Line, AfterValidator(visible)]  # somebody will read it
Name = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NAME_LENGTH),
    AfterValidator(visible),
    AfterValidator(one_line),
    at_most(MAX_NAME_LENGTH),
]
# ISO 4217 also has codes of metals, of funds and units of account, for tests and for no currency.
NOBODY_PAYS_WITH = {
    *("BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "USS", "UYI", "XSU", "XUA", "XTS", "XXX"),
    *("XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT"),
}


def _spent(code: str) -> str:
    if code in NOBODY_PAYS_WITH or not is_currency(code):
        raise field_error("not_currency", "{field} must be a currency that people pay with, such as EUR.")
    return code


PersonName = Annotated[Name, AfterValidator(person_name)]
Title = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TITLE_LENGTH),
    AfterValidator(visible),
    AfterValidator(one_line),
    at_most(MAX_TITLE_LENGTH),
]
# Names and titles from other systems. Line breaks and invisible characters are kept as they were sent.
ReceivedName = Annotated[str, Field(strict=True, max_length=MAX_NAME_LENGTH, pattern=r"\S")]
ReceivedPersonName = Annotated[ReceivedName, AfterValidator(person_name)]
ReceivedTitle = Annotated[str, Field(strict=True, max_length=MAX_TITLE_LENGTH, pattern=r"\S")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$"), AfterValidator(_spent)]
