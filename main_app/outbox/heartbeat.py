"""Heartbeats of workers: each worker records regularly that it runs, so that others notice when none does."""

import socket
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from main_app.outbox.models import Worker
from service_kit import clock
from service_kit.database import write_transaction

EVERY_SECONDS = 10.0
KEPT = timedelta(days=1)  # how long a worker that no longer runs is listed


class Heartbeat:
    """The heartbeat of this worker process."""

    def __init__(self) -> None:
        self._id = uuid.uuid4().hex
        self._started_at = clock.now()

    def beat(self) -> None:
        """Record that this worker runs, and remove workers that ended long ago."""
        now = clock.now()
        host = socket.gethostname()[:255]
        with write_transaction() as db_session:
            db_session.execute(delete(Worker).where(Worker.seen_at < now - KEPT))
            db_session.merge(Worker(id=self._id, host=host, started_at=self._started_at, seen_at=now))


def last_heartbeat(db_session: Session) -> datetime | None:
    """When a worker was last seen; None if there has been none for a day."""
    return db_session.scalar(select(func.max(Worker.seen_at)))
