"""Operations of admins on deliveries and channels: find, show, retry, discard, pause, resume."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.database import db
from main_app.integration.schemas import DeadLetterFilter, DeliverySearch
from main_app.journal.append import NewEntry, append, next_version
from main_app.messages import kinds
from main_app.outbox.enqueue import SYSTEM_CHANNELS
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from main_app.outbox.operations import discard_chosen, pause, resume, retry_chosen
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.fields import pagination
from service_kit.problems import Conflict, NotFound

COUNTED_AT_MOST = 10_001  # lists show a higher count as "10,000+"
MAX_ATTEMPTS_SHOWN = 100  # of one delivery that are shown
PERSONAL = re.compile(
    r"(?i)^(.*_)?(name|email|phone|first_?name|last_?name|customer_?name|customer_?email|address|message)$"
)


def find_deliveries(search: DeliverySearch) -> dict[str, Any]:
    """A page of deliveries, newest first."""
    query = select(OutboxMessage).where(*_filters(search))
    counted = select(OutboxMessage.id).where(*_filters(search)).limit(COUNTED_AT_MOST).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    if search.status and total < COUNTED_AT_MOST:
        # Sort the counted ones: SQLite would look for them among all messages, from the newest on.
        query = select(OutboxMessage).where(OutboxMessage.id.in_(select(counted.c.id)))
    page = query.order_by(OutboxMessage.id.desc()).limit(search.per_page).offset((search.page - 1) * search.per_page)
    return {
        "deliveries": _deliveries_json(db.session.scalars(page).all()),
        "pagination": pagination(search.page, search.per_page, total),
    }


def get_delivery(message_id: int) -> dict[str, Any]:
    """One delivery with its request (personal data masked), its last attempts and the receiver's response."""
    message = db.session.get(OutboxMessage, message_id)
    if message is None:
        raise NotFound("delivery")
    of_message = select(DeliveryAttempt).where(DeliveryAttempt.message_id == message_id)
    newest = db.session.scalars(of_message.order_by(DeliveryAttempt.id.desc()).limit(MAX_ATTEMPTS_SHOWN)).all()
    total = db.session.scalar(select(func.count(DeliveryAttempt.id)).where(DeliveryAttempt.message_id == message_id))
    return _deliveries_json([message])[0] | {
        "request": masked(message.payload),
        "response": message.response,
        "attempts_made": [
            {
                "started_at": clock.iso(attempt.started_at),
                "duration_ms": attempt.duration_ms,
                "outcome": attempt.outcome,
                "status_code": attempt.status_code,
                "error": attempt.error,
            }
            for attempt in reversed(newest)
        ],
        "attempts_total": total,
    }


def retry_deliveries(by: Caller, selection: DeadLetterFilter) -> int:
    """Retry the selected dead letters."""
    with write_transaction() as db_session:
        count = retry_chosen(db_session, *_conditions(selection))
        if count:
            _record(
                db_session, by, "deliveries", "outbox", "deliveries_retried", _as_json(selection) | {"count": count}
            )
    return count


def discard_deliveries(by: Caller, selection: DeadLetterFilter, reason: str) -> int:
    """Discard the selected dead letters: they will never be delivered."""
    with write_transaction() as db_session:
        count = discard_chosen(db_session, *_conditions(selection))
        if count:
            changes = _as_json(selection) | {"count": count}
            _record(db_session, by, "deliveries", "outbox", "deliveries_discarded", changes, reason)
    return count


def pause_channel(by: Caller, channel: str, reason: str) -> None:
    """Pause a channel: its messages wait until it is resumed."""
    _check_channel(channel)
    with write_transaction() as db_session:
        if not pause(db_session, channel, reason):
            raise Conflict("already_paused", "This channel is already paused.")
        _record(db_session, by, "channel", channel, "channel_paused", reason=reason)


def resume_channel(by: Caller, channel: str) -> None:
    """Resume a paused channel: its messages are due at once."""
    _check_channel(channel)
    with write_transaction() as db_session:
        if not resume(db_session, channel):
            raise Conflict("not_paused", "This channel is not paused.")
        _record(db_session, by, "channel", channel, "channel_resumed")


def _deliveries_json(messages: Sequence[OutboxMessage]) -> list[dict[str, Any]]:
    """The messages, each with the name of the person it is about: a booking's guest, or a user."""
    of_bookings, of_users = _ids(messages, "booking"), _ids(messages, "user", "registration")
    guests = select(Booking.id, User.name).join(User, Booking.user_id == User.id).where(Booking.id.in_(of_bookings))
    users = select(User.id, User.name).where(User.id.in_(of_users))
    names = {f"booking:{row.id}": row.name for row in (db.session.execute(guests) if of_bookings else ())}
    for row in db.session.execute(users) if of_users else ():
        names[f"user:{row.id}"] = names[f"registration:{row.id}"] = row.name
    return [_delivery_json(message, names.get(message.subject)) for message in messages]


def _ids(messages: Sequence[OutboxMessage], *subject_types: str) -> set[int]:
    subjects = [message.subject.partition(":") for message in messages]
    return {int(key) for name, _, key in subjects if name in subject_types and key.isdecimal()}


def _delivery_json(message: OutboxMessage, person: str | None) -> dict[str, Any]:
    return {
        "id": message.id,
        "event_id": message.event_id,
        "channel": message.channel,
        "kind": message.kind,
        "subject": message.subject,
        "person": person,
        "version": message.version,
        "status": message.status,
        "attempts": message.attempts,
        "created_at": clock.iso(message.created_at),
        "due_at": clock.iso(message.due_at),
        "finished_at": clock.iso(message.finished_at),
        "last_error": message.last_error,
    }


def masked(value: Any, name: str = "") -> Any:
    """The payload with personal data shortened to the first letter."""
    if isinstance(value, dict):
        return {key: masked(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner, name) for inner in value]
    if isinstance(value, str) and (PERSONAL.match(name) or "@" in value):
        return value[:1] + "***" if value else value
    return value


def _check_channel(channel: str) -> None:
    if channel not in (*SYSTEM_CHANNELS, *kinds.PEOPLE_CHANNELS):
        raise NotFound("channel")


def _filters(search: DeliverySearch) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if search.channel:
        filters.append(OutboxMessage.channel == search.channel)
    if search.status:
        # A literal, as in the partial indexes. With a parameter PostgreSQL's prepared statements would not use these.
        filters.append(OutboxMessage.status == literal_column(f"'{search.status.value}'"))
    if search.booking_id:
        filters.append(OutboxMessage.subject == f"booking:{search.booking_id}")
    if search.error:
        filters.append(OutboxMessage.last_error.is_not(None))  # uses the index of messages with errors
        filters.append(OutboxMessage.last_error.icontains(search.error, autoescape=True))
    return filters


def _conditions(selection: DeadLetterFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if selection.ids is not None:
        conditions.append(OutboxMessage.id.in_(selection.ids))
    if selection.channel:
        conditions.append(OutboxMessage.channel == selection.channel)
    if selection.booking_id:
        conditions.append(OutboxMessage.subject == f"booking:{selection.booking_id}")
    if selection.error:
        conditions.append(OutboxMessage.last_error.icontains(selection.error, autoescape=True))
    if selection.since:
        conditions.append(OutboxMessage.created_at >= selection.since)
    if selection.until:
        conditions.append(OutboxMessage.created_at < selection.until)
    return conditions


def _as_json(selection: DeadLetterFilter) -> dict[str, Any]:
    fields = selection.model_dump(exclude_none=True)
    return {name: clock.iso(value) if isinstance(value, datetime) else value for name, value in fields.items()}


def _record(
    db_session: Session,
    by: Caller,
    subject_type: str,
    subject_id: str,
    action: str,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add an admin's action to the journal, in the caller's transaction."""
    version = next_version(db_session, subject_type, subject_id)
    append(
        db_session,
        [NewEntry(subject_type, subject_id, version, action, by.actor, reason=reason, changes=changes or {})],
    )
