"""The facts of messages just before they are sent, or the reason why one is not sent any more."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from main_app.calendars.operations import calendar_attachment
from main_app.messages import kinds
from main_app.messages.kinds import is_reminder, template_of
from main_app.messages.links import one_click_url, unsubscribe_url
from main_app.messages.loaded_facts import (
    LoadedFacts,
    address_of,
    code_id_of,
    email_change_id_of,
    inviter_id_of,
    load_plans,
    message_id_of,
    moved_from,
    read_facts,
    team_id_of,
    token_id_of,
)
from main_app.messages.models import PlanState
from main_app.messages.outdated import reason_not_to_send
from main_app.messages.reasons import ERASED
from main_app.messages.values import (
    account_values,
    booking_values,
    email_change_values,
    invitation_values,
    outside_values,
    session_message_values,
    values_of_receiver,
    values_of_studio,
    values_of_test,
    via_studio,
    when_and_where,
)
from main_app.messages.variables import examples
from main_app.outbox.models import MessageStatus

ALREADY_NOTIFIED = (MessageStatus.DELIVERED.value, None)  # None: it was delivered, and its row is removed after a while
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Skip:
    """The message is not sent. `reason` is a code of reasons.py."""

    reason: str


@dataclass(frozen=True)
class Broken:
    """The message cannot be made. `error` says where it failed, without the values, which may be personal."""

    error: str


@dataclass
class Facts:
    """Everything that a message is made of. `kind` is the kind whose template is used.

    `to` depends on the channel: an e-mail address, a phone number, the user's id (in the app), a list of
    subscriptions (push), or the address of a team channel.
    """

    plan_id: int
    kind: str
    channel: str
    language: str
    variant: str
    to: Any
    values: dict[str, Any]
    calendar: bytes | None = None
    unsubscribe_url: str | None = None  # the page, for the text
    one_click_url: str | None = None  # for the header List-Unsubscribe
    user_id: int | None = None
    booking_id: int | None = None
    path: str = field(default="/my-bookings")  # the page of the web app that the notification opens
    sender_name: str = ""  # of a mail: the facilitator and the studio, or the studio; empty: as FROM_EMAIL has it
    reply_to: str | None = None  # of a mail: the facilitator's address
    written: Mapping[str, str] = field(default_factory=dict)  # the parts that an admin wrote


def facts_for_delivery(
    connection: Connection | Session, messages: Sequence[tuple[int, str | None]]
) -> list[Facts | Skip | Broken]:
    """The facts of each message, or why it is not sent any more, in order.

    A message is given by its plan's id and its own event id, which the plan has too. SQLite may use the id of an erased
    person's plan again, for somebody else's plan.
    """
    rows = load_plans(connection, {plan_id for plan_id, _ in messages})
    loaded = read_facts(connection, rows)
    found = {(row.id, row.event_id): _facts_or_outcome(row, loaded) for row in rows}
    return [found.get(message, Skip(ERASED)) for message in messages]


def reasons_not_to_send(connection: Connection | Session, plan_ids: Sequence[int]) -> dict[int, str]:
    """The reasons of those plans that are not to be sent, by plan id.

    A plan that cannot be read has none: its delivery ends it with an error that people see.
    """
    rows = load_plans(connection, plan_ids)
    loaded = read_facts(connection, rows)
    reasons = {row.id: _reason_if_readable(row, loaded) for row in rows}
    return {plan_id: reason for plan_id, reason in reasons.items() if reason}


def _facts_or_outcome(plan: Row[Any], loaded: LoadedFacts) -> Facts | Skip | Broken:
    """One plan that cannot be read does not hold back the others."""
    try:
        reason = reason_not_to_send(plan, loaded)
        return Skip(reason) if reason else _facts(plan, loaded)
    except Exception as error:
        broken = Broken(f"its facts could not be read: {_where(error)}")
        logger.error("plan %s: %s", plan.public_id, broken.error)
        return broken


def _reason_if_readable(plan: Row[Any], loaded: LoadedFacts) -> str | None:
    try:
        return reason_not_to_send(plan, loaded)
    except Exception as error:
        logger.error("plan %s: whether to send it could not be read: %s", plan.public_id, _where(error))
        return None


def _where(error: Exception) -> str:
    """The error's type and line, such as "ValueError in values.py, line 12". Its text may hold personal data."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


def _facts(plan: Row[Any], loaded: LoadedFacts) -> Facts:
    kind = template_of(plan.kind)
    language = plan.language or plan.person_language or kinds.LANGUAGES[0]
    facts = Facts(
        plan_id=plan.id,
        kind=kind,
        channel=plan.channel,
        language=language,
        variant=plan.variant,
        to=_to(plan, loaded),
        values={},
        user_id=plan.user_id,
        booking_id=plan.booking_id,
        sender_name=loaded.studio.own_name or "",
        written=loaded.written.get((kind, language, plan.variant), {}),
    )
    booking = loaded.bookings.get(plan.booking_id)
    if booking is not None:
        replaced = loaded.bookings.get(moved_from(plan))
        old = _last_told(plan, loaded.changes.get(booking.id, ())) if replaced is None else when_and_where(replaced)
        facts.values = booking_values(plan, booking, loaded.money.get(booking.order_id), language, old)
        facts.path = f"/my-bookings/{booking.id}"
        if kind in kinds.TO_FACILITATORS:
            facts.path = f"/facilitator/sessions/{booking.session_id}"
            facts.reply_to = facts.values["guest_email"] or None
        else:
            facts.sender_name = via_studio(booking.facilitator_name, loaded.studio)
            facts.reply_to = booking.facilitator_email
        if kind == kinds.SESSION_MESSAGE:
            facts.values |= session_message_values(loaded.session_messages[message_id_of(plan)])
        elif plan.channel == kinds.EMAIL and kinds.KINDS[kind].group not in (kinds.MONEY, kinds.GUESTS):
            facts.calendar = calendar_attachment(booking, replaced)
    elif plan.channel in kinds.TEAM:
        facts.values = examples(kind, language) | values_of_test(language)
    elif plan.user_id is None:
        facts.values = outside_values(plan, language)
    else:
        token, code = loaded.tokens.get(token_id_of(plan)), loaded.codes.get(code_id_of(plan))
        facts.values = account_values(plan, token, code, language)
        if change := loaded.email_changes.get(email_change_id_of(plan)):
            facts.values |= email_change_values(change, loaded.studio)
            facts.reply_to = loaded.studio.contact_email
        facts.path = "/account"
        if kind == kinds.INVITATION:
            inviter = loaded.inviters.get(inviter_id_of(plan))
            facts.values |= invitation_values(plan, inviter, language)
            if inviter is not None:
                facts.sender_name, facts.reply_to = via_studio(inviter.name, loaded.studio), inviter.email
    facts.values |= values_of_studio(loaded.studio)
    if plan.channel == kinds.EMAIL and plan.user_id is not None:
        facts.values |= values_of_receiver(plan, to_account=not email_change_id_of(plan))
    if plan.channel == kinds.EMAIL and plan.user_id is not None and not kinds.is_fixed(kind, kinds.EMAIL):
        facts.unsubscribe_url = unsubscribe_url(plan.user_id, kind)
        facts.one_click_url = one_click_url(plan.user_id, kind)
    if plan.channel == kinds.EMAIL and plan.user_id is None and is_reminder(plan.kind):
        facts.unsubscribe_url = unsubscribe_url(plan.recipient, kinds.REMINDERS)
        facts.one_click_url = one_click_url(plan.recipient, kinds.REMINDERS)
    return facts


def _last_told(plan: Row[Any], changes: Sequence[Any]) -> dict[str, Any]:
    """The old values of the changed fields, as the guest was last told on this channel."""
    old = dict((plan.data or {}).get("old", {}))
    if plan.kind != kinds.BOOKING_CHANGED or plan.entry_id is None:
        return old
    for change in reversed(changes):
        if change.channel != plan.channel or change.entry_id >= plan.entry_id:
            continue
        if change.state == PlanState.QUEUED.value and change.status in ALREADY_NOTIFIED:
            break
        old |= (change.data or {}).get("old", {})
    return old


def _to(plan: Row[Any], loaded: LoadedFacts) -> Any:
    if plan.channel in kinds.TEAM:
        return loaded.teams[team_id_of(plan)].address
    if plan.user_id is None:
        return plan.recipient
    if plan.channel == kinds.PUSH:
        return loaded.devices[plan.user_id]
    if plan.channel == kinds.EMAIL:
        return address_of(plan, loaded.email_changes)
    return plan.person_phone if plan.channel == kinds.SMS else plan.user_id
