"""A search finds current texts of bookings and notifications, and reads only what it finds."""

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert

from crm_microservice import create_app
from crm_microservice.database import db
from crm_microservice.facilitators.bookings import list_bookings
from crm_microservice.facilitators.models import Booking
from crm_microservice.facilitators.schemas import BookingQuery
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.sql_store import SqlStore
from crm_microservice.notifications.store import Filters
from crm_microservice.settings import CrmSettings
from service_kit.migrations import migrate_database
from service_kit.rows import upsert
from tests.crm_microservice.service import fresh_database_url

PRIYA, ARJUN = 5, 55
NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with fresh_database_url(tmp_path) as url:
        app = create_app(CrmSettings.load({"DATA_DIR": str(tmp_path), "CRM_DATABASE_URL": url}))
        migrate_database(app)
        with app.app_context():
            yield db.engine
            db.engine.dispose()


def booking(number: int, text: str, facilitator_id: int = PRIYA) -> dict[str, Any]:
    known = {
        "booking_id": number, "facilitator_id": facilitator_id, "epoch": 1, "status": "booked", "places": 1,
        "user_id": number, "user_name": text, "event_title": "Evening Sit", "booked_at": NOW, "updated_at": NOW,
        "search_text": text,
    }  # fmt: skip
    return {column.name: known.get(column.name) for column in Booking.__table__.c}


def add(engine: Engine, *bookings: dict[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(insert(Booking), list(bookings))


def found(engine: Engine, search: str, facilitator_id: int = PRIYA) -> list[int]:
    page = list_bookings(engine, facilitator_id, BookingQuery.model_validate({"search": search, "per_page": 100}))
    assert page.total == len(page.bookings)
    return sorted(row["booking_id"] for row in page.bookings)


def test_priya_finds_her_guests_by_any_part_of_their_texts(engine: Engine) -> None:
    add(engine, booking(1, 'asha "ash" verma'), booking(2, "ben okafor"), booking(3, "asha verma", ARJUN))
    assert found(engine, "Verma") == [1]
    assert found(engine, "erm") == [1]
    assert found(engine, "rm") == [1]
    assert found(engine, '"ash"') == [1]
    assert found(engine, "asha", ARJUN) == [3]
    assert found(engine, "clara") == []


@pytest.mark.parametrize("others", [1, 100])  # with 100 on SQLite, Asha's and Ben's no longer wait for the index
def test_a_changed_name_is_found_and_the_old_one_no_more(engine: Engine, others: int) -> None:
    add(engine, booking(1, "asha verma"), booking(2, "ben okafor"))
    add(engine, *(booking(10 + number, "clara fischer") for number in range(others)))
    with engine.begin() as connection:
        connection.execute(upsert(connection, Booking.__table__), [booking(1, "asha moreau")])
        connection.execute(delete(Booking).where(Booking.booking_id == 2))
    assert found(engine, "moreau") == [1]
    assert found(engine, "verma") == []
    assert found(engine, "okafor") == []
    add(engine, booking(2, "emi tanaka"))
    assert found(engine, "tanaka") == [2]
    assert found(engine, "okafor") == []
    assert len(found(engine, "clara")) == others


@pytest.mark.engine("sqlite")  # PostgreSQL reads small tables whole, whatever their indexes
def test_a_search_reads_what_it_finds_not_all_bookings(engine: Engine) -> None:
    add(engine, *(booking(number, "asha verma" if number <= 5 else "ben okafor") for number in range(1, 101)))
    few = steps_of_search(engine, lambda: found(engine, "verma"))
    add(engine, *(booking(number, "ben okafor") for number in range(101, 5001)))
    assert steps_of_search(engine, lambda: found(engine, "verma")) < 2 * few, "fifty times as many bookings"


@pytest.mark.engine("sqlite")
def test_a_search_reads_what_it_finds_not_all_notifications(engine: Engine) -> None:
    store = SqlStore(engine, apply=lambda _connection, _stored: [])

    def receive(numbers: range) -> None:
        names = ("Asha Verma" if number <= 5 else "Ben Okafor" for number in numbers)
        bodies = ({"booking_id": 1, "user": name, "event": "Sit", "facilitator_id": PRIYA} for name in names)
        store.add([draft_of(f"n{number}", body) for number, body in zip(numbers, bodies, strict=True)])

    def search() -> list[int]:
        return [row.sequence for row in store.page(Filters(search="verma"), 10, None)]

    receive(range(1, 1001))  # the index is in several pieces from here on
    few = steps_of_search(engine, search)
    receive(range(1001, 8001))
    assert search() == [5, 4, 3, 2, 1]
    assert steps_of_search(engine, search) < 2 * few, "eight times as many notifications"


def steps_of_search(engine: Engine, search: Callable[[], list[int]]) -> int:
    """Return the cost of the search in tens of steps of SQLite's virtual machine."""
    counted = [0]

    def count() -> None:
        counted[0] += 1

    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection  # the pool will return the same connection again
    driver.set_progress_handler(count, 10)
    assert sorted(search()) == [1, 2, 3, 4, 5]
    driver.set_progress_handler(None, 0)
    return counted[0]
