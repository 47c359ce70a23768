"""Reads the facts of messages just before they are sent, or the reason why one is not sent any more.

The number of statements does not depend on the number of messages.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import INVITATION, RESET_PASSWORD, VERIFY_EMAIL, AccountToken
from main_app.auth.models import User
from main_app.auth.phone_codes import PhoneCode
from main_app.bookings.columns import BOOKINGS as ALL_BOOKINGS
from main_app.bookings.columns import facilitators
from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING
from main_app.calendars.operations import calendar_attachment
from main_app.events.models import EventSession
from main_app.messages import kinds
from main_app.messages.configured_channels import configured_channels
from main_app.messages.confirmed import why_not_confirmed
from main_app.messages.kinds import is_reminder, template_of
from main_app.messages.links import one_click_url, unsubscribe_url
from main_app.messages.message_texts import texts_in_use
from main_app.messages.models import PlannedMessage, PlanState, PushSubscription, SessionMessage, TeamChannel
from main_app.messages.preferences import NOTHING_CHOSEN, Choices, choices_of
from main_app.messages.reasons import (
    CANCELLED,
    ERASED,
    MOVED,
    NO_DEVICE,
    NO_PHONE_NUMBER,
    NOT_SET_UP,
    REPLACED,
    STARTED,
    SUPPRESSED,
    TURNED_OFF,
)
from main_app.messages.suppressions import is_suppressed, suppressed_addresses
from main_app.messages.values import (
    account_values,
    booking_values,
    outside_start,
    outside_values,
    session_message_values,
    values_of_receiver,
    values_of_studio,
    values_of_test,
    via_studio,
)
from main_app.messages.variables import examples
from main_app.orders.money import OrderMoney, money_of_orders
from main_app.outbox.models import MessageStatus, OutboxMessage
from main_app.settings import settings
from main_app.studio.queries import StudioFacts, studio_facts
from service_kit import clock
from service_kit.phone_numbers import callable_number

plans, people = PlannedMessage.__table__.c, User.__table__.c
bookings, sessions = Booking.__table__.c, EventSession.__table__.c
tokens, codes = AccountToken.__table__.c, PhoneCode.__table__.c
subscriptions, team_channels = PushSubscription.__table__.c, TeamChannel.__table__.c
IDS = bindparam("ids", expanding=True)
PLANS = (
    select(
        PlannedMessage.__table__,
        people.id.label("person_id"),
        people.name.label("person_name"),
        people.email.label("person_email"),
        people.email_verified_at.label("person_email_verified_at"),
        people.phone.label("person_phone"),
        people.phone_confirmed_at.label("person_phone_confirmed_at"),
        people.time_zone.label("person_time_zone"),
        people.language.label("person_language"),
    )
    .join_from(PlannedMessage.__table__, User.__table__, people.id == plans.user_id, isouter=True)
    .where(plans.id.in_(IDS))
)
BOOKINGS = ALL_BOOKINGS.add_columns(sessions.start_version, facilitators.c.email.label("facilitator_email")).where(
    bookings.id.in_(IDS)
)
DEVICES = select(PushSubscription.__table__).where(subscriptions.user_id.in_(IDS)).order_by(subscriptions.id)
TEAMS = select(TeamChannel.__table__).where(team_channels.id.in_(IDS), team_channels.enabled)
TOKENS = select(AccountToken.__table__).where(tokens.id.in_(IDS), tokens.used_at.is_(None))
SESSION_MESSAGES = select(SessionMessage.__table__).where(SessionMessage.__table__.c.id.in_(IDS))
CODES = select(PhoneCode.__table__).where(codes.id.in_(IDS))
CHANGES = (
    select(plans.booking_id, plans.channel, plans.entry_id, plans.data, plans.state, OutboxMessage.status)
    .join(OutboxMessage, OutboxMessage.event_id == plans.event_id, isouter=True)
    .where(plans.booking_id.in_(IDS), plans.kind == kinds.BOOKING_CHANGED)
    .order_by(plans.entry_id)
)
PURPOSES = {
    kinds.VERIFY_ADDRESS: VERIFY_EMAIL,
    kinds.PASSWORD_RESET: RESET_PASSWORD,
    kinds.INVITATION: INVITATION,
}
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


@dataclass(frozen=True)
class _LoadedFacts:
    """Everything that was read for a batch of messages."""

    bookings: Mapping[int, Row[Any]]
    money: Mapping[int, OrderMoney]  # by order
    choices: Mapping[int, Choices]
    devices: Mapping[int, list[dict[str, Any]]]
    teams: Mapping[int, Row[Any]]
    changes: Mapping[int, Sequence[Any]]  # of a booking's time and place: the plans of their messages, in order
    tokens: Mapping[int, Row[Any]]
    codes: Mapping[int, Row[Any]]
    session_messages: Mapping[int, Row[Any]]
    suppressed: Mapping[str, str]
    configured_channels: frozenset[str]
    studio: StudioFacts
    written: Mapping[tuple[str, str, str], Mapping[str, str]]  # by kind, language and variant
    now: datetime


def facts_for_delivery(
    connection: Connection | Session, messages: Sequence[tuple[int, str | None]]
) -> list[Facts | Skip | Broken]:
    """The facts of each message, or why it is not sent any more, in order.

    A message is given by its plan's id and its own event id, which the plan has too. SQLite may use the id of an erased
    person's plan again, for somebody else's plan.
    """
    rows = connection.execute(PLANS, {"ids": sorted({plan_id for plan_id, _ in messages})}).all()
    loaded = _read(connection, rows)
    found = {(row.id, row.event_id): _facts_or_outcome(row, loaded) for row in rows}
    return [found.get(message, Skip(ERASED)) for message in messages]


def reasons_not_to_send(connection: Connection | Session, plan_ids: Sequence[int]) -> dict[int, str]:
    """The reasons of those plans that are not to be sent, by plan id.

    A plan that cannot be read has none: its delivery ends it with an error that people see.
    """
    rows = connection.execute(PLANS, {"ids": sorted(plan_ids)}).all()
    loaded = _read(connection, rows)
    reasons = {row.id: _reason_if_readable(row, loaded) for row in rows}
    return {plan_id: reason for plan_id, reason in reasons.items() if reason}


def _facts_or_outcome(plan: Row[Any], loaded: _LoadedFacts) -> Facts | Skip | Broken:
    """One plan that cannot be read does not hold back the others."""
    try:
        reason = _reason_not_to_send(plan, loaded)
        return Skip(reason) if reason else _facts(plan, loaded)
    except Exception as error:
        broken = Broken(f"its facts could not be read: {_where(error)}")
        logger.error("plan %s: %s", plan.public_id, broken.error)
        return broken


def _reason_if_readable(plan: Row[Any], loaded: _LoadedFacts) -> str | None:
    try:
        return _reason_not_to_send(plan, loaded)
    except Exception as error:
        logger.error("plan %s: whether to send it could not be read: %s", plan.public_id, _where(error))
        return None


def _where(error: Exception) -> str:
    """The error's type and line, such as "ValueError in values.py, line 12". Its text may hold personal data."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


def _read(connection: Connection | Session, rows: Sequence[Row[Any]]) -> _LoadedFacts:
    booking_ids = sorted({row.booking_id for row in rows if row.booking_id is not None})
    changed = sorted({row.booking_id for row in rows if row.kind == kinds.BOOKING_CHANGED})
    with_push = sorted({row.user_id for row in rows if row.channel == kinds.PUSH and row.user_id is not None})
    teams = sorted({_team_id(row) for row in rows if row.channel in kinds.TEAM} - {0})
    token_ids = sorted({_token_id(row) for row in rows} - {0})
    code_ids = sorted({_code_id(row) for row in rows} - {0})
    message_ids = sorted({_message_id(row) for row in rows} - {0})
    devices: dict[int, list[dict[str, Any]]] = {}
    for device in connection.execute(DEVICES, {"ids": with_push}) if with_push else ():
        keys = {"p256dh": device.p256dh, "auth": device.auth}
        devices.setdefault(device.user_id, []).append({"id": device.id, "endpoint": device.endpoint, "keys": keys})
    changes: dict[int, list[Any]] = {}
    for change in connection.execute(CHANGES, {"ids": changed}) if changed else ():
        changes.setdefault(change.booking_id, []).append(change)
    found = {row.id: row for row in connection.execute(BOOKINGS, {"ids": booking_ids})} if booking_ids else {}
    return _LoadedFacts(
        bookings=found,
        money=money_of_orders(connection, [row.order_id for row in found.values() if row.order_id]),
        choices=choices_of(connection, {row.user_id for row in rows if row.user_id is not None}),
        devices=devices,
        teams={row.id: row for row in connection.execute(TEAMS, {"ids": teams})} if teams else {},
        changes=changes,
        tokens={row.id: row for row in connection.execute(TOKENS, {"ids": token_ids})} if token_ids else {},
        codes={row.id: row for row in connection.execute(CODES, {"ids": code_ids})} if code_ids else {},
        session_messages={row.id: row for row in connection.execute(SESSION_MESSAGES, {"ids": message_ids})}
        if message_ids
        else {},
        suppressed=suppressed_addresses(connection, {_address(row) for row in rows} - {""}),
        configured_channels=configured_channels(settings()),
        studio=studio_facts(),
        written=texts_in_use(connection),
        now=clock.now(),
    )


def _reason_not_to_send(plan: Row[Any], loaded: _LoadedFacts) -> str | None:
    return (
        _why_it_cannot_be_sent(plan, loaded)
        or (_why_it_is_outdated(plan, loaded) if plan.booking_id is not None else None)
        or (STARTED if _outside_reminder_is_late(plan, loaded.now) else None)
    )


def _why_it_cannot_be_sent(plan: Row[Any], loaded: _LoadedFacts) -> str | None:
    if plan.state in (PlanState.WITHDRAWN.value, PlanState.SKIPPED.value):
        return plan.reason or CANCELLED
    if plan.channel not in loaded.configured_channels:
        return NOT_SET_UP
    if is_suppressed(loaded.suppressed, _address(plan), plan.kind, has_account=plan.user_id is not None):
        return SUPPRESSED
    if plan.channel in kinds.TEAM:
        team = loaded.teams.get(_team_id(plan))
        belongs_to_plan = team is not None and (team.user_id, team.kind) == (plan.user_id, plan.channel)
        return None if belongs_to_plan else TURNED_OFF
    if plan.user_id is None:
        return None if plan.recipient else NO_PHONE_NUMBER if plan.channel == kinds.SMS else ERASED
    if plan.person_id is None:
        return ERASED
    if not loaded.choices.get(plan.user_id, NOTHING_CHOSEN).wants(plan.kind, plan.channel):
        return TURNED_OFF
    if plan.channel == kinds.SMS and not plan.person_phone:
        return NO_PHONE_NUMBER
    confirmed = {
        "address_confirmed": plan.person_email_verified_at is not None,
        "phone_confirmed": plan.person_phone_confirmed_at is not None,
    }
    if reason := why_not_confirmed(plan.kind, plan.channel, plan.data, **confirmed):
        return reason
    if plan.kind == kinds.PHONE_CODE:
        code = loaded.codes.get(_code_id(plan))
        if code is None or (code.user_id, code.phone) != (plan.user_id, plan.person_phone):
            return REPLACED
        return REPLACED if code.expires_at <= loaded.now else None
    if plan.channel == kinds.PUSH and plan.user_id not in loaded.devices:
        return NO_DEVICE
    if token_id := _token_id(plan):
        token = loaded.tokens.get(token_id)
        if token is None or (token.user_id, token.purpose) != (plan.user_id, PURPOSES.get(plan.kind)):
            return REPLACED
        return REPLACED if token.expires_at <= loaded.now else None
    return None


def _why_it_is_outdated(plan: Row[Any], loaded: _LoadedFacts) -> str | None:
    booking = loaded.bookings.get(plan.booking_id)
    if booking is None:
        return ERASED
    entitled = booking.status in ENTITLING
    if plan.kind == kinds.TEAM_BOOKING:
        return None  # reports a past change, so it stays true
    if plan.kind == kinds.BOOKING_CANCELLED:
        return REPLACED if entitled else None
    if kinds.KINDS[template_of(plan.kind)].group == kinds.MONEY:
        return None
    if not entitled:
        return CANCELLED
    if is_reminder(plan.kind):
        if plan.start_version is not None and plan.start_version != booking.start_version:
            return MOVED
        return STARTED if booking.starts_at <= loaded.now else None
    if plan.kind == kinds.SESSION_MESSAGE:
        return None  # also after the session: a facilitator may write to those who were there
    if booking.ends_at <= loaded.now:
        return STARTED
    if plan.kind == kinds.BOOKING_CHANGED and plan.entry_id is not None:
        # Only the newest one is sent. It has the values that the guest was last told, and the current ones.
        return REPLACED if loaded.changes[plan.booking_id][-1].entry_id > plan.entry_id else None
    return None


def _outside_reminder_is_late(plan: Row[Any], now: datetime) -> bool:
    if not is_reminder(plan.kind) or plan.booking_id is not None:
        return False
    starts_at = outside_start(plan.data)
    return starts_at is not None and starts_at <= now


def _facts(plan: Row[Any], loaded: _LoadedFacts) -> Facts:
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
        old = _last_told(plan, loaded.changes.get(booking.id, ()))
        facts.values = booking_values(plan, booking, loaded.money.get(booking.order_id), language, old)
        facts.path = f"/my-bookings/{booking.id}"
        facts.sender_name = via_studio(booking.facilitator_name, loaded.studio)
        facts.reply_to = booking.facilitator_email
        if kind == kinds.SESSION_MESSAGE:
            facts.values |= session_message_values(loaded.session_messages[_message_id(plan)])
        elif plan.channel == kinds.EMAIL and kinds.KINDS[kind].group != kinds.MONEY:
            facts.calendar = calendar_attachment(booking)
    elif plan.channel in kinds.TEAM:
        facts.values = examples(kind, language) | values_of_test(language)
    elif plan.user_id is None:
        facts.values = outside_values(plan, language)
    else:
        token, code = loaded.tokens.get(_token_id(plan)), loaded.codes.get(_code_id(plan))
        facts.values = account_values(plan, token, code, language)
        facts.path = "/account"
    facts.values |= values_of_studio(loaded.studio)
    if plan.channel == kinds.EMAIL and plan.user_id is not None:
        facts.values |= values_of_receiver(plan)
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


def _to(plan: Row[Any], loaded: _LoadedFacts) -> Any:
    if plan.channel in kinds.TEAM:
        return loaded.teams[_team_id(plan)].address
    if plan.user_id is None:
        return plan.recipient
    if plan.channel == kinds.PUSH:
        return loaded.devices[plan.user_id]
    return {kinds.EMAIL: plan.person_email, kinds.SMS: plan.person_phone}.get(plan.channel, plan.user_id)


def _address(plan: Row[Any]) -> str:
    """The e-mail address or number that the message goes to; empty for other channels."""
    if plan.channel == kinds.EMAIL:
        return (plan.recipient if plan.user_id is None else plan.person_email) or ""
    if plan.channel == kinds.SMS:
        return callable_number(plan.recipient if plan.user_id is None else plan.person_phone) or ""
    return ""


def _team_id(plan: Row[Any]) -> int:
    """The id in a recipient such as "team:5"; 0 for other recipients."""
    name, _, number = plan.recipient.partition(":")
    return int(number) if name == "team" and number.isdigit() else 0


def _token_id(plan: Row[Any]) -> int:
    """The id of the token in an account's mail; 0 without a token."""
    return (plan.data or {}).get("token_id", 0) if plan.booking_id is None else 0


def _message_id(plan: Row[Any]) -> int:
    """The id of what the facilitator wrote; 0 for other messages."""
    return (plan.data or {}).get("message_id", 0) if plan.kind == kinds.SESSION_MESSAGE else 0


def _code_id(plan: Row[Any]) -> int:
    """The id of the code in a text that confirms a phone number; 0 for other messages."""
    return (plan.data or {}).get("code_id", 0) if plan.kind == kinds.PHONE_CODE else 0
