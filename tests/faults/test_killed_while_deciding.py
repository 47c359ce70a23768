"""kill -9 of the workers while they carry out commands: each session is decided once, and its guests are told once."""

import random
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from main_app.bookings.models import Booking
from main_app.commands.models import Deadline, SystemCommand
from main_app.events.models import EventSession
from main_app.journal.models import JournalEntry
from tests.faults.test_kill_minus_nine import IMPATIENT, Killer
from tests.support.database import rows
from tests.support.outbox import nothing_is_lost_doubled_or_out_of_order, wait_until_delivered
from tests.support.people import register, register_with_role
from tests.support.rounds import rounds
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.slow

SESSIONS = rounds(400)
KILLS_OF_EACH_WORKER = rounds(60)
DECIDED_AFTER = timedelta(seconds=4)
DECIDED_WITHIN_SECONDS = 120


@pytest.mark.timeout(0)  # a killer that waits in vain fails the test
def test_two_workers_decide_each_session_once_however_often_they_are_killed() -> None:
    with Services(workers=2, extra=IMPATIENT) as services:
        decide_at = (datetime.now(timezone.utc) + DECIDED_AFTER).isoformat()
        offered = register_with_role(services, "Priya", "facilitator").create_event(
            sessions=SESSIONS, min_places=2, decide_at=decide_at
        )["sessions"]
        alice, bob = register(services, "Alice"), register(services, "Bob")
        runs = {session["id"] for number, session in enumerate(offered) if number % 2}
        for session in offered:
            assert alice.book(session["id"]).status_code == 201
            if session["id"] in runs:
                assert bob.book(session["id"]).status_code == 201
        killers = [
            Killer(services, worker, KILLS_OF_EACH_WORKER, random.Random()) for worker in services.worker_processes
        ]
        for killer in killers:
            killer.start()
        for killer in killers:
            killer.join()
        assert not [killer.error for killer in killers if killer.error], services.logs()

        database = services.main_database
        wait_until(lambda: unfinished(database) == 0, DECIDED_WITHIN_SECONDS, services.logs)
        wait_until_delivered(services, 60)
        assert {row.state for row in rows(database, select(SystemCommand.state))} == {"done"}
        for row in rows(database, select(EventSession.id, EventSession.status, EventSession.run_state)):
            decided = ("scheduled", "confirmed") if row.id in runs else ("cancelled", "undecided")
            assert (row.status, row.run_state) == decided
        actions = Counter(row.action for row in rows(database, select(JournalEntry.action)))
        assert actions["session_confirmed"] == len(runs)
        assert actions["session_cancelled"] == SESSIONS - len(runs)
        assert actions["updated"] == 2 * len(runs)
        assert actions["cancelled"] == SESSIONS - len(runs)
        booked = rows(database, select(func.count()).where(Booking.status == "booked"))
        assert booked[0][0] == 2 * len(runs)
        nothing_is_lost_doubled_or_out_of_order(services)


def unfinished(database: str) -> int:
    """What the workers still have to do. Counted in one statement, because each of these turns into the next."""
    counts = (
        select(func.count()).select_from(SystemCommand).where(SystemCommand.state == "waiting"),
        select(func.count()).select_from(Deadline).where(Deadline.state == "planned"),
        select(func.count()).select_from(JournalEntry).where(JournalEntry.processed_at.is_(None)),
    )
    return sum(rows(database, select(*(count.scalar_subquery() for count in counts)))[0])
