"""Commands: what the system does by itself, once for each cause, each in a transaction of its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, func, insert, select

from main_app.auth.access import Caller
from main_app.bookings.operations import book_session
from main_app.bookings.queries import booking_timeline
from main_app.bookings.schemas import TimelinePage
from main_app.commands.carry_out import DELAYS, Due, Outdated, carry_out_commands, next_command
from main_app.commands.deadlines import next_deadline, pass_due_deadlines
from main_app.commands.models import Deadline, SystemCommand
from main_app.commands.operations import retry_failed_commands
from main_app.commands.read import purge_finished
from main_app.commands.write import (
    Command,
    DeadlineWithdrawal,
    PlannedDeadline,
    cause_of_entry,
    withdraw_deadlines,
    write_commands,
    write_deadlines,
)
from main_app.consequences import WRITERS
from main_app.database import db
from main_app.integration.alerts import active_alerts
from main_app.integration.models import Alert
from main_app.journal.append import SYSTEM, NewEntry, append, next_version
from main_app.journal.process import Stage, process_entries
from main_app.journal.read import Entry
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict
from tests.main_app.builders import make_session
from tests.support.rounds import rounds

pytestmark = pytest.mark.usefixtures("nothing_left", "no_commands")

alerts = Alert.__table__


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stops the clock at a moment."""
    return lambda moment: monkeypatch.setattr("service_kit.clock._system_time", lambda: moment)


@pytest.fixture
def no_commands(context: None) -> Iterator[None]:
    def clear() -> None:
        db.session.rollback()
        with write_connection() as connection:
            connection.execute(delete(SystemCommand))
            connection.execute(delete(Deadline))
            connection.execute(delete(Alert))

    clear()
    yield
    clear()


def order(name: str, subject: int | str = 1, cause: str = "entry:1", **arguments: Any) -> None:
    with write_connection() as connection:
        write_commands(connection, [Command(name, "booking", subject, cause, arguments)])


def plan(due_at: datetime, version: int = 1, subject: int | str = 1) -> None:
    with write_connection() as connection:
        write_deadlines(connection, [PlannedDeadline("ring", "booking", subject, version, due_at)])


def states() -> list[tuple[str, str | None]]:
    db.session.rollback()
    rows = db.session.execute(select(SystemCommand.state, SystemCommand.reason).order_by(SystemCommand.id))
    return [(row.state, row.reason) for row in rows]


def note(connection: Connection, name: str) -> None:
    """Leave a mark in the database, in the command's transaction."""
    values = {"name": name, "active": False, "since": clock.now(), "detail": "", "version": 1}
    connection.execute(insert(alerts).values(values))


def notes() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Alert.name)))


def leave_note(connection: Connection, command: Due) -> None:
    note(connection, f"{command.name} {command.subject_id}")


def refuse(connection: Connection, command: Due) -> None:
    note(connection, "refused")
    raise Conflict("too_late", "The session has ended.")


def fail(connection: Connection, command: Due) -> None:
    note(connection, "failed")
    raise RuntimeError("out of paper")


def outdated(connection: Connection, command: Due) -> None:
    raise Outdated("the session was moved")


def test_a_command_is_carried_out_once_for_its_cause() -> None:
    order("ring", 7)
    order("ring", 7)  # the same cause again
    assert carry_out_commands({"ring": leave_note}) == 1
    order("ring", 7)
    assert carry_out_commands({"ring": leave_note}) == 0
    assert (notes(), states()) == (["ring 7"], [("done", None)])


def test_a_refused_command_changes_nothing_and_is_never_tried_again() -> None:
    order("stop", 1)
    order("ring", 2)
    assert carry_out_commands({"stop": refuse, "ring": leave_note}) == 2
    assert states() == [("refused", "The session has ended."), ("done", None)]
    assert notes() == ["ring 2"]
    assert next_command() is None


def test_a_command_that_no_longer_applies_is_skipped() -> None:
    order("stop", 1)
    carry_out_commands({"stop": outdated})
    assert states() == [("skipped", "the session was moved")]


def test_a_failing_command_waits_blocks_nobody_and_ends_as_an_alert(freeze: Callable[[datetime], None]) -> None:
    start = clock.now()
    freeze(start)
    order("break", 1)
    order("ring", 2)
    carry_out_commands({"break": fail, "ring": leave_note})
    assert states() == [("waiting", "RuntimeError: out of paper"), ("done", None)]
    now = start
    for delay in DELAYS:
        assert next_command() == now + timedelta(seconds=delay)
        now += timedelta(seconds=delay)
        freeze(now)
        assert carry_out_commands({"break": fail}) == 1
    assert states()[0] == ("failed", "RuntimeError: out of paper")
    assert notes() == ["ring 2"]
    (alert,) = [one for one in active_alerts() if one["name"] == "commands_failed"]
    assert "break: RuntimeError: out of paper" in alert["detail"]
    assert retry_failed_commands() == 1
    carry_out_commands({"break": leave_note})
    assert states()[0][0] == "done"


def test_an_unknown_command_fails_alone() -> None:
    order("unheard of", 1)
    order("ring", 2)
    carry_out_commands({"ring": leave_note})
    assert [state for state, _ in states()] == ["waiting", "done"]


def test_a_consequence_of_an_entry_may_be_a_command() -> None:
    def ring_for(entry: Entry, facts: Any) -> list[Command]:
        return [Command("ring", "channel", entry.subject_id, cause_of_entry(entry.id))]

    def no_facts(connection: Connection, entries: Any) -> dict[int, None]:
        return dict.fromkeys(entry.id for entry in entries)

    subject_types = {"channel": (Stage(no_facts, (ring_for,)),)}
    with write_connection() as connection:
        append(connection, [NewEntry("channel", "a", next_version(connection, "channel", "a"), "paused", SYSTEM)])
    process_entries(subject_types, WRITERS)
    process_entries(subject_types, WRITERS)
    assert carry_out_commands({"ring": leave_note}) == 1
    assert notes() == ["ring a"]


def test_a_refused_command_is_shown_in_the_bookings_timeline(priya: Caller, guest: Caller) -> None:
    booking = book_session(guest, make_session(priya).id).booking
    order("expire", booking.id)
    order("expire", booking.id + 1)
    carry_out_commands({"expire": refuse})
    steps = booking_timeline(guest, booking.id, TimelinePage()).timeline
    (refused,) = [step for step in steps if step.kind == "refused"]
    assert (refused.action, refused.detail) == ("expire", "The session has ended.")


def test_a_deadline_becomes_a_command_when_it_is_due(freeze: Callable[[datetime], None]) -> None:
    start = clock.now()
    freeze(start)
    plan(start + timedelta(minutes=15), version=3, subject=9)
    assert (pass_due_deadlines(), next_deadline()) == (0, start + timedelta(minutes=15))
    freeze(start + timedelta(minutes=15))
    assert (pass_due_deadlines(), pass_due_deadlines()) == (1, 0)
    (row,) = db.session.execute(select(SystemCommand.name, SystemCommand.subject_id, SystemCommand.arguments))
    assert tuple(row) == ("ring", "9", {"version": 3})
    assert carry_out_commands({"ring": leave_note}) == 1


def test_a_deadline_that_is_planned_anew_replaces_the_old_one(freeze: Callable[[datetime], None]) -> None:
    start = clock.now()
    freeze(start)
    plan(start + timedelta(minutes=1), version=1)
    plan(start + timedelta(minutes=9), version=2)
    plan(start + timedelta(minutes=3), version=2)  # its version is planned already
    plan(start + timedelta(minutes=5), subject=2)
    freeze(start + timedelta(minutes=4))
    assert pass_due_deadlines() == 0
    with write_connection() as connection:
        withdraw_deadlines(connection, [DeadlineWithdrawal("ring", "booking", 1)])
    freeze(start + timedelta(minutes=10))
    assert pass_due_deadlines() == 1
    assert db.session.scalars(select(SystemCommand.subject_id)).all() == ["2"]


def test_overdue_deadlines_and_commands_raise_an_alert(freeze: Callable[[datetime], None]) -> None:
    start = clock.now()
    freeze(start)
    plan(start)
    order("ring")
    assert "commands_late" not in [alert["name"] for alert in active_alerts()]
    freeze(start + timedelta(hours=1))
    (alert,) = [one for one in active_alerts() if one["name"] == "commands_late"]
    assert alert["detail"].endswith("overdue: 2.")


def test_what_ended_long_ago_is_deleted(freeze: Callable[[datetime], None]) -> None:
    start = clock.now()
    freeze(start)
    plan(start)
    plan(start + timedelta(days=400), subject=2)
    pass_due_deadlines()
    carry_out_commands({"ring": leave_note})
    order("ring", 5)
    freeze(start + timedelta(days=31))
    assert purge_finished(30) == 2
    assert db.session.scalar(select(func.count()).select_from(Deadline)) == 1
    assert [state for state, _ in states()] == ["waiting"]


def test_two_workers_carry_out_each_command_once(app: Flask) -> None:
    numbers = range(rounds(200))
    now = clock.now()
    with write_connection() as connection:
        write_deadlines(connection, [PlannedDeadline("ring", "booking", number, 1, now) for number in numbers])
    done: Counter[str] = Counter()

    def count(connection: Connection, command: Due) -> None:
        done[command.subject_id] += 1
        note(connection, f"ring {command.subject_id}")

    def work() -> None:
        with app.app_context():
            while pass_due_deadlines(7) + carry_out_commands({"ring": count}, 5) or _some_wait():
                pass

    with ThreadPoolExecutor(2) as workers:
        for worker in [workers.submit(work) for _ in range(2)]:
            worker.result()
    assert done == dict.fromkeys(map(str, numbers), 1)
    assert len(notes()) == len(numbers)


def _some_wait() -> bool:
    return next_command() is not None or next_deadline() is not None
