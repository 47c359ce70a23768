"""Erasing a person, in one transaction: what accounting needs stays, and nobody can tell whose it was.

It is refused while something about the person is still on its way. So nothing that was acknowledged is lost, no message
has to be written anew, and none can bring their name back later.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from main_app.auth.erased import ERASED_NAME, anonymise, erased_address
from main_app.auth.hooks import run_after_rename, run_on_erasure
from main_app.auth.models import User
from main_app.auth.people import keep_an_admin, lock_account, refuse_oneself
from main_app.auth.record import ERASED, record_change
from main_app.bookings.models import Booking
from main_app.bookings.states import OCCUPYING
from main_app.commands.models import CommandState, SystemCommand
from main_app.database import IdempotencyKey
from main_app.events.models import Event, EventSession, EventStatus
from main_app.events.search_index import forget_words
from main_app.journal.append import Actor
from main_app.journal.retention import erase
from main_app.orders.models import UNPAID, Order, Payment, Refund, RefundState
from main_app.outbox.enqueue import SYSTEM_CHANNELS
from main_app.outbox.models import MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict

BATCH_SIZE = 500  # bookings in one statement
UNFINISHED = (MessageStatus.PENDING.value, MessageStatus.DEAD.value)


def erase_person(by: Actor, user_id: int) -> User:
    """Raises NotFound, and Conflict for oneself and for whoever `_refuse` names; then nothing is changed."""
    refuse_oneself(by, user_id)
    with write_transaction() as db_session:
        user, other_admins = lock_account(db_session, user_id)
        if user.erased_at is not None:
            return user
        keep_an_admin(user, other_admins)
        connection = db_session.connection()
        bookings = connection.execute(select(Booking.id).where(Booking.user_id == user_id)).scalars().all()
        _refuse(connection, user_id, bookings)
        name, known_by = user.name, [user.email, *filter(None, [user.phone])]
        run_on_erasure(db_session, user_id)
        _erase_texts(connection, user_id, bookings)
        _erase_messages(connection, user_id, bookings, known_by)
        _erase_responses(connection, user_id, {name: ERASED_NAME, user.email: erased_address(user_id)})
        anonymise(db_session, user, clock.now())
        db_session.flush()
        run_after_rename(db_session, user_id)
        forget_words(db_session, name)
        record_change(db_session, user, ERASED, by=by)
        return user


def _refuse(connection: Connection, user_id: int, bookings: Sequence[int]) -> None:
    """Raise Conflict for somebody who is expected, who is owed or owes money, or about whom something is on its way."""
    ahead = (EventSession.ends_at > clock.now(), EventSession.status == EventStatus.SCHEDULED.value)
    booked = select(func.count()).select_from(Booking).join(EventSession, EventSession.id == Booking.session_id)
    if number := connection.scalar(booked.where(Booking.user_id == user_id, Booking.status.in_(OCCUPYING), *ahead)):
        sentence = f"Upcoming bookings of this person: {number}. Cancel them first."
        raise Conflict("has_bookings", sentence, {"number": number})
    led = select(func.count()).select_from(EventSession).join(Event, Event.id == EventSession.event_id)
    if number := connection.scalar(led.where(Event.facilitator_id == user_id, EventSession.draft.is_(False), *ahead)):
        sentence = f"Upcoming sessions of this person: {number}. Cancel them first."
        raise Conflict("has_sessions", sentence, {"number": number})
    unpaid = select(func.count()).select_from(Payment).join(Order, Order.id == Payment.order_id)
    unpaid = unpaid.where(Order.user_id == user_id, Payment.state.in_([state.value for state in UNPAID]))
    owed = select(func.count()).select_from(Refund).join(Payment, Payment.id == Refund.payment_id)
    owed = owed.join(Order, Order.id == Payment.order_id)
    owed = owed.where(Order.user_id == user_id, Refund.state == RefundState.INITIATED.value)
    if number := (connection.scalar(unpaid) or 0) + (connection.scalar(owed) or 0):
        sentence = f"Payments and refunds of this person that aren't finished: {number}. Wait for them."
        raise Conflict("money_open", sentence, {"number": number})
    if number := _on_their_way(connection, user_id, bookings):
        sentence = f"Messages about this person that haven't arrived yet: {number}. Try again once they have."
        raise Conflict("still_on_its_way", sentence, {"number": number})


def _on_their_way(connection: Connection, user_id: int, bookings: Sequence[int]) -> int:
    """How many messages to other systems wait, dead letters included, and commands, which may lead to some."""
    number = 0
    unfinished = OutboxMessage.status.in_(UNFINISHED), OutboxMessage.channel.in_(SYSTEM_CHANNELS)
    messages = select(func.count()).select_from(OutboxMessage).where(*unfinished)
    for subjects in _subjects(user_id, bookings):
        number += connection.scalar(messages.where(OutboxMessage.subject.in_(subjects))) or 0
    for some in _batches([str(each) for each in bookings]):
        commands = select(func.count()).select_from(SystemCommand)
        of_bookings = SystemCommand.subject_type == "booking", SystemCommand.subject_id.in_(some)
        waiting = commands.where(*of_bookings, SystemCommand.state == CommandState.WAITING.value)
        number += connection.scalar(waiting) or 0
    return number


def _erase_texts(connection: Connection, user_id: int, bookings: Sequence[int]) -> None:
    """Clear what was written about the person. Raises Conflict while an entry waits: its messages need the values."""
    unprocessed = erase(connection, "user", [user_id]) + erase(connection, "booking", bookings)
    if unprocessed:
        sentence = f"Changes of this person that are still being processed: {unprocessed}. Try again in a moment."
        raise Conflict("still_on_its_way", sentence, {"number": unprocessed})
    connection.execute(update(Booking.__table__).where(Booking.user_id == user_id).values(reason=None))
    orders = select(Order.id).where(Order.user_id == user_id)
    payments = select(Payment.id).where(Payment.order_id.in_(orders))
    # A checkout may name its payer. It is over, so nobody opens it any more.
    connection.execute(update(Payment).where(Payment.order_id.in_(orders)).values(reason=None, checkout=None))
    connection.execute(update(Refund).where(Refund.payment_id.in_(payments)).values(reason=""))
    for some in _batches([str(each) for each in bookings]):
        of_bookings = SystemCommand.subject_type == "booking", SystemCommand.subject_id.in_(some)
        connection.execute(update(SystemCommand).where(*of_bookings).values(reason=None))


def _erase_messages(connection: Connection, user_id: int, bookings: Sequence[int], known_by: Sequence[str]) -> None:
    """Delete what was told to the person or about them, with its attempts. What waits is skipped: its plan is gone."""
    chosen: list[ColumnElement[bool]] = [OutboxMessage.subject.in_(each) for each in _subjects(user_id, bookings)]
    for one in [*chosen, OutboxMessage.recipient.in_(known_by)]:
        connection.execute(delete(OutboxMessage).where(one, OutboxMessage.status != MessageStatus.PENDING.value))


def _erase_responses(connection: Connection, user_id: int, replaced: dict[str, str]) -> None:
    """Forget the responses to the person, and put the new name into those to others: a repeat still gets its own."""
    connection.execute(delete(IdempotencyKey).where(IdempotencyKey.owner == f"user:{user_id}"))
    for old, new in replaced.items():
        for written in {json.dumps(old), json.dumps(old, ensure_ascii=False)}:
            response: Any = IdempotencyKey.response
            changed = update(IdempotencyKey).values(response=func.replace(response, written, json.dumps(new)))
            connection.execute(changed.where(response.contains(written, autoescape=True)))


def _subjects(user_id: int, bookings: Sequence[int]) -> list[list[str]]:
    """What messages about the person are about, as the outbox names it, in parts of a limited size."""
    return [[f"user:{user_id}", f"registration:{user_id}"], *_batches([f"booking:{each}" for each in bookings])]


def _batches(values: Sequence[str]) -> list[list[str]]:
    return [list(values[start : start + BATCH_SIZE]) for start in range(0, len(values), BATCH_SIZE)]
