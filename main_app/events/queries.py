"""Reading one event, one session, and the ranges of prices."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, or_, select

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.database import db
from main_app.events.cover import Subject, event_subject
from main_app.events.facilitators import facilitator_path
from main_app.events.models import Event, EventSession, EventStatus, is_deleted
from main_app.events.page_path import event_path
from main_app.events.responses import (
    EVENTS,
    LONG_COLUMNS,
    SESSIONS,
    PriceRange,
    SessionOut,
    event_values,
    events,
    session_out,
    session_values,
    sessions,
    users,
)
from main_app.events.schemas import SessionsPage
from main_app.pictures.queries import pictures_of_event_page
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import MAX_ID, read_connection
from service_kit.fields import pagination
from service_kit.problems import NotFound
from service_kit.rich_text import html_of

SCHEDULED = EventStatus.SCHEDULED.value
SESSION_AND_EVENT = (
    select(
        sessions.starts_at,
        sessions.ends_at,
        sessions.location,
        sessions.title.label("session_title"),
        events.id.label("event_id"),
        events.title.label("event_title"),
        events.location.label("event_location"),
        events.online,
        events.time_zone,
        events.facilitator_id,
        users.name.label("facilitator_name"),
    )
    .join_from(EventSession.__table__, Event.__table__, events.id == sessions.event_id)
    .join(User.__table__, users.id == events.facilitator_id)
    .where(sessions.id == bindparam("session"))
)
FIRST_PAGE = SessionsPage(page=1, per_page=100)
MAX_CURRENCIES = 30
MAX_PAGES = 20_000  # in a sitemap, which may have 50,000


def upcoming(now: Any = None, of: Any = sessions) -> tuple[Any, ...]:
    """Conditions of a session that is scheduled and has not started. `now` may be a bound parameter.

    `of` holds the columns of the sessions, if they are not those of the table itself.
    """
    return (of.status == SCHEDULED, of.starts_at > (clock.now() if now is None else now))


def managed_session(who: Caller, session_id: int) -> Any:
    """A session with its event's columns, for its facilitator and admins. Others get NotFound."""
    found = db.session.execute(SESSION_AND_EVENT, {"session": session_id}).first()
    if found is None or not may_manage(who, found.facilitator_id):
        raise NotFound("session")
    return found


def _totals(now: Any) -> Any:
    """Totals of sessions, one row for each event and currency."""
    scheduled = sessions.status == SCHEDULED
    left = sessions.capacity - sessions.seats_taken
    return (
        select(
            sessions.event_id,
            sessions.currency,
            func.count().label("total"),
            func.min(sessions.price_cents).filter(scheduled).label("lowest"),
            func.min(sessions.price_cents).filter(*upcoming(now)).label("lowest_ahead"),
            func.coalesce(func.sum(left).filter(*upcoming(now)), 0).label("left"),
        )
        .group_by(sessions.event_id, sessions.currency)
        .order_by(sessions.event_id, sessions.currency)
    )


OF_EVENT = SESSIONS.where(sessions.event_id == bindparam("event")).order_by(sessions.starts_at, sessions.id)
EVENT = CompiledStatement(EVENTS.add_columns(*LONG_COLUMNS, users.biography).where(events.id == bindparam("event")))
NEXT_SESSION = CompiledStatement(OF_EVENT.where(*upcoming(bindparam("now"))).limit(literal_column("1")))
TOTALS_OF_EVENT = CompiledStatement(_totals(bindparam("now")).where(sessions.event_id == bindparam("event")))
# Not of a deleted draft, see is_deleted().
SESSION = CompiledStatement(
    SESSIONS.where(sessions.id == bindparam("session"), or_(sessions.draft.is_(False), events.status == SCHEDULED))
)


@lru_cache(maxsize=50)
def _sessions_page(per_page: int) -> CompiledStatement:
    """The limit is a literal: SQLite plans a statement with a bound one anew with each run."""
    return CompiledStatement(OF_EVENT.limit(literal_column(str(per_page))).offset(bindparam("offset")))


def get_event(
    event_id: int, viewer: Caller | None, page: SessionsPage = FIRST_PAGE, *, deleted: bool = False
) -> dict[str, Any]:
    """The fields of an EventOut: one event with a page of its sessions.

    Raises NotFound for a draft, except for its facilitator and admins, and for a deleted draft unless `deleted`.
    """
    of_event = {"event": event_id, "now": clock.now(), "offset": page.offset}
    with read_connection() as connection:
        row = EVENT.first(connection, of_event)
        if row is None or (row.draft and not may_manage(viewer, row.facilitator_id)):
            raise NotFound("event")
        if is_deleted(row) and not deleted:
            raise NotFound("event")
        next_session = NEXT_SESSION.first(connection, of_event)
        totals = _sums_by_event([event_id], TOTALS_OF_EVENT.all(connection, of_event))[event_id]
        shown = _sessions_page(page.per_page).all(connection, of_event)
        pictures, portrait = pictures_of_event_page(connection, row.id, row.facilitator_id)
    return {
        **event_values(row, viewer),
        **totals,
        "description": row.description,
        "description_html": html_of(row.description),
        "languages": row.languages,
        "included": row.included,
        "to_bring": row.to_bring,
        "programme": row.programme,
        "facilitator_biography": row.biography,
        "facilitator_path": facilitator_path(row.facilitator_name, row.facilitator_id),
        "facilitator_portrait": portrait,
        "pictures": pictures,
        "next_session": session_values(next_session) if next_session else None,
        "sessions": [session_values(session) for session in shown],
        "sessions_pagination": pagination(page.page, page.per_page, totals["sessions_total"]),
    }


def is_published(event_id: int) -> bool:
    """Whether everyone may see this event."""
    if event_id > MAX_ID:
        return False
    return db.session.scalar(select(events.draft).where(events.id == event_id)) is False


def path_of_published(event_id: int) -> str | None:
    """The path of an event's page; None if not everyone may see it."""
    if event_id > MAX_ID:
        return None
    row = db.session.execute(
        select(events.title, events.kind).where(events.id == event_id, events.draft.is_(False))
    ).first()
    return event_path(row.title, event_id, row.kind) if row else None


def pages_ahead() -> list[tuple[str, datetime]]:
    """The path of each event that has not ended, and when it was last changed: for search engines."""
    ahead = (events.draft.is_(False), events.status == SCHEDULED, events.ends_at > clock.now())
    rows = select(events.id, events.title, events.kind, events.updated_at).where(*ahead)
    found = db.session.execute(rows.order_by(events.ends_at, events.id).limit(MAX_PAGES))
    return [(event_path(row.title, row.id, row.kind), row.updated_at) for row in found]


def newest_event() -> int | None:
    """The id of the newest event that everyone may see."""
    return db.session.scalar(select(events.id).where(events.draft.is_(False)).order_by(events.id.desc()).limit(1))


def cover_subject(event_id: int) -> Subject:
    """What the cover of a published event is drawn from. Raises NotFound."""
    published = (events.id == event_id, events.draft.is_(False))
    row = db.session.execute(select(events.kind, events.cover).where(*published)).first()
    if row is None:
        raise NotFound("event")
    return event_subject(row.kind, row.cover)


def get_session(session_id: int, viewer: Caller | None) -> SessionOut:
    with read_connection() as connection:
        row = SESSION.first(connection, {"session": session_id})
    if row is None or (row.draft and not may_manage(viewer, row.facilitator_id)):
        raise NotFound("session")
    return session_out(row)


def session_totals(event_ids: list[int]) -> dict[int, dict[str, Any]]:
    """For each event: how many sessions it has, the places left, and its lowest price.

    The price is that of sessions ahead; of past ones only if there are no others.
    """
    return _sums_by_event(event_ids, db.session.execute(_totals(clock.now()).where(sessions.event_id.in_(event_ids))))


def _sums_by_event(event_ids: list[int], rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
    sums = {
        event_id: {"sessions_total": 0, "price_from_cents": None, "currency": None, "seats_left": 0}
        for event_id in event_ids
    }
    lowest: dict[int, tuple[bool, int, str]] = {}
    for row in rows:
        totals = sums[row.event_id]
        totals["sessions_total"] += row.total
        totals["seats_left"] += row.left
        if row.lowest is not None:
            only_past = row.lowest_ahead is None
            price = (only_past, row.lowest if only_past else row.lowest_ahead, row.currency)
            lowest[row.event_id] = min(price, lowest.get(row.event_id, price))
    for event_id, (_, price_cents, currency) in lowest.items():
        sums[event_id] |= {"price_from_cents": price_cents, "currency": currency}
    return sums


def price_ranges() -> list[PriceRange]:
    """The lowest and highest price of upcoming sessions in each currency."""
    on_sale = select(sessions.price_cents).where(sessions.draft.is_(False), *upcoming())
    ranges: list[PriceRange] = []
    currency = _next_currency("")
    for _ in range(MAX_CURRENCIES):
        if currency is None:
            break
        of_currency = on_sale.where(sessions.currency == currency)
        # Two index look-ups for each currency, instead of reading all sessions.
        lowest = _first_price(of_currency.order_by(sessions.price_cents))
        highest = _first_price(of_currency.order_by(sessions.price_cents.desc()))
        if lowest is not None and highest is not None:
            ranges.append(PriceRange(currency=currency, min_cents=lowest, max_cents=highest))
        currency = _next_currency(currency)
    return ranges


def _next_currency(after: str) -> str | None:
    return db.session.scalar(select(func.min(sessions.currency)).where(sessions.currency > after))


def _first_price(query: Select[Any]) -> int | None:
    return db.session.scalar(query.limit(1))


def zone_of_latest_event(facilitator_id: int) -> str | None:
    """The zone of the facilitator's event that begins last: probably that of their next one."""
    of_facilitator = (events.facilitator_id == facilitator_id, events.starts_at.is_not(None))
    latest = select(events.time_zone).where(*of_facilitator).order_by(events.starts_at.desc(), events.id.desc())
    return db.session.scalar(latest.limit(1))
