"""The public page of a facilitator."""

from typing import Any

from sqlalchemy import exists, func, or_, select

from main_app.auth.models import Role, User, has_role
from main_app.database import db
from main_app.events.models import Event, EventSession, EventStatus
from main_app.events.page_path import slug_of
from main_app.pictures.models import FACILITATOR
from main_app.pictures.queries import first_pictures
from main_app.pictures.schemas import PictureOut
from service_kit import clock
from service_kit.database import MAX_ID
from service_kit.fields import Out
from service_kit.problems import NotFound

events, sessions, users = Event.__table__.c, EventSession.__table__.c, User.__table__.c
MAX_LISTED = 10_000  # in a sitemap, which may have 50,000 pages
PUBLISHED = (events.draft.is_(False), events.status == EventStatus.SCHEDULED.value)


class FacilitatorOut(Out):
    """`languages` are those of their events, `sessions_held` counts past ones."""

    id: int
    path: str
    name: str
    biography: str
    languages: list[str]
    portrait: PictureOut | None
    sessions_held: int


class FacilitatorResponse(Out):
    facilitator: FacilitatorOut


def facilitator_path(name: str, user_id: int) -> str:
    return f"/with/{slug_of(name, user_id, 'facilitator')}"


def facilitators_ahead() -> list[str]:
    """The paths of those with an event that has not ended: for search engines."""
    ahead = (*PUBLISHED, events.ends_at > clock.now())
    offering = select(users.id, users.name).where(exists().where(events.facilitator_id == users.id, *ahead))
    found = db.session.execute(offering.order_by(users.id).limit(MAX_LISTED))
    return [facilitator_path(row.name, row.id) for row in found]


def get_facilitator(user_id: int) -> dict[str, Any]:
    """The fields of a FacilitatorOut. Raises NotFound for everybody who offers nothing: guests have no public page."""
    own = (events.facilitator_id == users.id, *PUBLISHED)
    offers = or_(has_role(Role.FACILITATOR), exists().where(*own))
    named = select(users.name, users.biography).where(users.id == user_id, offers)
    row = db.session.execute(named).first() if user_id <= MAX_ID else None
    if row is None:
        raise NotFound("facilitator")
    of_events = (events.facilitator_id == user_id, *PUBLISHED)
    spoken = db.session.scalars(select(events.languages).where(*of_events).order_by(events.id))
    past = (sessions.status == EventStatus.SCHEDULED.value, sessions.ends_at <= clock.now())
    held = select(func.count()).select_from(
        EventSession.__table__.join(Event.__table__, events.id == sessions.event_id)
    )
    return {
        "id": user_id,
        "path": facilitator_path(row.name, user_id),
        "name": row.name,
        "biography": row.biography,
        "languages": list(dict.fromkeys(language for listed in spoken for language in listed)),
        "portrait": first_pictures({FACILITATOR: [user_id]}).get((FACILITATOR, user_id)),
        "sessions_held": db.session.scalar(held.where(*of_events, *past)) or 0,
    }
