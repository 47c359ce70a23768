"""Templates of events: what a facilitator keeps of an event to begin others with. Nobody else sees them.

They have no journal entries, as nothing follows from them.
"""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.database import db
from main_app.events.copying import copied_values, pattern_of
from main_app.events.editing import lock_own_event, lock_scheduled_sessions
from main_app.events.models import EventTemplate
from main_app.events.responses import ladder_json
from main_app.events.schemas import NewEventTemplate
from main_app.pictures.models import EVENT, EVENT_TEMPLATE
from main_app.pictures.operations import copy_pictures, remove_pictures
from main_app.pictures.queries import pictures_of
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, NotFound

MAX_TEMPLATES = 50  # of one person
MAX_SESSIONS = 200  # of one template: the first ones of its event


def save_template(by: Caller, details: NewEventTemplate) -> dict[str, Any]:
    """Keep what describes an event as a template of the caller's own."""
    with write_transaction() as db_session:
        db_session.get_one(User, by.id, with_for_update=True)  # two requests at once don't exceed the limit
        event = lock_own_event(db_session, by, details.event_id)
        of_owner = select(func.count()).where(EventTemplate.owner_id == by.id)
        if (db_session.scalar(of_owner) or 0) >= MAX_TEMPLATES:
            raise Conflict(
                "too_many_templates", f"You have {MAX_TEMPLATES} templates. Delete one that you don't need any more."
            )
        sessions = lock_scheduled_sessions(db_session, event)[:MAX_SESSIONS]
        template = EventTemplate(
            owner_id=by.id,
            title=details.title or event.title,
            event=copied_values(event),
            sessions=pattern_of(sessions, ZoneInfo(event.time_zone)),
            created_at=clock.now(),
        )
        db_session.add(template)
        db_session.flush()
        copy_pictures(db_session, (EVENT, event.id), (EVENT_TEMPLATE, template.id))
        return _listed(template)


def rename_template(by: Caller, template_id: int, title: str) -> dict[str, Any]:
    with write_transaction() as db_session:
        template = get_own_template(db_session, by, template_id)
        template.title = title
        return _listed(template)


def delete_template(by: Caller, template_id: int) -> None:
    with write_transaction() as db_session:
        template = get_own_template(db_session, by, template_id)
        remove_pictures(db_session, EVENT_TEMPLATE, [template.id])
        db_session.delete(template)


def erase_templates(db_session: Session, user_id: int) -> None:
    """Remove the templates of a person whose data is erased."""
    of_owner = select(EventTemplate).where(EventTemplate.owner_id == user_id)
    templates = list(db_session.scalars(of_owner))
    remove_pictures(db_session, EVENT_TEMPLATE, [template.id for template in templates])
    for template in templates:
        db_session.delete(template)


def get_own_template(db_session: Session, by: Caller, template_id: int) -> EventTemplate:
    """A template that the caller may use. Raises NotFound: nobody learns of others' templates."""
    template = db_session.get(EventTemplate, template_id, populate_existing=True, with_for_update=True)
    if template is None or not may_manage(by, template.owner_id):
        raise NotFound("template")
    return template


def list_templates(by: Caller) -> list[dict[str, Any]]:
    """The caller's own templates, by title."""
    own = select(EventTemplate).where(EventTemplate.owner_id == by.id)
    by_title = own.order_by(func.lower(EventTemplate.title), EventTemplate.id).limit(MAX_TEMPLATES)
    return [_listed(template) for template in db.session.scalars(by_title)]


def show_template(by: Caller, template_id: int) -> dict[str, Any]:
    """A template with what it fills the form of a new event with."""
    template = db.session.get(EventTemplate, template_id)
    if template is None or not may_manage(by, template.owner_id):
        raise NotFound("template")
    event = {**template.event, "refund_ladder": ladder_json(template.event["refund_ladder"])}
    return _listed(template) | {"event": event, "pictures": pictures_of(EVENT_TEMPLATE, template.id)}


def _listed(template: EventTemplate) -> dict[str, Any]:
    first = template.sessions[0] if template.sessions else None
    return {
        "id": template.id,
        "title": template.title,
        "sessions_total": len(template.sessions),
        "first_clock": first and first["start"]["clock"][:5],
        "created_at": clock.iso(template.created_at),
    }
