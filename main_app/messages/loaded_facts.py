"""The rows that messages are made of, read for a whole batch just before it is sent.

The number of statements does not depend on the number of messages.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import AccountToken
from main_app.auth.email_change import EmailChange
from main_app.auth.models import User
from main_app.auth.phone_codes import PhoneCode
from main_app.bookings.columns import BOOKINGS as ALL_BOOKINGS
from main_app.bookings.columns import facilitators
from main_app.bookings.models import Booking
from main_app.events.models import Event, EventSession
from main_app.messages import kinds
from main_app.messages.configured_channels import configured_channels
from main_app.messages.message_texts import texts_in_use
from main_app.messages.models import PlannedMessage, PushSubscription, SessionMessage, TeamChannel
from main_app.messages.preferences import Choices, choices_of
from main_app.messages.suppressions import suppressed_addresses
from main_app.orders.money import OrderMoney, money_of_orders
from main_app.outbox.models import OutboxMessage
from main_app.settings import settings
from main_app.studio.queries import StudioFacts, studio_facts
from service_kit import clock
from service_kit.phone_numbers import callable_number

plans, people = PlannedMessage.__table__.c, User.__table__.c
bookings, events, sessions = Booking.__table__.c, Event.__table__.c, EventSession.__table__.c
tokens, codes = AccountToken.__table__.c, PhoneCode.__table__.c
subscriptions, team_channels = PushSubscription.__table__.c, TeamChannel.__table__.c
IDS = bindparam("ids", expanding=True)
PLANS = (
    select(
        PlannedMessage.__table__,
        people.id.label("person_id"),
        people.erased_at.label("person_erased_at"),
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
BOOKINGS = ALL_BOOKINGS.add_columns(
    sessions.start_version,
    sessions.capacity,
    people.email_verified_at.label("user_email_verified_at"),
    facilitators.c.email.label("facilitator_email"),
    events.kind.label("event_kind"),
).where(bookings.id.in_(IDS))
DEVICES = select(PushSubscription.__table__).where(subscriptions.user_id.in_(IDS)).order_by(subscriptions.id)
TEAMS = select(TeamChannel.__table__).where(team_channels.id.in_(IDS), team_channels.enabled)
TOKENS = select(AccountToken.__table__).where(tokens.id.in_(IDS), tokens.used_at.is_(None))
SESSION_MESSAGES = select(SessionMessage.__table__).where(SessionMessage.__table__.c.id.in_(IDS))
INVITERS = select(people.id, people.name, people.email).where(people.id.in_(IDS))
EMAIL_CHANGES = select(EmailChange.__table__).where(EmailChange.__table__.c.id.in_(IDS))
CODES = select(PhoneCode.__table__).where(codes.id.in_(IDS))
CHANGES = (
    select(plans.booking_id, plans.channel, plans.entry_id, plans.data, plans.state, OutboxMessage.status)
    .join(OutboxMessage, OutboxMessage.event_id == plans.event_id, isouter=True)
    .where(plans.booking_id.in_(IDS), plans.kind == kinds.BOOKING_CHANGED)
    .order_by(plans.entry_id)
)


@dataclass(frozen=True)
class LoadedFacts:
    """Everything that was read for a batch of messages."""

    bookings: Mapping[int, Row[Any]]
    money: Mapping[int, OrderMoney]  # by order
    choices: Mapping[int, Choices]
    devices: Mapping[int, list[dict[str, Any]]]
    teams: Mapping[int, Row[Any]]
    changes: Mapping[int, Sequence[Any]]  # of a booking's time and place: the plans of their messages, in order
    tokens: Mapping[int, Row[Any]]
    codes: Mapping[int, Row[Any]]
    email_changes: Mapping[int, Row[Any]]
    session_messages: Mapping[int, Row[Any]]
    inviters: Mapping[int, Any]
    suppressed: Mapping[str, str]
    configured_channels: frozenset[str]
    studio: StudioFacts
    written: Mapping[tuple[str, str, str], Mapping[str, str]]  # by kind, language and variant
    now: datetime


def load_plans(connection: Connection | Session, plan_ids: Collection[int]) -> Sequence[Row[Any]]:
    """The plans, each with the person it is for."""
    return connection.execute(PLANS, {"ids": sorted(plan_ids)}).all()


def read_facts(connection: Connection | Session, rows: Sequence[Row[Any]]) -> LoadedFacts:
    booking_ids = sorted(
        {row.booking_id for row in rows if row.booking_id is not None} | set(map(moved_from, rows)) - {0}
    )
    changed = sorted({row.booking_id for row in rows if row.kind == kinds.BOOKING_CHANGED})
    with_push = sorted({row.user_id for row in rows if row.channel == kinds.PUSH and row.user_id is not None})
    teams = sorted({team_id_of(row) for row in rows if row.channel in kinds.TEAM} - {0})
    token_ids = sorted({token_id_of(row) for row in rows} - {0})
    code_ids = sorted({code_id_of(row) for row in rows} - {0})
    change_ids = sorted({email_change_id_of(row) for row in rows} - {0})
    message_ids = sorted({message_id_of(row) for row in rows} - {0})
    inviter_ids = sorted({inviter_id_of(row) for row in rows} - {0})
    devices: dict[int, list[dict[str, Any]]] = {}
    for device in connection.execute(DEVICES, {"ids": with_push}) if with_push else ():
        keys = {"p256dh": device.p256dh, "auth": device.auth}
        devices.setdefault(device.user_id, []).append({"id": device.id, "endpoint": device.endpoint, "keys": keys})
    changes: dict[int, list[Any]] = {}
    for change in connection.execute(CHANGES, {"ids": changed}) if changed else ():
        changes.setdefault(change.booking_id, []).append(change)
    email_changes = (
        {row.id: row for row in connection.execute(EMAIL_CHANGES, {"ids": change_ids})} if change_ids else {}
    )
    found = {row.id: row for row in connection.execute(BOOKINGS, {"ids": booking_ids})} if booking_ids else {}
    return LoadedFacts(
        bookings=found,
        money=money_of_orders(connection, [row.order_id for row in found.values() if row.order_id]),
        choices=choices_of(connection, {row.user_id for row in rows if row.user_id is not None}),
        devices=devices,
        teams={row.id: row for row in connection.execute(TEAMS, {"ids": teams})} if teams else {},
        changes=changes,
        tokens={row.id: row for row in connection.execute(TOKENS, {"ids": token_ids})} if token_ids else {},
        codes={row.id: row for row in connection.execute(CODES, {"ids": code_ids})} if code_ids else {},
        email_changes=email_changes,
        session_messages={row.id: row for row in connection.execute(SESSION_MESSAGES, {"ids": message_ids})}
        if message_ids
        else {},
        inviters={row.id: row for row in connection.execute(INVITERS, {"ids": inviter_ids})} if inviter_ids else {},
        suppressed=suppressed_addresses(connection, {address_of(row, email_changes) for row in rows} - {""}),
        configured_channels=configured_channels(settings()),
        studio=studio_facts(),
        written=texts_in_use(connection),
        now=clock.now(),
    )


def address_of(plan: Row[Any], email_changes: Mapping[int, Row[Any]]) -> str:
    """The e-mail address or number that the message goes to; empty for other channels."""
    if plan.channel == kinds.EMAIL:
        if change_id := email_change_id_of(plan):
            change = email_changes.get(change_id)
            if change is None:
                return ""
            return change.email if plan.kind == kinds.EMAIL_CHANGE_CODE else change.former_email or ""
        return (plan.recipient if plan.user_id is None else plan.person_email) or ""
    if plan.channel == kinds.SMS:
        return callable_number(plan.recipient if plan.user_id is None else plan.person_phone) or ""
    return ""


def team_id_of(plan: Row[Any]) -> int:
    """The id in a recipient such as "team:5"; 0 for other recipients."""
    name, _, number = plan.recipient.partition(":")
    return int(number) if name == "team" and number.isdigit() else 0


def token_id_of(plan: Row[Any]) -> int:
    """The id of the token in an account's mail; 0 without a token."""
    return (plan.data or {}).get("token_id", 0) if plan.booking_id is None else 0


def email_change_id_of(plan: Row[Any]) -> int:
    """The id of the change of an address, for mails to the new and to the former one; 0 for other messages."""
    is_about_change = plan.kind in (kinds.EMAIL_CHANGE_CODE, kinds.EMAIL_CHANGED)
    return (plan.data or {}).get("email_change_id", 0) if is_about_change else 0


def inviter_id_of(plan: Row[Any]) -> int:
    """The id of the admin who invites the reader; 0 for other messages."""
    return (plan.data or {}).get("inviter_id") or 0 if plan.kind == kinds.INVITATION else 0


def message_id_of(plan: Row[Any]) -> int:
    """The id of what the facilitator wrote; 0 for other messages."""
    return (plan.data or {}).get("message_id", 0) if plan.kind == kinds.SESSION_MESSAGE else 0


def moved_from(plan: Row[Any]) -> int:
    """The id of the booking that the message's booking replaces; 0 if it replaces none."""
    return (plan.data or {}).get("moved_from", 0) if plan.booking_id is not None else 0


def code_id_of(plan: Row[Any]) -> int:
    """The id of the code in a text that confirms a phone number; 0 for other messages."""
    return (plan.data or {}).get("code_id", 0) if plan.kind == kinds.PHONE_CODE else 0
