"""A facilitator's own events: the main API's list, with places counted from the CRM's bookings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from crm_microservice.facilitators.booking_counts import Places, places_of
from crm_microservice.facilitators.main_api_events import MainApiEvents, NoResponse
from crm_microservice.facilitators.models import Session
from crm_microservice.facilitators.schemas import EventQuery
from crm_microservice.facilitators.sessions import SessionWithPlaces, stored_sessions_of_events
from service_kit import clock
from service_kit.fields import pagination
from service_kit.problems import Invalid, NotFound, UpstreamFailed
from service_kit.search_words import searchable

Row = dict[str, Any]
rows = Session.__table__.c
MAX_FALLBACK_EVENTS = 1000  # events listed while the main API does not answer
SESSIONS_SHOWN = 5  # of each event, as in the main API's list


@dataclass(frozen=True)
class EventPage:
    """Events as the main API describes them, each with its `bookings` (Places)."""

    events: list[Row]
    pagination: Row
    stale: bool


def list_events(engine: Engine, main: MainApiEvents, facilitator_id: int, query: EventQuery) -> EventPage:
    """Return a page of the facilitator's events with their places.

    If the main API does not answer, these are the events that notifications describe.
    """
    try:
        reply = main.events({"facilitator_id": facilitator_id, **query.model_dump(exclude_none=True)})
    except NoResponse:
        return _stored_events(engine, facilitator_id, query)
    if reply.status == 400:
        raise Invalid(str(reply.body.get("error") or "The main service does not understand these filters."))
    if reply.status == 404:
        raise NotFound("facilitator")
    if reply.status != 200 or not isinstance(reply.body.get("events"), list):
        raise UpstreamFailed("main_api_failed", "The main service could not list the events. Please try again later.")
    events = [event for event in reply.body["events"] if event["facilitator_id"] == facilitator_id]
    return EventPage(_with_places(engine, facilitator_id, events), reply.body["pagination"], stale=False)


def _with_places(engine: Engine, facilitator_id: int, events: Sequence[Row]) -> list[Row]:
    session_ids = [session["id"] for event in events for session in event["sessions"]]
    with engine.connect() as connection:
        of_event = places_of(connection, facilitator_id, "event", [event["id"] for event in events])
        of_session = places_of(connection, facilitator_id, "session", session_ids)
    return [
        {
            **event,
            "bookings": of_event.get(event["id"], Places()),
            "sessions": [
                {**session, "bookings": of_session.get(session["id"], Places())} for session in event["sessions"]
            ],
        }
        for event in events
    ]


def _stored_events(engine: Engine, facilitator_id: int, query: EventQuery) -> EventPage:
    own = select(rows.event_id).where(rows.facilitator_id == facilitator_id, rows.event_id.is_not(None))
    with engine.connect() as connection:
        newest = own.distinct().order_by(rows.event_id.desc()).limit(MAX_FALLBACK_EVENTS)
        event_ids = list(connection.execute(newest).scalars())
        sessions = stored_sessions_of_events(connection, facilitator_id, event_ids)
        places = places_of(connection, facilitator_id, "event", event_ids)
    by_event: dict[int, list[SessionWithPlaces]] = {event_id: [] for event_id in event_ids}
    for session in sessions:
        by_event[session.event_id or 0].append(session)
    events = [
        _stored_event(event_id, facilitator_id, of_event, places.get(event_id, Places()))
        for event_id, of_event in by_event.items()
    ]
    found = [event for event in events if _matches(event, query)]
    found.sort(key=lambda event: (event["start_time"] or "", event["id"]), reverse=query.status == "past")
    page = [
        {**event, "sessions": event["sessions"][:SESSIONS_SHOWN]}
        for event in found[query.offset : query.offset + query.per_page]
    ]
    return EventPage(page, pagination(query.page, query.per_page, len(found)), stale=True)


def _stored_event(event_id: int, facilitator_id: int, sessions: Sequence[SessionWithPlaces], places: Places) -> Row:
    return {
        "id": event_id,
        "title": sessions[-1].event_title,
        "facilitator_id": facilitator_id,
        "start_time": _iso(min(_present(session.start_time for session in sessions), default=None)),
        "end_time": _iso(max(_present(session.end_time for session in sessions), default=None)),
        "time_zone": sessions[-1].time_zone,
        "location": sessions[-1].location,
        "bookings": places,
        "sessions_total": len(sessions),
        "sessions": [
            {
                "id": session.session_id,
                "event_id": event_id,
                "event_title": session.event_title,
                "facilitator_id": facilitator_id,
                "title": session.title,
                "start_time": _iso(session.start_time),
                "end_time": _iso(session.end_time),
                "time_zone": session.time_zone,
                "location": session.location,
                "capacity": session.capacity,
                "bookings": Places(session.booked, session.cancelled),
            }
            for session in _next_first(sessions)
        ],
    }


def _next_first(sessions: Sequence[SessionWithPlaces]) -> list[SessionWithPlaces]:
    """Return the sessions that have not ended, then the past ones from the latest on."""
    now = clock.now()
    ahead, past = [], []
    for session in sessions:
        (past if session.end_time is not None and session.end_time <= now else ahead).append(session)
    return [*ahead, *reversed(past)]


def _present(moments: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _matches(event: Row, query: EventQuery) -> bool:
    if query.search is not None:
        titles = [event["title"], *(session["title"] for session in event["sessions"])]
        if searchable(query.search) not in searchable("\n".join(part for part in titles if part)):
            return False
    if query.status is None:
        return True
    start, end = event["start_time"], event["end_time"]
    if start is None or end is None:
        return False
    now = clock.now()
    if datetime.fromisoformat(end) <= now:
        return query.status == "past"
    return query.status in ({"upcoming"} if datetime.fromisoformat(start) > now else {"active", "ongoing"})
