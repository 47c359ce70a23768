"""Reading notifications: a person's bell, their preferences, and the plan of a booking or a session."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, text

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.auth.models import Role, User
from main_app.bookings.models import Booking
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.events.queries import managed_session
from main_app.messages.kinds import (
    CHOSEN_BY_PEOPLE,
    EMAIL,
    KINDS,
    PERSONAL,
    SMS,
    TEAM,
    TEAM_BOOKING,
    TO_FACILITATORS,
    is_fixed,
)
from main_app.messages.models import (
    IS_PLANNED,
    InAppNotification,
    PlannedMessage,
    PlanState,
    TeamChannel,
    team_recipient,
)
from main_app.messages.preferences import NOTHING_CHOSEN, choices_of
from main_app.messages.reminders import hours_before, is_sent
from main_app.messages.schemas import NotificationSearch
from main_app.outbox.models import MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.fields import Paged, pagination
from service_kit.problems import NotFound

MAX_MESSAGES_PER_BOOKING = 200

plans, outbox = PlannedMessage.__table__.c, OutboxMessage.__table__.c
bell = InAppNotification.__table__.c
bookings, sessions, events, people = (
    Booking.__table__.c,
    EventSession.__table__.c,
    Event.__table__.c,
    User.__table__.c,
)
NOT_TO_FACILITATORS = plans.kind.not_in(TO_FACILITATORS)  # each of PLANS is shown with its guest
PLANS = (
    select(
        plans.id.label("number"),
        plans.public_id,
        plans.kind,
        plans.channel,
        plans.recipient,
        plans.due_at,
        plans.state,
        plans.reason,
        plans.booking_id,
        outbox.status,
        outbox.finished_at,
        outbox.last_error,
        people.id.label("guest_id"),
        people.name.label("guest_name"),
        people.email,
        people.phone,
    )
    .join_from(PlannedMessage.__table__, Booking.__table__, bookings.id == plans.booking_id)
    .join(User.__table__, people.id == bookings.user_id)
    .join(OutboxMessage.__table__, outbox.event_id == plans.event_id, isouter=True)
    .where(NOT_TO_FACILITATORS)
)
# None: the outbox has deleted the message, so it was delivered long ago.
STATE_OF_MESSAGE = {
    MessageStatus.PENDING.value: "queued",
    MessageStatus.DELIVERED.value: "sent",
    MessageStatus.DEAD.value: "failed",
    MessageStatus.SKIPPED.value: "skipped",
    MessageStatus.DISCARDED.value: "failed",
    None: "sent",
}


def shown_state(plan_state: str, message_status: str | None) -> str:
    """The state that people see: the plan's, or its message's once it has one."""
    return STATE_OF_MESSAGE[message_status] if plan_state == PlanState.QUEUED.value else plan_state


def find_notifications(user_id: int, search: NotificationSearch) -> dict[str, Any]:
    """A page of a person's notifications in the app, newest first."""
    query = select(InAppNotification.__table__).where(bell.user_id == user_id)
    if search.unread:
        query = query.where(bell.read_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(query.order_by(bell.id.desc()).limit(search.per_page).offset(search.offset))
    return {
        "notifications": [notification_json(row) for row in rows],
        "unread": count_unread(user_id),
        "pagination": pagination(search.page, search.per_page, total),
    }


def count_unread(user_id: int) -> int:
    return db.session.scalar(select(func.count()).where(bell.user_id == user_id, bell.read_at.is_(None))) or 0


def notification_json(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "body": row.body,
        "url": row.url,
        "booking_id": row.booking_id,
        "created_at": clock.iso(row.created_at),
        "read_at": clock.iso(row.read_at),
    }


def preferences_of(user_id: int) -> dict[str, Any]:
    """Everything that a person can choose, with the current values."""
    user = db.session.get_one(User, user_id, populate_existing=True)
    choices = choices_of(db.session(), [user_id]).get(user_id, NOTHING_CHOSEN)
    is_facilitator = Role.FACILITATOR.value in user.roles
    quiet = {"from": user.quiet_from, "until": user.quiet_until} if user.quiet_from and user.quiet_until else None
    return {
        "language": user.language,
        "time_zone": user.time_zone,
        "phone": user.phone,
        "quiet_hours": quiet,
        "choices": [
            {
                "kind": kind,
                "channel": channel,
                "enabled": choices.wants(kind, channel),
                "fixed": is_fixed(kind, channel),
                "hours_before": hours_before(kind, channel),
            }
            for kind in CHOSEN_BY_PEOPLE
            if is_facilitator or kind not in TO_FACILITATORS
            for channel in PERSONAL
            if channel in KINDS[kind].channels and is_sent(kind, channel)
        ],
    }


def count_overdue(before: datetime, at_most: int) -> int:
    """How many planned messages were due before `before`, counted up to `at_most`."""
    overdue = select(plans.id).where(text(f"planned_messages.{IS_PLANNED}"), plans.due_at < before).limit(at_most)
    return db.session.scalar(select(func.count()).select_from(overdue.subquery())) or 0


def plan_of_booking(reader: Caller, booking_id: int) -> list[dict[str, Any]]:
    """The messages about a booking, by time: for its guest, its facilitator and admins.

    Guests don't see the messages to the facilitator's team.
    """
    owner = db.session.execute(
        select(bookings.user_id, events.facilitator_id)
        .join_from(Booking.__table__, EventSession.__table__, sessions.id == bookings.session_id)
        .join(Event.__table__, events.id == sessions.event_id)
        .where(bookings.id == booking_id)
    ).first()
    manages = owner is not None and may_manage(reader, owner.facilitator_id)
    if owner is None or not (manages or reader.id == owner.user_id):
        raise NotFound("booking")
    query = PLANS.where(plans.booking_id == booking_id)
    if not manages:
        query = query.where(plans.kind != TEAM_BOOKING)
    rows = db.session.execute(query.order_by(plans.id.desc()).limit(MAX_MESSAGES_PER_BOOKING)).all()
    labels = _labels(rows)
    return [_plan_json(row, reader, labels) for row in sorted(rows, key=lambda row: (row.due_at, row.number))]


def plan_of_session(reader: Caller, session_id: int, page: Paged) -> dict[str, Any]:
    """The messages to all guests of a session, newest first: for its facilitator and admins."""
    managed_session(reader, session_id)
    query = PLANS.where(bookings.session_id == session_id)
    of_session = select(plans.id).join_from(
        PlannedMessage.__table__, Booking.__table__, bookings.id == plans.booking_id
    )
    counted = of_session.where(bookings.session_id == session_id, NOT_TO_FACILITATORS).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    rows = db.session.execute(query.order_by(plans.id.desc()).limit(page.per_page).offset(page.offset)).all()
    labels = _labels(rows)
    return {
        "messages": [
            _plan_json(row, reader, labels) | {"guest_name": row.guest_name, "booking_id": row.booking_id}
            for row in rows
        ],
        "pagination": pagination(page.page, page.per_page, total),
    }


def _plan_json(row: Any, reader: Caller, labels: dict[str, str]) -> dict[str, Any]:
    state = shown_state(row.state, row.status)
    was_skipped_at_the_end = row.state == PlanState.QUEUED.value and state == "skipped"
    return {
        "id": row.public_id,
        "kind": row.kind,
        "channel": row.channel,
        "due_at": clock.iso(row.due_at),
        "state": state,
        "reason": row.last_error if was_skipped_at_the_end else row.reason,
        "sent_at": clock.iso(row.finished_at or row.due_at) if state == "sent" else None,
        "to": _to(row, reader, labels),
    }


def _to(row: Any, reader: Caller, labels: dict[str, str]) -> str:
    if row.channel in TEAM:
        return labels.get(row.recipient, "")
    if row.channel == EMAIL:
        return row.email  # the facilitator's guest list has it too
    to = row.phone or "" if row.channel == SMS else ""
    return to if reader.id == row.guest_id or not to else f"•••{to[-3:]}"


def _labels(rows: Any) -> dict[str, str]:
    """The names of the team channels among these recipients."""
    numbers = sorted({int(row.recipient.removeprefix("team:")) for row in rows if row.recipient.startswith("team:")})
    if not numbers:
        return {}
    rows = db.session.execute(select(TeamChannel.id, TeamChannel.label).where(TeamChannel.id.in_(numbers)))
    return {team_recipient(row.id): row.label for row in rows}
