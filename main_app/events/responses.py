"""The JSON of events and sessions, made from query rows.

For a list of a hundred events with their sessions, rows are several times faster than ORM objects.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import func, select

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.events.models import Event, EventSession
from main_app.events.page_path import event_path
from main_app.events.run_rule import RunState
from main_app.pictures.schemas import PictureOut
from service_kit import clock
from service_kit.fields import Out, Pagination
from service_kit.money import part_in_steps
from service_kit.rich_text import plain_text

MAX_SUMMARY_LENGTH = 160  # characters

PaymentTerms = Literal["pay_online", "pay_facilitator", "deposit"]
events, sessions, users = Event.__table__.c, EventSession.__table__.c, User.__table__.c
LONG = ("description", "languages", "included", "to_bring", "programme")  # with an event, not in lists
LONG_COLUMNS = tuple(events[name] for name in LONG)
EVENT_ROW = (
    *(column for column in events if column.name not in LONG),
    func.substr(events.description, 1, 4 * MAX_SUMMARY_LENGTH).label("beginning"),
    users.name.label("facilitator_name"),
)
SESSION_ROW = (
    *(column for column in sessions if column.name not in ("version", "created_at", "updated_at")),
    events.title.label("event_title"),
    events.kind.label("event_kind"),
    events.location.label("event_location"),
    events.online,
    events.time_zone,
    events.facilitator_id,
    users.name.label("facilitator_name"),
)
EVENTS = select(*EVENT_ROW).join_from(Event.__table__, User.__table__, users.id == events.facilitator_id)
SESSIONS = (
    select(*SESSION_ROW)
    .join_from(EventSession.__table__, Event.__table__, events.id == sessions.event_id)
    .join(User.__table__, users.id == events.facilitator_id)
)


class SessionOut(Out):
    """`offer_version` rises when the time, place, zone or price changes; send the one that was shown when booking."""

    id: int
    offer_version: int
    event_id: int
    event_title: str
    event_kind: str
    facilitator_id: int
    facilitator_name: str
    title: str
    start_time: str
    end_time: str
    time: str
    time_zone: str
    location: str
    online: bool
    capacity: int
    seats_taken: int
    seats_left: int
    price_cents: int
    currency: str
    payment_terms: PaymentTerms
    deposit_percent: int | None
    deposit_cents: int | None  # what is paid online for one place
    status: str
    min_places: int | None
    decide_at: str | None
    run_state: RunState | None
    series_id: int | None


class ListedSession(SessionOut):
    """A session of an event. A very long response leaves out the fields that repeat the event's, and an absent rule."""

    event_id: int = 0
    event_title: str = ""
    event_kind: str = ""
    facilitator_id: int = 0
    facilitator_name: str = ""
    time: str = ""
    time_zone: str = ""
    online: bool = False
    min_places: int | None = None
    decide_at: str | None = None
    run_state: RunState | None = None
    series_id: int | None = None


class RefundStepOut(Out):
    """A guest who cancels at least so many days before the start gets this part of the price back."""

    days_before: int
    percent: int


class ListedEvent(Out):
    """An event in a list: the beginning of its description, and its next five sessions.

    If a page would be larger than 256 KiB, it has fewer sessions and shorter texts.
    """

    id: int
    path: str
    title: str
    kind: str
    summary: str
    location: str
    online: bool
    has_link: bool
    link: str | None  # for its facilitator and admins only
    arrive_minutes_early: int | None
    tax_rate: int
    refund_ladder: list[RefundStepOut]
    cover: str
    time_zone: str
    status: str
    draft: bool
    facilitator_id: int
    facilitator_name: str
    facilitator_portrait: PictureOut | None
    start_time: str | None
    end_time: str | None
    pictures: list[PictureOut]  # in a list the first one only
    price_from_cents: int | None
    currency: str | None
    seats_left: int
    created_at: str
    updated_at: str
    version: int
    next_session: ListedSession | None
    sessions: list[ListedSession]
    sessions_total: int
    sessions_url: str


class ProgrammePartOut(Out):
    title: str
    text: str


class EventOut(ListedEvent):
    """`description` is Markdown, `description_html` the same as HTML that is safe to show."""

    description: str
    description_html: str
    languages: list[str]  # that are spoken, as ISO 639 codes
    included: list[str]
    to_bring: list[str]
    programme: list[ProgrammePartOut]
    facilitator_biography: str
    facilitator_path: str
    sessions_pagination: Pagination


class EventTemplateOut(Out):
    """`first_clock` is the time of day of the first session in its event's zone, such as 07:00."""

    id: int
    title: str
    sessions_total: int
    first_clock: str | None
    created_at: str


class EventOfTemplate(Out):
    """What a template fills the form of a new event with."""

    title: str
    kind: str
    description: str
    location: str
    online: bool
    link: str | None
    arrive_minutes_early: int | None
    tax_rate: int
    refund_ladder: list[RefundStepOut]
    languages: list[str]
    included: list[str]
    to_bring: list[str]
    programme: list[ProgrammePartOut]
    cover: str
    time_zone: str


class WholeEventTemplate(EventTemplateOut):
    event: EventOfTemplate
    pictures: list[PictureOut]


class EventTemplateResponse(Out):
    template: EventTemplateOut


class WholeEventTemplateResponse(Out):
    template: WholeEventTemplate


class EventTemplateList(Out):
    templates: list[EventTemplateOut]


class Preview(Out):
    html: str


class EventDefaults(Out):
    time_zone: str | None = Field(description="of the caller's latest event with a date; null without one")


class EventResponse(Out):
    event: EventOut


class EventList(Out):
    events: list[ListedEvent]
    pagination: Pagination
    searched_for: str | None = Field(description="the search without its misspelt words, if nothing has them")


class SessionResponse(Out):
    session: SessionOut


class SeriesDate(Out):
    """`moved`: the clocks skip the usual time of day on this day, so the session starts as much later.

    `exists`: the event has a session at this time, so none is added.
    """

    start_time: str
    end_time: str
    moved: bool
    exists: bool


class SeriesOut(Out):
    """The dates of a series: in a preview all of its rule, afterwards those that were added.

    `cut`: its rule goes on, but a year is made at once. `series_id` is null in a preview.
    """

    series_id: int | None
    dates: list[SeriesDate]
    cut: bool


class SeriesResponse(Out):
    series: SeriesOut


class SessionList(Out):
    sessions: list[SessionOut]
    pagination: Pagination
    searched_for: str | None = Field(description="the search without its misspelt words, if nothing has them")


class PriceRange(Out):
    currency: str
    min_cents: int
    max_cents: int


class PriceRanges(Out):
    ranges: list[PriceRange]


def session_out(row: Any) -> SessionOut:
    return SessionOut(**session_values(row))


def session_values(row: Any) -> dict[str, Any]:
    starts_at = clock.iso(row.starts_at)
    return {
        "id": row.id,
        "offer_version": row.offer_version,
        "event_id": row.event_id,
        "event_title": row.event_title,
        "event_kind": row.event_kind,
        "facilitator_id": row.facilitator_id,
        "facilitator_name": row.facilitator_name,
        "title": row.title,
        "start_time": starts_at,
        "end_time": clock.iso(row.ends_at),
        "time": starts_at,
        "time_zone": row.time_zone,
        "location": row.location or row.event_location,
        "online": row.online,
        "capacity": row.capacity,
        "seats_taken": row.seats_taken,
        "seats_left": row.capacity - row.seats_taken,
        "price_cents": row.price_cents,
        "currency": row.currency,
        "payment_terms": row.payment_terms,
        "deposit_percent": row.deposit_percent,
        "deposit_cents": row.deposit_percent and part_in_steps(row.price_cents, row.deposit_percent, row.currency),
        "status": row.status,
        "min_places": row.min_places,
        "decide_at": clock.iso(row.decide_at),
        "run_state": row.run_state,
        "series_id": row.series_id,
    }


def event_values(row: Any, viewer: Caller | None) -> dict[str, Any]:
    """The fields of a ListedEvent that come from the event's own row."""
    return {
        "id": row.id,
        "path": event_path(row.title, row.id, row.kind),
        "title": row.title,
        "kind": row.kind,
        "summary": summary_of(row.beginning),
        "location": row.location,
        "online": row.online,
        "has_link": row.link is not None,
        "link": row.link if may_manage(viewer, row.facilitator_id) else None,
        "arrive_minutes_early": row.arrive_minutes_early,
        "tax_rate": row.tax_rate,
        "refund_ladder": ladder_json(row.refund_ladder),
        "cover": row.cover,
        "time_zone": row.time_zone,
        "status": row.status,
        "draft": row.draft,
        "facilitator_id": row.facilitator_id,
        "facilitator_name": row.facilitator_name,
        "start_time": clock.iso(row.starts_at),
        "end_time": clock.iso(row.ends_at),
        "created_at": clock.iso(row.created_at),
        "updated_at": clock.iso(row.updated_at),
        "version": row.version,
        "sessions_url": f"/sessions?event_id={row.id}",
    }


def ladder_json(ladder: Sequence[Sequence[int]]) -> list[dict[str, int]]:
    return [{"days_before": days, "percent": percent} for days, percent in ladder]


def summary_of(text: str) -> str:
    """The beginning of a description on one line, cut between words."""
    return shortened(" ".join(plain_text(text).split()), MAX_SUMMARY_LENGTH)


def shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
