"""Requests and responses of the notification API.

Undocumented fields of a request are kept with the message's data, because clients send them.
"""

from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from main_app.settings import settings
from service_kit.fields import EARLIEST, LATEST, Currency, Email, Out, PersonName, Query, Timestamp, TimeZone, Title
from service_kit.problems import field_error

MAX_ID_LENGTH = 128
MAX_PRICE = Decimal(10**9)
SMALLEST_AMOUNT = Decimal("0.001")  # some currencies have three decimals
MAX_HOURS_BEFORE = 24 * 90
Channel = Literal["email", "sms"]


def _id(value: Any) -> Any:
    """Ids are strings, but some systems send numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _amount(value: Any) -> Any:
    """A decimal, sent as a number or a string. Converted from text: Decimal(0.1) would be 0.1000000000000000055."""
    if isinstance(value, int | float | str) and not isinstance(value, bool) and len(str(value)) <= 32:
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal(-1)
        if amount.is_finite() and 0 <= amount <= MAX_PRICE:
            return amount.quantize(SMALLEST_AMOUNT)
    raise field_error("wrong_type", "{field} must be an amount such as 25.00.")


def _local_time(value: Any) -> Any:
    """A time in ISO 8601. It may have no offset; then `starts_at` reads it in the booking's zone."""
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        raise field_error("not_time", "{field} must be a time in ISO 8601, such as 2026-12-12T14:00:00Z.") from None


def _not_blank(value: str) -> str:
    if not value.strip():
        raise field_error("blank", "{field} can't be blank.")
    return value


# The limits come before the function: after it Pydantic no longer applies them as limits of a string.
OutsideId = Annotated[
    str, Field(min_length=1, max_length=MAX_ID_LENGTH), AfterValidator(_not_blank), BeforeValidator(_id)
]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Text = Annotated[str, Field(max_length=2000)]
Word = Annotated[str, Field(max_length=64)]
LocalTime = Annotated[datetime, BeforeValidator(_local_time)]


class Outside(BaseModel):
    """A request body of an outside system. Unknown fields are kept."""

    model_config = ConfigDict(extra="allow", strict=True, str_strip_whitespace=True)


class OutsideBooking(Outside):
    """A booking as the documented payload describes it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "booking_id": "B-1042",
                    "user_id": "U-77",
                    "customer_name": "Asha Rao",
                    "customer_email": "asha@example.com",
                    "barbershop_name": "Samaya Studio",
                    "service_name": "Sunrise Yoga",
                    "appointment_date": "2026-12-12T07:00:00+05:30",
                    "appointment_duration": 60,
                    "total_price": "450.00",
                    "currency": "INR",
                    "time_zone": "Asia/Kolkata",
                }
            ]
        }
    )

    booking_id: OutsideId
    user_id: OutsideId
    customer_name: PersonName
    customer_email: Email | None = None
    customer_phone: Word | None = None  # in any format; without a valid number the SMS is skipped
    barbershop_name: Title
    barber_name: PersonName | None = None
    service_name: Title
    appointment_date: LocalTime
    appointment_duration: Annotated[int, Field(ge=1, le=60 * 24 * 90)] | None = None  # minutes
    total_price: Amount | None = None
    booking_status: Word | None = None
    payment_status: Word | None = None
    payment_method: Word | None = None
    payment_id: OutsideId | None = None
    notes: Text | None = None
    currency: Currency | None = None
    time_zone: TimeZone | None = None
    language: Literal["en", "hi"] = "en"

    @model_validator(mode="after")
    def _can_be_reached(self) -> "OutsideBooking":
        if not self.customer_email and not self.customer_phone:
            raise field_error("missing", "Send customer_email or customer_phone.", "customer_email")
        return self

    @model_validator(mode="after")
    def _is_in_range(self) -> "OutsideBooking":
        try:
            in_range = EARLIEST <= self.starts_at < LATEST
        except OverflowError:  # year 1 or 9999: this time does not exist in UTC
            in_range = False
        if not in_range:
            raise field_error("not_time", "{field} is too far in the past or future.", "appointment_date")
        return self

    @property
    def zone(self) -> str:
        return self.time_zone or settings().default_time_zone

    @property
    def starts_at(self) -> datetime:
        """In UTC. A time without an offset is read in the booking's zone."""
        moment = self.appointment_date
        local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))
        return local.astimezone(timezone.utc)


class Cancellation(OutsideBooking):
    cancellation_reason: Text | None = None
    refund_amount: Amount | None = None


class Refusal(OutsideBooking):
    decline_reason: Text | None = None


class ReminderRequest(OutsideBooking):
    """A reminder at `schedule_at`, or `hours_before` the appointment; without either, at the usual times."""

    schedule_at: Timestamp | None = None
    hours_before: Annotated[float, Field(gt=0, le=MAX_HOURS_BEFORE)] | None = None
    channels: Annotated[list[Channel], Field(min_length=1, max_length=2)] | None = None

    @field_validator("hours_before", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @model_validator(mode="after")
    def _not_both_times(self) -> "ReminderRequest":
        if self.schedule_at and self.hours_before:
            raise field_error("invalid", "Send schedule_at or hours_before, not both.", "schedule_at")
        return self


class WizardCustomer(Outside):
    userId: OutsideId
    name: PersonName
    email: Email | None = None
    phone: Word | None = None


class WizardNamed(Outside):
    name: Title


class WizardBooking(Outside):
    bookingId: OutsideId
    customerInfo: WizardCustomer
    locationDetails: WizardNamed
    barberDetails: WizardNamed | None = None
    serviceDetails: WizardNamed
    dateTime: LocalTime
    duration: Annotated[int, Field(ge=1, le=60 * 24 * 90)] | None = None
    price: Amount | None = None
    paymentMethod: Word | None = None
    paymentStatus: Word | None = None


class WizardEvent(Outside):
    """What the booking wizard sends when somebody has completed a booking."""

    event_type: Literal["booking_completed"]
    booking_data: WizardBooking
    timestamp: Word | None = None
    source: Word | None = None

    def booking(self) -> OutsideBooking:
        """The booking in the format of the other routes."""
        sent = self.booking_data
        fields = {
            "booking_id": sent.bookingId,
            "user_id": sent.customerInfo.userId,
            "customer_name": sent.customerInfo.name,
            "customer_email": sent.customerInfo.email,
            "customer_phone": sent.customerInfo.phone,
            "barbershop_name": sent.locationDetails.name,
            "barber_name": sent.barberDetails.name if sent.barberDetails else None,
            "service_name": sent.serviceDetails.name,
            "appointment_date": sent.dateTime.isoformat(),
            "appointment_duration": sent.duration,
            "total_price": str(sent.price) if sent.price is not None else None,
            "payment_method": sent.paymentMethod,
            "payment_status": sent.paymentStatus,
            "source": self.source,
        }
        return OutsideBooking.model_validate({name: value for name, value in fields.items() if value is not None})


class NotificationPath(Query):
    notification_id: Annotated[str, Field(max_length=64)]


class PendingPage(Query):
    limit: int = Field(50, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


class AcceptedNotifications(Out):
    message: str
    notification_id: str | None
    notification_ids: list[str]


class NotificationStatus(Out):
    notification_id: str
    id: str
    type: str
    channel: str
    status: str
    attempts: int
    scheduled_for: str
    sent_at: str | None
    error: str | None


class PendingNotifications(Out):
    notifications: list[NotificationStatus]
    total: int
    limit: int
    offset: int


class RetriedNotification(Out):
    message: str
    notification_id: str


class ChannelHealth(Out):
    channel: str
    status: str


class NotificationHealth(Out):
    status: Literal["healthy", "degraded"]
    service: str
    timestamp: str
    channels: list[ChannelHealth]
