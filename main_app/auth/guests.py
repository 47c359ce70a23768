"""Guests without a password: somebody else books for them. They set one by the link for a forgotten password."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.auth.record import ADDED_AS_GUEST, record_change
from service_kit import clock
from service_kit.database import insert_of

NO_PASSWORD = ""  # matches none


def guest_with_address(
    db_session: Session, by: Caller, *, name: str, email: str, language: str, time_zone: str
) -> User:
    """The account with this address. Without one, it is made: nobody can sign in to it until its owner sets a password.

    An account that exists keeps its name. Never commits.
    """
    values = {
        "name": name,
        "email": email,
        "language": language,
        "time_zone": time_zone,
        "password_hash": NO_PASSWORD,
        "created_at": clock.now(),
    }
    # Two facilitators may add the same person at once: the second one waits here, and then reads the first one's row.
    insert = insert_of(db_session.connection().dialect.name, User.__table__)
    added = db_session.execute(
        insert.values(**values).on_conflict_do_nothing(index_elements=["email"]).returning(User.__table__.c.id)
    ).first()
    user = db_session.scalars(select(User).where(User.email == email)).one()
    if added is not None:
        record_change(db_session, user, ADDED_AS_GUEST, by=by.actor)
    return user
