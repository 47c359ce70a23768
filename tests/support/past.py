"""Sessions that have begun. The API moves none into the past, so their rows are changed."""

from datetime import datetime, timedelta

from sqlalchemy import update

from main_app.events.models import EventSession
from tests.support.database import change
from tests.support.services import Services


def let_session_begin(services: Services, session_id: int, start: datetime) -> None:
    """Let a session of an hour have begun at this time."""
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    change(services.main_database, update(EventSession).where(EventSession.id == session_id).values(times))
