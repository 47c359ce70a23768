"""The one strict gate for input: what a JSON body may be, and the types fields are made of."""

import json
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timezone
from functools import wraps
from typing import Annotated, Any, NoReturn, get_type_hints
from zoneinfo import available_timezones

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask import Request, request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from main_app.errors import Invalid, Problem
from service_kit.database import LARGEST_ID

DEEPEST = 20
LARGEST_INTEGER = 2**63 - 1
ZONES = frozenset(available_timezones())
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=timezone.utc), datetime(2200, 1, 1, tzinfo=timezone.utc)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)$")


class StrictRequest(Request):
    """A request whose JSON body is read one way only: the strict one, whatever the caller of get_json asks for."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        if not hasattr(self, "_strict_json"):
            if not self.is_json:
                raise Problem(415, "not_json", "Send the body as JSON, with 'Content-Type: application/json'.")
            self._strict_json = parse_json_object(self.get_data(cache=True))
        return self._strict_json


_PARTS: dict[str, Callable[[Request], Any]] = {
    "path": lambda sent: sent.view_args,
    "query": lambda sent: sent.args.to_dict(),
    "body": lambda sent: sent.get_json(),
}


def checked_input(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a view its `path`, `query` and `body`, read from the request as their types say. Raises ValidationError.

    In place of flask-openapi's own `validate_request`, which works out and describes the models anew for every
    request: that took longer than a booking.
    """
    models = {name: model for name, model in get_type_hints(view).items() if name in _PARTS}

    @wraps(view)
    def checked(**_from_the_address: Any) -> Any:
        return view(**{name: model.model_validate(_PARTS[name](request)) for name, model in models.items()})

    checked.__delay_validate_request__ = True  # type: ignore[attr-defined]  # flask-openapi leaves it to us
    return checked


def parse_json_object(raw: bytes) -> dict[str, Any]:
    """Read one JSON object. Raises Invalid for anything two readers could understand differently."""
    try:
        body = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
            parse_float=_finite_float,
        )
    except UnicodeDecodeError:
        raise Invalid("The body is not valid UTF-8.", code="bad_json") from None
    except RecursionError:
        raise Invalid(f"The body is nested more than {DEEPEST} levels deep.", code="bad_json") from None
    except json.JSONDecodeError as error:
        raise Invalid(
            f"The body is not valid JSON (line {error.lineno}, column {error.colno}).", code="bad_json"
        ) from None
    if not isinstance(body, dict):
        raise Invalid("The body must be a JSON object.", code="bad_json")
    _check(body, 1)
    return body


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(f"'{twice[:60]}' stands twice in the same object.", code="bad_json")
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not a JSON number.", code="bad_json")


def _bounded_int(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST_INTEGER:
        raise Invalid("A number in the body is too large.", code="bad_json")
    return int(text)


def _finite_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Invalid("A number in the body is too large.", code="bad_json")
    return value


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise Invalid(f"The body is nested more than {DEEPEST} levels deep.", code="bad_json")
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        raise Invalid("A text in the body has characters that cannot be shown.", code="bad_json")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


class Body(BaseModel):
    """A request body: exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class Query(BaseModel):
    """A query string: values are read from text, unknown names are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _is_readable(cls, value: Any) -> Any:
        # PostgreSQL cannot even compare with a NUL.
        if isinstance(value, str) and _UNPRINTABLE.search(value):
            raise ValueError("this has characters that cannot be shown")
        return value


class Paged(Query):
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(20, ge=1, le=100)


class Out(BaseModel):
    """A part of an answer, as the API document describes it."""

    model_config = ConfigDict(extra="forbid")


class Pagination(Out):
    page: int
    per_page: int
    total: int
    pages: int
    has_next: bool
    has_prev: bool


def pagination(page: int, per_page: int, total: int) -> dict[str, Any]:
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
    try:
        return validate_email(value, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError("this is not an e-mail address") from None


def _time_zone(value: str) -> str:
    if value not in ZONES:
        raise ValueError("this is not a time zone name such as Europe/Lisbon or Asia/Kolkata")
    return value


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise ValueError("write the phone number with its country code, such as +351 912 345 678") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("this phone number cannot exist")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _OFFSET.search(value):
        raise ValueError("write the time as ISO 8601 with its offset, such as 2026-12-12T07:00:00+01:00")
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise ValueError("this time does not exist") from None
    if not EARLIEST <= moment < LATEST:
        raise ValueError("this time is too far away")
    return moment


def _one_line(value: str) -> str:
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in value):
        raise ValueError("this must stand on one line")
    return unicodedata.normalize("NFC", value)


def _visible(value: str) -> str:
    if not any(unicodedata.category(character)[0] in "LNPS" for character in value):
        raise ValueError("this must not be blank")
    return value


def at_most(length: int) -> AfterValidator:
    """Measures what will be stored: normalising can make a text longer than the one that was sent."""

    def check(value: str) -> str:
        if len(value) > length:
            raise ValueError(f"this is longer than {length} characters")
        return value

    return AfterValidator(check)


Id = Annotated[int, Field(gt=0, le=LARGEST_ID)]
Email = Annotated[str, Field(max_length=254), AfterValidator(normal_email), at_most(254)]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_time_zone)]
Phone = Annotated[str, Field(max_length=32), AfterValidator(_phone)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line), at_most(200)]
Name = Annotated[
    str, Field(min_length=1, max_length=120), AfterValidator(_visible), AfterValidator(_one_line), at_most(120)
]
Title = Annotated[
    str, Field(min_length=1, max_length=200), AfterValidator(_visible), AfterValidator(_one_line), at_most(200)
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
