"""Reading bookings: one, a page, and the timeline of one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from main_app.auth.models import User
from main_app.bookings.models import Booking, BookingChange
from main_app.bookings.schemas import BookingFilter, BookingSearch
from main_app.bookings.seats import BOOKED, CANCELLED, SCHEDULED
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.outbox.models import DeliveryAttempt, MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.fields import pagination
from service_kit.problems import NotFound

bookings, users = Booking.__table__.c, User.__table__.c
sessions, events = EventSession.__table__.c, Event.__table__.c
facilitators = User.__table__.alias("facilitator")
# Built once: the answer to every booking is read with it.
SHOWN = (
    select(
        Booking.__table__,
        users.name.label("user_name"),
        users.email.label("user_email"),
        sessions.starts_at,
        sessions.ends_at,
        sessions.title.label("session_title"),
        sessions.location,
        sessions.status.label("session_status"),
        sessions.version.label("session_version"),
        events.id.label("event_id"),
        events.title.label("event_title"),
        events.location.label("event_location"),
        events.time_zone,
        facilitators.c.name.label("facilitator_name"),
    )
    .join_from(Booking.__table__, User.__table__, users.id == bookings.user_id)
    .join(EventSession.__table__, sessions.id == bookings.session_id)
    .join(Event.__table__, events.id == sessions.event_id)
    .join(facilitators, facilitators.c.id == events.facilitator_id)
)
OWN = SHOWN.where(bookings.user_id == bindparam("user"))
OWN_ONE = OWN.where(bookings.id == bindparam("booking"))


def get_own_booking(user_id: int, booking_id: int) -> dict[str, Any]:
    """A booking of this person's own; another's looks like none at all."""
    return booking_json(own_booking_row(user_id, booking_id))


def own_booking_row(user_id: int, booking_id: int) -> Any:
    row = db.session.execute(OWN_ONE, {"user": user_id, "booking": booking_id}).first()
    if row is None:
        raise NotFound("booking")
    return row


def newest_own_booking_rows(user_id: int, limit: int) -> Sequence[Any]:
    return db.session.execute(OWN.order_by(bookings.id.desc()).limit(limit), {"user": user_id}).all()


def find_own_bookings(user_id: int, search: BookingSearch) -> dict[str, Any]:
    """A page of a person's bookings: newest first; upcoming ones soonest first."""
    query = OWN
    now = clock.now()
    order: tuple[Any, ...] = (bookings.created_at.desc(), bookings.id.desc())
    if search.status is BookingFilter.CANCELLED:
        query = query.where(bookings.status == CANCELLED)
        order = (bookings.updated_at.desc(), bookings.id.desc())
    elif search.status is not None:
        query = query.where(bookings.status == BOOKED)
    if search.status is BookingFilter.UPCOMING:
        query, order = query.where(sessions.ends_at > now), (sessions.starts_at, bookings.id)
    if search.status is BookingFilter.PAST:
        query, order = query.where(sessions.ends_at <= now), (sessions.starts_at.desc(), bookings.id)
    mine = {"user": user_id}
    total = db.session.scalar(select(func.count()).select_from(query.subquery()), mine) or 0
    page = query.order_by(*order).limit(search.per_page).offset((search.page - 1) * search.per_page)
    return {
        "bookings": [booking_json(row) for row in db.session.execute(page, mine)],
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
    messages = db.session.scalars(select(OutboxMessage).where(OutboxMessage.subject == f"booking:{booking_id}"))
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
    ahead = row.starts_at > clock.now()
    return {
        "id": row.id,
        "user_id": row.user_id,
        "session_id": row.session_id,
        "status": row.status,
        "cancelled_by": row.cancelled_by,
        "version": row.version,
        "timestamp": clock.iso(row.created_at),
        "created_at": clock.iso(row.created_at),
        "updated_at": clock.iso(row.updated_at),
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
        "can_cancel": row.status == BOOKED and ahead,
        "can_reactivate": row.status == CANCELLED and ahead and row.session_status == SCHEDULED,
        "payment_id": row.payment_id,
        "payment_status": row.payment_status,
        "payment_provider": row.payment_provider,
        "amount_paid": row.amount_paid,
        "currency": row.currency,
        "refund_id": row.refund_id,
        "refund_status": row.refund_status,
        "refunded_at": clock.iso(row.refunded_at),
    }


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
