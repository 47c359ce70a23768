"""Rate limits of messages: the e-mails and texts that one person gets in an hour, and that one booking causes.

Without them, a guest who cancels and reactivates in turn sends any number of messages. They hold across all workers:
whoever turns plans into messages locks their receivers first. Messages that a facilitator or the system causes have
twice the limit, so that a guest's own changes can't keep them away. What a facilitator is told of guests' bookings is
counted apart: many bookings must not keep a code or a link to a new password away from them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.orm import Session

from main_app.messages.kinds import EMAIL, SMS, TO_FACILITATORS
from main_app.messages.models import IS_CAPPED, PlannedMessage
from main_app.settings import settings
from service_kit import clock
from service_kit.database import is_sqlite

CAPPED = (EMAIL, SMS)
COUNTED_FOR = timedelta(hours=1)
# PostgreSQL advisory locks: an arbitrary class id, the same for all workers. All people share 1,024 locks, because
# PostgreSQL's lock table is small.
PERSON_LOCKS, MAX_PERSON_LOCKS = 7_262_934, 1024
LOCK_PEOPLE = text(
    "SELECT pg_advisory_xact_lock(:lock_class, number) FROM unnest(CAST(:numbers AS integer[])) AS locks(number)"
)
plans = PlannedMessage.__table__.c
# Reads only what was sent within the hour, which is never much more than the caps.
SENT = select(plans.user_id, plans.channel, plans.booking_id, plans.kind).where(
    text(IS_CAPPED),
    plans.user_id.in_(bindparam("people", expanding=True)),
    plans.updated_at > bindparam("since"),
)


@dataclass(frozen=True)
class MessageToSend:
    """A message that is about to be sent. `by_receiver`: its receiver caused it."""

    user_id: int | None
    channel: str
    booking_id: int | None
    kind: str
    by_receiver: bool

    @property
    def is_about_guests(self) -> bool:
        return self.kind in TO_FACILITATORS


def beyond_caps(connection: Connection | Session, wanted: Sequence[MessageToSend]) -> list[bool]:
    """Whether each of these messages is one too many, in order. Holds a lock until the end of the transaction.

    Call it after the transaction's other locks: those who hold this one then only write rows of their own.
    """
    people = sorted({one.user_id for one in wanted if one.user_id is not None and one.channel in CAPPED})
    if not people:
        return [False] * len(wanted)
    bind = connection.connection() if isinstance(connection, Session) else connection
    if not is_sqlite(bind):
        numbers = sorted({user_id % MAX_PERSON_LOCKS for user_id in people})
        bind.execute(LOCK_PEOPLE, {"lock_class": PERSON_LOCKS, "numbers": numbers})
    sent: Counter[Any] = Counter()
    for user_id, channel, booking_id, kind in bind.execute(
        SENT, {"people": people, "since": clock.now() - COUNTED_FOR}
    ):
        _count(sent, MessageToSend(user_id, channel, booking_id, kind, by_receiver=True))
    return [_count_unless_beyond(sent, one) for one in wanted]


def _count_unless_beyond(sent: Counter[Any], wanted: MessageToSend) -> bool:
    """Whether this message is one too many. If it is not, count it."""
    if wanted.user_id is None or wanted.channel not in CAPPED:
        return False
    limits = settings()
    for_person = limits.emails_per_person_and_hour if wanted.channel == EMAIL else limits.sms_per_person_and_hour
    share = 1 if wanted.by_receiver or wanted.is_about_guests else 2
    too_many_for_person = sent[_of_person(wanted)] >= share * for_person
    too_many_for_booking = (
        wanted.booking_id is not None and sent[_of_booking(wanted)] >= share * limits.messages_per_booking_and_hour
    )
    if too_many_for_person or too_many_for_booking:
        return True
    _count(sent, wanted)
    return False


def _count(sent: Counter[Any], one: MessageToSend) -> None:
    sent[_of_person(one)] += 1
    if one.booking_id is not None:
        sent[_of_booking(one)] += 1


def _of_person(one: MessageToSend) -> tuple[Any, ...]:
    return "person", one.user_id, one.channel, one.is_about_guests


def _of_booking(one: MessageToSend) -> tuple[Any, ...]:
    return "booking", one.booking_id, one.channel, one.is_about_guests
