"""Reading one event, one session, and the ranges of prices."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from main_app.auth.caller import Caller
from main_app.database import db
from main_app.events.answers import (
    EVENTS,
    SESSIONS,
    EventOut,
    PriceRange,
    SessionOut,
    event_values,
    events,
    may_manage,
    session_out,
    sessions,
    users,
)
from main_app.events.cover import Subject
from main_app.events.models import EventStatus
from main_app.events.schemas import SessionsPage
from service_kit import clock
from service_kit.database import LARGEST_ID
from service_kit.fields import pagination
from service_kit.problems import NotFound

SCHEDULED = EventStatus.SCHEDULED.value
FIRST_PAGE = SessionsPage(page=1, per_page=100)
MOST_CURRENCIES = 30


def get_event(event_id: int, viewer: Caller | None, page: SessionsPage = FIRST_PAGE) -> EventOut:
    """One event with a page of its sessions. A draft exists only for its facilitator and admins."""
    query = EVENTS.add_columns(events.description, users.biography).where(events.id == event_id)
    row = db.session.execute(query).first()
    if row is None or (row.draft and not may_manage(viewer, row.facilitator_id)):
        raise NotFound("event")
    of_event = SESSIONS.where(sessions.event_id == event_id).order_by(sessions.starts_at, sessions.id)
    shown = db.session.execute(of_event.limit(page.per_page).offset(page.offset))
    next_one = db.session.execute(of_event.where(*upcoming()).limit(1)).first()
    totals = session_totals([event_id])[event_id]
    return EventOut(
        **event_values(row, viewer),
        **totals,
        description=row.description,
        facilitator_biography=row.biography,
        next_session=session_out(next_one) if next_one else None,
        sessions=[session_out(session) for session in shown],
        sessions_pagination=pagination(page.page, page.per_page, totals["sessions_total"]),  # type: ignore[arg-type]
    )


def is_published(event_id: int) -> bool:
    """Whether everyone may see this event."""
    if event_id > LARGEST_ID:
        return False
    return db.session.scalar(select(events.draft).where(events.id == event_id)) is False


def cover_subject(event_id: int) -> Subject:
    """What the cover of a published event is drawn from. Raises NotFound."""
    drawn_from = (events.cover, events.kind, events.time_zone, events.starts_at, events.created_at)
    row = db.session.execute(select(*drawn_from).where(events.id == event_id, events.draft.is_(False))).first()
    if row is None:
        raise NotFound("event")
    at = (row.starts_at or row.created_at).astimezone(ZoneInfo(row.time_zone))
    return Subject(row.cover, row.kind, at.hour, at.month)


def get_session(session_id: int, viewer: Caller | None) -> SessionOut:
    row = db.session.execute(SESSIONS.where(sessions.id == session_id)).first()
    if row is None or (row.draft and not may_manage(viewer, row.facilitator_id)):
        raise NotFound("session")
    return session_out(row)


def upcoming() -> tuple[Any, ...]:
    """Conditions of a session that can still be booked, places permitting."""
    return (sessions.status == SCHEDULED, sessions.starts_at > clock.now())


def session_totals(event_ids: list[int]) -> dict[int, dict[str, Any]]:
    """For each event: how many sessions it has, its lowest price, and the places left."""
    scheduled = sessions.status == SCHEDULED
    left = sessions.capacity - sessions.seats_taken
    query = (
        select(
            sessions.event_id,
            sessions.currency,
            func.count().label("total"),
            func.min(sessions.price_cents).filter(scheduled).label("lowest"),
            func.coalesce(func.sum(left).filter(*upcoming()), 0).label("left"),
        )
        .where(sessions.event_id.in_(event_ids))
        .group_by(sessions.event_id, sessions.currency)
        .order_by(sessions.event_id, sessions.currency)
    )
    found = {
        event_id: {"sessions_total": 0, "price_from_cents": None, "currency": None, "seats_left": 0}
        for event_id in event_ids
    }
    for row in db.session.execute(query):
        totals = found[row.event_id]
        totals["sessions_total"] += row.total
        totals["seats_left"] += row.left
        if row.lowest is not None and (totals["currency"] is None or row.lowest < totals["price_from_cents"]):
            totals |= {"price_from_cents": row.lowest, "currency": row.currency}
    return found


def price_ranges() -> list[PriceRange]:
    """The lowest and highest price of upcoming sessions in each currency."""
    on_sale = select(sessions.price_cents).where(sessions.draft.is_(False), *upcoming())
    ranges: list[PriceRange] = []
    currency = _next_currency("")
    for _ in range(MOST_CURRENCIES):
        if currency is None:
            break
        of_currency = on_sale.where(sessions.currency == currency)
        # Two index look-ups for each currency, instead of reading all sessions.
        lowest = _first(of_currency.order_by(sessions.price_cents))
        highest = _first(of_currency.order_by(sessions.price_cents.desc()))
        if lowest is not None and highest is not None:
            ranges.append(PriceRange(currency=currency, min_cents=lowest, max_cents=highest))
        currency = _next_currency(currency)
    return ranges


def _next_currency(after: str) -> str | None:
    return db.session.scalar(select(func.min(sessions.currency)).where(sessions.currency > after))


def _first(query: Select[Any]) -> int | None:
    return db.session.scalar(query.limit(1))
