"""Schemas of requests and responses under /api/reconciliation."""

from typing import Annotated

from pydantic import Field, StringConstraints

from crm_microservice.notifications.schemas import Id
from crm_microservice.responses import Out
from service_kit.fields import Query, Received
from service_kit.strict_json import MAX_INTEGER

MAX_IDS = 500

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class AfterId(Query):
    after: Annotated[int, Field(ge=0, le=MAX_INTEGER)] = 0


class AfterDay(Query):
    after: Day = "0000-00-00"


class DaysQuery(AfterId):
    first_day: Day = "0000-00-00"
    last_day: Day = "9999-12-31"


class ComparedIds(Received):
    booking_ids: Annotated[list[Id], Field(min_length=1, max_length=MAX_IDS)]


class ComparedFacilitator(Out):
    facilitator_id: int
    bookings: int
    hash: int


class ComparedFacilitators(Out):
    """In the order of their ids. After a full page the next one begins `after` its last."""

    facilitators: list[ComparedFacilitator]


class ComparedDay(Out):
    day: str
    bookings: int
    hash: int


class ComparedDays(Out):
    days: list[ComparedDay]


class ComparedBooking(Out):
    booking_id: int
    facilitator_id: int
    epoch: int
    version: int
    status: str


class ComparedBookings(Out):
    bookings: list[ComparedBooking]
