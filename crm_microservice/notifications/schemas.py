"""Schemas of /notify and /notifications."""

from datetime import datetime, timezone
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    StringConstraints,
    Tag,
)

from crm_microservice.responses import Out, Time
from service_kit.fields import BigId, Query, Received, ReceivedName, ReceivedTitle
from service_kit.problems import field_error
from service_kit.strict_json import MAX_INTEGER

MAX_BATCH_SIZE = 100
TIME_CACHE_SIZE = 1024  # each is parsed when it is checked and when it is applied; many sessions repeat theirs

Id = BigId
Count = Annotated[int, Field(strict=True, ge=0, le=MAX_INTEGER)]
# Texts with at least one visible character.
Label = Annotated[str, StringConstraints(strict=True, max_length=100, pattern=r"\S")]
Words = Annotated[str, StringConstraints(strict=True, max_length=10_000, pattern=r"\S")]


@lru_cache(maxsize=TIME_CACHE_SIZE)
def parse_timestamp(written: str) -> datetime:
    """Parse a date or time in ISO 8601, as UTC if it has no offset. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(written.removesuffix("Z") + ("+00:00" if written.endswith("Z") else ""))
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError) as error:
        raise field_error("not_time", "{field} must be a date or time in ISO 8601.") from error


def _is_timestamp(written: str) -> str:
    parse_timestamp(written)
    return written


Timestamp = Annotated[str, StringConstraints(strict=True, max_length=40), AfterValidator(_is_timestamp)]
Email = Annotated[str, StringConstraints(strict=True, max_length=320, pattern=r"^[^@\s]+@[^@\s]+$")]


class Tolerant(BaseModel):
    """A part of a notification. Fields that this release does not know are stored with the rest, never refused."""

    model_config = ConfigDict(extra="ignore", strict=True)


class BookedBy(Tolerant):
    id: Id
    name: ReceivedName
    email: Email


class BookedEvent(Tolerant):
    id: Id
    title: ReceivedTitle
    start_date: Timestamp


class BookedSession(Tolerant):
    id: Id
    title: ReceivedTitle | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    time_zone: Label | None = None
    location: Annotated[str, StringConstraints(strict=True, max_length=500)] | None = None
    capacity: Count | None = None
    seats_taken: Count | None = None


class BookingNotification(Tolerant):
    """A booking was made or changed.

    Known actions are `created`, `cancelled`, `reactivated` and `updated`; any other is stored and shown.
    `additional_data` may state the booking's `state` and its `places`.
    """

    booking_id: Id
    user: BookedBy
    event: BookedEvent
    facilitator_id: Id
    action: Label = "created"
    session: BookedSession | None = None
    occurred_at: Timestamp | None = None
    version: Id | None = None
    additional_data: dict[str, Any] | None = None


class ShortNotification(Tolerant):
    """A booking was made, described in four fields."""

    booking_id: Id
    user: ReceivedName
    event: ReceivedTitle
    facilitator_id: Id


class GeneralNotification(Tolerant):
    """Anything else. `additional_data` may state booking_id, facilitator_id and action, which filters then find.

    `user_erased` erases the person `user_id` from everything that is stored, and from what arrives later;
    `additional_data` states the `name` and `email` to write instead.
    """

    notification_type: Label
    user_id: Id
    message: Words
    additional_data: dict[str, Any] | None = None


def shape_of(data: Any) -> str:
    """Return which of the three shapes the data has, by a field that only this shape has."""
    if not isinstance(data, dict):
        return "booking"
    if "notification_type" in data:
        return "general"
    named = (data.get("user"), data.get("event"))
    if any(isinstance(part, str) for part in named) and not any(isinstance(part, dict) for part in named):
        return "short"
    return "booking"


class NotifyBody(
    RootModel[
        Annotated[
            Annotated[BookingNotification, Tag("<booking>")]
            | Annotated[ShortNotification, Tag("<short>")]
            | Annotated[GeneralNotification, Tag("<general>")],
            Discriminator(lambda data: f"<{shape_of(data)}>"),
        ]
    ]
):
    """One notification, in one of three shapes."""


class BatchBody(Received):
    """Up to 100 items of `{id, data}`. Each item is checked on its own; the response states refusals."""

    notifications: list[Any]


class NotifyResponse(Out):
    message: str
    booking_id: int | None
    notification_id: str
    timestamp: Time

    @classmethod
    def of(cls, receipt: Any) -> "NotifyResponse":
        return cls(
            message="Notification received",
            booking_id=receipt.booking_id,
            notification_id=receipt.notification_id,
            timestamp=receipt.received_at,
        )


class BatchResult(Out):
    id: str | None
    status: Literal["stored", "repeat", "refused"]
    notification_id: str | None = None
    timestamp: Time | None = None
    error: str | None = None
    field: str | None = None

    @classmethod
    def of(cls, result: Any) -> "BatchResult":
        """Make the response for one item from its receipt or its refusal."""
        if not hasattr(result, "received_at"):
            return cls(id=result.id, status="refused", error=result.error, field=result.field)
        return cls(
            id=result.notification_id,
            status="repeat" if result.repeated else "stored",
            notification_id=result.notification_id,
            timestamp=result.received_at,
        )


class BatchResponse(Out):
    results: list[BatchResult]


class ListedNotification(Out):
    timestamp: Time
    notification_id: str
    data: dict[str, Any]


class NotificationList(Out):
    """One page of notifications, newest first. `count` is the number of matching notifications on all pages.

    A page of long notifications has fewer than `limit`; `next_cursor` continues after its last one.
    """

    notifications: list[ListedNotification]
    count: int
    next_cursor: str | None

    @classmethod
    def of(cls, page: Any) -> "NotificationList":
        listed = [
            ListedNotification(timestamp=row.received_at, notification_id=row.notification_id, data=row.data)
            for row in page.rows
        ]
        return cls(
            notifications=listed,
            count=page.count,
            next_cursor=page.next_cursor,
        )


QueryText = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class NotificationFilters(Query):
    facilitator_id: Id | None = None
    booking_id: Id | None = None
    action: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")] | None = None
    since: Timestamp | None = Field(None, description="ISO 8601; without an offset it is read as UTC")
    search: QueryText | None = None


class NotificationQuery(NotificationFilters):
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, StringConstraints(max_length=64)] | None = None


class StreamQuery(Query):
    facilitator_id: Id | None = None
    last_event_id: Annotated[int, Field(ge=0, le=MAX_INTEGER)] | None = None
