"""Which bookings the CRM should know, and in which version: read from the bookings themselves.

The CRM is told only of changes that concern somebody who is entitled to something, and of money of bookings that once
were confirmed. So of a booking that entitles to nothing now, it knows the last announced version, or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, String, and_, case, cast, func, literal_column, or_, select

from main_app.bookings.consequences import OF_MONEY
from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING, BookingStatus
from main_app.events.models import Event, EventSession
from main_app.journal.models import SYSTEMS, JournalEntry
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from service_kit.row_hash import Summary, day_of, hash_of_rows, summaries

bookings, journal, messages = Booking.__table__.c, JournalEntry.__table__.c, OutboxMessage.__table__.c
sessions, events = EventSession.__table__.c, Event.__table__.c
NEVER_ANNOUNCED_ALONE = (BookingStatus.HELD.value, BookingStatus.EXPIRED.value)


@dataclass(frozen=True)
class State:
    """A booking as one of the two services has it."""

    facilitator_id: int
    epoch: int
    version: int
    status: str

    @property
    def position(self) -> tuple[int, int]:
        return self.epoch, self.version


def _among(column: Any, statuses: Sequence[str]) -> Any:
    return column.in_([literal_column(repr(status)) for status in statuses])


CONCERNS_SOMEBODY = or_(_among(journal.from_state, ENTITLING), _among(journal.to_state, ENTITLING))
IS_OF_MONEY = _among(journal.action, OF_MONEY)
# `booking_notification` in bookings/consequences.py decides by the same rule.
ANNOUNCED = or_(CONCERNS_SOMEBODY, and_(IS_OF_MONEY, bookings.confirmed_at.is_not(None)))
OF_BOOKING = (journal.subject_type == literal_column("'booking'"), journal.subject_id == cast(bookings.id, String))
LAST_ANNOUNCED = select(func.max(journal.version)).where(*OF_BOOKING, ANNOUNCED).scalar_subquery()
HAS_ENTRIES = select(journal.id).where(*OF_BOOKING).exists()
VERSION = case(
    (_among(bookings.status, ENTITLING), bookings.version),
    else_=func.coalesce(
        LAST_ANNOUNCED,
        # Its entries may have been purged.
        case((or_(HAS_ENTRIES, _among(bookings.status, NEVER_ANNOUNCED_ALONE)), None), else_=bookings.version),
    ),
)
WITH_VERSION = (
    select(
        bookings.id,
        bookings.session_id,
        bookings.epoch,
        bookings.created_at,
        bookings.status.label("own_status"),
        bookings.version.label("own_version"),
        VERSION.label("version"),
    )
    .select_from(Booking.__table__)
    .subquery("known")
)
known = WITH_VERSION.c
# The state after an earlier change, which was the last that the CRM was told of.
EARLIER_STATUS = (
    select(journal.to_state)
    .where(
        journal.subject_type == literal_column("'booking'"),
        journal.subject_id == cast(known.id, String),
        journal.version == known.version,
    )
    .scalar_subquery()
)
STATUS = case((known.version == known.own_version, known.own_status), else_=EARLIER_STATUS)
HASH = hash_of_rows(known.id, known.epoch, known.version, STATUS)
JOINED = WITH_VERSION.join(EventSession.__table__, sessions.id == known.session_id).join(
    Event.__table__, events.id == sessions.event_id
)
EXPECTED = known.version.is_not(None)
ROW = (known.id, events.facilitator_id, known.epoch, known.version, STATUS.label("status"))


def by_facilitator(connection: Connection) -> dict[int, Summary]:
    query = select(events.facilitator_id, func.count(), HASH).select_from(JOINED).where(EXPECTED)
    return summaries(connection.execute(query.group_by(events.facilitator_id)))


def by_day(connection: Connection, facilitator_id: int) -> dict[str, Summary]:
    """By the day on which the booking was made, in UTC."""
    day = _day(connection)
    query = select(day, func.count(), HASH).select_from(JOINED)
    return summaries(connection.execute(query.where(EXPECTED, events.facilitator_id == facilitator_id).group_by(day)))


def of_days(connection: Connection, facilitator_id: int, first_day: str, last_day: str) -> dict[int, State]:
    query = select(*ROW).select_from(JOINED).where(EXPECTED, events.facilitator_id == facilitator_id)
    return _states(connection.execute(query.where(_day(connection).between(first_day, last_day))))


def of_ids(connection: Connection, ids: Sequence[int]) -> dict[int, State]:
    query = select(*ROW).select_from(JOINED).where(EXPECTED, known.id.in_(ids))
    return _states(connection.execute(query))


def on_their_way(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those of these bookings about which a change or a message to the CRM waits."""
    changed = select(journal.subject_id).where(
        journal.subject_type == literal_column("'booking'"),
        journal.subject_id.in_([str(one) for one in ids]),
        journal.processed_at.is_(None),
        journal.stage == SYSTEMS,
    )
    keys = [f"booking:{one}" for one in ids]
    waiting = select(messages.ordering_key).where(
        messages.channel == CRM, messages.ordering_key.in_(keys), messages.status == literal_column("'pending'")
    )
    found = [*connection.execute(changed).scalars(), *connection.execute(waiting).scalars()]
    return {int(str(name).removeprefix("booking:")) for name in found}


def _day(connection: Connection) -> Any:
    return day_of(connection.dialect.name, known.created_at)


def _states(rows: Any) -> dict[int, State]:
    return {booking_id: State(*values) for booking_id, *values in rows}
