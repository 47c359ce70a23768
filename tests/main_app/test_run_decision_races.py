"""The system decides whether a session runs while a guest books or cancels, or its facilitator moves the date."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from main_app.auth.access import Caller
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.run_decision import confirm_session
from main_app.bookings.session_changes import change_session
from main_app.commands.deadlines import pass_due_deadlines
from main_app.consequences import carry_out_commands
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent, SessionChange
from service_kit import clock
from service_kit.problems import Problem
from tests.main_app.builders import entries_of, make_person
from tests.main_app.notified import work
from tests.support.rounds import rounds

pytestmark = [pytest.mark.usefixtures("nothing_left")]

ROUNDS = rounds(100)
DECIDED = ("session_confirmed", "session_cancelled")


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr("service_kit.clock._system_time", lambda: moment)


class Races:
    """Sessions that need two places, whose decisions are due, and are raced with something else."""

    def __init__(self, app: Flask, host: Caller, set_clock: Callable[[datetime], None]):
        self.app, self.host = app, host
        start = clock.now().replace(microsecond=0)
        set_clock(start)
        self.decide_at = start + timedelta(days=1)
        times = {
            "start_time": (start + timedelta(days=3)).isoformat(),
            "end_time": (start + timedelta(days=3, hours=1)).isoformat(),
        }
        rule = {"capacity": 9, "min_places": 2, "decide_at": self.decide_at.isoformat()}
        body = {"title": "Sit", "time_zone": "UTC", "sessions": [times | rule] * ROUNDS}
        event = create_event(host, NewEvent.model_validate(body))
        self.event_id, self.sessions = event.id, [session.id for session in event.sessions]

    def let_decide(self, set_clock: Callable[[datetime], None]) -> None:
        """Come to the date. The commands wait, one for each session."""
        work()
        set_clock(self.decide_at)
        while pass_due_deadlines():
            pass

    def run(self, rival: Callable[[int], object]) -> dict[int, str]:
        """Carry out the commands, each beside `rival`. Returns how the rival ended for each session: "" or a code."""
        ends: dict[int, str] = {}
        for session_id in self.sessions:  # the commands are in this order too
            together = Barrier(2)
            with ThreadPoolExecutor(2) as threads:
                decided = threads.submit(self._decide, together)
                ended = threads.submit(self._compete, together, rival, session_id)
                assert decided.result() == 1
                ends[session_id] = ended.result()
        return ends

    def _decide(self, together: Barrier) -> int:
        with self.app.app_context():
            together.wait()
            return carry_out_commands(1)

    def _compete(self, together: Barrier, rival: Callable[[int], object], session_id: int) -> str:
        with self.app.app_context():
            together.wait()
            try:
                rival(session_id)
            except Problem as refused:
                return refused.code
            return ""

    def states(self) -> dict[int, tuple[Any, ...]]:
        """Status, state of the decision, places taken and bookings of each session."""
        db.session.rollback()
        booked = select(func.count()).where(Booking.session_id == EventSession.id, Booking.status == "booked")
        columns = (EventSession.status, EventSession.run_state, EventSession.seats_taken, booked.scalar_subquery())
        rows = db.session.execute(select(EventSession.id, *columns).where(EventSession.id.in_(self.sessions)))
        return {row[0]: tuple(row[1:]) for row in rows}

    def decisions(self) -> Counter[int]:
        entries = entries_of(db.session(), "event", self.event_id)
        return Counter(entry.changes["session_id"] for entry in entries if entry.action in DECIDED)


@pytest.fixture
def races(app: Flask, priya: Caller, set_clock: Callable[[datetime], None]) -> Races:
    return Races(app, priya, set_clock)


def test_the_last_guest_that_is_needed_books_at_that_moment(
    races: Races, guest: Caller, set_clock: Callable[[datetime], None]
) -> None:
    bob = make_person("Bob")
    for session_id in races.sessions:
        book_session(guest, session_id)
    races.let_decide(set_clock)
    ends = races.run(lambda session_id: book_session(bob, session_id))
    for session_id, state in races.states().items():
        booked_in_time = ends[session_id] == ""
        assert state == (("scheduled", "confirmed", 2, 2) if booked_in_time else ("cancelled", "undecided", 0, 0))
        assert booked_in_time or ends[session_id] == "session_cancelled"
    assert races.decisions() == dict.fromkeys(races.sessions, 1)


def test_a_guest_that_is_needed_cancels_at_that_moment(
    races: Races, guest: Caller, set_clock: Callable[[datetime], None]
) -> None:
    bob = make_person("Bob")
    bookings = {session_id: book_session(bob, session_id).booking.id for session_id in races.sessions}
    for session_id in races.sessions:
        book_session(guest, session_id)
    races.let_decide(set_clock)
    ends = races.run(lambda session_id: cancel_booking(bob, bookings[session_id]))
    for state in races.states().values():
        # Confirmed while both were booked, and one cancelled afterwards; or cancelled with those who were left.
        assert state in (("scheduled", "confirmed", 1, 1), ("cancelled", "undecided", 0, 0))
    assert set(ends.values()) == {""}
    assert races.decisions() == dict.fromkeys(races.sessions, 1)


def test_the_facilitator_moves_the_date_at_that_moment(races: Races, set_clock: Callable[[datetime], None]) -> None:
    races.let_decide(set_clock)
    later = SessionChange.model_validate({"decide_at": (races.decide_at + timedelta(hours=5)).isoformat()})
    ends = races.run(lambda session_id: change_session(races.host, session_id, later))
    decisions = races.decisions()
    for session_id, state in races.states().items():
        moved = ends[session_id] == ""
        assert state[:2] == (("scheduled" if moved else "cancelled"), "undecided")
        assert decisions[session_id] == (0 if moved else 1)
        assert moved or ends[session_id] == "session_cancelled"


def test_the_facilitator_confirms_at_that_moment(races: Races, set_clock: Callable[[datetime], None]) -> None:
    races.let_decide(set_clock)
    ends = races.run(lambda session_id: confirm_session(races.host, session_id))
    for session_id, state in races.states().items():
        confirmed = ends[session_id] == ""
        assert state[:2] == (("scheduled", "confirmed") if confirmed else ("cancelled", "undecided"))
    assert races.decisions() == dict.fromkeys(races.sessions, 1)
