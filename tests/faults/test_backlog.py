"""The CRM stops for a while: the backlog arrives once and in order, in full batches."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from main_app.outbox.enqueue import CRM
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from tests.support.database import rows
from tests.support.outbox import (
    nothing_is_lost_doubled_or_out_of_order,
    unprocessed_changes,
    wait_until_delivered,
)
from tests.support.people import register, register_with_role
from tests.support.rounds import rounds
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.slow
BOOKINGS = 24
HEALED_WITHIN = 30.0
WRITTEN_WITHIN = 60.0  # the worker lets bookings go first, so its messages may lag
MESSAGES_OF_A_REQUEST = 10  # at least, on average. A full batch has 100


@pytest.mark.timeout(0)  # as long as the changes take
def test_24_bookings_changed_while_the_crm_stands_still() -> None:
    short_times = {"CRM_REQUEST_TIMEOUT": "2", "NOTIFICATION_LEASE_SECONDS": "3", "NOTIFICATION_POLL_INTERVAL": "1"}
    with Services(extra=short_times) as services:
        priya = register_with_role(services, "Priya", "facilitator")
        dates = priya.create_event(sessions=BOOKINGS)["sessions"]
        alice = register(services, "Alice")
        bookings = [alice.book(date["id"]).json()["booking"]["id"] for date in dates]
        wait_until_delivered(services, 30)
        before = newest_message(services)
        changes = rounds(400)

        def change(booking_id: int) -> None:
            for number in range(changes):
                response = alice.reactivate(booking_id) if number % 2 else alice.cancel(booking_id)
                assert response.status_code == 200, response.text

        assert services.crm.child is not None
        os.killpg(services.crm.child.pid, signal.SIGSTOP)
        try:
            with ThreadPoolExecutor(4) as hands:
                list(hands.map(change, bookings))
            wait_until(lambda: failed_attempts(services), 30)
            # Messages that are still being written when the CRM goes on would travel a few at a time.
            wait_until(lambda: unprocessed_changes(services) == 0, WRITTEN_WITHIN)
        finally:
            os.killpg(services.crm.child.pid, signal.SIGCONT)
        wait_until_delivered(services, HEALED_WITHIN)

        assert nothing_is_lost_doubled_or_out_of_order(services) == BOOKINGS * (1 + changes)
        sizes = messages_of_each_request(services, before)
        assert sum(sizes) / len(sizes) >= MESSAGES_OF_A_REQUEST, sizes


def newest_message(services: Services) -> int:
    return rows(services.main_database, select(func.max(OutboxMessage.id)))[0][0]


def failed_attempts(services: Services) -> int:
    failed = select(func.count()).where(DeliveryAttempt.outcome == "retry")
    return rows(services.main_database, failed)[0][0]


def messages_of_each_request(services: Services, after: int) -> list[int]:
    """How many messages each successful request carried, of those newer than this one.

    Without those that had failed before: they are sent alone, and there may be a hundred of them.
    """
    failed = select(DeliveryAttempt.message_id).where(DeliveryAttempt.outcome == "retry")
    query = (
        select(func.count())
        .select_from(DeliveryAttempt)
        .join(OutboxMessage, OutboxMessage.id == DeliveryAttempt.message_id)
        .where(OutboxMessage.id > after, OutboxMessage.channel == CRM, DeliveryAttempt.outcome == "delivered")
        .where(OutboxMessage.id.not_in(failed))
        .group_by(DeliveryAttempt.started_at)
    )
    return [row[0] for row in rows(services.main_database, query)]
