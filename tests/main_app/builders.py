"""People, sessions and bookings for tests that run inside the application's process."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.orm import Session

from main_app.auth.access import Caller
from main_app.auth.models import Role, User
from main_app.auth.registration import create_account
from main_app.auth.schemas import Register
from main_app.bookings.models import Booking
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from main_app.journal.read import COLUMNS, Entry, journal
from service_kit import clock, compiled_statement
from service_kit.database import write_transaction
from tests.support.people import PASSWORD


def make_person(name: str = "Alice", role: Role = Role.USER, *, confirmed: bool = True) -> Caller:
    """Somebody who has confirmed their e-mail address, or has not."""
    details = Register(name=name, email=f"{uuid.uuid4().hex}@example.com", password=PASSWORD)
    user = create_account(details, role, verify_email=not confirmed)
    return Caller(user.id, user.role, user.name, user.email, "")


def signed_in(app: Flask, role: Role = Role.USER) -> dict[str, str]:
    """The headers of a new person's requests."""
    with app.app_context():
        email = make_person("Noor", role).email
    response = app.test_client().post("/auth/login", json={"email": email, "password": PASSWORD})
    return {"Authorization": f"Bearer {response.get_json()['access_token']}"}


def make_event(host: Caller, *, sessions: int = 1, capacity: int = 10, **details: Any) -> Event:
    """An event of this facilitator's, with sessions of an hour, a week ahead."""
    start = clock.now().replace(microsecond=0) + timedelta(days=7)
    dates = [
        {
            "start_time": (start + timedelta(days=number)).isoformat(),
            "end_time": (start + timedelta(days=number, hours=1)).isoformat(),
            "capacity": capacity,
            "price_cents": 0,
        }
        for number in range(sessions)
    ]
    body = {"title": "Evening Sit", "time_zone": "Europe/Lisbon", "location": "Rua do Sol 14", "sessions": dates}
    return create_event(host, NewEvent.model_validate(body | details))


def make_session(host: Caller, capacity: int = 10) -> EventSession:
    return make_event(host, capacity=capacity).sessions[0]


def fill_session(session_id: int, guests: int) -> None:
    """Book a session for this many new people, by inserting rows, because the operations would take long."""
    now = clock.now()
    with write_transaction() as db_session:
        person = {"time_zone": "UTC", "biography": "", "role": "user", "password_hash": "x", "epoch": 1, "version": 1}
        people = [
            {"name": f"Guest {number}", "email": f"{uuid.uuid4().hex}@example.com", "created_at": now, **person}
            for number in range(guests)
        ]
        ids = db_session.execute(insert(User).returning(User.id), people).scalars().all()
        booked = {"session_id": session_id, "status": "booked", "created_at": now, "updated_at": now}
        db_session.execute(insert(Booking), [{"user_id": user_id, **booked} for user_id in ids])
        db_session.get_one(EventSession, session_id).seats_taken = guests


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every statement that is sent to the database inside the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(" ".join(statement.split()))

    def noted(run: Callable[..., Any]) -> Callable[..., Any]:
        def running(compiled: Any, connection: Any, values: Any) -> Any:
            note(connection, None, compiled.sql)
            return run(compiled, connection, values)

        return running

    compiled = compiled_statement.Compiled
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        # Compiled statements go past SQLAlchemy's events.
        with (
            patch.object(compiled, "run", noted(compiled.run)),
            patch.object(compiled, "run_many", noted(compiled.run_many)),
        ):
            yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def entries_of(connection: Connection | Session, subject_type: str, subject_id: int | str) -> list[Entry]:
    """The journal entries about one subject, oldest first."""
    of_subject = (journal.subject_type == subject_type, journal.subject_id == str(subject_id))
    return [Entry(*row) for row in connection.execute(select(*COLUMNS).where(*of_subject).order_by(journal.version))]
