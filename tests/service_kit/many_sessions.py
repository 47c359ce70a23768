"""Loads 12 events of 200 sessions through the ORM, 80 times: CPython 3.11 with automatic collection can crash at it.

A program: `python -m tests.service_kit.many_sessions FOLDER`. Prints whether collection is automatic, and the MiB used.
The crash is too rare to wait for, so the test checks that automatic collection is off.
"""

import gc
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from service_kit.database import UtcDateTime, init_database, make_database, write_transaction
from service_kit.garbage_collection import collect_after_contexts_on_python_3_11

EVENTS, SESSIONS, ROUNDS = 12, 200, 80
START = datetime(2030, 1, 1, tzinfo=timezone.utc)


class Base(DeclarativeBase):
    pass


class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    sessions: Mapped[list["EventSession"]] = relationship(back_populates="event")


class EventSession(Base):
    __tablename__ = "sessions"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    location: Mapped[str]
    capacity: Mapped[int]
    seats_taken: Mapped[int]
    event: Mapped[Event] = relationship(back_populates="sessions")


db = make_database(Base)


def session_json(session: EventSession) -> dict[str, Any]:
    """Read every value, as a list of events does."""
    return {
        "id": session.id,
        "event_title": session.event.title,
        "title": session.title,
        "start_time": session.starts_at.isoformat(),
        "end_time": session.ends_at.isoformat(),
        "location": session.location,
        "seats_left": session.capacity - session.seats_taken,
    }


def app_with_sessions(folder: Path) -> Flask:
    """An application on a database in this folder, with all events and sessions in it."""
    app = Flask(__name__)
    init_database(app, db, f"sqlite:///{folder}/sessions.db", migrations=folder)
    with app.app_context():
        db.create_all()
        with write_transaction() as db_session:
            for _ in range(EVENTS):
                times = [START + timedelta(days=day) for day in range(SESSIONS)]
                db_session.add(Event(title="Yoga", sessions=[_session(time) for time in times]))
    return app


def load_all(app: Flask) -> None:
    """Do what a request that shows every session does, and leave the context."""
    with app.app_context():
        events = db.session.scalars(select(Event).options(selectinload(Event.sessions)))
        shown = [session_json(session) for event in events for session in event.sessions]
    assert len(shown) == EVENTS * SESSIONS


def main() -> None:
    app = app_with_sessions(Path(sys.argv[1]))
    collect_after_contexts_on_python_3_11(app)
    for _ in range(ROUNDS):
        load_all(app)
    print(gc.isenabled(), peak_mebibytes())


def peak_mebibytes() -> int:
    """Return this program's peak memory. `getrusage` would include the process it was forked from."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def _session(time: datetime) -> EventSession:
    hour = timedelta(hours=1)
    return EventSession(title="Sit", starts_at=time, ends_at=time + hour, location="Hall", capacity=20, seats_taken=3)


if __name__ == "__main__":
    main()
