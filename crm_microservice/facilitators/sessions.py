"""A facilitator's sessions, including those without bookings.

The main API describes the sessions; places are counted from the CRM's bookings. If the main API does not answer, the
sessions are described as in the notifications received so far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, func, select

from crm_microservice.facilitators.booking_counts import Places, places_of
from crm_microservice.facilitators.main_api_events import MainApiEvents, MainSession, NoResponse
from crm_microservice.facilitators.models import BookingCount, Session
from crm_microservice.facilitators.recent_sessions import RecentSessions
from crm_microservice.facilitators.schemas import SessionQuery
from crm_microservice.facilitators.session_facts import SCHEDULED
from crm_microservice.facilitators.states import OCCUPYING
from service_kit import clock
from service_kit.problems import NotFound

LISTED_AHEAD = 100  # sessions
rows, counts = Session.__table__.c, BookingCount.__table__.c


@dataclass(frozen=True)
class SessionWithPlaces:
    session_id: int
    title: str | None
    event_id: int | None
    event_title: str
    start_time: datetime | None
    end_time: datetime | None
    time_zone: str | None
    location: str | None
    capacity: int | None
    status: str
    booked: int
    cancelled: int

    @property
    def occupancy(self) -> float | None:
        return round(self.booked / self.capacity, 4) if self.capacity else None


@dataclass(frozen=True)
class SessionPage:
    sessions: list[SessionWithPlaces]
    total: int
    stale: bool


@dataclass(frozen=True)
class SessionsAhead:
    """Totals of all sessions that have not ended, and a list of the next ones."""

    sessions: int
    booked: int
    capacity: int
    next: list[SessionWithPlaces]
    stale: bool


def list_sessions(engine: Engine, main: MainApiEvents, facilitator_id: int, query: SessionQuery) -> SessionPage:
    """Return a page of the facilitator's sessions, the earliest first."""
    asked = {"facilitator_id": facilitator_id, **query.model_dump(exclude_none=True)}
    try:
        sessions, pagination = main.sessions(asked)
    except NoResponse:
        return _stored_page(engine, facilitator_id, query)
    with engine.connect() as connection:
        listed = _with_places(connection, facilitator_id, sessions)
    return SessionPage(listed, int(pagination.get("total", len(listed))), stale=False)


def show_session(
    engine: Engine, main: MainApiEvents, facilitator_id: int, session_id: int
) -> tuple[SessionWithPlaces, bool]:
    """Return one session, and whether the main API did not answer. Raises NotFound."""
    try:
        session = main.session(session_id)
        stale = False
    except NoResponse:
        session, stale = None, True
    with engine.connect() as connection:
        if session is not None and session.facilitator_id == facilitator_id:
            return _with_places(connection, facilitator_id, [session])[0], stale
        own = [rows.facilitator_id == facilitator_id, rows.session_id == session_id]
        stored = _stored(connection, facilitator_id, own)
    if not stored:
        raise NotFound("session")
    return stored[0], stale


def sessions_ahead(engine: Engine, recent: RecentSessions, main: MainApiEvents, facilitator_id: int) -> SessionsAhead:
    """Sum up the facilitator's sessions that have not ended, and list the next ones."""
    try:
        ahead = recent.ahead(main, facilitator_id)
    except NoResponse:
        return _stored_ahead(engine, facilitator_id)
    with engine.connect() as connection:
        places = places_of(connection, facilitator_id, "session", [session.id for session in ahead])
    booked = sum(taken.booked for taken in places.values())
    capacity = sum(session.capacity or 0 for session in ahead)
    listed = [_with_its_places(session, places) for session in ahead[:LISTED_AHEAD]]
    return SessionsAhead(len(ahead), booked, capacity, listed, stale=False)


def stored_sessions_of_events(
    connection: Connection, facilitator_id: int, event_ids: Sequence[int]
) -> list[SessionWithPlaces]:
    """Return the sessions of these events that notifications describe, the earliest first."""
    own = [rows.facilitator_id == facilitator_id, rows.event_id.in_(event_ids)]
    return _stored(connection, facilitator_id, own)


def _with_places(
    connection: Connection, facilitator_id: int, sessions: Sequence[MainSession]
) -> list[SessionWithPlaces]:
    places = places_of(connection, facilitator_id, "session", [session.id for session in sessions])
    return [_with_its_places(session, places) for session in sessions]


def _with_its_places(session: MainSession, places: Mapping[int, Places]) -> SessionWithPlaces:
    return _joined(session.id, session.model_dump(), places.get(session.id, Places()))


def _stored(
    connection: Connection, facilitator_id: int, conditions: Sequence[ColumnElement[bool]], query: Any = None
) -> list[SessionWithPlaces]:
    selected = (select(Session.__table__) if query is None else query).where(*conditions)
    found: Sequence[RowMapping] = (
        connection.execute(selected.order_by(rows.start_time, rows.session_id)).mappings().all()
    )
    places = places_of(connection, facilitator_id, "session", [row["session_id"] for row in found])
    return [_joined(row["session_id"], dict(row), places.get(row["session_id"], Places())) for row in found]


def _joined(session_id: int, facts: dict[str, Any], places: Places) -> SessionWithPlaces:
    return SessionWithPlaces(
        session_id=session_id,
        **{
            name: facts[name]
            for name in (
                "title",
                "event_id",
                "event_title",
                "start_time",
                "end_time",
                "time_zone",
                "location",
                "capacity",
                "status",
            )
        },
        booked=places.booked,
        cancelled=places.cancelled,
    )


def _stored_page(engine: Engine, facilitator_id: int, query: SessionQuery) -> SessionPage:
    conditions = [rows.facilitator_id == facilitator_id, *_when(query.status)]
    page = select(Session.__table__).limit(query.per_page).offset(query.offset)
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(Session).where(*conditions)).scalar_one()
        return SessionPage(_stored(connection, facilitator_id, conditions, page), total, stale=True)


def _when(status: str | None) -> list[ColumnElement[bool]]:
    now = clock.now()
    if status is None:
        return []
    if status == "past":
        return [rows.end_time <= now]
    started = rows.start_time > now if status == "upcoming" else rows.start_time <= now
    return [rows.end_time > now, started, rows.status == SCHEDULED]


def _stored_ahead(engine: Engine, facilitator_id: int) -> SessionsAhead:
    """The same sessions as `MainApiEvents.sessions_ahead`: those that have not ended and are not cancelled."""
    now = clock.now()
    ahead = [rows.facilitator_id == facilitator_id, rows.end_time > now, rows.status == SCHEDULED]
    totals = select(func.count(), func.sum(rows.capacity)).select_from(Session).where(*ahead)
    booked = (
        select(func.sum(counts.places))
        .join_from(Session, BookingCount, counts.scope_id == rows.session_id)
        .where(
            *ahead,
            counts.facilitator_id == facilitator_id,
            counts.scope == "session",
            counts.status.in_(sorted(OCCUPYING)),
        )
    )
    with engine.connect() as connection:
        number, capacity = connection.execute(totals).one()
        taken = int(connection.execute(booked).scalar() or 0)
        listed = _stored(connection, facilitator_id, ahead, select(Session.__table__).limit(LISTED_AHEAD))
    return SessionsAhead(number, taken, int(capacity or 0), listed, stale=True)
