"""Deletes old notifications and plans, and erases those of a person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, exists, or_, select, text
from sqlalchemy.orm import Session

from main_app.auth.api_key_quotas import delete_old_counts
from main_app.bookings.models import Booking
from main_app.messages.models import (
    IS_FINISHED,
    InAppNotification,
    NotificationPreference,
    PlannedMessage,
    PushSubscription,
    TeamChannel,
)
from main_app.outbox.models import OutboxMessage
from service_kit import clock
from service_kit.database import write_connection, write_transaction

MAX_BATCH_SIZE = 1_000

plans, outbox = PlannedMessage.__table__.c, OutboxMessage.__table__.c
bell = InAppNotification.__table__.c
IDS = bindparam("ids", expanding=True)
# A plan is kept as long as its message, because an admin may retry a dead letter.
OLD_PLANS = (
    select(plans.id)
    .where(
        text(f"planned_messages.{IS_FINISHED}"),
        plans.updated_at < bindparam("before"),
        ~exists().where(outbox.event_id == plans.event_id),
    )
    .order_by(plans.updated_at)
    .limit(MAX_BATCH_SIZE)
)
OLD_NOTIFICATIONS = (
    select(bell.id).where(bell.created_at < bindparam("before")).order_by(bell.created_at).limit(MAX_BATCH_SIZE)
)
DELETE_PLANS = delete(PlannedMessage.__table__).where(plans.id.in_(IDS))
DELETE_NOTIFICATIONS = delete(InAppNotification.__table__).where(bell.id.in_(IDS))


def purge_old_notifications(retention_days: int) -> int:
    """Delete finished plans and notifications older than the retention, 1,000 per transaction. Returns how many."""
    with write_transaction() as db_session:
        delete_old_counts(db_session)
    before = clock.now() - timedelta(days=retention_days)
    return _purge(OLD_PLANS, DELETE_PLANS, before) + _purge(OLD_NOTIFICATIONS, DELETE_NOTIFICATIONS, before)


def erase_notifications_of_user(db_session: Session, user_id: int) -> None:
    """Delete a person's notifications, plans, choices, devices and team channels, in the caller's transaction.

    Messages that wait in the outbox are skipped, because their plan is gone.
    """
    of_their_bookings = select(Booking.id).where(Booking.user_id == user_id)
    planned = or_(PlannedMessage.user_id == user_id, PlannedMessage.booking_id.in_(of_their_bookings))
    db_session.execute(delete(PlannedMessage).where(planned).execution_options(synchronize_session=False))
    for model in (InAppNotification, NotificationPreference, PushSubscription, TeamChannel):
        theirs = delete(model).where(model.user_id == user_id)
        db_session.execute(theirs.execution_options(synchronize_session=False))


def _purge(old: Select[Any], remove: Delete, before: datetime) -> int:
    purged = 0
    while True:
        with write_connection() as connection:
            ids = list(connection.execute(old, {"before": before}).scalars())
            if ids:
                connection.execute(remove, {"ids": ids})
        purged += len(ids)
        if len(ids) < MAX_BATCH_SIZE:
            return purged
