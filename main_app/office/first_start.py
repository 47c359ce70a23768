"""The steps of a new studio, which the office leads through."""

from typing import NamedTuple

from sqlalchemy import String, cast, exists, or_, select

from main_app.auth.models import Role, User
from main_app.database import db
from main_app.events.models import Event
from main_app.studio.queries import studio_facts


class FirstStart(NamedTuple):
    studio: bool
    facilitator: bool
    event: bool


def first_start() -> FirstStart:
    """An admin who also leads sessions counts as a facilitator."""
    leads = or_(User.role == Role.FACILITATOR.value, cast(User.also, String).contains(Role.FACILITATOR.value))
    return FirstStart(
        studio=studio_facts().own_name is not None,
        facilitator=bool(db.session.scalar(select(exists(select(User.id).where(leads))))),
        event=bool(db.session.scalar(select(exists(select(Event.id))))),
    )
