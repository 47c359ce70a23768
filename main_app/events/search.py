"""Finding events and sessions.

Lists are fast in a large database: they read an index in the order that is shown, and count rows only up to a limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from main_app.auth.authority import is_own, managed_events
from main_app.auth.caller import Caller
from main_app.database import db
from main_app.events.models import LONGER_THAN_A_DAY, Event, EventSession, EventWord
from main_app.events.queries import SCHEDULED, session_totals, upcoming
from main_app.events.responses import (
    EVENTS,
    SESSIONS,
    event_values,
    events,
    session_values,
    sessions,
)
from main_app.events.schemas import EventSearch, When
from main_app.events.spelling import corrected_search
from main_app.pictures.models import EVENT, FACILITATOR
from main_app.pictures.queries import first_pictures
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import read_connection
from service_kit.fields import pagination
from service_kit.search_words import LAST_CHARACTER, query_words

COUNTED_AT_MOST = 1000  # rows of a list that is one range of an index
COUNTED_OF_SEARCH = 100  # rows of a search through all events, which reads many others for each match
# A word that fewer events have is looked up in the index of words. Others are checked for each row in the list's order.
RARE_WORD = 5000
SESSIONS_OF_LISTED_EVENT = 5

UNDER_WAY = (When.ACTIVE, When.ONGOING)
DAY = timedelta(days=1)
MAX_IDS = 2000  # ids in one statement
# The fields of a search that become one condition each if they are set.
FILTERS = ("kind", "facilitator_id", "event_id", "currency", "price_max", "since", "until")

words = EventWord.__table__.c


def find_events(search: EventSearch, viewer: Caller | None) -> dict[str, Any]:
    """The fields of an EventList: one page, soonest first (past ones latest first), each with its next sessions."""
    corrected = corrected_search(search.search)
    rows, page = _page(_with_search(search, corrected), viewer, of_sessions=False)
    event_ids = [row.id for row in rows]
    totals, listed = session_totals(event_ids), _next_sessions(event_ids, search)
    pictures = first_pictures({EVENT: event_ids, FACILITATOR: {row.facilitator_id for row in rows}})
    now = clock.now()
    listed_events = []
    for row in rows:
        next_rows = listed.get(row.id, [])
        bookable = (session for session in next_rows if session.status == SCHEDULED and session.starts_at > now)
        next_session = next(bookable, None)
        listed_events.append(
            {
                **event_values(row, viewer),
                **totals[row.id],
                "pictures": [pictures[EVENT, row.id]] if (EVENT, row.id) in pictures else [],
                "facilitator_portrait": pictures.get((FACILITATOR, row.facilitator_id)),
                "next_session": session_values(next_session) if next_session else None,
                "sessions": [session_values(session) for session in next_rows],
            }
        )
    return {"events": listed_events, "pagination": page, "searched_for": corrected}


def find_sessions(search: EventSearch, viewer: Caller | None) -> dict[str, Any]:
    """The fields of a SessionList: one page of sessions, soonest first (past ones latest first)."""
    corrected = corrected_search(search.search)
    rows, page = _page(_with_search(search, corrected), viewer, of_sessions=True)
    return {"sessions": [session_values(row) for row in rows], "pagination": page, "searched_for": corrected}


def _with_search(search: EventSearch, corrected: str | None) -> EventSearch:
    return search if corrected is None else search.model_copy(update={"search": corrected})


def _page(search: EventSearch, viewer: Caller | None, *, of_sessions: bool) -> tuple[Sequence[Any], Any]:
    """The rows of one page, and its pagination.

    `total` is exact up to 1,000 (in a search through all events: up to 100), above that a lower bound.
    """
    # The words of an event include its locations, so one index serves both fields.
    search_words = query_words(search.search or "") + query_words(search.location or "")
    rare = tuple(_is_rare(word) for word in search_words)
    shape = _shape_of(search, viewer, rare, of_sessions)
    values = {**{name: getattr(search, name) for name in FILTERS}, "kind": search.kind and search.kind.value}
    values |= {f"word{number}": word for number, word in enumerate(search_words)}
    values |= {f"word{number}_end": word + LAST_CHARACTER for number, word in enumerate(search_words)}
    values |= {"now": clock.now(), "viewer": viewer and viewer.id}
    start = search.offset
    values |= {"offset": start}
    if shape.status in UNDER_WAY:
        page_of, count_of = _lists(shape, search.per_page, _under_way(sessions if of_sessions else events))
        rows, count = db.session.execute(page_of, values).all(), partial(db.session.scalar, count_of, values)
    else:
        prepared_page, prepared_count = _prepared(shape, search.per_page)
        with read_connection() as connection:
            rows = prepared_page.all(connection, values)
        count = partial(_count, prepared_count, values)
    has_next, rows = len(rows) > search.per_page, rows[: search.per_page]
    if rows and not has_next:
        total = start + len(rows)
    else:
        counted = count() or 0
        total = max(counted, start + search.per_page + 1) if has_next else counted
    return rows, pagination(search.page, search.per_page, total)


def _count(statement: CompiledStatement, values: dict[str, Any]) -> int | None:
    with read_connection() as connection:
        return statement.scalar(connection, values)


@dataclass(frozen=True)
class _Shape:
    """What decides the SQL of a list; everything else is a bound parameter."""

    of_sessions: bool
    status: When | None
    filters_set: frozenset[str]
    free_places: bool
    searches_all: bool
    sees_drafts: Literal["none", "own", "all"]
    draft: bool | None
    rare_words: tuple[bool, ...]


def _shape_of(search: EventSearch, viewer: Caller | None, rare: tuple[bool, ...], of_sessions: bool) -> _Shape:
    """Drafts are listed only if one event or the events of one person are asked for, or all that the viewer manages.

    They are own ones for facilitators, all for admins.
    """
    may_see = viewer is not None and bool(search.facilitator_id or search.event_id or search.managed)
    return _Shape(
        of_sessions=of_sessions,
        status=search.status,
        filters_set=frozenset(name for name in FILTERS if getattr(search, name) is not None),
        free_places=bool(search.free_places),
        searches_all=_searches_all(search),
        sees_drafts=managed_events(viewer) if may_see else "none",
        draft=search.draft if may_see else None,
        rare_words=rare,
    )


@lru_cache(maxsize=200)
def _prepared(shape: _Shape, per_page: int) -> tuple[CompiledStatement, CompiledStatement]:
    page, counted = _lists(shape, per_page)
    return CompiledStatement(page), CompiledStatement(counted)


def _lists(
    shape: _Shape, per_page: int, extra_filters: Sequence[ColumnElement[bool]] = ()
) -> tuple[Select[Any], Select[Any]]:
    """The statements that read a page of the list with one row more, and count its rows as far as they are counted.

    The limit is a literal: SQLite plans a statement with a bound one anew with each run.
    """
    columns: Any = sessions if shape.of_sessions else events
    by_next_session = shape.status is When.BOOKABLE and not shape.of_sessions
    filters = [*_draft_filters(shape, columns), *_common_filters(shape), *extra_filters]
    if by_next_session:
        filters += _next_session(shape)
    else:
        filters += _time_filters(shape, columns)
        offer_filters = _offer_filters(shape, sessions)
        if shape.of_sessions:
            filters += offer_filters
        elif offer_filters:
            filters.append(exists().where(sessions.event_id == events.id, sessions.status == SCHEDULED, *offer_filters))
    if "event_id" in shape.filters_set:
        filters.append((sessions.event_id if shape.of_sessions else events.id) == bindparam("event_id"))
    query = (SESSIONS if shape.of_sessions else EVENTS).where(*filters)
    if by_next_session:
        query, columns = query.join(EventSession.__table__, sessions.event_id == events.id), sessions
    in_order = (
        (columns.starts_at.desc(), columns.id.desc()) if shape.status is When.PAST else (columns.starts_at, columns.id)
    )
    limit = COUNTED_OF_SEARCH if shape.searches_all else COUNTED_AT_MOST
    # Count without the tables that only add columns to show: joining them costs as much as the rest.
    counted_from = Event.__table__
    if shape.of_sessions or by_next_session:
        with_event = shape.sees_drafts != "none" or shape.rare_words or shape.filters_set & {"kind", "facilitator_id"}
        joined = EventSession.__table__.join(Event.__table__, events.id == sessions.event_id)
        counted_from = joined if with_event or by_next_session else EventSession.__table__
    matches = select(literal_column("1").label("one")).select_from(counted_from).where(*filters)
    counted = select(func.count()).select_from(matches.limit(literal_column(str(limit))).subquery())
    page = query.order_by(*in_order).limit(literal_column(str(per_page + 1))).offset(bindparam("offset"))
    return page, counted


def _searches_all(search: EventSearch) -> bool:
    if search.facilitator_id or search.event_id:
        return False
    filters = (search.search, search.location, search.kind, search.currency, search.free_places)
    return any(filters) or search.price_max is not None


def _next_sessions(event_ids: list[int], search: EventSearch) -> dict[int, list[Any]]:
    """The first sessions of each event: those that can be booked, then those under way, then the latest past ones.

    Of what can be booked only those between the dates of the search: an event is listed by the first one of them.
    """
    now = clock.now()
    group = case(
        (and_(sessions.status == SCHEDULED, sessions.starts_at > now), 0),
        (and_(sessions.status == SCHEDULED, sessions.ends_at > now), 1),
        else_=2,
    )
    soonest_first = case((sessions.starts_at > now, sessions.starts_at))
    rank = func.row_number().over(
        partition_by=sessions.event_id,
        order_by=(group, soonest_first, sessions.starts_at.desc(), sessions.id),
    )
    wanted = [sessions.event_id.in_(event_ids)]
    if search.status is When.BOOKABLE:
        wanted += [sessions.ends_at > search.since] if search.since else []
        wanted += [sessions.starts_at < search.until] if search.until else []
    numbered = select(sessions.id, rank.label("rank")).where(*wanted).subquery()
    query = (
        SESSIONS.join(numbered, numbered.c.id == sessions.id)
        .where(numbered.c.rank <= SESSIONS_OF_LISTED_EVENT)
        .order_by(sessions.event_id, numbered.c.rank)
    )
    by_event: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        by_event.setdefault(row.event_id, []).append(row)
    return by_event


def _draft_filters(shape: _Shape, columns: Any) -> list[ColumnElement[bool]]:
    published = columns.draft.is_(False)
    if shape.sees_drafts == "none":
        return [published]
    kept = events.status == SCHEDULED  # a cancelled draft is a deleted one
    draft = kept if shape.sees_drafts == "all" else and_(kept, is_own(events.facilitator_id))
    filters: list[ColumnElement[bool]] = [or_(published, draft)]
    if shape.draft is not None:
        filters.append(columns.draft.is_(shape.draft))
    return filters


def _common_filters(shape: _Shape) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if "kind" in shape.filters_set:
        filters.append(events.kind == bindparam("kind"))
    if "facilitator_id" in shape.filters_set:
        filters.append(events.facilitator_id == bindparam("facilitator_id"))
    for number, rare in enumerate(shape.rare_words):
        beginning = (words.word >= bindparam(f"word{number}"), words.word < bindparam(f"word{number}_end"))
        if rare:
            filters.append(events.id.in_(select(words.event_id).where(*beginning)))
        else:
            filters.append(exists().where(words.event_id == events.id, *beginning))
    return filters


def _is_rare(word: str) -> bool:
    is_match = (words.word >= word, words.word < word + LAST_CHARACTER)
    matches = select(literal(1)).where(*is_match).limit(RARE_WORD).subquery()
    return (db.session.scalar(select(func.count()).select_from(matches)) or 0) < RARE_WORD


def _offer_filters(shape: _Shape, of: Any) -> list[ColumnElement[bool]]:
    """Filters of sessions, whose columns are `of`."""
    filters: list[ColumnElement[bool]] = []
    if "currency" in shape.filters_set:
        # An expression keeps SQLite from using the index by currency, which reads every session of that currency.
        filters.append(of.currency.concat("") == bindparam("currency"))
    if "price_max" in shape.filters_set:
        filters.append(of.price_cents <= bindparam("price_max"))
    if shape.free_places:
        filters += [of.seats_taken < of.capacity, *upcoming(bindparam("now"), of)]
    return filters


def _next_session(shape: _Shape) -> list[ColumnElement[bool]]:
    """The session that an event is listed by: its first one ahead that the filters want.

    Sessions are read by their start, so that the first page reads few of them.
    """
    earlier = EventSession.__table__.alias("earlier").c
    comes_first = or_(
        earlier.starts_at < sessions.starts_at, and_(earlier.starts_at == sessions.starts_at, earlier.id < sessions.id)
    )
    is_first = ~exists().where(earlier.event_id == events.id, comes_first, *_ahead(shape, earlier))
    return [*_ahead(shape, sessions), is_first]


def _ahead(shape: _Shape, of: Any) -> list[ColumnElement[bool]]:
    return [*_time_filters(shape, of), *_offer_filters(shape, of)]


def _under_way(columns: Any) -> list[ColumnElement[bool]]:
    """Filters for what has begun and not ended. A few rows are listed by id: an index by start reads past rows too."""
    now = clock.now()
    long = text(LONGER_THAN_A_DAY[db.engine.dialect.name])
    began_today = select(columns.id).where(
        columns.starts_at > now - DAY, columns.starts_at <= now, columns.ends_at > now
    )
    began_before = select(columns.id).where(long, columns.starts_at <= now - DAY, columns.ends_at > now)
    ids = db.session.scalars(union_all(began_today, began_before).limit(MAX_IDS + 1)).all()
    return [columns.id.in_(ids)] if len(ids) <= MAX_IDS else [columns.starts_at <= now, columns.ends_at > now]


def _time_filters(shape: _Shape, columns: Any) -> list[ColumnElement[bool]]:
    now = bindparam("now")
    filters: list[ColumnElement[bool]] = []
    if shape.status in (When.UPCOMING, When.BOOKABLE):
        filters.append(columns.starts_at > now)
    elif shape.status is When.PAST:
        # The second condition follows from the first, and lets the index by start skip all future rows.
        filters += [columns.ends_at <= now, columns.starts_at < now]
    if shape.status in (When.UPCOMING, When.BOOKABLE, *UNDER_WAY):
        filters.append(columns.status == SCHEDULED)
    if "since" in shape.filters_set:
        filters.append(columns.ends_at > bindparam("since"))
    if "until" in shape.filters_set:
        filters.append(columns.starts_at < bindparam("until"))
    return filters
