"""Finding events and sessions.

Lists stay fast in a large database: they walk an index in the order that is shown, and count no
further than they must.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, union_all

from main_app.auth.caller import ADMIN, Caller
from main_app.database import db
from main_app.events.answers import (
    EVENTS,
    SESSIONS,
    EventList,
    ListedEvent,
    ListedSession,
    SessionList,
    event_values,
    events,
    session_out,
    session_values,
    sessions,
)
from main_app.events.models import LONGER_THAN_A_DAY, EventWord
from main_app.events.queries import SCHEDULED, session_totals, upcoming
from main_app.events.schemas import EventSearch, When
from service_kit import clock
from service_kit.fields import pagination
from service_kit.search_words import LAST_CHARACTER, query_words

COUNTED_AT_MOST = 1000  # rows of a list that an index holds together
COUNTED_OF_SEARCH = 100  # rows of a search through all events, where each match costs the reading of many others
RARE_WORD = 5000  # events; fewer are looked up by the word, more are checked in the order of the list
SESSIONS_OF_LISTED_EVENT = 5

UNDER_WAY = (When.ACTIVE, When.ONGOING)
DAY = timedelta(days=1)
MOST_NAMED = 2000  # ids in one statement

words = EventWord.__table__.c


def find_events(search: EventSearch, viewer: Caller | None) -> EventList:
    """One page of events, soonest first (past ones latest first), each with its next sessions."""
    filters = [*_draft_filters(search, viewer, events), *_common_filters(search), *_time_filters(search, events)]
    if search.event_id:
        filters.append(events.id == search.event_id)
    if offered := _offer_filters(search):
        filters.append(exists().where(sessions.event_id == events.id, sessions.status == SCHEDULED, *offered))
    rows, page = _page(EVENTS.where(*filters), search, events)
    event_ids = [row.id for row in rows]
    totals, listed = session_totals(event_ids), _next_sessions(event_ids)
    now = clock.now()
    found = []
    for row in rows:
        shown = listed.get(row.id, [])
        bookable = (one for one in shown if one.status == SCHEDULED and one.starts_at > now)
        next_one = next(bookable, None)
        found.append(
            ListedEvent(
                **event_values(row, viewer),
                **totals[row.id],
                next_session=ListedSession(**session_values(next_one)) if next_one else None,
                sessions=[ListedSession(**session_values(one)) for one in shown],
            )
        )
    return EventList(events=found, pagination=page)


def find_sessions(search: EventSearch, viewer: Caller | None) -> SessionList:
    """One page of sessions, soonest first (past ones latest first)."""
    filters = [
        *_draft_filters(search, viewer, sessions),
        *_common_filters(search),
        *_time_filters(search, sessions),
        *_offer_filters(search),
    ]
    if search.event_id:
        filters.append(sessions.event_id == search.event_id)
    rows, page = _page(SESSIONS.where(*filters), search, sessions)
    return SessionList(sessions=[session_out(row) for row in rows], pagination=page)


def _page(query: Select[Any], search: EventSearch, of: Any) -> tuple[Sequence[Any], Any]:
    """The rows of one page, and its pagination.

    `total` is exact up to 1,000 (in a search through all events: up to 100); beyond, it is what is known so far.
    """
    start = search.offset
    in_order = (of.starts_at.desc(), of.id.desc()) if search.status is When.PAST else (of.starts_at, of.id)
    rows = db.session.execute(query.order_by(*in_order).limit(search.per_page + 1).offset(start)).all()
    more, rows = len(rows) > search.per_page, rows[: search.per_page]
    if rows and not more:
        total = start + len(rows)
    else:
        limit = COUNTED_OF_SEARCH if _searches_all(search) else COUNTED_AT_MOST
        some = query.with_only_columns(literal(1), maintain_column_froms=True).limit(limit)
        counted = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
        total = max(counted, start + search.per_page + 1) if more else counted
    return rows, pagination(search.page, search.per_page, total)


def _searches_all(search: EventSearch) -> bool:
    if search.facilitator_id or search.event_id:
        return False
    wanted = (search.search, search.location, search.kind, search.currency, search.free_places)
    return any(wanted) or search.price_max is not None


def _next_sessions(event_ids: list[int]) -> dict[int, list[Any]]:
    """The first sessions of each event: those that can be booked, then those under way, then the latest past ones."""
    now = clock.now()
    group = case(
        (and_(sessions.status == SCHEDULED, sessions.starts_at > now), 0),
        (and_(sessions.status == SCHEDULED, sessions.ends_at > now), 1),
        else_=2,
    )
    soonest_first = case((sessions.starts_at > now, sessions.starts_at))
    place = func.row_number().over(
        partition_by=sessions.event_id,
        order_by=(group, soonest_first, sessions.starts_at.desc(), sessions.id),
    )
    numbered = select(sessions.id, place.label("place")).where(sessions.event_id.in_(event_ids)).subquery()
    query = (
        SESSIONS.join(numbered, numbered.c.id == sessions.id)
        .where(numbered.c.place <= SESSIONS_OF_LISTED_EVENT)
        .order_by(sessions.event_id, numbered.c.place)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.event_id, []).append(row)
    return found


def _draft_filters(search: EventSearch, viewer: Caller | None, of: Any) -> list[ColumnElement[bool]]:
    """Drafts are only in a facilitator's list of their own events and sessions, and in an admin's of anyone's."""
    published = of.draft.is_(False)
    if viewer is None or not (search.facilitator_id or search.event_id):
        return [published]
    filters = [] if viewer.role == ADMIN else [or_(published, events.facilitator_id == viewer.id)]
    if search.draft is not None:
        filters.append(of.draft.is_(search.draft))
    return filters


def _common_filters(search: EventSearch) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if search.kind:
        filters.append(events.kind == search.kind.value)
    if search.facilitator_id:
        filters.append(events.facilitator_id == search.facilitator_id)
    # A place is among the words an event is found by: one index serves both.
    for word in query_words(search.search or "") + query_words(search.location or ""):
        filters.append(_has_word(word))
    return filters


def _has_word(word: str) -> ColumnElement[bool]:
    beginning = (words.word >= word, words.word < word + LAST_CHARACTER)
    some = select(literal(1)).where(*beginning).limit(RARE_WORD).subquery()
    if (db.session.scalar(select(func.count()).select_from(some)) or 0) < RARE_WORD:
        return events.id.in_(select(words.event_id).where(*beginning))
    return exists().where(words.event_id == events.id, *beginning)


def _offer_filters(search: EventSearch) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if search.currency:
        # Not the bare column: SQLite would read every session of that currency for each event.
        filters.append(sessions.currency.concat("") == search.currency)
    if search.price_max is not None:
        filters.append(sessions.price_cents <= search.price_max)
    if search.free_places:
        filters += [sessions.seats_taken < sessions.capacity, *upcoming()]
    return filters


def _under_way(of: Any) -> list[ColumnElement[bool]]:
    """Began and has not ended. Where these are few they are named: an index by start leads through all that ended."""
    now = clock.now()
    long = LONGER_THAN_A_DAY[db.engine.dialect.name]
    began_today = select(of.id).where(of.starts_at > now - DAY, of.starts_at <= now, of.ends_at > now)
    began_before = select(of.id).where(long, of.starts_at <= now - DAY, of.ends_at > now)
    ids = db.session.scalars(union_all(began_today, began_before).limit(MOST_NAMED + 1)).all()
    return [of.id.in_(ids)] if len(ids) <= MOST_NAMED else [of.starts_at <= now, of.ends_at > now]


def _time_filters(search: EventSearch, of: Any) -> list[ColumnElement[bool]]:
    now = clock.now()
    filters: list[ColumnElement[bool]] = []
    if search.status is When.UPCOMING:
        filters.append(of.starts_at > now)
    elif search.status in UNDER_WAY:
        filters += _under_way(of)
    elif search.status is When.PAST:
        # The second condition follows from the first; it lets the list begin where the past begins.
        filters += [of.ends_at <= now, of.starts_at < now]
    if search.status in (When.UPCOMING, *UNDER_WAY):
        filters.append(of.status == SCHEDULED)
    if search.since:
        filters.append(of.ends_at > search.since)
    if search.until:
        filters.append(of.starts_at < search.until)
    return filters
