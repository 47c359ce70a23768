"""Requests and responses of the notification routes."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from main_app.auth.schemas import Language
from main_app.bookings.schemas import BookingOut
from main_app.messages.models import MAX_SUBJECT_LENGTH
from service_kit.fields import (
    BigId,
    Body,
    Id,
    Line,
    Out,
    Paged,
    Pagination,
    Phone,
    Query,
    ReadLine,
    TimeZone,
    visible,
)
from service_kit.problems import field_error

MAX_BATCH_SIZE = 100
TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
TeamKind = Literal["slack", "discord", "whatsapp"]


class NotificationSearch(Paged):
    unread: bool = Field(False, description="true: only unread ones")


class NotificationOut(Out):
    """A notification in the app. `url` is a path of the web app."""

    id: int
    kind: str
    title: str
    body: str
    url: str
    booking_id: int | None
    created_at: str
    read_at: str | None


class NotificationList(Out):
    notifications: list[NotificationOut]
    unread: int
    pagination: Pagination


class MarkRead(Body):
    """Which notifications were read: these, or all of them."""

    ids: Annotated[list[BigId], Field(min_length=1, max_length=MAX_BATCH_SIZE)] | None = None
    all: Literal[True] | None = None

    @model_validator(mode="after")
    def _either_ids_or_all(self) -> "MarkRead":
        if (self.ids is None) == (self.all is None):
            raise field_error("missing", "Send either 'ids' or 'all'.", "ids")
        return self


class Unread(Out):
    unread: int


class QuietHours(Body):
    """Local times between which no reminder arrives; across midnight if `until` is earlier."""

    since: TimeOfDay = Field(alias="from")
    until: TimeOfDay

    @model_validator(mode="after")
    def _not_empty(self) -> "QuietHours":
        if self.since == self.until:
            raise field_error("same_time", "Quiet hours can't begin and end at the same time.", "until")
        return self


class Choice(Body):
    """Whether one kind of message goes through one channel. `fixed` and `hours_before` are accepted and ignored."""

    kind: Annotated[str, Field(max_length=32)]
    channel: Annotated[str, Field(max_length=16)]
    enabled: bool
    fixed: bool | None = None
    hours_before: Annotated[list[int], Field(max_length=MAX_BATCH_SIZE)] | None = None


class PreferencesChange(Body):
    """Only fields that are set change. Null clears the phone number and the quiet hours."""

    language: Language | None = None
    time_zone: TimeZone | None = None
    phone: Phone | None = None
    quiet_hours: QuietHours | None = None
    choices: Annotated[list[Choice], Field(max_length=MAX_BATCH_SIZE)] | None = None


class QuietHoursOut(Out):
    since: str = Field(serialization_alias="from", validation_alias="from")
    until: str


class ChoiceOut(Out):
    """`fixed`: it can't be turned off. `hours_before`: of a reminder, the hours from when it is sent to the start."""

    kind: str
    channel: str
    enabled: bool
    fixed: bool
    hours_before: list[int]


class Preferences(Out):
    language: Language
    time_zone: str
    phone: str | None
    quiet_hours: QuietHoursOut | None
    choices: list[ChoiceOut]


class PlanOut(Out):
    """One message: when it is due, its state, and the reason if it is not sent or sent earlier.

    `state`: planned, queued, sent, skipped, withdrawn or failed. Others than its receiver
    see only the end of a number in `to`.
    """

    id: str
    kind: str
    channel: str
    due_at: str
    state: str
    reason: str | None
    sent_at: str | None
    to: str


class PlanList(Out):
    messages: list[PlanOut]


class GuestPlanOut(PlanOut):
    guest_name: str
    booking_id: int


class SessionPlanList(Out):
    messages: list[GuestPlanOut]
    pagination: Pagination


class SessionMessageText(Body):
    """What a facilitator writes to the guests of a session: plain text."""

    subject: Annotated[ReadLine, Field(min_length=3, max_length=MAX_SUBJECT_LENGTH)]
    text: Annotated[str, Field(min_length=3, max_length=4000), AfterValidator(visible)]


class SessionMessagePreview(Out):
    """The mail as an example guest gets it. `by_mail` of the `guests` get it by mail; the others turned that off."""

    guests: int
    by_mail: int
    subject: str
    html: str
    text: str


class SessionMessageOut(Out):
    id: int
    subject: str
    text: str
    guests: int
    sent_at: str


class SessionMessageSent(Out):
    message: SessionMessageOut


class SessionMessageList(Out):
    messages: list[SessionMessageOut]
    pagination: Pagination


class PreviewLanguage(Query):
    language: Language = "en"


class SessionPath(Query):
    session_id: Id


class LinkPath(Query):
    token: Annotated[str, Field(max_length=800)]


class LinkOut(Out):
    """What a link from a message is for."""

    purpose: Literal["manage", "cancel", "unsubscribe"]
    kind: str | None
    booking: BookingOut | None
    expires_at: str


class LinkCancelled(Out):
    booking: BookingOut


class Done(Out):
    message: str


class TeamChannelPath(Query):
    channel_id: Id


class NewTeamChannel(Body):
    """`address`: the incoming webhook of Slack or Discord, or a phone number for WhatsApp."""

    kind: TeamKind
    address: Annotated[str, Field(min_length=1, max_length=1000)]
    label: Annotated[Line, Field(min_length=1)]
    enabled: bool | None = None  # null: true


def _not_null(value: Any) -> Any:
    if value is None:
        raise field_error("missing", "{field} can't be empty.")
    return value


class TeamChannelChange(Body):
    address: Annotated[str | None, Field(min_length=1, max_length=1000), AfterValidator(_not_null)] = None
    label: Annotated[Line | None, Field(min_length=1), AfterValidator(_not_null)] = None
    enabled: Annotated[bool | None, AfterValidator(_not_null)] = None


class TeamChannelOut(Out):
    """The address is a secret, so it is masked."""

    id: int
    kind: str
    label: str
    address: str
    enabled: bool
    created_at: str


class TeamChannelResponse(Out):
    team_channel: TeamChannelOut


class TeamChannelList(Out):
    team_channels: list[TeamChannelOut]
