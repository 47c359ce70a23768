"""What a facilitator writes to all guests of a session: sent once to each, through the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING
from main_app.database import db
from main_app.events.queries import managed_session
from main_app.journal.append import NewEntry, append
from main_app.journal.read import Entry
from main_app.messages.kinds import EMAIL, KINDS, SESSION_MESSAGE
from main_app.messages.message_texts import texts_in_use
from main_app.messages.models import SessionMessage
from main_app.messages.plan import Plan
from main_app.messages.preferences import NOTHING_CHOSEN, Choices, choices_of
from main_app.messages.reasons import TURNED_OFF
from main_app.messages.rendering import render_mail
from main_app.messages.schemas import SessionMessageText
from main_app.messages.suppressions import is_suppressed, suppressed_addresses
from main_app.messages.values import session_message_values, values_of_studio
from main_app.messages.variables import examples
from main_app.settings import settings
from main_app.studio.queries import studio_facts
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.fields import Paged, pagination
from service_kit.problems import Conflict, TooManyRequests
from service_kit.time_text import span_text

MAX_PER_DAY = 20  # of one person
DAY = timedelta(days=1)
SUBJECT = "session_message"  # in the journal
SENT = "sent"
written = SessionMessage.__table__.c
bookings, people = Booking.__table__.c, User.__table__.c
GUESTS = (
    select(bookings.id.label("booking_id"), bookings.session_id, people.id.label("user_id"), people.email)
    .join_from(Booking.__table__, User.__table__, people.id == bookings.user_id)
    .where(bookings.session_id.in_(bindparam("sessions", expanding=True)), bookings.status.in_(ENTITLING))
    .order_by(bookings.id)
)
SESSIONS_OF_MESSAGES = select(written.id, written.session_id).where(written.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Guest:
    booking_id: int
    user_id: int
    email: str
    choices: Choices


def preview_message(by: Caller, session_id: int, message: SessionMessageText, language: str) -> dict[str, Any]:
    """The mail as an example guest gets it, with the number of guests and how many of them get it by mail."""
    session = managed_session(by, session_id)
    guests = _guests_of(db.session(), [session_id]).get(session_id, [])
    where = session.location or session.event_location
    zone = session.time_zone
    values = examples(SESSION_MESSAGE, language) | {
        "event_title": session.event_title,
        "session_title": session.session_title,
        "when": span_text(session.starts_at, session.ends_at, zone, language),
        "when_also": "",
        "location": where,
        "online": session.online,
        "link": None,
        "arrive_minutes_early": None,
        "facilitator_name": session.facilitator_name,
        "places": 1,
        "price": "",
        "rest": "",
        "decided_at": "",
        "cover_url": f"{settings().public_url}/events/{session.event_id}/cover.png",
        "home_url": f"{settings().public_url}/",
    }
    values |= values_of_studio(studio_facts()) | session_message_values(message)
    written = texts_in_use(db.session()).get((SESSION_MESSAGE, language, "a"), {})
    mail = render_mail(SESSION_MESSAGE, language, "a", values, written=written)
    by_mail = _by_mail(db.session(), guests)
    return {"guests": len(guests), "by_mail": by_mail, "subject": mail.subject, "html": mail.html, "text": mail.text}


def send_message(by: Caller, session_id: int, message: SessionMessageText) -> SessionMessage:
    """Send a message to everybody who is booked.

    Raises NotFound for another facilitator's session, Conflict (no_guests), TooManyRequests beyond the limit of a day.
    """
    managed_session(by, session_id)
    with write_transaction() as db_session:
        # Locked, so that two messages at once can't both be the last one of the day.
        db_session.get_one(User, by.id, with_for_update=True)
        _check_limit(db_session, by)
        guests = _guests_of(db_session, [session_id]).get(session_id, [])
        if not guests:
            raise Conflict("no_guests", "Nobody is booked, so there is nobody to write to.")
        sent = SessionMessage(
            session_id=session_id,
            sender_id=by.id,
            subject=message.subject,
            text=message.text,
            guests=len(guests),
            created_at=clock.now(),
        )
        db_session.add(sent)
        db_session.flush()
        changes = {"session_id": session_id, "guests": len(guests)}
        append(db_session, [NewEntry(SUBJECT, sent.id, 1, SENT, by.actor, changes=changes)])
        return sent


def messages_of_session(by: Caller, session_id: int, page: Paged) -> dict[str, Any]:
    """What was written to the guests of a session, newest first."""
    managed_session(by, session_id)
    of_session = select(SessionMessage).where(written.session_id == session_id)
    total = db.session.scalar(select(func.count()).where(written.session_id == session_id)) or 0
    found = db.session.scalars(of_session.order_by(written.id.desc()).offset(page.offset).limit(page.per_page))
    return {
        "messages": [message_json(message) for message in found],
        "pagination": pagination(page.page, page.per_page, total),
    }


def message_json(message: SessionMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "subject": message.subject,
        "text": message.text,
        "guests": message.guests,
        "sent_at": clock.iso(message.created_at),
    }


def _check_limit(db_session: Session, by: Caller) -> None:
    since = clock.now() - DAY
    recent = select(written.created_at).where(written.sender_id == by.id, written.created_at > since)
    sent = list(db_session.scalars(recent.order_by(written.created_at.desc()).limit(MAX_PER_DAY)))
    if len(sent) == MAX_PER_DAY:
        wait = sent[-1] + DAY - clock.now()
        raise TooManyRequests(
            f"You have written {MAX_PER_DAY} messages within a day. Please wait before you write the next one.",
            max(1, int(wait.total_seconds())),
            "too_many_messages",
        )


# What the worker makes of a message.


def message_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, Sequence[Guest]]:
    """The guests of each message's session, by entry id. Three statements for any number of entries."""
    ids = sorted({int(entry.subject_id) for entry in entries})
    sessions = {row.id: row.session_id for row in connection.execute(SESSIONS_OF_MESSAGES, {"ids": ids})}
    guests = _guests_of(connection, sorted(set(sessions.values())))
    return {entry.id: guests.get(sessions[int(entry.subject_id)], []) for entry in entries}


def write_to_guests(entry: Entry, guests: Sequence[Guest]) -> list[Plan]:
    """One message for each guest and channel. The receiver is part of the plan's unique key."""
    return [
        Plan(
            kind=SESSION_MESSAGE,
            channel=channel,
            subject=f"booking:{guest.booking_id}",
            booking_id=guest.booking_id,
            user_id=guest.user_id,
            entry_id=entry.id,
            recipient=f"user:{guest.user_id}",
            data={"message_id": int(entry.subject_id)},
            skip=None if guest.choices.wants(SESSION_MESSAGE, channel) else TURNED_OFF,
        )
        for guest in guests
        for channel in sorted(KINDS[SESSION_MESSAGE].channels)
    ]


def _guests_of(connection: Connection | Session, session_ids: Sequence[int]) -> dict[int, list[Guest]]:
    """Who is booked, by session."""
    rows = connection.execute(GUESTS, {"sessions": session_ids}).all()
    choices = choices_of(connection, {row.user_id for row in rows})
    guests: dict[int, list[Guest]] = {}
    for row in rows:
        guest = Guest(row.booking_id, row.user_id, row.email, choices.get(row.user_id, NOTHING_CHOSEN))
        guests.setdefault(row.session_id, []).append(guest)
    return guests


def _by_mail(connection: Connection | Session, guests: Sequence[Guest]) -> int:
    """How many of them get it by mail: not who turned that off, and not who must not be written to."""
    listed = suppressed_addresses(connection, {guest.email for guest in guests})
    return sum(
        guest.choices.wants(SESSION_MESSAGE, EMAIL)
        and not is_suppressed(listed, guest.email, SESSION_MESSAGE, has_account=True)
        for guest in guests
    )
