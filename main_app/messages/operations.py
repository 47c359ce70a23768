"""What people change in their notifications, preferences and team channels. Each operation is one transaction."""

from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.auth.profiles import change_profile
from main_app.auth.record import PREFERENCES_CHANGED, record_change
from main_app.auth.schemas import ProfileChange
from main_app.bookings.models import Booking
from main_app.bookings.operations import cancel_booking
from main_app.bookings.queries import get_own_booking
from main_app.bookings.schemas import BookingOut
from main_app.database import db
from main_app.messages.kinds import CHOSEN_BY_PEOPLE, EMAIL, KINDS, PUSH, REMINDERS, TEAM_BOOKING, is_fixed
from main_app.messages.links import Link, read_link
from main_app.messages.models import (
    InAppNotification,
    NotificationPreference,
    PushSubscription,
    TeamChannel,
    team_recipient,
)
from main_app.messages.plan import Plan, write_plans
from main_app.messages.queries import count_unread
from main_app.messages.schemas import Choice, MarkRead, NewTeamChannel, PreferencesChange, TeamChannelChange
from main_app.messages.suppressions import stop_reminders
from main_app.messages.team_addresses import shown_address, team_address
from main_app.outbox.health import forget_destination
from main_app.services.web_push import MAX_DEVICES
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from service_kit.problems import Conflict, Forbidden, Invalid, NotFound

MAX_TEAM_CHANNELS = 10
PROFILE_FIELDS = ("language", "time_zone", "phone")

bell = InAppNotification.__table__.c
MARK_READ = (
    update(InAppNotification.__table__)
    .where(bell.user_id == bindparam("reader"), bell.read_at.is_(None))
    .values(read_at=bindparam("now"))
)
MARK_THESE_READ = MARK_READ.where(bell.id.in_(bindparam("ids", expanding=True)))


def mark_read(user_id: int, selection: MarkRead) -> int:
    """Mark a person's notifications as read. Returns how many are still unread."""
    with write_connection() as connection:
        values: dict[str, Any] = {"reader": user_id, "now": clock.now()}
        if selection.ids is None:
            connection.execute(MARK_READ, values)
        else:
            connection.execute(MARK_THESE_READ, values | {"ids": selection.ids})
    return count_unread(user_id)


def change_preferences(user_id: int, change: PreferencesChange) -> None:
    """Change the preferences that are set in `change`. The worker then plans the person's reminders again."""
    choices = [_checked(choice) for choice in change.choices or ()]
    profile_fields = {name: getattr(change, name) for name in PROFILE_FIELDS if name in change.model_fields_set}
    with write_transaction() as db_session:
        if profile_fields:
            change_profile(user_id, ProfileChange.model_validate(profile_fields))
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        changes = _store_choices(db_session, user_id, choices)
        if "quiet_hours" in change.model_fields_set:
            quiet = change.quiet_hours
            new_hours = {"quiet_from": quiet.since if quiet else None, "quiet_until": quiet.until if quiet else None}
            for name, value in new_hours.items():
                if getattr(user, name) != value:
                    changes[name] = [getattr(user, name), value]
                    setattr(user, name, value)
        if changes:
            _record(db_session, user, changes)


def add_device(user_id: int, endpoint: str, p256dh: str, auth: str) -> None:
    """Send a person's push messages to this browser too. After the first one their reminders are planned again."""
    try:
        _add_device(user_id, endpoint, p256dh, auth)
    except IntegrityError:  # somebody else subscribed the same browser at the same moment
        _add_device(user_id, endpoint, p256dh, auth)


def _add_device(user_id: int, endpoint: str, p256dh: str, auth: str) -> None:
    now = clock.now()
    device = PushSubscription(user_id=user_id, endpoint=endpoint, p256dh=p256dh, auth=auth, created_at=now)
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        of_person = select(PushSubscription.id).where(PushSubscription.user_id == user_id)
        is_first = db_session.scalar(of_person.limit(1)) is None
        db_session.execute(delete(PushSubscription).where(PushSubscription.endpoint == endpoint))
        db_session.add(device)
        db_session.flush()
        newest = of_person.order_by(PushSubscription.id.desc())
        too_many = list(db_session.scalars(newest.offset(MAX_DEVICES)))
        db_session.execute(delete(PushSubscription).where(PushSubscription.id.in_(too_many)))
        if is_first:
            _record(db_session, user, {PUSH: [False, True]})


def remove_device(user_id: int, endpoint: str) -> None:
    """Send no more push messages to this browser, if it is one of the person's."""
    with write_transaction() as db_session:
        own = PushSubscription.user_id == user_id, PushSubscription.endpoint == endpoint
        db_session.execute(delete(PushSubscription).where(*own))


def remove_devices_of_user(db_session: Session, user_id: int) -> None:
    """End a person's push messages on all devices, in the caller's transaction: one may be a thief's."""
    db_session.execute(delete(PushSubscription).where(PushSubscription.user_id == user_id))


def show_link(token: str) -> tuple[Link, BookingOut | None]:
    """What a link is for, and its booking. Changes nothing: mail scanners open every link."""
    link = read_link(token)
    return link, None if link.booking_id is None else _booking_of(link)[1]


def cancel_by_link(token: str) -> BookingOut:
    """Cancel the booking that a link is for, as its guest."""
    link = read_link(token)
    if link.booking_id is None:
        raise Forbidden("This link can't cancel a booking.")
    guest, _ = _booking_of(link)
    return cancel_booking(guest, link.booking_id)


def unsubscribe_by_link(token: str) -> str:
    """End a person's e-mails of one kind. Returns the kind. Doing it again changes nothing."""
    link = read_link(token)
    if link.address is not None:
        stop_reminders(link.address)
        return REMINDERS
    if link.user_id is None or link.kind is None:
        raise Forbidden("This link can't end e-mails.")
    with write_transaction() as db_session:
        user = db_session.get(User, link.user_id, populate_existing=True, with_for_update=True)
        if user is None:
            raise NotFound("link")
        choice = Choice(kind=link.kind, channel=EMAIL, enabled=False)
        if changes := _store_choices(db_session, user.id, [_checked(choice)]):
            _record(db_session, user, changes)
    return link.kind


def team_channels_of(user_id: int) -> list[dict[str, Any]]:
    query = select(TeamChannel).where(TeamChannel.user_id == user_id).order_by(TeamChannel.id)
    return [_team_json(channel) for channel in db.session.scalars(query)]


def add_team_channel(user_id: int, new: NewTeamChannel) -> dict[str, Any]:
    address = team_address(new.kind, new.address, settings().team_channel_hosts)
    with write_transaction() as db_session:
        # Locks the person, so that two requests at once don't exceed the limit together.
        db_session.get_one(User, user_id, with_for_update=True)
        query = select(TeamChannel.id).where(TeamChannel.user_id == user_id)
        if len(db_session.scalars(query).all()) >= MAX_TEAM_CHANNELS:
            raise Conflict("too_many_channels", f"There are {MAX_TEAM_CHANNELS} channels already: remove one first.")
        channel = TeamChannel(
            user_id=user_id,
            kind=new.kind,
            address=address,
            label=new.label,
            enabled=new.enabled is not False,
            created_at=clock.now(),
        )
        db_session.add(channel)
        db_session.flush()
        return _team_json(channel)


def change_team_channel(user_id: int, channel_id: int, change: TeamChannelChange) -> dict[str, Any]:
    with write_transaction() as db_session:
        channel = _own_channel(db_session, user_id, channel_id)
        for name in change.model_fields_set:
            value = getattr(change, name)
            if name == "address":
                value = team_address(channel.kind, value, settings().team_channel_hosts)
            setattr(channel, name, value)
        forget_destination(db_session, channel.kind, team_recipient(channel_id))
        return _team_json(channel)


def remove_team_channel(user_id: int, channel_id: int) -> None:
    with write_transaction() as db_session:
        channel = _own_channel(db_session, user_id, channel_id)
        forget_destination(db_session, channel.kind, team_recipient(channel_id))
        db_session.execute(delete(TeamChannel).where(TeamChannel.id == channel_id))


def test_team_channel(user_id: int, channel_id: int) -> str:
    """Send an example message to the team channel. Returns the plan's public id."""
    with write_transaction() as db_session:
        channel = _own_channel(db_session, user_id, channel_id)
        if not channel.enabled:
            raise Conflict("turned_off", "This channel is turned off. Turn it on first.")
        plan = Plan(
            kind=TEAM_BOOKING,
            channel=channel.kind,
            subject=team_recipient(channel.id),
            user_id=user_id,
            recipient=team_recipient(channel.id),
        )
        return write_plans(db_session, [plan])[0]


def _checked(choice: Choice) -> Choice:
    kind = KINDS.get(choice.kind)
    if kind is None or choice.kind not in CHOSEN_BY_PEOPLE:
        raise Invalid("There is no such kind of message.", "kind", "unknown")
    if choice.channel not in kind.channels:
        raise Invalid("This kind of message does not go through this channel.", "channel", "unknown")
    if is_fixed(choice.kind, choice.channel) and not choice.enabled:
        raise Invalid("This is always sent by e-mail: you need to know it.", "enabled", "essential")
    return choice


def _store_choices(db_session: Session, user_id: int, choices: list[Choice]) -> dict[str, list[Any]]:
    """Store these choices. Returns the changed ones, as the `changes` of a journal entry."""
    before = {
        (row.kind, row.channel): row.enabled
        for row in db_session.scalars(select(NotificationPreference).where(NotificationPreference.user_id == user_id))
    }
    changes: dict[str, list[Any]] = {}
    for choice in choices:
        old = before.get((choice.kind, choice.channel), True)
        if old != choice.enabled:
            changes[f"{choice.kind}:{choice.channel}"] = [old, choice.enabled]
            row = {"kind": choice.kind, "channel": choice.channel, "enabled": choice.enabled}
            db_session.merge(NotificationPreference(user_id=user_id, **row))
            before[choice.kind, choice.channel] = choice.enabled
    return changes


def _record(db_session: Session, user: User, changes: dict[str, list[Any]]) -> None:
    user.version += 1
    record_change(db_session, user, PREFERENCES_CHANGED, changes=changes)


def _booking_of(link: Link) -> tuple[Caller, BookingOut]:
    """The guest of a link's booking, as the caller who uses the link, and the booking."""
    row = db.session.execute(
        select(User.id, User.role, User.name, User.email)
        .join_from(Booking, User, User.id == Booking.user_id)
        .where(Booking.id == link.booking_id)
    ).first()
    if row is None or link.booking_id is None:
        raise NotFound("link")
    guest = Caller(row.id, row.role, row.name, row.email, "", through="signed_link")
    return guest, get_own_booking(row.id, link.booking_id)


def _own_channel(db_session: Session, user_id: int, channel_id: int) -> TeamChannel:
    channel = db_session.get(TeamChannel, channel_id, populate_existing=True, with_for_update=True)
    if channel is None or channel.user_id != user_id:
        raise NotFound("team channel")
    return channel


def _team_json(channel: TeamChannel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "kind": channel.kind,
        "label": channel.label,
        "address": shown_address(channel.kind, channel.address),
        "enabled": channel.enabled,
        "created_at": clock.iso(channel.created_at),
    }
