"""Finding events and sessions, and their JSON."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from main_app.database import db
from main_app.events.models import Event, EventSession, EventStatus, EventWord
from main_app.events.schemas import EventSearch, When
from service_kit import clock
from service_kit.fields import pagination
from service_kit.problems import NotFound
from service_kit.search_words import LAST_CHARACTER, query_words

SCHEDULED = EventStatus.SCHEDULED.value


def find_events(search: EventSearch) -> dict[str, Any]:
    """One page of events, soonest first (past ones latest first), each with its sessions."""
    query = select(Event).where(*_common_filters(search), *_when(search, Event))
    if search.event_id:
        query = query.where(Event.id == search.event_id)
    if search.price_max is not None or search.free_places:
        session = EventSession
        offered = exists().where(session.event_id == Event.id, *_offer_filters(search), session.status == SCHEDULED)
        query = query.where(offered)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (Event.starts_at.desc(), Event.id.desc()) if search.status is When.PAST else (Event.starts_at, Event.id)
    page = query.order_by(*order).options(selectinload(Event.sessions))
    events = db.session.scalars(_slice(page, search)).unique()
    return {
        "events": [event_json(event) for event in events],
        "pagination": pagination(search.page, search.per_page, total),
    }


def find_sessions(search: EventSearch) -> dict[str, Any]:
    """One page of sessions, soonest first (past ones latest first)."""
    query = (
        select(EventSession)
        .join(EventSession.event)
        .where(*_common_filters(search), *_when(search, EventSession), *_offer_filters(search))
    )
    if search.event_id:
        query = query.where(EventSession.event_id == search.event_id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    by_start = (EventSession.starts_at, EventSession.id)
    order = tuple(column.desc() for column in by_start) if search.status is When.PAST else by_start
    page = query.order_by(*order).options(contains_eager(EventSession.event).joinedload(Event.facilitator))
    return {
        "sessions": [session_json(session) for session in db.session.scalars(_slice(page, search)).unique()],
        "pagination": pagination(search.page, search.per_page, total),
    }


def get_event(event_id: int) -> Event:
    event = db.session.get(Event, event_id)
    if event is None:
        raise NotFound("event")
    return event


def get_session(session_id: int) -> EventSession:
    session = db.session.get(EventSession, session_id)
    if session is None:
        raise NotFound("session")
    return session


def event_json(event: Event) -> dict[str, Any]:
    offered = [session for session in event.sessions if session.status == SCHEDULED]
    cheapest = min(offered, key=lambda session: session.price_cents, default=None)
    now = clock.now()
    return {
        "id": event.id,
        "title": event.title,
        "kind": event.kind,
        "description": event.description,
        "location": event.location,
        "link": event.link,
        "cover": event.cover,
        "time_zone": event.time_zone,
        "status": event.status,
        "facilitator_id": event.facilitator_id,
        "facilitator_name": event.facilitator.name,
        "facilitator_biography": event.facilitator.biography,
        "start_time": clock.iso(event.starts_at),
        "end_time": clock.iso(event.ends_at),
        "price_from_cents": cheapest.price_cents if cheapest else None,
        "currency": cheapest.currency if cheapest else None,
        "seats_left": sum(session.capacity - session.seats_taken for session in offered if session.starts_at > now),
        "created_at": clock.iso(event.created_at),
        "updated_at": clock.iso(event.updated_at),
        "version": event.version,
        "sessions": [session_json(session) for session in event.sessions],
    }


def session_json(session: EventSession) -> dict[str, Any]:
    event = session.event
    return {
        "id": session.id,
        "event_id": event.id,
        "event_title": event.title,
        "facilitator_id": event.facilitator_id,
        "facilitator_name": event.facilitator.name,
        "title": session.title,
        "start_time": clock.iso(session.starts_at),
        "end_time": clock.iso(session.ends_at),
        "time": clock.iso(session.starts_at),
        "time_zone": event.time_zone,
        "location": session.location or event.location,
        "capacity": session.capacity,
        "seats_taken": session.seats_taken,
        "seats_left": session.capacity - session.seats_taken,
        "price_cents": session.price_cents,
        "currency": session.currency,
        "status": session.status,
    }


def _slice(query: Select[Any], search: EventSearch) -> Select[Any]:
    return query.limit(search.per_page).offset((search.page - 1) * search.per_page)


def _common_filters(search: EventSearch) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if search.kind:
        filters.append(Event.kind == search.kind.value)
    if search.facilitator_id:
        filters.append(Event.facilitator_id == search.facilitator_id)
    # A place is part of the words an event is found by: one index serves both.
    for word in query_words(search.search or "") + query_words(search.location or ""):
        found = select(EventWord.event_id).where(EventWord.word >= word, EventWord.word < word + LAST_CHARACTER)
        filters.append(Event.id.in_(found))
    return filters


def _offer_filters(search: EventSearch) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if search.price_max is not None:
        filters.append(EventSession.price_cents <= search.price_max)
    if search.free_places:
        filters.append(EventSession.seats_taken < EventSession.capacity)
        filters.append(EventSession.starts_at > clock.now())
        filters.append(EventSession.status == SCHEDULED)
    return filters


def _when(search: EventSearch, of: type[Event] | type[EventSession]) -> Sequence[ColumnElement[bool]]:
    now = clock.now()
    filters: list[ColumnElement[bool]] = []
    if search.status is When.UPCOMING:
        filters.append(of.starts_at > now)
    elif search.status in (When.ACTIVE, When.ONGOING):
        filters += [of.starts_at <= now, of.ends_at > now]
    elif search.status is When.PAST:
        filters.append(of.ends_at <= now)
    if search.status in (When.UPCOMING, When.ACTIVE, When.ONGOING):
        filters.append(of.status == SCHEDULED)
    if search.since:
        filters.append(of.ends_at > search.since)
    if search.until:
        filters.append(of.starts_at < search.until)
    return filters
