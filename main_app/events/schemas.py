"""Requests of the event and session routes."""

import itertools
from datetime import date
from enum import Enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, TypeAdapter, model_validator

from main_app.events.models import DEPOSIT, PAY_FACILITATOR, PAY_ONLINE
from main_app.pictures.schemas import PlacedPictures
from service_kit.fields import (
    Body,
    Currency,
    Id,
    Line,
    Paged,
    Query,
    Timestamp,
    TimeZone,
    Title,
    at_most,
)
from service_kit.problems import field_error

_url = TypeAdapter(HttpUrl)


def _web_link(value: str) -> str:
    return str(_url.validate_python(value))


class Kind(str, Enum):
    CLASS = "class"
    WORKSHOP = "workshop"
    COACHING = "coaching"
    RETREAT = "retreat"


class When(str, Enum):
    """The statuses of a list. An event spans its sessions: between the first and the last one it is active.

    Bookable is one with a session ahead, whether or not others have been.
    """

    UPCOMING = "upcoming"
    BOOKABLE = "bookable"
    ACTIVE = "active"
    ONGOING = "ongoing"
    PAST = "past"


KindName = Annotated[Kind, Field(strict=False)]
Description = Annotated[
    str, Field(max_length=8000, description="Markdown: bold, italics, headings, lists, quotes and links")
]
Link = Annotated[str, Field(max_length=500), AfterValidator(_web_link), at_most(500)]
Cover = Annotated[str, Field(pattern=r"^[A-Za-z0-9 _.-]{1,64}$")]


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise field_error("not_day", "{field} must be a day such as 2026-12-24.") from None


Day = Annotated[date, BeforeValidator(_day)]
Capacity = Annotated[int, Field(ge=1, le=100_000)]
MinPlaces = Annotated[int, Field(ge=2, le=100_000, description="it runs only if so many are booked at `decide_at`")]
PriceCents = Annotated[int, Field(ge=0, le=100_000_000, description="in cents; 0 is free")]
TaxRate = Annotated[int, Field(ge=0, lt=10000, description="in hundredths of a per cent: 1900 is 19 %")]
MAX_STEPS = 5
MinutesEarly = Annotated[int, Field(ge=1, le=240, description="how long before the start guests should arrive")]


class PaymentTerms(str, Enum):
    PAY_ONLINE = PAY_ONLINE
    PAY_FACILITATOR = PAY_FACILITATOR
    DEPOSIT = DEPOSIT


DepositPercent = Annotated[
    int, Field(ge=1, le=99, description="with the terms `deposit`: the part of the price that is paid online")
]
PaymentTermsName = Annotated[PaymentTerms, Field(strict=False)]


class RefundStep(Body):
    """A guest who cancels at least so many days before the start gets this part back."""

    days_before: int = Field(ge=0, le=365)
    percent: int = Field(ge=0, le=100)


def _falling(steps: list[RefundStep]) -> list[RefundStep]:
    """Steps from the most days to the fewest, as they are shown. What is given back can't rise towards the start."""
    steps = sorted(steps, key=lambda step: -step.days_before)
    for earlier, later in itertools.pairwise(steps):
        if earlier.days_before == later.days_before:
            raise field_error("same_days", "{field} has two steps with the same number of days.")
        if later.percent > earlier.percent:
            raise field_error("rising", "{field} can't give back more to a guest who cancels later.")
    return steps


RefundLadder = Annotated[list[RefundStep], Field(max_length=MAX_STEPS), AfterValidator(_falling)]
FULL_UNTIL_A_DAY_BEFORE = [RefundStep(days_before=1, percent=100)]


class ProgrammePart(Body):
    """A day of the programme, or a part of it."""

    title: Title
    text: Annotated[str, Field(max_length=1000)] = ""


Languages = Annotated[
    list[Annotated[str, Field(pattern="^[a-z]{2,3}$")]],
    Field(max_length=6, description="that are spoken, as ISO 639 codes", examples=[["en"]]),
]
Lines = Annotated[list[Title], Field(max_length=20)]
Programme = Annotated[list[ProgrammePart], Field(max_length=31)]


class NewSession(Body):
    """A session. Without `title` or `location` it has the event's; without a price it is free.

    Without `payment_terms` a price is paid online if a payment provider is set up, and to the facilitator if not.
    """

    title: Title | None = None
    start_time: Timestamp
    end_time: Timestamp
    capacity: Capacity
    price_cents: PriceCents = 0
    currency: Currency | None = Field(None, description="by default the studio's")
    payment_terms: PaymentTermsName | None = None
    deposit_percent: DepositPercent | None = None
    location: Line | None = None
    min_places: MinPlaces | None = None
    decide_at: Timestamp | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "NewSession":
        if self.end_time <= self.start_time:
            raise field_error("not_after", "'end_time' must be after 'start_time'.", "end_time")
        return self


class NewSeries(NewSession):
    """Sessions that repeat. The first one gives the time of day in the event's zone, the length and all the rest."""

    rule: str = Field(
        min_length=1,
        max_length=200,
        description="a recurrence rule of RFC 5545; without an end it stops after a year",
        examples=["FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270630"],
    )
    excluded: list[Day] = Field(default_factory=list, max_length=366, description="days without a session: holidays")


class Scope(str, Enum):
    """Which sessions of a series a change is for. Those that have ended stay as they are."""

    THIS = "this"
    LATER = "later"  # this one and those after it
    ALL = "all"


ScopeName = Annotated[Scope, Field(strict=False)]


class FromTemplate(Body):
    """The event gets the template's pictures and, with the day of the first one, its sessions at their times of day."""

    id: Id
    first_start: Timestamp | None = None


class NewEvent(Body):
    title: Title
    kind: KindName = Kind.CLASS
    description: Description = ""
    location: Line = ""
    online: bool = False
    link: Link | None = Field(
        default=None, description="where an online event meets; shown to guests with a booking only"
    )
    arrive_minutes_early: MinutesEarly | None = None
    tax_rate: TaxRate = 0
    refund_ladder: RefundLadder = Field(default_factory=lambda: FULL_UNTIL_A_DAY_BEFORE)
    languages: Languages = Field(default_factory=list)
    included: Lines = Field(default_factory=list)
    to_bring: Lines = Field(default_factory=list)
    programme: Programme = Field(default_factory=list)
    cover: Cover | None = None
    time_zone: TimeZone
    draft: bool = Field(
        default=False, description="true: not published yet, visible only to its facilitator and admins"
    )
    sessions: list[NewSession] = Field(default_factory=list, max_length=200)
    from_template: FromTemplate | None = None
    pictures: PlacedPictures = Field(default_factory=list, description="instead of those of the template")


class EventChange(Body):
    title: Title | None = None
    kind: KindName | None = None
    description: Description | None = None
    location: Line | None = None
    online: bool | None = None
    link: Link | None = None
    arrive_minutes_early: MinutesEarly | None = None
    tax_rate: TaxRate | None = None
    refund_ladder: RefundLadder | None = None
    languages: Languages | None = None
    included: Lines | None = None
    to_bring: Lines | None = None
    programme: Programme | None = None
    cover: Cover | None = None
    time_zone: TimeZone | None = None


class SessionChange(Body):
    title: Title | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    capacity: Capacity | None = None
    price_cents: PriceCents | None = None
    currency: Currency | None = None
    payment_terms: PaymentTermsName | None = None
    deposit_percent: DepositPercent | None = None
    location: Line | None = None
    min_places: MinPlaces | None = None
    decide_at: Timestamp | None = None


class Duplicate(Body):
    """The day of the copy's first session; the time of day stays."""

    first_start: Timestamp


class NewEventTemplate(Body):
    event_id: Id
    title: Title | None = Field(None, description="by default the event's")


class EventTemplateTitle(Body):
    title: Title


class EventTemplatePath(Query):
    template_id: Id


class FacilitatorPath(Query):
    facilitator_id: Id


class DescriptionText(Body):
    description: Annotated[str, Field(max_length=20_000, description="Markdown: also of the studio's longer texts")]


class EventPath(Query):
    event_id: Id


class PictureVersion(Query):
    v: int | None = Field(None, description="of the event, so that programs that keep pictures fetch a new one")


class CoverPath(Query):
    event_kind: Kind
    seed: Cover


class SessionsPage(Paged):
    """The page of an event's sessions."""

    per_page: int = Field(100, ge=1, le=100)


class SessionPath(Query):
    session_id: Id


class EventSearch(Paged):
    status: When | None = Field(None, description="upcoming, active (also: ongoing) or past; all without it")
    search: str | None = Field(None, max_length=200)
    kind: Kind | None = None
    event_id: Id | None = None
    facilitator_id: Id | None = None
    location: str | None = Field(None, max_length=200)
    since: Timestamp | None = Field(None, alias="from", description="only what ends after this time")
    until: Timestamp | None = Field(None, alias="to", description="only what starts before this time")
    currency: Currency | None = Field(None, description="only with a price in this currency")
    price_max: int | None = Field(
        None, ge=0, le=100_000_000, description="in cents of each session's own currency; 0 finds free sessions"
    )
    free_places: bool | None = Field(None, description="true: only with places left")
    managed: bool | None = Field(
        None, description="true: drafts too, their own for facilitators, all of the studio for admins"
    )
    draft: bool | None = Field(
        None, description="only with facilitator_id, event_id or managed, and only events that the caller manages"
    )
