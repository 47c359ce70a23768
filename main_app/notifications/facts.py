"""What a message says, read just before it is sent; or why it is not sent any more.

A fixed number of statements, however many messages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import AccountToken
from main_app.auth.models import User
from main_app.bookings.models import OCCUPYING, Booking
from main_app.bookings.queries import SHOWN
from main_app.calendars.operations import calendar_attachment
from main_app.events.models import EventSession
from main_app.notifications import kinds
from main_app.notifications.kinds import is_reminder, template_of
from main_app.notifications.links import one_click_url, unsubscribe_url
from main_app.notifications.models import PlannedMessage, PlanState, PushSubscription, TeamChannel
from main_app.notifications.preferences import NOTHING_CHOSEN, Choices, choices_of
from main_app.notifications.reasons import (
    CANCELLED,
    ERASED,
    MOVED,
    NO_DEVICE,
    NO_PHONE_NUMBER,
    NOT_SET_UP,
    REPLACED,
    STARTED,
    TURNED_OFF,
)
from main_app.notifications.set_up import channels_set_up
from main_app.notifications.values import account_values, booking_values, outside_start, outside_values
from main_app.notifications.variables import examples
from main_app.settings import settings
from service_kit import clock

plans, people = PlannedMessage.__table__.c, User.__table__.c
bookings, sessions = Booking.__table__.c, EventSession.__table__.c
tokens = AccountToken.__table__.c
subscriptions, team_channels = PushSubscription.__table__.c, TeamChannel.__table__.c
IDS = bindparam("ids", expanding=True)
PLANS = (
    select(
        PlannedMessage.__table__,
        people.id.label("person_id"),
        people.name.label("person_name"),
        people.email.label("person_email"),
        people.phone.label("person_phone"),
        people.time_zone.label("person_time_zone"),
        people.language.label("person_language"),
    )
    .join_from(PlannedMessage.__table__, User.__table__, people.id == plans.user_id, isouter=True)
    .where(plans.id.in_(IDS))
)
BOOKINGS = SHOWN.add_columns(
    sessions.start_version, sessions.price_cents, sessions.currency.label("price_currency")
).where(bookings.id.in_(IDS))
DEVICES = select(PushSubscription.__table__).where(subscriptions.user_id.in_(IDS)).order_by(subscriptions.id)
TEAMS = select(TeamChannel.__table__).where(team_channels.id.in_(IDS), team_channels.enabled)
TOKENS = select(AccountToken.__table__).where(tokens.id.in_(IDS), tokens.used_at.is_(None))
LAST_CHANGES = (
    select(plans.booking_id, func.max(plans.entry_id))
    .where(plans.booking_id.in_(IDS), plans.kind == kinds.BOOKING_CHANGED)
    .group_by(plans.booking_id)
)


@dataclass(frozen=True)
class Skip:
    """It is not sent. The reason is a code that the plan page says in words."""

    reason: str


@dataclass
class Facts:
    """All that a message is made of. `kind` is the one whose template is used.

    `to` is an address or a number, the person's id for the bell, a list of subscriptions for push, and the
    address of a team channel.
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
    path: str = field(default="/my-bookings")  # of the web app, where the bell leads


@dataclass(frozen=True)
class _Known:
    """What was read for some messages."""

    bookings: Mapping[int, Row[Any]]
    choices: Mapping[int, Choices]
    devices: Mapping[int, list[dict[str, Any]]]
    teams: Mapping[int, Row[Any]]
    last_changes: Mapping[int, int]
    tokens: Mapping[int, Row[Any]]
    set_up: frozenset[str]
    now: datetime


def facts_for_delivery(connection: Connection | Session, plan_ids: Sequence[int]) -> dict[int, Facts | Skip]:
    """For each plan what its message says, or why it is not sent any more."""
    rows = connection.execute(PLANS, {"ids": sorted(plan_ids)}).all()
    known = _read(connection, rows)
    found: dict[int, Facts | Skip] = {plan_id: Skip(ERASED) for plan_id in plan_ids}
    for row in rows:
        reason = _reason_not_to_send(row, known)
        found[row.id] = Skip(reason) if reason else _facts(row, known)
    return found


def reasons_not_to_send(connection: Connection | Session, plan_ids: Sequence[int]) -> dict[int, str]:
    """A reason for each of these plans that is not to be sent."""
    rows = connection.execute(PLANS, {"ids": sorted(plan_ids)}).all()
    known = _read(connection, rows)
    reasons = {row.id: _reason_not_to_send(row, known) for row in rows}
    return {plan_id: reason for plan_id, reason in reasons.items() if reason}


def _read(connection: Connection | Session, rows: Sequence[Row[Any]]) -> _Known:
    booking_ids = sorted({row.booking_id for row in rows if row.booking_id is not None})
    changed = sorted({row.booking_id for row in rows if row.kind == kinds.BOOKING_CHANGED})
    with_push = sorted({row.user_id for row in rows if row.channel == kinds.PUSH and row.user_id is not None})
    teams = sorted({_team_id(row) for row in rows if row.channel in kinds.TEAM} - {0})
    token_ids = sorted({_token_id(row) for row in rows} - {0})
    devices: dict[int, list[dict[str, Any]]] = {}
    for one in connection.execute(DEVICES, {"ids": with_push}) if with_push else ():
        keys = {"p256dh": one.p256dh, "auth": one.auth}
        devices.setdefault(one.user_id, []).append({"id": one.id, "endpoint": one.endpoint, "keys": keys})
    return _Known(
        bookings={row.id: row for row in connection.execute(BOOKINGS, {"ids": booking_ids})} if booking_ids else {},
        choices=choices_of(connection, {row.user_id for row in rows if row.user_id is not None}),
        devices=devices,
        teams={row.id: row for row in connection.execute(TEAMS, {"ids": teams})} if teams else {},
        last_changes=dict(connection.execute(LAST_CHANGES, {"ids": changed}).all()) if changed else {},  # type: ignore[arg-type]
        tokens={row.id: row for row in connection.execute(TOKENS, {"ids": token_ids})} if token_ids else {},
        set_up=channels_set_up(settings()),
        now=clock.now(),
    )


def _reason_not_to_send(plan: Row[Any], known: _Known) -> str | None:
    return (
        _not_possible(plan, known)
        or (_not_true_any_more(plan, known) if plan.booking_id is not None else None)
        or (STARTED if _outside_reminder_is_late(plan, known.now) else None)
    )


def _not_possible(plan: Row[Any], known: _Known) -> str | None:
    if plan.state in (PlanState.WITHDRAWN.value, PlanState.SKIPPED.value):
        return plan.reason or CANCELLED
    if plan.channel not in known.set_up:
        return NOT_SET_UP
    if plan.channel in kinds.TEAM:
        return None if _team_id(plan) in known.teams else TURNED_OFF
    if plan.user_id is None:
        return None if plan.recipient else NO_PHONE_NUMBER if plan.channel == kinds.SMS else ERASED
    if plan.person_id is None:
        return ERASED
    if not known.choices.get(plan.user_id, NOTHING_CHOSEN).wants(plan.kind, plan.channel):
        return TURNED_OFF
    if plan.channel == kinds.SMS and not plan.person_phone:
        return NO_PHONE_NUMBER
    if plan.channel == kinds.PUSH and plan.user_id not in known.devices:
        return NO_DEVICE
    if token_id := _token_id(plan):
        token = known.tokens.get(token_id)
        return REPLACED if token is None or token.expires_at <= known.now else None
    return None


def _not_true_any_more(plan: Row[Any], known: _Known) -> str | None:
    booking = known.bookings.get(plan.booking_id)
    if booking is None:
        return ERASED
    occupies = booking.status in OCCUPYING
    if plan.kind == kinds.TEAM_BOOKING:
        return None  # tells what happened
    if plan.kind == kinds.BOOKING_CANCELLED:
        return REPLACED if occupies else None
    if kinds.KINDS[template_of(plan.kind)].group == kinds.MONEY:
        return None
    if not occupies:
        return CANCELLED
    if is_reminder(plan.kind):
        if plan.start_version is not None and plan.start_version != booking.start_version:
            return MOVED
        return STARTED if booking.starts_at <= known.now else None
    if booking.ends_at <= known.now:
        return STARTED
    if plan.kind == kinds.BOOKING_CHANGED and plan.entry_id is not None:
        # The newest says it all: how it was when the guest last knew, and how it is now.
        return REPLACED if known.last_changes.get(plan.booking_id, 0) > plan.entry_id else None
    return None


def _outside_reminder_is_late(plan: Row[Any], now: datetime) -> bool:
    if not is_reminder(plan.kind) or plan.booking_id is not None:
        return False
    starts_at = outside_start(plan.data)
    return starts_at is not None and starts_at <= now


def _facts(plan: Row[Any], known: _Known) -> Facts:
    kind = template_of(plan.kind)
    language = plan.language or plan.person_language or kinds.LANGUAGES[0]
    facts = Facts(
        plan_id=plan.id,
        kind=kind,
        channel=plan.channel,
        language=language,
        variant=plan.variant,
        to=_to(plan, known),
        values={},
        user_id=plan.user_id,
        booking_id=plan.booking_id,
    )
    booking = known.bookings.get(plan.booking_id)
    if booking is not None:
        facts.values = booking_values(plan, booking, language)
        facts.path = f"/my-bookings/{booking.id}"
        if plan.channel == kinds.EMAIL and kinds.KINDS[kind].group != kinds.MONEY:
            facts.calendar = calendar_attachment(booking)
    elif plan.channel in kinds.TEAM:
        facts.values = examples(kind)  # a facilitator tries their team channel
    elif plan.user_id is None:
        facts.values = outside_values(plan, language)
    else:
        facts.values = account_values(plan, known.tokens.get(_token_id(plan)), language)
        facts.path = "/account"
    if plan.channel == kinds.EMAIL and plan.user_id is not None and not kinds.is_fixed(kind, kinds.EMAIL):
        facts.unsubscribe_url = unsubscribe_url(plan.user_id, kind)
        facts.one_click_url = one_click_url(plan.user_id, kind)
    return facts


def _to(plan: Row[Any], known: _Known) -> Any:
    if plan.channel in kinds.TEAM:
        return known.teams[_team_id(plan)].address
    if plan.user_id is None:
        return plan.recipient
    if plan.channel == kinds.PUSH:
        return known.devices[plan.user_id]
    return {kinds.EMAIL: plan.person_email, kinds.SMS: plan.person_phone}.get(plan.channel, plan.user_id)


def _team_id(plan: Row[Any]) -> int:
    """The team channel that "team:5" names; 0 where it names none."""
    name, _, number = plan.recipient.partition(":")
    return int(number) if name == "team" and number.isdigit() else 0


def _token_id(plan: Row[Any]) -> int:
    """The token that the mail of an account carries; 0 where it carries none."""
    return (plan.data or {}).get("token_id", 0) if plan.booking_id is None else 0
