"""The read model is correct after any mixture of repeats and late arrivals, also when sessions are moved."""

import os
import random
import subprocess
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from crm_microservice.database import db
from crm_microservice.facilitators.read_model import TABLE, changed_read_model
from crm_microservice.facilitators.rebuild import compare_read_model, rebuild_read_model
from crm_microservice.notifications.catch_up import catch_up
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.store import NotificationStore
from crm_microservice.settings import CrmSettings
from tests.crm_microservice.service import Crm, booking, facilitator
from tests.support.database import change
from tests.support.fork_server import shared_fork_server

START = datetime(2026, 12, 12, 7, tzinfo=timezone.utc)
PRIYA = facilitator(101)


def message(booking_id: int, version: int, action: str, hours: int = 0, **changes: Any) -> dict[str, Any]:
    """A booking's message as the main API sends it; `hours` moves the session."""
    start = START + timedelta(hours=hours)
    return booking(
        booking_id,
        action=action,
        version=version,
        occurred_at=(START - timedelta(days=30) + timedelta(minutes=version)).isoformat(),
        session={
            "id": 50 + booking_id,
            "title": f"Session at {hours}",
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(hours=1)).isoformat(),
            "time_zone": "Europe/Lisbon",
            "location": f"Room {hours}",
            "capacity": 10,
            "seats_taken": 1,
        },
        **changes,
    )


def shown(crm: Crm, booking_id: int) -> dict[str, Any]:
    listed = crm.get("/api/facilitator/101/bookings?per_page=100", PRIYA).json()["bookings"]
    return next(one for one in listed if one["booking_id"] == booking_id)


def test_a_moved_session_is_shown_where_it_is_now(crm: Crm):
    crm.store(message(1, 1, "created"), message(1, 2, "updated", hours=5))
    one = shown(crm, 1)
    assert (one["status"], one["session_title"], one["session_location"]) == ("booked", "Session at 5", "Room 5")
    assert one["session_start"] == (START + timedelta(hours=5)).isoformat()
    assert datetime.fromisoformat(one["booked_at"]) < datetime.fromisoformat(one["updated_at"])


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (1, 3, 2)])
def test_a_cancelled_booking_stays_cancelled_when_its_session_moves(crm: Crm, order: tuple[int, ...]):
    number = 10 + int("".join(map(str, order)))
    messages = {
        1: message(number, 1, "created"),
        2: message(number, 2, "cancelled"),
        3: message(number, 3, "updated", hours=2),
    }
    crm.store(*(messages[version] for version in order))
    one = shown(crm, number)
    assert (one["status"], one["session_title"]) == ("cancelled", "Session at 2")
    assert one["cancelled_at"] == messages[2]["occurred_at"]


def test_an_update_without_a_version_leaves_the_status(crm: Crm):
    for number, action in ((501, "created"), (502, "cancelled")):
        first = {name: value for name, value in message(number, 1, action).items() if name != "version"}
        moved = {name: value for name, value in message(number, 2, "updated", hours=3).items() if name != "version"}
        crm.store(first, moved)
    assert (shown(crm, 501)["status"], shown(crm, 502)["status"]) == ("booked", "cancelled")
    assert shown(crm, 502)["session_title"] == "Session at 3"


def history(booking_id: int, chance: random.Random) -> list[dict[str, Any]]:
    """The messages of one booking that is changed many times and whose session is moved."""
    messages, active, hours = [], False, 0
    for version in range(1, chance.randint(2, 8)):
        if not active:
            action, active = ("created" if version == 1 else "reactivated"), True
        elif chance.random() < 0.5:
            action, hours = "updated", hours + 1
        else:
            action, active = "cancelled", False
        messages.append(message(booking_id, version, action, hours, facilitator_id=chance.choice((101, 101, 102))))
    return messages


def read_rows(config: CrmSettings, store: NotificationStore) -> dict[int, dict[str, Any]]:
    engine = db.engine
    catch_up(engine, store, changed_read_model)
    with engine.connect() as connection:
        found = connection.execute(sa.select(TABLE)).mappings()
        return {row["booking_id"]: dict(row) for row in found}


@pytest.mark.parametrize("seed", range(12))
def test_every_order_and_any_repeats_lead_to_the_rebuilt_read_model(
    store_config: CrmSettings, open_store: Callable[[], NotificationStore], seed: int
):
    from crm_microservice import create_app

    chance = random.Random(seed)
    histories = {number: history(number, chance) for number in range(1, 31)}
    sent = [(f"evt-{number}-{one['version']}", one) for number, messages in histories.items() for one in messages]
    arrivals = sent + chance.choices(sent, k=len(sent))
    chance.shuffle(arrivals)
    store = open_store()
    while arrivals:
        together = [arrivals.pop() for _ in range(min(len(arrivals), chance.randint(1, 20)))]
        store.add([draft_of(webhook_id, data) for webhook_id, data in together])
    app = create_app(store_config)
    with app.app_context():
        seen = read_rows(store_config, store)
        assert compare_read_model(db.engine, store) == []
        assert rebuild_read_model(db.engine, store) == []
        assert read_rows(store_config, store) == seen
        db.engine.dispose()
    # The expected rows follow from each history in its order, without any merging.
    assert seen.keys() == histories.keys()
    for number, messages in histories.items():
        row, last = seen[number], messages[-1]
        stated = [one for one in messages if one["action"] != "updated"][-1]
        assert row["status"] == ("cancelled" if stated["action"] == "cancelled" else "booked")
        assert row["version"] == len(messages)
        assert row["facilitator_id"] == last["facilitator_id"]
        assert row["session_title"] == last["session"]["title"]
        assert row["session_start"] == datetime.fromisoformat(last["session"]["start_time"])
        assert row["booked_at"] == datetime.fromisoformat(messages[0]["occurred_at"])
        cancelled_at = datetime.fromisoformat(stated["occurred_at"]) if stated["action"] == "cancelled" else None
        assert row["cancelled_at"] == cancelled_at


def rebuild(crm: Crm, *options: str) -> "subprocess.CompletedProcess[str]":
    command = ["-m", "flask", "--app", "crm_microservice", "facilitators", "rebuild", *options]
    return shared_fork_server().run(command, {**os.environ, **crm.settings})


def test_an_operator_compares_and_rebuilds(start_crm: Callable[..., Crm]):
    crm = start_crm()
    crm.store(message(1, 1, "created"), message(1, 2, "updated", hours=4), message(2, 1, "created"))
    assert (rebuild(crm, "--check").returncode, rebuild(crm, "--check").stdout) == (0, "0 differ\n")
    spoil = "UPDATE bookings SET session_title = 'Wrong', status = 'cancelled' WHERE booking_id = 1"
    change(crm.settings["CRM_DATABASE_URL"], sa.text(spoil))
    checked = rebuild(crm, "--check")
    assert (checked.returncode, checked.stdout) == (1, "booking 1: differs\n1 differ\n")
    assert rebuild(crm).stdout == "booking 1: corrected\n1 corrected\n"
    assert rebuild(crm, "--check").returncode == 0
    assert (shown(crm, 1)["status"], shown(crm, 1)["session_title"]) == ("booked", "Session at 4")
    change(crm.settings["CRM_DATABASE_URL"], sa.text("UPDATE booking_counts SET bookings = 7 WHERE scope = 'session'"))
    assert rebuild(crm, "--check").stdout == "counts of bookings: differs\n1 differ\n"
    assert rebuild(crm).stdout == "counts of bookings: corrected\n1 corrected\n"
    change(crm.settings["CRM_DATABASE_URL"], sa.text("DELETE FROM sessions"))
    assert rebuild(crm).stdout == "session 51: corrected\nsession 52: corrected\n2 corrected\n"
    assert rebuild(crm, "--check").returncode == 0


def test_a_repeat_changes_nothing(crm: Crm):
    webhook_id = f"evt-{uuid.uuid4()}"
    crm.notify(message(900, 1, "created"), webhook_id)
    crm.notify(message(900, 2, "cancelled"))
    assert crm.notify(message(900, 1, "created"), webhook_id).status_code == 200
    assert shown(crm, 900)["status"] == "cancelled"
