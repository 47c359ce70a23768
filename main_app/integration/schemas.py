"""Requests and responses of the integration routes."""

from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import Field

from service_kit.fields import Body, Id, Out, Paged, Pagination, Query, Timestamp

ChannelName = Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]
Reason = Annotated[str, Field(min_length=3, max_length=500)]


class DeliveryStatus(str, Enum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    SKIPPED = "skipped"
    DISCARDED = "discarded"


class DeliverySearch(Paged):
    channel: ChannelName | None = None
    status: DeliveryStatus | None = None
    booking_id: Id | None = None
    error: str | None = Field(None, max_length=200, description="a part of the last error")


class DeadLetterFilter(Body):
    """Selects the dead letters that match every field that is set; without fields, all of them."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=1000)] | None = None
    channel: ChannelName | None = None
    booking_id: Id | None = None
    error: Annotated[str, Field(max_length=200)] | None = None
    since: Timestamp | None = None
    until: Timestamp | None = None


class Discard(DeadLetterFilter):
    reason: Reason


class Pause(Body):
    reason: Reason


class ChannelPath(Query):
    channel: ChannelName


class DeliveryPath(Query):
    message_id: Id


class ChannelOut(Out):
    channel: str
    status: str
    since: str
    reason: str | None
    last_success_at: str | None
    last_failure_at: str | None


class AlertOut(Out):
    name: str
    since: str
    detail: str


class Latency(Out):
    """Duration of the last day's deliveries, in milliseconds; null if there were none."""

    p50_ms: int | None
    p95_ms: int | None


class HourOut(Out):
    hour: str
    delivered: int
    failed: int


class Integration(Out):
    """Health and statistics. `counts` is by channel and state; `totals` is the sum over all channels.
    Changes whose messages no worker has made yet (`unprocessed_changes`) count as pending there.

    Delivered, skipped and discarded messages are counted since the beginning. Pending and dead ones are counted up to
    100,001, which stands for "more than 100,000".
    """

    status: str
    crm_base_url: str
    crm_reachable: bool
    counts: dict[str, dict[str, int]]
    totals: dict[str, int]
    unprocessed_changes: int
    oldest_pending_at: str | None
    oldest_pending_seconds: int | None
    last_error: str | None
    last_success_at: str | None
    last_failure_at: str | None
    latency: Latency
    last_day: list[HourOut]
    channels: list[ChannelOut]
    alerts: list[AlertOut]
    set_up: list[str] = Field(description="channels to people that can deliver")
    mailbox: bool = Field(description="whether what they deliver stays in the mailbox on this machine")


class AlertList(Out):
    alerts: list[AlertOut]


class StepOut(Out):
    step: str
    at: str | None
    after_ms: int | None


class TestResult(Out):
    """A live test through the outbox and back: each step with its time since the start."""

    success: bool
    message: str
    duration_ms: int
    steps: list[StepOut]


class DeliveryOut(Out):
    """`person` is the name of the guest or user whom the message is about."""

    id: int
    event_id: str
    channel: str
    kind: str
    subject: str
    person: str | None
    version: int
    status: str
    attempts: int
    created_at: str
    due_at: str
    finished_at: str | None
    last_error: str | None


class DeliveryList(Out):
    deliveries: list[DeliveryOut]
    pagination: Pagination


class AttemptOut(Out):
    started_at: str
    duration_ms: int
    outcome: str
    status_code: int | None
    error: str | None


class DeliveryDetail(DeliveryOut):
    """`attempts_made` has the last hundred, oldest first; `attempts_total` counts all."""

    request: dict[str, Any]
    response: dict[str, Any] | None
    attempts_made: list[AttemptOut]
    attempts_total: int


class DeliveryResponse(Out):
    delivery: DeliveryDetail


class Retried(Out):
    message: str
    retried: int


class Discarded(Out):
    message: str
    discarded: int


class Done(Out):
    message: str


class GapOut(Out):
    kind: Literal["missing", "unknown", "older", "newer", "different"]
    booking_id: int
    facilitator_id: int
    sentence: str


class CheckOut(Out):
    """A comparison with the CRM. `gaps` describes the first 200 of the bookings that differ."""

    checked_at: str
    bookings: int
    on_their_way: int
    differing: int
    gaps: list[GapOut]


class CheckResponse(Out):
    check: CheckOut | None


class Resynced(Out):
    message: str
    sent: int
    check: CheckOut
