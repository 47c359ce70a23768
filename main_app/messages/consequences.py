"""Consequences of the journal entries of bookings and accounts: messages to guests, facilitators and their teams."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.auth import consequences as accounts
from main_app.auth.models import User
from main_app.auth.record import EMAIL_CHANGED, EMAIL_VERIFIED, PHONE_CONFIRMED, PREFERENCES_CHANGED, PROFILE_CHANGED
from main_app.bookings import consequences as bookings
from main_app.bookings.states import ENTITLING
from main_app.bookings.transitions import CANCEL, CREATE, REACTIVATE, UPDATE, Party
from main_app.events.editing import CANCELLED as SESSION_CANCELLED
from main_app.events.run_rule import CONFIRMED
from main_app.journal.read import Entry
from main_app.messages import kinds
from main_app.messages.account_consequences import email_change_facts
from main_app.messages.confirmed import why_not_confirmed
from main_app.messages.models import PushSubscription, TeamChannel, team_recipient
from main_app.messages.plan import Plan, Withdrawal
from main_app.messages.preferences import NOTHING_CHOSEN, Choices, choices_of
from main_app.messages.reasons import BEFORE_QUIET_HOURS, CANCELLED, MOVED, NO_PHONE_NUMBER, TURNED_OFF
from main_app.messages.reminders import quiet_hours, reminder_at, reminder_hours
from service_kit import clock

PAID_LATE = "paid_late"
KIND_OF_ACTION = {
    CREATE.action: kinds.BOOKING_CONFIRMED,
    REACTIVATE.action: kinds.BOOKING_REACTIVATED,
    CANCEL.action: kinds.BOOKING_CANCELLED,
    UPDATE.action: kinds.BOOKING_CHANGED,
}
TO_FACILITATOR = {
    CREATE.action: kinds.FACILITATOR_BOOKING,
    REACTIVATE.action: kinds.FACILITATOR_BOOKING,
    CANCEL.action: kinds.FACILITATOR_CANCELLATION,
}
TEAM_ACTIONS = (CREATE.action, REACTIVATE.action, CANCEL.action)
# Guests get no message about other changes.
TOLD_CHANGES = {"starts_at", "ends_at", "location", "online", "link", "min_places", "decide_at"}

subscriptions, team_channels = PushSubscription.__table__.c, TeamChannel.__table__.c
people = User.__table__.c
WITH_DEVICE = select(subscriptions.user_id).where(subscriptions.user_id.in_(bindparam("ids", expanding=True)))
TEAMS = select(team_channels.id, team_channels.user_id, team_channels.kind).where(
    team_channels.user_id.in_(bindparam("ids", expanding=True)), team_channels.enabled
)
CONFIRMED_ADDRESS = select(people.id).where(
    people.id.in_(bindparam("ids", expanding=True)), people.email_verified_at.is_not(None)
)


UPCOMING = bookings.SELECT_FACTS.where(
    bookings.bookings.user_id.in_(bindparam("people", expanding=True)),
    bookings.bookings.status.in_(ENTITLING),
    bookings.sessions.starts_at > bindparam("now"),
)


@dataclass(frozen=True)
class GuestFacts:
    """A booking as it is now, with its guest's and facilitator's preferences and the facilitator's team channels."""

    booking: Any  # the columns of bookings.consequences.FACTS
    choices: Choices
    has_device: bool
    facilitator_choices: Choices
    facilitator_confirmed: bool  # their address
    team: Sequence[Any]  # the facilitator's team channels
    hours: Mapping[str, tuple[int, ...]]  # hours of reminders before the start, by channel


def guest_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, GuestFacts]:
    """The facts of each entry's booking as they are now, by entry id. Five statements for any number of entries."""
    return facts_of(connection, bookings.booking_rows(connection, entries))


def facts_of(connection: Connection, rows: Mapping[int, Any]) -> dict[int, GuestFacts]:
    """The same for booking rows that are read already. The facts have the keys of `rows`."""
    guests = {row.user_id for row in rows.values()}
    facilitators = {row.facilitator_id for row in rows.values()}
    choices = choices_of(connection, guests | facilitators)
    confirmed = set(connection.execute(CONFIRMED_ADDRESS, {"ids": sorted(facilitators)}).scalars()) if rows else set()
    with_device = set(connection.execute(WITH_DEVICE, {"ids": sorted(guests)}).scalars()) if guests else set()
    teams = _teams(connection, facilitators)
    hours = reminder_hours()
    return {
        key: GuestFacts(
            row,
            choices.get(row.user_id, NOTHING_CHOSEN),
            row.user_id in with_device,
            choices.get(row.facilitator_id, NOTHING_CHOSEN),
            row.facilitator_id in confirmed,
            teams.get(row.facilitator_id, ()),
            hours,
        )
        for key, row in rows.items()
    }


@dataclass(frozen=True)
class PersonFacts:
    """A person, with their upcoming bookings if the entry may change their reminders."""

    user: Any
    bookings: Sequence[GuestFacts]
    email_change: Any = None


def person_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, PersonFacts]:
    """The person of each entry, by entry id. At most eight statements for any number of entries."""
    users = accounts.user_facts(connection, entries)
    people = {int(entry.subject_id) for entry in entries if changes_reminders(entry)}
    upcoming: dict[int, list[GuestFacts]] = {}
    if people:
        rows = connection.execute(UPCOMING, {"people": sorted(people), "now": clock.now()})
        for facts in facts_of(connection, {row.id: row for row in rows}).values():
            upcoming.setdefault(facts.booking.user_id, []).append(facts)
    email_changes = email_change_facts(connection, entries)
    return {
        entry.id: PersonFacts(
            users[entry.id],
            upcoming.get(int(entry.subject_id), ()) if changes_reminders(entry) else (),
            email_changes.get(entry.id),
        )
        for entry in entries
    }


def changes_reminders(entry: Entry) -> bool:
    """Whether the entry changes an address, phone number, time zone or preference that reminders depend on."""
    if entry.action == PROFILE_CHANGED:
        return bool({"phone", "time_zone"} & entry.changes.keys())
    return entry.action in (PREFERENCES_CHANGED, EMAIL_CHANGED, EMAIL_VERIFIED, PHONE_CONFIRMED)


def plan_reminders_of_person(entry: Entry, facts: PersonFacts) -> list[Plan]:
    """Plan a person's future reminders again, with their current preferences."""
    return [plan for of_booking in facts.bookings for plan in reminders(of_booking, entry.at, future_only=True)]


def notify_guest(entry: Entry, facts: GuestFacts) -> list[Plan]:
    """Tell the guest at once what happened to the booking."""
    booking = facts.booking
    if entry.action in bookings.OF_MONEY:
        kind = _kind_of_money(entry)
        if kind is None:
            return []
    else:
        kind = KIND_OF_ACTION.get(entry.action)
        if kind is None or booking.ends_at <= entry.at or not bookings.is_announced(entry):
            return []
        if _is_moved_away(entry):
            return []
    if kind == kinds.BOOKING_CHANGED and "run_state" in entry.changes and entry.changes["run_state"][1] == CONFIRMED:
        kind = kinds.SESSION_CONFIRMED
    elif kind == kinds.BOOKING_CHANGED and not (entry.reason or TOLD_CHANGES & entry.changes.keys()):
        return []
    data = _change_data(entry)
    return [
        Plan(
            kind=kind,
            channel=channel,
            subject=f"booking:{booking.id}",
            booking_id=booking.id,
            user_id=booking.user_id,
            entry_id=entry.id,
            data=data,
            skip=_why_not(facts, kind, channel, data),
            by_receiver=entry.actor_id == booking.user_id,
            version=entry.version,
        )
        for channel in _channels(facts, kinds.PERSONAL)
        if channel in kinds.KINDS[kind].channels and (channel != kinds.SMS or booking.user_phone)
    ]


def plan_reminders_of_booking(entry: Entry, facts: GuestFacts) -> list[Plan | Withdrawal]:
    """Plan reminders for the session's current start. Withdraw those for another start or a cancelled booking.

    Entries are processed in order, with facts at least as new as the entry. So the reminders are right after the
    last entry.
    """
    booking = facts.booking
    if booking.status not in ENTITLING:
        return [Withdrawal(booking.id, CANCELLED)]
    if entry.action not in (CREATE.action, REACTIVATE.action) and "starts_at" not in entry.changes:
        return []
    if booking.starts_at <= entry.at:
        return [Withdrawal(booking.id, MOVED)]
    planned = reminders(facts, entry.at, entry.id)
    if entry.action == CREATE.action:
        return list(planned)  # nothing was planned for another start
    return [Withdrawal(booking.id, MOVED, booking.start_version), *planned]


def reminders(
    facts: GuestFacts, since: datetime, entry_id: int | None = None, *, future_only: bool = False
) -> Iterator[Plan]:
    """The reminders of a booking that was booked, moved or reactivated at `since`.

    `future_only` leaves out those that were due by then: they were sent, or are being sent.
    """
    booking = facts.booking
    quiet = quiet_hours(booking.quiet_from, booking.quiet_until, booking.guest_time_zone)
    for channel in _channels(facts, facts.hours):
        for hours in facts.hours[channel]:
            if future_only and booking.starts_at - timedelta(hours=hours) <= since:
                continue
            kind = kinds.reminder_kind(hours)
            reminder = reminder_at(booking.starts_at, hours, since, quiet)
            yield Plan(
                kind=kind,
                channel=channel,
                subject=f"booking:{booking.id}",
                due_at=reminder.due_at,
                booking_id=booking.id,
                user_id=booking.user_id,
                entry_id=entry_id,
                start_version=booking.start_version,
                skip=_why_not(facts, kind, channel, None) or reminder.skip,
                early=BEFORE_QUIET_HOURS if reminder.is_early else None,
            )


def notify_facilitator(entry: Entry, facts: GuestFacts) -> list[Plan]:
    """Tell the facilitator that a guest has booked, moved or cancelled, or an admin did it for them.

    Not what they or the system did, and not each guest of a session that an admin cancelled.
    """
    booking, kind = facts.booking, TO_FACILITATOR.get(entry.action)
    if kind is None or booking.ends_at <= entry.at or not bookings.is_announced(entry):
        return []
    if entry.actor_id == booking.facilitator_id:
        return []
    by_guest = entry.changes.get("cancelled_by", Party.USER.value) == Party.USER.value
    if entry.action == CANCEL.action:
        for_guest = _is_by_studio(entry, booking) and booking.session_status != SESSION_CANCELLED
        if _is_moved_away(entry) or not (by_guest or for_guest):
            return []
    data = _data_for_staff(entry) | ({"by_studio": True} if _is_by_studio(entry, booking) else {})
    return [
        Plan(
            kind=kind,
            channel=channel,
            subject=f"booking:{booking.id}",
            booking_id=booking.id,
            user_id=booking.facilitator_id,
            entry_id=entry.id,
            data=data,
            skip=_why_not_facilitator(facts, kind, channel),
            version=entry.version,
        )
        for channel in kinds.PERSONAL
        if channel in kinds.KINDS[kind].channels
    ]


def notify_team(entry: Entry, facts: GuestFacts) -> list[Plan]:
    """Tell each channel of the facilitator's team of a new, moved or cancelled booking."""
    booking = facts.booking
    if entry.action not in TEAM_ACTIONS or not bookings.is_announced(entry) or _is_moved_away(entry):
        return []
    return [
        Plan(
            kind=kinds.TEAM_BOOKING,
            channel=team_channel.kind,
            subject=f"booking:{booking.id}",
            booking_id=booking.id,
            user_id=booking.facilitator_id,
            entry_id=entry.id,
            recipient=team_recipient(team_channel.id),
            data=_data_for_staff(entry),
            version=entry.version,
        )
        for team_channel in facts.team
    ]


def _is_by_studio(entry: Entry, booking: Any) -> bool:
    """Whether an admin did it, neither the guest nor the facilitator nor the system."""
    return entry.actor_id not in (None, booking.user_id, booking.facilitator_id)


def _is_moved_away(entry: Entry) -> bool:
    """Whether a guest moved the booking to another date: the message about the booking that replaces it says so."""
    return entry.action == CANCEL.action and "moved_to" in entry.changes


def _data_for_staff(entry: Entry) -> dict[str, Any]:
    moved_from = entry.changes.get("moved_from")
    return {"action": entry.action} | ({"moved_from": moved_from} if moved_from else {})


def _why_not(facts: GuestFacts, kind: str, channel: str, data: dict[str, Any] | None) -> str | None:
    """Why the guest does not get this message, or None."""
    booking = facts.booking
    if not facts.choices.wants(kind, channel):
        return TURNED_OFF
    if channel == kinds.SMS and not booking.user_phone:
        return NO_PHONE_NUMBER
    return why_not_confirmed(
        kind,
        channel,
        data,
        address_confirmed=booking.email_verified_at is not None,
        phone_confirmed=booking.phone_confirmed_at is not None,
    )


def _why_not_facilitator(facts: GuestFacts, kind: str, channel: str) -> str | None:
    if not facts.facilitator_choices.wants(kind, channel):
        return TURNED_OFF
    return why_not_confirmed(kind, channel, None, address_confirmed=facts.facilitator_confirmed, phone_confirmed=False)


def _channels(facts: GuestFacts, channels: Collection[str]) -> list[str]:
    """These channels, without push if the guest has no device that takes push messages."""
    return [channel for channel in channels if channel != kinds.PUSH or facts.has_device]


def _kind_of_money(entry: Entry) -> str | None:
    """The message about a change of money: what was paid at the door or after a deposit, or what goes back."""
    refunded = entry.changes.get("refunded_cents")
    if refunded and refunded[1] > refunded[0]:
        return kinds.REFUND
    paid = entry.changes.get("paid_cents")
    is_due = entry.changes.get("payment_status", ["", "success"])[1] != "success"
    return (
        kinds.PAYMENT_CONFIRMED if paid and paid[1] > paid[0] and not is_due and entry.to_state in ENTITLING else None
    )


def _change_data(entry: Entry) -> dict[str, Any] | None:
    if refunded := entry.changes.get("refunded_cents"):
        late = entry.changes.get("paid_late", [False, False])[1]
        return {"refund_cents": refunded[1] - refunded[0]} | ({"reason": PAID_LATE} if late else {})
    if paid := entry.changes.get("paid_cents"):
        return {"paid_cents": paid[1] - paid[0]}
    if moved_from := entry.changes.get("moved_from"):
        return {"moved_from": moved_from}
    if entry.action == CANCEL.action:
        return {"cancelled_by": entry.changes.get("cancelled_by", "user"), "reason": entry.reason}
    if entry.action == UPDATE.action:
        old = {column: entry.changes[column][0] for column in TOLD_CHANGES & entry.changes.keys()}
        reason = {"reason": entry.reason} if entry.reason else {}
        return {"old": {column: value for column, value in old.items() if column != "link"}} | reason
    return None


def _teams(connection: Connection, facilitator_ids: Collection[int]) -> dict[int, list[Any]]:
    teams: dict[int, list[Any]] = {}
    for row in connection.execute(TEAMS, {"ids": sorted(facilitator_ids)}) if facilitator_ids else ():
        teams.setdefault(row.user_id, []).append(row)
    return teams
