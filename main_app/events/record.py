"""Records a change of an event or its sessions in the journal."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.events.models import Event, EventSession
from main_app.journal.append import NewEntry, append


def record_change(
    db_session: Session,
    by: Caller,
    event: Event,
    action: str,
    *,
    session: EventSession | None = None,
    sessions: Sequence[EventSession] = (),
    changes: Mapping[str, Any] | None = None,
    from_state: str | None = None,
    reason: str = "",
) -> None:
    """Record one change in the caller's transaction, as the event's current version.

    `action` is event_created, session_updated and so on. `session` is the session that changed, if one did,
    and `sessions` are those that changed alike.
    `changes` is `{column: [old, new]}`.
    """
    db_session.flush()
    about: dict[str, Any] = {"session_id": session.id, "session_title": session.title} if session else {}
    if sessions:
        about = {"session_ids": [each.id for each in sessions]}
    subject = session or next(iter(sessions), event)
    entry = NewEntry(
        subject_type="event",
        subject_id=event.id,
        version=event.version,
        action=action,
        actor=by.actor,
        from_state=from_state,
        to_state=subject.status,
        reason=reason,
        changes={**about, **(changes or {})},
    )
    append(db_session, [entry], event.updated_at)
