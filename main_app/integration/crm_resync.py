"""Sends the CRM the bookings that it has differently, through the outbox."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from main_app.bookings.consequences import FACTS, BookingFacts, booking_notification
from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING
from main_app.database import CURRENT_EPOCH
from main_app.integration import expected_bookings as expected
from main_app.integration.crm_check import OLDER, Gap
from main_app.journal.append import SYSTEM
from main_app.journal.read import COLUMNS, Entry
from main_app.orders.money import money_of_orders
from main_app.outbox.enqueue import CRM, NewMessage, enqueue
from service_kit import clock
from service_kit.database import write_connection

BATCH_SIZE = 200  # bookings in one transaction, so that others can book in between

journal = expected.journal
ANNOUNCED_ENTRIES = (
    select(*COLUMNS)
    .where(
        journal.subject_type == literal_column("'booking'"),
        journal.subject_id.in_(bindparam("ids", expanding=True)),
        or_(expected.CONCERNS_SOMEBODY, expected.IS_OF_MONEY),
    )
    .order_by(journal.version)
)
REMOVED = "booking_removed"


def resync(gaps: Sequence[Gap]) -> int:
    """Enqueue what closes these gaps. Returns how many bookings that concerns."""
    sent = 0
    for start in range(0, len(gaps), BATCH_SIZE):
        with write_connection() as connection:
            sent += _send(connection, gaps[start : start + BATCH_SIZE])
    return sent


def _send(connection: Connection, gaps: Sequence[Gap]) -> int:
    ids = [gap.booking_id for gap in gaps]
    # On PostgreSQL nobody can change these bookings until the messages are in the outbox.
    locked = select(Booking.id).where(Booking.id.in_(ids)).order_by(Booking.id).with_for_update()
    connection.execute(locked).all()
    states = expected.of_ids(connection, ids)
    moving = expected.on_their_way(connection, ids)
    rows = connection.execute(FACTS, {"ids": ids}).all()
    money = money_of_orders(connection, [row.order_id for row in rows if row.order_id])
    facts = {row.id: BookingFacts(row, money.get(row.order_id)) for row in rows}
    entries: dict[tuple[int, int], Entry] = {}
    for row in connection.execute(ANNOUNCED_ENTRIES, {"ids": [str(one) for one in ids]}):
        entries[int(row.subject_id), row.version] = Entry(*row)
    epoch = connection.execute(select(CURRENT_EPOCH)).scalar_one()
    messages: list[NewMessage] = []
    sent = 0
    for gap in gaps:
        state = states.get(gap.booking_id)
        if gap.booking_id in moving:
            continue  # its message is on the way
        sent += 1
        # The CRM replaces a state by a later one only. So one that it should not have is removed first.
        if gap.there is not None and not (gap.kind == OLDER and state is not None):
            messages.append(_removal(gap, max(epoch, gap.there.epoch)))
        if state is not None:
            messages += _announcement(facts[gap.booking_id], state, entries.get((gap.booking_id, state.version)))
    enqueue(connection, messages)
    return sent


def _announcement(facts: BookingFacts, state: expected.State, entry: Entry | None) -> list[NewMessage]:
    """The booking's last announced change once more, with the facts of now."""
    if entry is None or entry.to_state != state.status:
        entry = _entry_of(facts.booking, state)
    (message,) = booking_notification(entry, facts)
    again = {"resync": True, "booked_at": clock.iso(facts.booking.created_at)}
    payload = message.payload | {"additional_data": message.payload["additional_data"] | again}
    return [replace(message, payload=payload, entry_id=None)]


def _entry_of(facts: Any, state: expected.State) -> Entry:
    """An entry in place of one that is missing, because it was purged or the booking was changed by hand."""
    action = "created" if state.status in ENTITLING else "cancelled"
    before = None if state.status in ENTITLING else ENTITLING[0]
    return Entry(
        id=0,
        subject_type="booking",
        subject_id=str(facts.id),
        version=state.version,
        action=action,
        from_state=before,
        to_state=state.status,
        actor_id=SYSTEM.id,
        actor_role=SYSTEM.role,
        actor_auth=SYSTEM.auth,
        reason="",
        changes={},
        at=facts.updated_at,
        attempts=0,
    )


def _removal(gap: Gap, epoch: int) -> NewMessage:
    key = f"booking:{gap.booking_id}"
    payload = {
        "notification_type": REMOVED,
        "user_id": gap.facilitator_id,
        "message": f"Booking {gap.booking_id} is not the main API's any more",
        "additional_data": {"booking_id": gap.booking_id, "epoch": epoch},
    }
    return NewMessage(CRM, REMOVED, key, payload, ordering_key=key)
