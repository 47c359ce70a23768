"""Deletes old notifications and plans, and erases those of a person."""

from datetime import timedelta

from sqlalchemy import delete, exists, or_, select, text, update
from sqlalchemy.orm import Session

from main_app.auth.api_key_quotas import delete_old_counts
from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.messages.kinds import TO_FACILITATORS
from main_app.messages.models import (
    IS_FINISHED,
    InAppNotification,
    NotificationPreference,
    PlannedMessage,
    PushSubscription,
    SessionMessage,
    TeamChannel,
)
from main_app.outbox.models import MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.purge import delete_in_batches

plans, outbox = PlannedMessage.__table__.c, OutboxMessage.__table__.c
bell = InAppNotification.__table__.c


def purge_old_notifications(retention_days: int) -> int:
    """Delete finished plans and notifications older than the retention, 1,000 per transaction. Returns how many."""
    with write_transaction() as db_session:
        delete_old_counts(db_session)
    before = clock.now() - timedelta(days=retention_days)
    # A plan is kept as long as its message, because an admin may retry a dead letter.
    old_plans = (
        select(plans.id)
        .where(
            text(f"planned_messages.{IS_FINISHED}"),
            plans.updated_at < before,
            ~exists().where(outbox.event_id == plans.event_id),
        )
        .order_by(plans.updated_at)
    )
    old_notifications = select(bell.id).where(bell.created_at < before).order_by(bell.created_at)
    return delete_in_batches(PlannedMessage.__table__, old_plans) + delete_in_batches(
        InAppNotification.__table__, old_notifications
    )


def erase_notifications_of_user(db_session: Session, user_id: int) -> None:
    """Delete a person's notifications, plans, choices, devices and team channels, in the caller's transaction.

    Messages that wait in the outbox are skipped, because their plan is gone. Those of other booking systems to the same
    address are deleted once they are sent; what waits was accepted from that system, and is sent.
    """
    of_their_bookings = select(Booking.id).where(Booking.user_id == user_id)
    planned = or_(PlannedMessage.user_id == user_id, PlannedMessage.booking_id.in_(of_their_bookings))
    db_session.execute(delete(PlannedMessage).where(planned).execution_options(synchronize_session=False))
    person = db_session.get_one(User, user_id)
    waits = exists().where(outbox.event_id == plans.event_id, outbox.status == MessageStatus.PENDING.value)
    sent_to_them = plans.recipient.in_([person.email, person.phone or person.email]), text(IS_FINISHED), ~waits
    db_session.execute(delete(PlannedMessage.__table__).where(*sent_to_them))
    # What a facilitator wrote to guests; they have read it.
    written = update(SessionMessage).where(SessionMessage.sender_id == user_id).values(subject="", text="")
    db_session.execute(written.execution_options(synchronize_session=False))
    # A facilitator's notes about their bookings have their name.
    to_facilitators = InAppNotification.kind.in_(TO_FACILITATORS), InAppNotification.booking_id.in_(of_their_bookings)
    db_session.execute(delete(InAppNotification).where(*to_facilitators).execution_options(synchronize_session=False))
    for model in (InAppNotification, NotificationPreference, PushSubscription, TeamChannel):
        theirs = delete(model).where(model.user_id == user_id)
        db_session.execute(theirs.execution_options(synchronize_session=False))
