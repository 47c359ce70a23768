"""Compares what the outbox, the journal and the CRM hold."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from main_app.bookings.models import Booking
from main_app.events.models import EventSession
from main_app.journal.models import SYSTEMS, JournalEntry
from main_app.outbox.enqueue import CRM, REGISTRATIONS
from main_app.outbox.models import ChannelState, DeliveryAttempt, OutboxMessage
from tests.support.database import rows
from tests.support.people import crm_notifications
from tests.support.services import Services, wait_until


def messages_of(services: Services, booking_id: int) -> list[Any]:
    """The messages about a booking for the CRM, oldest version first."""
    query = select(OutboxMessage.__table__).where(*_for_the_crm(booking_id))
    return rows(services.main_database, query.order_by(OutboxMessage.version))


def attempts_of(services: Services, booking_id: int) -> list[Any]:
    """Every attempt to deliver a message about a booking to the CRM, oldest first, with the message's version."""
    query = (
        select(OutboxMessage.version, DeliveryAttempt.__table__)
        .join(DeliveryAttempt, DeliveryAttempt.message_id == OutboxMessage.id)
        .where(*_for_the_crm(booking_id))
        .order_by(DeliveryAttempt.id)
    )
    return rows(services.main_database, query)


def _for_the_crm(booking_id: int) -> tuple[ColumnElement[bool], ...]:
    return OutboxMessage.subject == f"booking:{booking_id}", OutboxMessage.channel == CRM


def channel_status(services: Services, channel: str = CRM) -> str:
    found = rows(services.main_database, select(ChannelState.status).where(ChannelState.channel == channel))
    return found[0].status if found else "ok"


def undelivered(services: Services) -> int:
    """Count messages for the CRM that are not delivered, and journal entries that are not turned into them."""
    # Entries are counted first, because an entry becomes a message, never the other way round.
    unprocessed = _unprocessed(services, JournalEntry.stage == SYSTEMS)
    to_the_crm = OutboxMessage.channel.in_([CRM, REGISTRATIONS])
    waiting = select(func.count()).where(to_the_crm, OutboxMessage.status != "delivered")
    return unprocessed + rows(services.main_database, waiting)[0][0]


def unprocessed_changes(services: Services) -> int:
    """Count journal entries that are not processed in all stages."""
    return _unprocessed(services)


def _unprocessed(services: Services, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).where(JournalEntry.processed_at.is_(None), *conditions)
    return rows(services.main_database, query)[0][0]


def booking_changes(services: Services) -> list[tuple[int, int, str]]:
    """Return id, version and action of each change of a booking, from the journal."""
    entry = JournalEntry
    query = select(entry.subject_id, entry.version, entry.action).where(entry.subject_type == "booking")
    return [(int(subject_id), version, action) for subject_id, version, action in rows(services.main_database, query)]


def wait_until_delivered(services: Services, seconds: float, every: float = 0.02) -> None:
    """Wait until the CRM has everything."""
    wait_until(
        lambda: undelivered(services) == 0,
        seconds,
        lambda: f"{undelivered(services)} messages are not delivered\n{services.logs()}",
        every,
    )


def versions_at_the_crm(services: Services, booking_id: int) -> list[int]:
    """The versions of one booking as the CRM received them, in the order of their arrival."""
    received = crm_notifications(services, booking_id=booking_id)
    return [notification["data"]["version"] for notification in reversed(received)]


def nothing_is_lost_doubled_or_out_of_order(services: Services) -> int:
    """Compare all bookings, their messages and the CRM's notifications. Return the number of changes."""
    bookings = dict(map(tuple, rows(services.main_database, select(Booking.id, Booking.version))))
    changes = booking_changes(services)
    query = select(OutboxMessage.event_id, OutboxMessage.subject, OutboxMessage.version, OutboxMessage.kind)
    messages = rows(services.main_database, query.where(OutboxMessage.channel == CRM))

    of_changes = sorted((f"booking:{id}", version, f"booking_{action}") for id, version, action in changes)
    of_messages = sorted((row.subject, row.version, row.kind) for row in messages)
    of_bookings = [message for message in of_messages if message[0].startswith("booking:")]
    assert of_bookings == of_changes, "each change has exactly its message, each message its change"
    assert {f"booking:{id}": list(range(1, version + 1)) for id, version in bookings.items()} == _versions(of_bookings)

    received = list(reversed(crm_notifications(services)))
    ids = [notification["notification_id"] for notification in received]
    assert len(ids) == len(set(ids)), "the CRM stored a notification twice"
    assert set(ids) == {row.event_id for row in messages}, "the CRM has what was sent, and nothing else"
    arrived = [
        (f"booking:{data['booking_id']}", data["version"], f"booking_{data['action']}")
        for data in (notification["data"] for notification in received)
        if "booking_id" in data
    ]
    assert _versions(arrived) == _versions(of_bookings), "the CRM received each booking's changes in their order"
    assert sorted(arrived) == of_changes
    return len(changes)


def seats_are_counted_right(services: Services) -> None:
    """Compare the places that each session counts as taken with its bookings."""
    active = select(func.count()).where(Booking.session_id == EventSession.id, Booking.status == "booked")
    sessions = select(EventSession.id, EventSession.seats_taken, active.scalar_subquery())
    wrong = [row for row in rows(services.main_database, sessions) if row[1] != row[2]]
    assert not wrong, f"session, seats taken, bookings: {wrong}"


def _versions(messages: list[tuple[str, int, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for subject, version, _ in messages:
        found.setdefault(subject, []).append(version)
    return found
