"""The steps of a new studio, which the office leads through."""

from typing import NamedTuple

from sqlalchemy import exists, select

from main_app.auth.models import Role, User, has_role
from main_app.database import db
from main_app.events.models import Event
from main_app.studio.queries import studio_facts


class FirstStart(NamedTuple):
    studio: bool
    facilitator: bool
    event: bool


def first_start() -> FirstStart:
    """An admin who also leads sessions counts as a facilitator."""
    return FirstStart(
        studio=studio_facts().own_name is not None,
        facilitator=bool(db.session.scalar(select(exists(select(User.id).where(has_role(Role.FACILITATOR)))))),
        event=bool(db.session.scalar(select(exists(select(Event.id))))),
    )
