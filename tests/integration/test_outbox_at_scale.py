"""Alerts, metrics, the integration page and the list of deliveries cost the same however many messages are finished.

Counted, not timed: rows read on PostgreSQL, steps of its virtual machine on SQLite.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from main_app.database import db
from main_app.integration import alerts, deliveries
from main_app.integration.schemas import DeliverySearch
from main_app.outbox import delivery_metrics
from main_app.outbox.operations import (
    MAX_COUNTED,
    message_counts,
    oldest_waiting,
    outbox_status,
    purge_old_rows,
    shown_count,
)
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.support.cost import analyze, cost_of
from tests.support.services import engine_under_test

FEW, MANY = 20_000, 120_000
ADD_FINISHED = """
    WITH RECURSIVE numbers(n) AS (SELECT CAST(:first AS integer) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
    INSERT INTO outbox_messages (event_id, channel, kind, subject, version, payload, recipient, destination, status,
        due_at, blocked, send_individually, attempts, fence, created_at, waiting_since, finished_at)
    SELECT 'evt_' || n, 'crm', 'told', 'thing\\:' || n, 1, '{}', '', '', 'delivered',
        :at, false, false, 1, 1, :at, :at, :at FROM numbers
"""
QUESTIONS: dict[str, Callable[[], object]] = {
    "status": outbox_status,
    "counts for the metrics": message_counts,
    "oldest for the metrics": oldest_waiting,
    "alerts": alerts.active_alerts,
    "last day": lambda: delivery_metrics.last_day(db.session()),
    "deliveries": lambda: deliveries.find_deliveries(DeliverySearch.model_validate({})),
    "dead letters": lambda: deliveries.find_deliveries(DeliverySearch.model_validate({"status": "dead"})),
    "dead letters of a channel": lambda: deliveries.find_deliveries(
        DeliverySearch.model_validate({"status": "dead", "channel": "crm"})
    ),
    "waiting": lambda: deliveries.find_deliveries(DeliverySearch.model_validate({"status": "pending"})),
    "another channel": lambda: deliveries.find_deliveries(DeliverySearch.model_validate({"channel": "alerts"})),
    "errors": lambda: deliveries.find_deliveries(DeliverySearch.model_validate({"error": "timeout"})),
    "a booking's": lambda: deliveries.find_deliveries(DeliverySearch.model_validate({"booking_id": 7})),
}


@pytest.fixture
def app() -> Iterator[Flask]:
    with application() as one, one.app_context():
        yield one


def add_finished(first: int, last: int) -> None:
    at = (clock.now() - timedelta(days=100)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with write_transaction() as db_session:
        if engine_under_test() == "postgresql":
            at += "+00:00"
        statement = text(ADD_FINISHED.replace(":at", f"'{at}'".replace(":", "\\:")))
        db_session.execute(statement, {"first": first, "last": last})


def test_what_pages_and_alerts_read_does_not_grow_with_finished_messages(app: Flask) -> None:
    add_finished(1, FEW)
    analyze()
    few = {name: cost_of(question) for name, question in QUESTIONS.items()}
    add_finished(FEW + 1, MANY)
    analyze()
    many = {name: cost_of(question) for name, question in QUESTIONS.items()}
    # A list counts 10,000 of its rows at most. If the database has cleaned up before, an index answers that alone.
    few["deliveries"] = max(few["deliveries"], deliveries.COUNTED_AT_MOST)
    grown = {name: (few[name], many[name]) for name in QUESTIONS if many[name] > 1.3 * few[name] + 200}
    assert grown == {}

    # Also with the statistics of before.
    removed = purge_old_rows(90)
    assert removed == MANY
    assert message_counts() == {}


@pytest.mark.engine("sqlite")
def test_it_does_not_grow_without_statistics_either(app: Flask) -> None:
    """SQLite collects statistics only when told to, and the product never does."""
    add_finished(1, FEW)
    few = {name: cost_of(question) for name, question in QUESTIONS.items()}
    add_finished(FEW + 1, MANY)
    many = {name: cost_of(question) for name, question in QUESTIONS.items()}
    assert {name: (few[name], many[name]) for name in QUESTIONS if many[name] > 1.3 * few[name] + 200} == {}


def test_a_count_above_100000_is_shown_as_100000_plus() -> None:
    assert shown_count(7) == "7"
    assert shown_count(MAX_COUNTED - 1) == "100000"
    assert shown_count(MAX_COUNTED) == "100,000+"
