"""A facilitator's own events: the main API owns them and decides, this service adds what it knows of the bookings."""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode

from flask import g, request
from sqlalchemy import Engine, case, func, select

from crm_microservice.auth import Caller
from crm_microservice.config import Config
from crm_microservice.facilitators.models import BOOKED, CANCELLED, BookingView
from crm_microservice.facilitators.operations import Answer, list_sessions
from crm_microservice.facilitators.schemas import EventQuery
from crm_microservice.logging import log
from crm_microservice.main_api import CHANGE_SECONDS, READ_SECONDS, Reply, ask
from service_kit.fields import pagination
from service_kit.problems import Invalid, Problem
from service_kit.search_words import searchable

ACTING_FOR = "X-Facilitator-Id"  # where the main API looks for whom the service token acts

SESSION_FIELDS = ("title", "start_time", "end_time", "time_zone", "location", "capacity")

rows = BookingView.__table__.c


def pass_on(
    config: Config,
    caller: Caller,
    facilitator_id: int,
    method: str,
    path: str,
    *,
    query: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
) -> Reply:
    """Have the main API do what the caller asks, as that caller, and return what it says.

    A person's own token goes along; the service token names the facilitator it acts for, whose rights it has there.
    Raises Problem 502 and 503 where there is no answer to pass on.
    """
    headers = {"X-Request-Id": g.request_id}
    if caller.is_service:
        # While a token is being replaced, the older one: the main API knows it until it is dropped here.
        headers |= {"Authorization": f"Bearer {config.auth_tokens[-1]}", ACTING_FOR: str(facilitator_id)}
    else:
        token = request.headers["Authorization"].partition(" ")[2].strip()
        headers["Authorization"] = f"Bearer {token}"
    asked = urlencode({name: value for name, value in (query or {}).items() if value is not None})
    url = f"{config.main_base_url}{path}" + (f"?{asked}" if asked else "")
    reply = ask(method, url, headers, CHANGE_SECONDS, body=body)
    if caller.is_service and reply.status == 401:
        # Not the caller's fault: their token was right here.
        log.error("main_api_refuses_our_token")
        raise Problem(502, "main_api_failed", "The main service refuses the service token. Tell your operator.")
    return reply


def list_events(engine: Engine, config: Config, facilitator_id: int, query: EventQuery) -> Answer:
    """Return a page of the facilitator's events with their bookings' counts.

    From the main API; `stale` where it does not answer, and then what the bookings tell.
    """
    asked = {"facilitator_id": facilitator_id, **query.model_dump(exclude_none=True)}
    try:
        url = f"{config.main_base_url}/events?{urlencode(asked)}"
        reply = ask("GET", url, {"X-Request-Id": g.request_id}, READ_SECONDS)
    except Problem:
        return _from_bookings(engine, facilitator_id, query)
    if reply.status >= 500:
        return _from_bookings(engine, facilitator_id, query)
    if reply.status == 400:
        raise Invalid(str(reply.body.get("error") or "The main service does not understand these filters."))
    if reply.status != 200 or not isinstance(reply.body.get("events"), list):
        raise Problem(502, "main_api_failed", "The main service could not list the events. Please try again later.")
    events = [event for event in reply.body["events"] if event["facilitator_id"] == facilitator_id]
    counted = _with_counts(engine, facilitator_id, events)
    return {"events": counted, "pagination": reply.body["pagination"], "stale": False}


def _with_counts(engine: Engine, facilitator_id: int, events: list[Answer]) -> list[Answer]:
    of_event = _counts(engine, facilitator_id, "event_id", [event["id"] for event in events])
    session_ids = [session["id"] for event in events for session in event["sessions"]]
    of_session = _counts(engine, facilitator_id, "session_id", session_ids)
    none = {"booked": 0, "cancelled": 0}
    return [
        {
            **event,
            "bookings": of_event.get(event["id"], none),
            "sessions": [{**session, "bookings": of_session.get(session["id"], none)} for session in event["sessions"]],
        }
        for event in events
    ]


def _counts(engine: Engine, facilitator_id: int, by: str, ids: list[int]) -> dict[int, dict[str, int]]:
    query = (
        select(
            rows[by],
            func.sum(case((rows.status == BOOKED, 1), else_=0)),
            func.sum(case((rows.status == CANCELLED, 1), else_=0)),
        )
        .where(rows.facilitator_id == facilitator_id, rows[by].in_(ids))
        .group_by(rows[by])
    )
    with engine.connect() as connection:
        found = connection.execute(query).all()
    return {counted: {"booked": int(booked), "cancelled": int(cancelled)} for counted, booked, cancelled in found}


def _from_bookings(engine: Engine, facilitator_id: int, query: EventQuery) -> Answer:
    """Return the events that bookings tell of, as far as they do."""
    by_event: dict[int, list[Answer]] = {}
    for session in list_sessions(engine, facilitator_id):
        if session["event_id"] is not None:
            by_event.setdefault(session["event_id"], []).append(session)
    counts = _counts(engine, facilitator_id, "event_id", list(by_event))
    events = [
        _told_event(event_id, facilitator_id, sessions, counts[event_id]) for event_id, sessions in by_event.items()
    ]
    found = [event for event in events if _is_asked_for(event, query)]
    found.sort(key=lambda event: (event["start_time"] or "", event["id"]), reverse=query.status == "past")
    page = found[query.offset : query.offset + query.per_page]
    return {"events": page, "pagination": pagination(query.page, query.per_page, len(found)), "stale": True}


def _told_event(event_id: int, facilitator_id: int, sessions: list[Answer], counts: dict[str, int]) -> Answer:
    return {
        "id": event_id,
        "title": sessions[-1]["event_title"],
        "facilitator_id": facilitator_id,
        "start_time": _earliest(session["start_time"] for session in sessions),
        "end_time": max((session["end_time"] for session in sessions if session["end_time"]), default=None),
        "time_zone": sessions[-1]["time_zone"],
        "location": sessions[-1]["location"],
        "bookings": counts,
        "sessions": [
            {
                "id": session["session_id"],
                "event_id": event_id,
                "event_title": session["event_title"],
                "facilitator_id": facilitator_id,
                **{name: session[name] for name in SESSION_FIELDS},
                "bookings": {"booked": session["booked"], "cancelled": session["cancelled"]},
            }
            for session in sessions
        ],
    }


def _earliest(moments: Iterable[str | None]) -> str | None:
    # All of them are written in UTC, so text compares as time does.
    return min((moment for moment in moments if moment), default=None)


def _is_asked_for(event: Answer, query: EventQuery) -> bool:
    if query.search is not None:
        told = [event["title"], *(session["title"] for session in event["sessions"])]
        if searchable(query.search) not in searchable("\n".join(part for part in told if part)):
            return False
    if query.status is None:
        return True
    start, end = event["start_time"], event["end_time"]
    if start is None or end is None:
        return False
    now = datetime.now(timezone.utc)
    if datetime.fromisoformat(end) <= now:
        return query.status == "past"
    return query.status in ({"upcoming"} if datetime.fromisoformat(start) > now else {"active", "ongoing"})
