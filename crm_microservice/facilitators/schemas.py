"""What may be asked and sent under /api/facilitator, and what is answered."""

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from crm_microservice.notifications.schemas import Closed, Count, QueryId, QueryText, Title, Words, digits_only

MOST_DAYS = 366


class FacilitatorPath(Closed):
    facilitator_id: QueryId


class BookingFilters(Closed):
    status: Literal["booked", "cancelled"] | None = None
    search: QueryText | None = None
    session_id: QueryId | None = None
    event_id: QueryId | None = None


class BookingQuery(BookingFilters):
    page: Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=100)] = 20


def _is_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be an IANA time zone") from error
    return name


class StatisticsQuery(Closed):
    days: Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=MOST_DAYS)] = 30
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(_is_time_zone)] = "UTC"


class ReadBody(Closed):
    up_to: Count


class LoginBody(Closed):
    username: Title | None = None
    email: Title | None = None
    password: Words

    @model_validator(mode="after")
    def _one_name(self) -> "LoginBody":
        if (self.username is None) == (self.email is None):
            raise ValueError("send either username or email")
        return self


class BookingList(BaseModel):
    bookings: list[dict[str, Any]]
    pagination: dict[str, Any]


class SessionList(BaseModel):
    sessions: list[dict[str, Any]]


class Statistics(BaseModel):
    days: list[dict[str, Any]]
    occupancy: list[dict[str, Any]]


class Unread(BaseModel):
    unread: int
    up_to: int
    latest: int
