"""Deliveries for the admin: find them, see one, retry, discard; pause and resume a channel."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.database import db
from main_app.integration.schemas import Choice, DeliverySearch
from main_app.journal.append import NewEntry, append, next_version
from main_app.notifications import kinds
from main_app.outbox.enqueue import CHANNELS
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from main_app.outbox.operations import discard_chosen, pause, resume, retry_chosen
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.fields import pagination
from service_kit.problems import Conflict, NotFound

MOST_LISTED = 10_001  # a list counts no further: "10,000+"
PERSONAL = re.compile(
    r"(?i)^(.*_)?(name|email|phone|first_?name|last_?name|customer_?name|customer_?email|address|message)$"
)


def find_deliveries(search: DeliverySearch) -> dict[str, Any]:
    """A page of deliveries, newest first."""
    query = select(OutboxMessage).where(*_filters(search))
    counted = select(OutboxMessage.id).where(*_filters(search)).limit(MOST_LISTED).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    page = query.order_by(OutboxMessage.id.desc()).limit(search.per_page).offset((search.page - 1) * search.per_page)
    return {
        "deliveries": [delivery_json(message) for message in db.session.scalars(page)],
        "pagination": pagination(search.page, search.per_page, total),
    }


def get_delivery(message_id: int) -> dict[str, Any]:
    """One delivery with its request (personal data masked), its attempts and the answer."""
    message = db.session.get(OutboxMessage, message_id)
    if message is None:
        raise NotFound("delivery")
    attempts = db.session.scalars(
        select(DeliveryAttempt).where(DeliveryAttempt.message_id == message_id).order_by(DeliveryAttempt.id)
    )
    return delivery_json(message) | {
        "request": masked(message.payload),
        "answer": message.answer,
        "attempts_made": [
            {
                "started_at": clock.iso(attempt.started_at),
                "duration_ms": attempt.duration_ms,
                "outcome": attempt.outcome,
                "status_code": attempt.status_code,
                "error": attempt.error,
            }
            for attempt in attempts
        ],
    }


def retry_deliveries(by: Caller, choice: Choice) -> int:
    """Retry the chosen dead letters."""
    with write_transaction() as session:
        count = retry_chosen(session, *_chosen(choice))
        _record(session, by, "deliveries", "outbox", "deliveries_retried", _written(choice) | {"count": count})
    return count


def discard_deliveries(by: Caller, choice: Choice, reason: str) -> int:
    """Discard the chosen dead letters: they will never be delivered."""
    with write_transaction() as session:
        count = discard_chosen(session, *_chosen(choice))
        facts = _written(choice) | {"count": count}
        _record(session, by, "deliveries", "outbox", "deliveries_discarded", facts, reason)
    return count


def pause_channel(by: Caller, channel: str, reason: str) -> None:
    """Stop a channel: nothing is sent until it is resumed, and nothing is lost."""
    _check_channel(channel)
    with write_transaction() as session:
        if not pause(session, channel, reason):
            raise Conflict("already_paused", "This channel is paused already.")
        _record(session, by, "channel", channel, "channel_paused", reason=reason)


def resume_channel(by: Caller, channel: str) -> None:
    """Let a paused channel deliver again, at once."""
    _check_channel(channel)
    with write_transaction() as session:
        if not resume(session, channel):
            raise Conflict("not_paused", "This channel is not paused.")
        _record(session, by, "channel", channel, "channel_resumed")


def delivery_json(message: OutboxMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "event_id": message.event_id,
        "channel": message.channel,
        "kind": message.kind,
        "subject": message.subject,
        "version": message.version,
        "status": message.status,
        "attempts": message.attempts,
        "created_at": clock.iso(message.created_at),
        "due_at": clock.iso(message.due_at),
        "finished_at": clock.iso(message.finished_at),
        "last_error": message.last_error,
    }


def masked(value: Any, name: str = "") -> Any:
    """The payload with people's data reduced to a first letter. Everything else stays readable."""
    if isinstance(value, dict):
        return {key: masked(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner, name) for inner in value]
    if isinstance(value, str) and (PERSONAL.match(name) or "@" in value):
        return value[:1] + "***" if value else value
    return value


def _check_channel(channel: str) -> None:
    if channel not in (*CHANNELS, *kinds.CHANNELS):
        raise NotFound("channel")


def _filters(search: DeliverySearch) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if search.channel:
        filters.append(OutboxMessage.channel == search.channel)
    if search.status:
        # As the partial indexes say it: with a parameter PostgreSQL's prepared statements would not use them.
        filters.append(OutboxMessage.status == literal_column(f"'{search.status.value}'"))
    if search.booking_id:
        filters.append(OutboxMessage.subject == f"booking:{search.booking_id}")
    if search.error:
        filters.append(OutboxMessage.last_error.is_not(None))  # so that the index of messages with errors is used
        filters.append(OutboxMessage.last_error.icontains(search.error, autoescape=True))
    return filters


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if choice.ids is not None:
        chosen.append(OutboxMessage.id.in_(choice.ids))
    if choice.channel:
        chosen.append(OutboxMessage.channel == choice.channel)
    if choice.booking_id:
        chosen.append(OutboxMessage.subject == f"booking:{choice.booking_id}")
    if choice.error:
        chosen.append(OutboxMessage.last_error.icontains(choice.error, autoescape=True))
    if choice.since:
        chosen.append(OutboxMessage.created_at >= choice.since)
    if choice.until:
        chosen.append(OutboxMessage.created_at < choice.until)
    return chosen


def _written(choice: Choice) -> dict[str, Any]:
    given = choice.model_dump(exclude_none=True)
    return {name: clock.iso(value) if isinstance(value, datetime) else value for name, value in given.items()}


def _record(
    session: Session,
    by: Caller,
    subject_type: str,
    subject_id: str,
    action: str,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add an admin's action to the journal, in the caller's transaction."""
    version = next_version(session, subject_type, subject_id)
    append(session, [NewEntry(subject_type, subject_id, version, action, by.actor, reason=reason, changes=facts or {})])
