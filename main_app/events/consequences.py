"""Consequences of an event's journal entries: messages to the CRM."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from main_app.commands.write import DeadlineWithdrawal, PlannedDeadline
from main_app.database import CURRENT_EPOCH
from main_app.events.models import Event, EventSession, EventStatus
from main_app.journal.read import Entry
from main_app.outbox.enqueue import CRM, NewMessage
from service_kit import clock

DECIDE_RUN = "decide_run"  # the command that confirms a session or cancels it
# Actions that have another name in the CRM.
CRM_KINDS = {
    "event_cancelled": "event_deleted",
    "event_published": "event_updated",
    "sessions_created": "session_created",
    "sessions_updated": "session_updated",
    "sessions_cancelled": "session_cancelled",
}
VERBS = {"updated": "changed"}  # the other actions are verbs themselves

events, sessions = Event.__table__.c, EventSession.__table__.c
EVENTS = select(Event.__table__, CURRENT_EPOCH.label("epoch")).where(events.id.in_(bindparam("ids", expanding=True)))
UNDECIDED_SESSIONS = select(sessions.id, sessions.event_id, sessions.decision_version, sessions.decide_at).where(
    sessions.event_id.in_(bindparam("ids", expanding=True)),
    text("run_state = 'undecided'"),  # as in the index
    sessions.status == EventStatus.SCHEDULED.value,
)
SESSIONS = select(EventSession.__table__).where(sessions.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class EventFacts:
    """An event as it is now, the sessions that the entry is about, and those of the event that are not decided yet."""

    event: Any
    sessions: Sequence[Any] = ()
    undecided: Sequence[Any] = ()


def event_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, EventFacts]:
    """The facts of each entry, by entry id. Three statements for any number of entries."""
    event_ids = [int(entry.subject_id) for entry in entries]
    session_ids = [session_id for entry in entries for session_id in _sessions_of(entry)]
    events_by_id = {row.id: row for row in connection.execute(EVENTS, {"ids": event_ids})}
    sessions_by_id = {}
    if session_ids:
        sessions_by_id = {row.id: row for row in connection.execute(SESSIONS, {"ids": session_ids})}
    undecided: dict[int, list[Any]] = {}
    for row in connection.execute(UNDECIDED_SESSIONS, {"ids": event_ids}):
        undecided.setdefault(row.event_id, []).append(row)
    return {
        entry.id: EventFacts(
            events_by_id[int(entry.subject_id)],
            [sessions_by_id[session_id] for session_id in _sessions_of(entry) if session_id in sessions_by_id],
            undecided.get(int(entry.subject_id), ()),
        )
        for entry in entries
    }


def _sessions_of(entry: Entry) -> Sequence[int]:
    if "session_id" in entry.changes:
        return [entry.changes["session_id"]]
    return entry.changes.get("session_ids", ())


def plan_decisions(entry: Entry, facts: EventFacts) -> list[PlannedDeadline | DeadlineWithdrawal]:
    """Plan when it is decided whether a session runs. Withdraw the deadline of one that needs no decision any more."""
    planned: list[PlannedDeadline | DeadlineWithdrawal] = [
        PlannedDeadline(DECIDE_RUN, "session", session.id, session.decision_version, session.decide_at)
        for session in facts.undecided
    ]
    undecided = {each.id for each in facts.undecided}
    decided = [session for session in facts.sessions if session.id not in undecided]
    return planned + [DeadlineWithdrawal(DECIDE_RUN, "session", session.id) for session in decided]


def event_notification(entry: Entry, facts: EventFacts) -> list[NewMessage]:
    """A general notification with the event data that the CRM stores."""
    event = facts.event
    session = facts.sessions[0] if "session_id" in entry.changes and facts.sessions else None
    kind = CRM_KINDS.get(entry.action, entry.action)
    title = session.title if session else event.title
    data: dict[str, Any] = {
        "event_id": event.id,
        "title": event.title,
        "facilitator_id": event.facilitator_id,
        "status": event.status,
        "draft": event.draft,
        "time_zone": event.time_zone,
        "location": event.location,
        "start_time": clock.iso(event.starts_at),
        "end_time": clock.iso(event.ends_at),
        "version": entry.version,
        "epoch": event.epoch,
        "occurred_at": clock.iso(entry.at),
        "reason": entry.reason if entry.action == "event_cancelled" else "",
    }
    if session:
        data["session"] = _session_facts(event, session)
    elif facts.sessions:
        data["sessions"] = [_session_facts(event, each) for each in facts.sessions]
    payload = {
        "notification_type": kind,
        "user_id": entry.actor_id or event.facilitator_id,  # the system has no id
        "message": f"{title} was {_verb(entry.action)}",
        "additional_data": data,
    }
    key = f"event:{event.id}"
    return [NewMessage(CRM, kind, key, payload, entry.version, ordering_key=key, entry_id=entry.id)]


def _session_facts(event: Any, session: Any) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title,
        "start_time": clock.iso(session.starts_at),
        "end_time": clock.iso(session.ends_at),
        "location": session.location or event.location,
        "capacity": session.capacity,
        "seats_taken": session.seats_taken,
        "status": session.status,
        "min_places": session.min_places,
        "decide_at": clock.iso(session.decide_at),
        "run_state": session.run_state,
    }


def _verb(action: str) -> str:
    """For the message that the CRM shows: "cancelled" for "session_cancelled"."""
    verb = action.split("_")[1]
    return VERBS.get(verb, verb)
