"""What the tests of notifications share: bookings on given days, and their plans as rows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, select, update

from main_app.auth.access import Caller
from main_app.auth.account_tokens import VERIFY_EMAIL, AccountToken, token_for
from main_app.auth.models import User
from main_app.auth.profiles import change_profile
from main_app.auth.record import PHONE_CONFIRMED, record_change
from main_app.auth.recovery import verify_email
from main_app.auth.schemas import ProfileChange
from main_app.bookings.erasure import erase_person
from main_app.bookings.operations import book_session
from main_app.bookings.session_changes import change_session
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent, SessionChange
from main_app.journal.append import SYSTEM
from main_app.journal.models import JournalEntry
from main_app.messages.facts import Broken, Facts, Skip, facts_for_delivery
from main_app.messages.kinds import TO_FACILITATORS
from main_app.messages.models import PlannedMessage
from main_app.messages.promotion import promote_due_plans
from main_app.outbox.enqueue import SYSTEM_CHANNELS
from main_app.outbox.models import OutboxMessage
from service_kit import clock
from service_kit.database import write_connection, write_transaction

Row = TypeVar("Row")
SENT_AT_ONCE = ("queued", None)
PLANNED = ("planned", None)


def work() -> None:
    """Do what a worker does, except delivery: process journal entries and promote due plans."""
    while process_journal() + plan_messages() + promote_due_plans():
        pass


def erase(person_id: int) -> None:
    """Erase somebody whose sessions are over, when the CRM has got every message."""
    deliver_to_systems()
    with later(24 * 60):
        erase_person(SYSTEM, person_id)


def deliver_to_systems() -> None:
    """Process all entries, and let every message to other systems count as delivered."""
    work()
    with write_connection() as connection:
        to_systems = OutboxMessage.channel.in_(SYSTEM_CHANNELS), OutboxMessage.status == "pending"
        delivered = update(OutboxMessage.__table__).where(*to_systems)
        connection.execute(delivered.values(status="delivered", finished_at=clock.now()))


def start_anew() -> None:
    """Remove what earlier tests left."""
    work()
    with write_connection() as connection:
        connection.execute(delete(PlannedMessage.__table__))
        connection.execute(delete(OutboxMessage.__table__))
        connection.execute(delete(JournalEntry.__table__).where(JournalEntry.processed_at.is_not(None)))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with clock.moved_to(moment):
        yield


def later(hours: float) -> Any:
    return clock.moved_to(clock.now() + timedelta(hours=hours))


def session_at(host: Caller, start: datetime, **details: Any) -> int:
    """A session of an hour at this time."""
    times = {"start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
    body = {"title": "Evening Sit", "time_zone": "UTC", "location": "Rua do Sol 14", **details}
    sessions = [times | {"capacity": 10, "price_cents": 0}]
    return create_event(host, NewEvent.model_validate(body | {"sessions": sessions})).sessions[0].id


def booked(guest: Caller, session_id: int) -> int:
    return book_session(guest, session_id).booking.id


def with_new_phone(person: Caller) -> Caller:
    """Add a phone number that the person has not confirmed."""
    change_profile(person.id, ProfileChange(phone="+351912345678"))
    return person


def with_phone(person: Caller) -> Caller:
    """Add a phone number that counts as confirmed, without sending the code."""
    with_new_phone(person)
    with write_transaction() as db_session:
        user = db_session.get_one(User, person.id, populate_existing=True)
        user.phone_confirmed_at = clock.now()
        user.version += 1
        record_change(db_session, user, PHONE_CONFIRMED)
    return person


def confirm_address(person: Caller) -> Caller:
    token = db.session.scalars(select(AccountToken).filter_by(user_id=person.id, purpose=VERIFY_EMAIL)).one()
    verify_email(token_for(token))
    return person


def move(host: Caller, session_id: int, start: datetime) -> None:
    times = {"start_time": start.isoformat(), "end_time": (start + timedelta(hours=1)).isoformat()}
    change_session(host, session_id, SessionChange.model_validate(times))


def plans(booking_id: int, **wanted: Any) -> list[PlannedMessage]:
    """The plans of a booking's messages, without those to its facilitator, unless their kind is named."""
    db.session.rollback()
    query = select(PlannedMessage).where(PlannedMessage.booking_id == booking_id).order_by(PlannedMessage.id)
    if wanted.get("kind") not in TO_FACILITATORS:
        query = query.where(PlannedMessage.kind.not_in(TO_FACILITATORS))
    return _detached(db.session.scalars(query.filter_by(**wanted)).all())


def plan_named(public_id: str) -> PlannedMessage:
    db.session.rollback()
    return _detached(db.session.scalars(select(PlannedMessage).filter_by(public_id=public_id)).all())[0]


def states(booking_id: int, **wanted: Any) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Kind and channel of each plan, with its state and reason; of several the last one's."""
    return {(one.kind, one.channel): (one.state, one.reason) for one in plans(booking_id, **wanted)}


def reminders(booking_id: int) -> list[tuple[str, str, int | None, str, str | None]]:
    return sorted(
        (one.kind, one.channel, one.start_version, one.state, one.reason)
        for one in plans(booking_id)
        if one.start_version is not None
    )


def facts(plan: PlannedMessage) -> Facts | Skip | Broken:
    with db.engine.connect() as connection:
        [found] = facts_for_delivery(connection, [(plan.id, plan.event_id)])
        return found


def messages(**wanted: Any) -> list[OutboxMessage]:
    db.session.rollback()
    return _detached(db.session.scalars(select(OutboxMessage).filter_by(**wanted).order_by(OutboxMessage.id)).all())


def end_messages(status: str, error: str | None = None, which: Callable[[OutboxMessage], bool] = bool) -> None:
    """Let the outbox have delivered, skipped or given up these messages."""
    with write_connection() as connection:
        for one in messages():
            if which(one):
                ended = {"status": status, "last_error": error, "finished_at": clock.now()}
                connection.execute(OutboxMessage.__table__.update().where(OutboxMessage.id == one.id).values(**ended))


def _detached(found: Sequence[Row]) -> list[Row]:
    """Detach the rows, so that reading a column later does not start a transaction."""
    for one in found:
        db.session.expunge(one)
    db.session.rollback()
    return list(found)
