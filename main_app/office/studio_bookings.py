"""All bookings of the studio for admins, the newest first: by guest, event, id, state, facilitator and date."""

import re
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select, text

from main_app.auth.models import User
from main_app.bookings.columns import BOOKINGS, bookings, sessions
from main_app.bookings.schemas import BookingOut
from main_app.bookings.states import ENTITLING, BookingStatus
from main_app.database import db
from main_app.events.models import Event, EventSession, EventWord
from main_app.orders.money import OrderMoney, money_of_orders
from service_kit.database import MAX_ID
from service_kit.search_words import LAST_CHARACTER, query_words

MOST_FOUND = 100  # people, and events, that a search looks for; a longer name finds fewer
NUMBER = re.compile(r"#?([0-9]{1,10})")
words = EventWord.__table__.c


class Wanted(NamedTuple):
    search: str
    status: str | None
    facilitator_id: int | None
    since: datetime | None  # start of the session
    until: datetime | None
    before_id: int | None
    limit: int


def find_bookings(wanted: Wanted) -> dict[str, Any]:
    """The fields of a StudioBookings: one page, and the `before` of the next one."""
    query = BOOKINGS.where(*_conditions(wanted)).order_by(bookings.id.desc()).limit(wanted.limit + 1)
    rows = db.session.execute(query).all()
    shown = rows[: wanted.limit]
    orders = [row.order_id for row in shown if row.order_id]
    money = money_of_orders(db.session.connection(), orders) if orders else {}
    return {
        "bookings": [_booking_json(row, money.get(row.order_id)) for row in shown],
        "next_before": shown[-1].id if len(rows) > wanted.limit else None,
    }


def _booking_json(row: Any, money: OrderMoney | None) -> dict[str, Any]:
    """The fields of a StudioBooking. A booking that entitles to nothing owes nothing."""
    open_cents = (money.to_pay_cents if row.status in ENTITLING else 0) if money else None
    return BookingOut.values_of(row._mapping, money) | {"open_cents": open_cents}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.search:
        conditions.append(_found(wanted.search))
    if wanted.status == BookingStatus.BOOKED.value:
        conditions.append(bookings.status == wanted.status)
    elif wanted.status:
        # As literals, so that SQLite uses the index of the bookings in other states.
        conditions += [text("bookings.status <> 'booked'"), bookings.status == wanted.status]
    of_session: list[ColumnElement[bool]] = []
    if wanted.facilitator_id:
        of_session.append(Event.facilitator_id == wanted.facilitator_id)
    if wanted.since:
        of_session.append(sessions.starts_at >= wanted.since)
    if wanted.until:
        of_session.append(sessions.starts_at < wanted.until)
    if of_session:
        chosen = select(sessions.id).join_from(EventSession, Event, Event.id == sessions.event_id).where(*of_session)
        conditions.append(bookings.session_id.in_(chosen))
    if wanted.before_id:
        conditions.append(bookings.id < wanted.before_id)
    return conditions


def _found(search: str) -> ColumnElement[bool]:
    """By a booking's number, a guest's name or address, or an event's title."""
    if (number := NUMBER.fullmatch(search)) and int(number[1]) <= MAX_ID:
        return bookings.id == int(number[1])
    is_guest = or_(User.name.icontains(search, autoescape=True), User.email.contains(search.lower(), autoescape=True))
    people = db.session.scalars(select(User.id).where(is_guest).order_by(User.id.desc()).limit(MOST_FOUND)).all()
    of_events = select(sessions.id).where(sessions.event_id.in_(_events_with(search)))
    return or_(bookings.user_id.in_(people), bookings.session_id.in_(of_events))


def _events_with(search: str) -> list[int]:
    """The newest events whose title contains the text, found by the index of words."""
    title = Event.title.icontains(search, autoescape=True)
    query = select(Event.id).where(title).order_by(Event.id.desc()).limit(MOST_FOUND)
    for word in query_words(search):
        of_word = select(words.event_id).where(words.word >= word, words.word < word + LAST_CHARACTER)
        query = query.where(Event.id.in_(of_word))
    return list(db.session.scalars(query))
