"""Reading bookings: one, a page, and the timeline of one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from main_app import clock
from main_app.auth.models import User
from main_app.bookings.models import Booking, BookingChange
from main_app.bookings.schemas import BookingFilter, BookingSearch
from main_app.bookings.seats import BOOKED, CANCELLED, SCHEDULED
from main_app.database import db
from main_app.errors import NotFound
from main_app.events.models import Event, EventSession
from main_app.outbox.models import DeliveryAttempt, MessageStatus, OutboxMessage
from main_app.validation import pagination

Facilitator = User.__table__.alias("facilitator")
COLUMNS = select(
    Booking,
    User.name.label("user_name"),
    User.email.label("user_email"),
    EventSession.starts_at,
    EventSession.ends_at,
    EventSession.title.label("session_title"),
    EventSession.location,
    EventSession.status.label("session_status"),
    EventSession.version.label("session_version"),
    Event.id.label("event_id"),
    Event.title.label("event_title"),
    Event.location.label("event_location"),
    Event.time_zone,
    Facilitator.c.name.label("facilitator_name"),
)


def get_own_booking(user_id: int, booking_id: int) -> dict[str, Any]:
    """A booking of this person's own; another's looks like none at all."""
    return booking_json(own_booking_row(user_id, booking_id))


def own_booking_row(user_id: int, booking_id: int) -> Any:
    row = db.session.execute(_joined().where(Booking.id == booking_id, Booking.user_id == user_id)).first()
    if row is None:
        raise NotFound("booking")
    return row


def newest_own_booking_rows(user_id: int, limit: int) -> Sequence[Any]:
    newest = _joined().where(Booking.user_id == user_id).order_by(Booking.id.desc()).limit(limit)
    return db.session.execute(newest).all()


def find_own_bookings(user_id: int, search: BookingSearch) -> dict[str, Any]:
    """A page of a person's bookings: newest first; upcoming ones soonest first."""
    query = _joined().where(Booking.user_id == user_id)
    now = clock.now()
    order: tuple[Any, ...] = (Booking.created_at.desc(), Booking.id.desc())
    if search.status is BookingFilter.CANCELLED:
        query = query.where(Booking.status == CANCELLED)
        order = (Booking.updated_at.desc(), Booking.id.desc())
    elif search.status is not None:
        query = query.where(Booking.status == BOOKED)
    if search.status is BookingFilter.UPCOMING:
        query, order = query.where(EventSession.ends_at > now), (EventSession.starts_at, Booking.id)
    if search.status is BookingFilter.PAST:
        query, order = query.where(EventSession.ends_at <= now), (EventSession.starts_at.desc(), Booking.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(*order).limit(search.per_page).offset((search.page - 1) * search.per_page)
    return {
        "bookings": [booking_json(row) for row in db.session.execute(page)],
        "pagination": pagination(search.page, search.per_page, total),
    }


def booking_timeline(user_id: int, role: str, booking_id: int) -> list[dict[str, Any]]:
    """Everything that happened to a booking and its messages, oldest first.

    Its guest, its facilitator and an admin may read it.
    """
    owner = db.session.execute(
        select(Booking.user_id, Event.facilitator_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .where(Booking.id == booking_id)
    ).first()
    if owner is None or (role != "admin" and user_id not in (owner.user_id, owner.facilitator_id)):
        raise NotFound("booking")
    steps = [
        _step(change.action, change.at, change.version, change.action, detail=change.reason or None)
        for change in db.session.scalars(select(BookingChange).where(BookingChange.booking_id == booking_id))
    ]
    messages = db.session.scalars(select(OutboxMessage).where(OutboxMessage.aggregate == f"booking:{booking_id}"))
    for message in messages:
        action = message.kind.removeprefix("booking_")
        steps.append(_step("queued", message.created_at, message.version, action, message.channel))
        attempts = select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id)
        for attempt in db.session.scalars(attempts):
            steps.append(
                _step(
                    "attempt",
                    attempt.started_at,
                    message.version,
                    action,
                    message.channel,
                    outcome=attempt.outcome,
                    detail=attempt.error,
                )
            )
        if message.status == MessageStatus.DELIVERED.value and message.finished_at:
            steps.append(_step("stored", message.finished_at, message.version, action, message.channel))
    order = {"queued": 1, "attempt": 2, "stored": 3}
    return sorted(steps, key=lambda step: (step["at"], step["version"], order.get(step["kind"], 0)))


def booking_json(row: Any) -> dict[str, Any]:
    booking: Booking = row.Booking
    ahead = row.starts_at > clock.now()
    return {
        "id": booking.id,
        "user_id": booking.user_id,
        "session_id": booking.session_id,
        "status": booking.status,
        "cancelled_by": booking.cancelled_by,
        "version": booking.version,
        "timestamp": clock.iso(booking.created_at),
        "created_at": clock.iso(booking.created_at),
        "updated_at": clock.iso(booking.updated_at),
        "user_name": row.user_name,
        "user_email": row.user_email,
        "session_time": clock.iso(row.starts_at),
        "session_end_time": clock.iso(row.ends_at),
        "session_title": row.session_title,
        "session_location": row.location or row.event_location,
        "session_status": row.session_status,
        "session_time_zone": row.time_zone,
        "event_id": row.event_id,
        "event_title": row.event_title,
        "facilitator_name": row.facilitator_name,
        "can_cancel": booking.status == BOOKED and ahead,
        "can_reactivate": booking.status == CANCELLED and ahead and row.session_status == SCHEDULED,
        "payment_id": booking.payment_id,
        "payment_status": booking.payment_status,
        "payment_provider": booking.payment_provider,
        "amount_paid": booking.amount_paid,
        "currency": booking.currency,
        "refund_id": booking.refund_id,
        "refund_status": booking.refund_status,
        "refunded_at": clock.iso(booking.refunded_at),
    }


def _joined() -> Any:
    return (
        COLUMNS.join(User, User.id == Booking.user_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .join(Facilitator, Facilitator.c.id == Event.facilitator_id)
        .execution_options(populate_existing=True)
    )


def _step(
    kind: str,
    at: Any,
    version: int,
    action: str,
    channel: str | None = None,
    *,
    outcome: str | None = None,
    detail: str | None = None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "at": clock.iso(at),
        "version": version,
        "action": action,
        "channel": channel,
        "outcome": outcome,
        "detail": detail,
    }
