"""Operations of the notification API: plan messages for bookings of outside systems, and report their state.

An API key sees only the messages planned with it, an admin sees all.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, literal_column, select, text, union_all, update
from sqlalchemy.orm import Session

from main_app.auth.api_key_quotas import count_messages
from main_app.auth.caller import Caller
from main_app.database import db
from main_app.messages.kinds import (
    BOOKING_CANCELLED,
    BOOKING_CONFIRMED,
    EMAIL,
    PAYMENT_CONFIRMED,
    PAYMENT_FAILED,
    PERSONAL,
    REMINDER_2H,
    REMINDER_24H,
    REQUEST_APPROVED,
    REQUEST_DECLINED,
    SMS,
    TEAM,
    WAITLIST_PLACE,
)
from main_app.messages.models import PlannedMessage, PlanState
from main_app.messages.plan import Plan, write_plans
from main_app.messages.queries import shown_state
from main_app.messages.reasons import CANCELLED, REPLACED, SUPPRESSED
from main_app.messages.suppressions import is_suppressed, suppressed_addresses
from main_app.outbox.enqueue import PENDING, withdraw
from main_app.outbox.models import ChannelState, ChannelStatus, OutboxMessage
from main_app.outbox.operations import retry_chosen
from main_app.outside_api.outside_bookings import plans_now, reminders_at, subject_of, usual_reminders
from main_app.outside_api.schemas import Cancellation, OutsideBooking, Refusal, ReminderRequest
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.log import mask
from service_kit.problems import Conflict, NotFound

MAX_COUNTED = 10_001
OUTSIDE_CHANNELS = (EMAIL, SMS)
PAYMENT_STATUS_FAILED = "failed"
REMINDERS = (REMINDER_24H, REMINDER_2H)  # every reminder has one of these kinds in the outbox
UNTRUE_AFTER_CANCELLATION = (*REMINDERS, BOOKING_CONFIRMED, REQUEST_APPROVED, WAITLIST_PLACE)

plan, message = PlannedMessage, OutboxMessage
WITH_MESSAGE = select(plan, message.status, message.attempts, message.finished_at, message.last_error).outerjoin(
    message, message.event_id == plan.event_id
)
# Literals, as in the indexes: with parameters SQLite and PostgreSQL could not use them.
IS_PLANNED = plan.state == literal_column("'planned'")
IS_PENDING = and_(message.finished_at.is_(None), PENDING)


def confirm_booking(by: Caller, booking: OutsideBooking) -> list[str]:
    """Plan the confirmation and the usual reminders. Returns the ids of the notifications."""
    return _plan_with_reminders(by, booking, BOOKING_CONFIRMED)


def approve_request(by: Caller, booking: OutsideBooking) -> list[str]:
    """Tell the customer that their request was approved, and plan the usual reminders. Returns the notification ids."""
    return _plan_with_reminders(by, booking, REQUEST_APPROVED)


def decline_request(by: Caller, booking: Refusal) -> list[str]:
    """Tell the customer that their request was declined. Returns the notification ids."""
    return _plan_now(by, booking, REQUEST_DECLINED)


def offer_place(by: Caller, booking: OutsideBooking) -> list[str]:
    """Tell the customer that a place from the waiting list is theirs. Returns the notification ids."""
    return _plan_now(by, booking, WAITLIST_PLACE)


def confirm_payment(by: Caller, booking: OutsideBooking) -> list[str]:
    """Tell the customer that a payment was received, or failed (`payment_status`). Returns the notification ids."""
    failed = (booking.payment_status or "").lower() == PAYMENT_STATUS_FAILED
    return _plan_now(by, booking, PAYMENT_FAILED if failed else PAYMENT_CONFIRMED)


def announce_cancellation(by: Caller, booking: Cancellation) -> list[str]:
    """Plan the cancellation notice, and withdraw what waits and is no longer true. Messages about money stay."""
    key_id = _api_key_id(by)
    with write_transaction() as db_session:
        _withdraw_planned(db_session, key_id, booking.booking_id, CANCELLED, OUTSIDE_CHANNELS)
        withdraw(
            db_session, subject_of(key_id, booking.booking_id), UNTRUE_AFTER_CANCELLATION, CANCELLED, OUTSIDE_CHANNELS
        )
        return _write(db_session, key_id, plans_now(key_id, booking, BOOKING_CANCELLED))


def schedule_reminders(by: Caller, request: ReminderRequest) -> list[str]:
    """Plan the requested reminders. They replace waiting reminders for the same booking and channels."""
    key_id, now = _api_key_id(by), clock.now()
    channels = request.channels or OUTSIDE_CHANNELS
    if request.schedule_at is not None:
        plans = reminders_at(key_id, request, request.schedule_at, channels, now)
    elif request.hours_before is not None:
        plans = reminders_at(key_id, request, request.starts_at - timedelta(hours=request.hours_before), channels, now)
    else:
        plans = [reminder for reminder in usual_reminders(key_id, request, now) if reminder.channel in channels]
    return _plan(key_id, request, plans)


def notification_status(by: Caller, notification_id: str) -> dict[str, Any]:
    """The state of a notification. Raises NotFound for another key's."""
    row = db.session.execute(WITH_MESSAGE.where(plan.public_id == notification_id, *_visible_to(by))).first()
    if row is None:
        raise NotFound("notification")
    return _status_json(row)


def pending_notifications(by: Caller, limit: int, offset: int) -> dict[str, Any]:
    """Notifications that are planned or wait in the outbox, soonest first. The total is counted up to 10,001."""
    waiting = _first_waiting(by, limit + offset)
    page = select(waiting.c.id).order_by(waiting.c.due_at, waiting.c.id).limit(limit).offset(offset)
    ids = db.session.scalars(page).all()
    rows = db.session.execute(WITH_MESSAGE.where(plan.id.in_(ids)).order_by(plan.due_at, plan.id)).all()
    counted = select(_first_waiting(by, MAX_COUNTED).c.id).limit(MAX_COUNTED).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    return {
        "notifications": [_status_json(row) for row in rows],
        "total": total,
        "limit": limit,
        "offset": offset,
    }


def _first_waiting(by: Caller, number: int) -> Subquery:
    """Ids and times of the first that are planned, and of the first that wait in the outbox: up to `number` of each.

    Two queries, because each reads an index that has only rows which wait. Together they would read all plans.
    """
    first = (plan.due_at, plan.id)
    planned = select(plan.id, plan.due_at).where(IS_PLANNED, *_visible_to(by)).order_by(*first).limit(number)
    queued = (
        select(plan.id, plan.due_at)
        .join_from(message, plan, plan.id == message.payload["plan_id"].as_integer())
        .where(message.channel.in_((*PERSONAL, *TEAM)), IS_PENDING, plan.event_id == message.event_id, *_visible_to(by))
        .order_by(*first)
        .limit(number)
    )
    return union_all(select(planned.subquery()), select(queued.subquery())).subquery()


def retry_notification(by: Caller, notification_id: str) -> None:
    """Retry a failed notification. Raises NotFound for another key's, Conflict for one that has not failed."""
    with write_transaction() as db_session:
        event_id = db_session.scalar(
            select(func.coalesce(plan.event_id, "")).where(plan.public_id == notification_id, *_visible_to(by))
        )
        if event_id is None:
            raise NotFound("notification")
        if not event_id or retry_chosen(db_session, message.event_id == event_id) == 0:
            raise Conflict("not_failed", "Only a notification that failed can be sent again.")


def notification_health() -> dict[str, Any]:
    """The health of the channels for customers."""
    states = db.session.execute(
        select(ChannelState.channel, ChannelState.status)
        .where(ChannelState.channel.in_(OUTSIDE_CHANNELS), ChannelState.destination == "")
        .order_by(ChannelState.channel)
    ).all()
    open_channels = all(state.status == ChannelStatus.OK.value for state in states)
    return {
        "status": "healthy" if open_channels else "degraded",
        "service": "booking-notifications",
        "timestamp": clock.iso(clock.now()),
        "channels": [{"channel": state.channel, "status": state.status} for state in states],
    }


def _api_key_id(by: Caller) -> int:
    """The id of the caller's API key; 0 for admins and the booking wizard."""
    return by.id if by.is_api_key else 0


def _visible_to(by: Caller) -> list[ColumnElement[bool]]:
    return [plan.api_key_id == by.id] if by.is_api_key else []


def _plan_now(by: Caller, booking: OutsideBooking, kind: str) -> list[str]:
    key_id = _api_key_id(by)
    return _plan(key_id, booking, plans_now(key_id, booking, kind))


def _plan_with_reminders(by: Caller, booking: OutsideBooking, kind: str) -> list[str]:
    key_id = _api_key_id(by)
    reminders = usual_reminders(key_id, booking, clock.now())
    return _plan(key_id, booking, [*plans_now(key_id, booking, kind), *reminders])


def _plan(key_id: int, booking: OutsideBooking, plans: list[Plan]) -> list[str]:
    with write_transaction() as db_session:
        replaced = {reminder.channel for reminder in plans if reminder.due_at is not None}
        if replaced:
            _withdraw_planned(db_session, key_id, booking.booking_id, REPLACED, sorted(replaced))
            withdraw(db_session, subject_of(key_id, booking.booking_id), REMINDERS, REPLACED, sorted(replaced))
        return _write(db_session, key_id, plans)


def _write(db_session: Session, key_id: int, plans: list[Plan]) -> list[str]:
    """Write these plans within the key's quotas, those to suppressed addresses as skipped. Raises TooManyRequests."""
    listed = suppressed_addresses(db_session, {each.recipient for each in plans} - {""})
    allowed = [
        replace(each, skip=SUPPRESSED)
        if not each.skip and is_suppressed(listed, each.recipient, each.kind, has_account=False)
        else each
        for each in plans
    ]
    count_messages(db_session, key_id, Counter(each.recipient for each in allowed if not each.skip))
    return write_plans(db_session, allowed)


def _withdraw_planned(
    db_session: Session, key_id: int, booking_id: str, reason: str, channels: Collection[str]
) -> None:
    """Withdraw the reminders that are not in the outbox yet."""
    waiting = (
        plan.subject == subject_of(key_id, booking_id),
        text("planned_messages.booking_id IS NULL AND planned_messages.state = 'planned'"),  # as in the index
        plan.channel.in_(channels),
    )
    changes = {"state": PlanState.WITHDRAWN.value, "reason": reason, "updated_at": clock.now()}
    db_session.execute(update(plan).where(*waiting).values(changes).execution_options(synchronize_session=False))


def _status_json(row: Any) -> dict[str, Any]:
    planned: PlannedMessage = row[0]
    status = shown_state(planned.state, row.status)
    sent = status == "sent"
    if planned.state in (PlanState.SKIPPED.value, PlanState.WITHDRAWN.value):
        error = planned.reason
    else:
        error = mask(row.last_error) if row.last_error and not sent else None
    return {
        "notification_id": planned.public_id,
        "id": planned.public_id,
        "type": planned.kind,
        "channel": planned.channel,
        "status": status,
        "attempts": row.attempts or 0,
        "scheduled_for": clock.iso(planned.due_at),
        "sent_at": clock.iso(row.finished_at or planned.due_at) if sent else None,
        "error": error,
    }
