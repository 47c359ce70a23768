"""The audit trail: the journal for admins, newest first, by person, subject, action and time.

Every filter reads a range of an index in the order that is shown, so a page costs the same however long the journal is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all

from main_app.auth.api_keys import ApiKey
from main_app.auth.models import ROLES, User
from main_app.bookings.models import Booking
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.events.page_path import event_path
from main_app.journal.models import JournalEntry
from main_app.journal.read import COLUMNS
from main_app.messages.models import SessionMessage
from service_kit import clock

MAX_ACTIONS = 200  # of all subjects together, far more than there are
journal = JournalEntry.__table__.c
SHOWN = (*COLUMNS, journal.erased_at)
NEWEST_FIRST = (journal.at.desc(), journal.id.desc())


class Wanted(NamedTuple):
    person_id: int | None
    by_system: bool
    subject_type: str | None
    subject_id: str | None
    action: str | None
    since: datetime | None
    until: datetime | None
    before_id: int | None  # the last entry of the page before
    limit: int


def find_entries(wanted: Wanted) -> dict[str, Any]:
    """The fields of an AuditTrail: the entries of one page, and the `before` of the next one."""
    conditions = _conditions(wanted)
    if wanted.subject_type and not (wanted.action or wanted.subject_id or wanted.person_id):
        # Each action is one range of the index.
        ranges = [
            _newest([*conditions, journal.action == action], wanted.limit)
            for action in _actions_of(wanted.subject_type)
        ]
        if not ranges:
            return {"entries": [], "next_before": None}
        each = union_all(*(select(one.subquery()) for one in ranges)).subquery()
        query = select(each).order_by(each.c.at.desc(), each.c.id.desc()).limit(wanted.limit + 1)
    else:
        query = _newest(conditions, wanted.limit)
    rows = db.session.execute(query).all()
    shown = rows[: wanted.limit]
    return {"entries": _entries_json(shown), "next_before": shown[-1].id if len(rows) > wanted.limit else None}


def subjects_and_actions() -> list[dict[str, Any]]:
    """What the journal has entries of: each kind of subject, with what was done to it."""
    found: list[dict[str, Any]] = []
    subject_type = _next_subject_type("")
    while subject_type is not None and len(found) < MAX_ACTIONS:
        found.append({"subject_type": subject_type, "actions": _actions_of(subject_type)})
        subject_type = _next_subject_type(subject_type)
    return found


def _newest(conditions: Iterable[ColumnElement[bool]], limit: int) -> Any:
    return select(*SHOWN).where(*conditions).order_by(*NEWEST_FIRST).limit(limit + 1)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    subject_type, action = journal.subject_type, journal.action
    if wanted.person_id:
        # The id of an API key may be the same number.
        conditions += [journal.actor_id == wanted.person_id, journal.actor_role.in_(ROLES)]
        if not wanted.subject_id:
            # As expressions: SQLite then reads the person's entries, not everybody's of that kind.
            subject_type, action = subject_type.concat(""), action.concat("")
    if wanted.by_system:
        conditions += [journal.actor_id.is_(None), journal.actor_role == "system"]
    if wanted.subject_type:
        conditions.append(subject_type == wanted.subject_type)
    if wanted.subject_id:
        conditions.append(journal.subject_id == wanted.subject_id)
    if wanted.action:
        conditions.append(action == wanted.action)
    if wanted.since:
        conditions.append(journal.at >= wanted.since)
    if wanted.until:
        conditions.append(journal.at < wanted.until)
    if wanted.before_id:
        at = db.session.scalar(select(journal.at).where(journal.id == wanted.before_id))
        if at is not None:
            earlier = or_(journal.at < at, and_(journal.at == at, journal.id < wanted.before_id))
            conditions += [journal.at <= at, earlier]  # the first one is a range of the index
    return conditions


def _next_subject_type(after: str) -> str | None:
    return db.session.scalar(select(func.min(journal.subject_type)).where(journal.subject_type > after))


def _actions_of(subject_type: str) -> list[str]:
    """Two index look-ups for each, instead of reading all entries."""
    actions: list[str] = []
    of_type = select(func.min(journal.action)).where(journal.subject_type == subject_type)
    action = db.session.scalar(of_type)
    while action is not None and len(actions) < MAX_ACTIONS:
        actions.append(action)
        action = db.session.scalar(of_type.where(journal.action > action))
    return actions


def _entries_json(rows: Sequence[Any]) -> list[dict[str, Any]]:
    people = _names({row.actor_id for row in rows if row.actor_id and row.actor_role in ROLES})
    subjects = _subjects(rows)
    return [
        {
            "id": row.id,
            "at": clock.iso(row.at),
            "actor_id": row.actor_id if row.actor_role in ROLES else None,
            "actor_name": people.get(row.actor_id) if row.actor_role in ROLES else None,
            "actor_role": row.actor_role,
            "actor_auth": row.actor_auth,
            "subject_type": row.subject_type,
            "subject_id": row.subject_id,
            "subject": subjects.get((row.subject_type, row.subject_id)),
            "action": row.action,
            "to_state": row.to_state,
            "reason": row.reason,
            "changes": row.changes or {},
            "erased": row.erased_at is not None,
        }
        for row in rows
    ]


def _subjects(rows: Sequence[Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """What entries are about: the event of a booking and its guest, an event, a person, a message or an API key."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    of_booking = (
        select(Booking.id, User.name, Event.title, User.id.label("person_id"))
        .join_from(Booking, User, User.id == Booking.user_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .where(Booking.id.in_(_ids(rows, "booking")))
    )
    for row in db.session.execute(of_booking):
        found["booking", str(row.id)] = _subject(row.title, row.name, row.person_id)
    of_events = select(Event.id, Event.title, Event.kind, Event.draft).where(Event.id.in_(_ids(rows, "event")))
    for row in db.session.execute(of_events):
        path = None if row.draft else event_path(row.title, row.id, row.kind)
        found["event", str(row.id)] = _subject(row.title, path=path)
    of_messages = (
        select(SessionMessage.id, Event.title)
        .join_from(SessionMessage, EventSession, EventSession.id == SessionMessage.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .where(SessionMessage.id.in_(_ids(rows, "session_message")))
    )
    for row in db.session.execute(of_messages):
        found["session_message", str(row.id)] = _subject(row.title)
    for row in db.session.execute(select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(_ids(rows, "api_key")))):
        found["api_key", str(row.id)] = _subject(row.name)
    for user_id, name in _names(_ids(rows, "user")).items():
        found["user", str(user_id)] = _subject(None, name, user_id)
    return found


def _subject(
    title: str | None, person: str | None = None, person_id: int | None = None, path: str | None = None
) -> dict[str, Any]:
    return {"title": title, "person": person, "person_id": person_id, "path": path}


def _names(user_ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(list(user_ids))))
    return {row.id: row.name for row in rows}


def _ids(rows: Sequence[Any], subject_type: str) -> list[int]:
    return [int(row.subject_id) for row in rows if row.subject_type == subject_type and row.subject_id.isdigit()]
