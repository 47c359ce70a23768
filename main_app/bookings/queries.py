"""Reading bookings and their timelines."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Row, String, bindparam, cast, func, literal, literal_column, null, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from main_app.auth.authority import manages_all, may_manage
from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.bookings.columns import BOOKINGS_OF_USER, bookings, sessions
from main_app.bookings.models import OCCUPIES, OVER, Booking
from main_app.bookings.schemas import (
    BookingOut,
    BookingSearch,
    BookingTime,
    Timeline,
    TimelinePage,
    TimelineStep,
)
from main_app.bookings.states import ENTITLING, BookingStatus
from main_app.commands.models import CommandState, SystemCommand
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.events.queries import managed_session
from main_app.journal.models import SYSTEMS, JournalEntry
from main_app.orders.money import money_of_booking, money_of_orders
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import DeliveryAttempt, MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import read_connection
from service_kit.fields import Paged, Pagination, pagination
from service_kit.problems import NotFound

journal, messages, attempts = JournalEntry.__table__.c, OutboxMessage.__table__.c, DeliveryAttempt.__table__.c
commands = SystemCommand.__table__.c
BOOKING_OF_USER = CompiledStatement(BOOKINGS_OF_USER.where(bookings.id == bindparam("booking")))


def get_own_booking(user_id: int, booking_id: int) -> BookingOut:
    """A booking of this person. Raises NotFound for another person's."""
    row = own_booking_row(user_id, booking_id)._mapping
    return BookingOut.of(row, money_of_booking(row["order_id"]))


def own_booking_row(user_id: int, booking_id: int) -> Any:
    with read_connection() as connection:
        row = BOOKING_OF_USER.first(connection, {"user": user_id, "booking": booking_id})
    if row is None:
        raise NotFound("booking")
    return row


def phones_of_session(reader: Caller, session_id: int, page: Paged) -> dict[str, Any]:
    """The fields of a GuestPhoneList: for the session's facilitator and admins. Others get NotFound.

    Only confirmed numbers: another one may belong to somebody else.
    """
    managed_session(reader, session_id)
    booked = (bookings.session_id == session_id, bookings.status.in_(ENTITLING))
    confirmed = (User.phone.is_not(None), User.phone_confirmed_at.is_not(None))
    phones = select(bookings.id, User.phone).join_from(Booking, User, User.id == bookings.user_id)
    phones = phones.where(*booked, *confirmed).order_by(bookings.id)
    total = db.session.scalar(select(func.count()).select_from(phones.order_by(None).subquery())) or 0
    rows = db.session.execute(phones.limit(page.per_page).offset(page.offset))
    return {
        "phones": [{"booking_id": row.id, "phone": row.phone} for row in rows],
        "pagination": pagination(page.page, page.per_page, total),
    }


def booked_places(db_session: Session, session_id: int) -> int:
    """How many places are booked. Held ones don't count: they may end without a payment."""
    booked = select(func.coalesce(func.sum(bookings.places), 0)).where(
        bookings.session_id == session_id, bookings.status.in_(ENTITLING)
    )
    return db_session.scalar(booked) or 0


def newest_own_booking_rows(user_id: int, limit: int) -> Sequence[Row[Any]]:
    return db.session.execute(BOOKINGS_OF_USER.order_by(bookings.id.desc()).limit(limit), {"user": user_id}).all()


def find_own_bookings(user_id: int, search: BookingSearch) -> dict[str, Any]:
    """The fields of a BookingList: a page of a person's bookings, newest first.

    Upcoming ones are soonest first, after those that wait for a payment.
    """
    page_query, count_query = _own_bookings(search.status and search.status.value, search.per_page)
    values = {"user": user_id, "now": clock.now(), "offset": search.offset}
    with read_connection() as connection:
        rows = page_query.all(connection, values)
        if len(rows) < search.per_page and (rows or search.page == 1):
            total = search.offset + len(rows)  # this page is the last one
        else:
            total = count_query.scalar(connection, values)
        orders = [row.order_id for row in rows if row.order_id]
        money = money_of_orders(connection, orders) if orders else {}
    shown = [BookingOut.values_of(row._mapping, money.get(row.order_id)) for row in rows]
    return {"bookings": shown, "pagination": pagination(search.page, search.per_page, total)}


@lru_cache(maxsize=50)
def _own_bookings(status_filter: str | None, per_page: int) -> tuple[CompiledStatement, CompiledStatement]:
    """The statements that read a page of a person's bookings and count all of them.

    The limit is a literal: SQLite plans a statement with a bound one anew with each run.
    """
    query, now = BOOKINGS_OF_USER, bindparam("now")
    order: tuple[Any, ...] = (bookings.created_at.desc(), bookings.id.desc())
    if status_filter == BookingTime.UPCOMING.value:
        query = query.where(OCCUPIES, sessions.ends_at > now)
        order = (bookings.status != BookingStatus.HELD.value, sessions.starts_at, bookings.id)
    elif status_filter == BookingTime.PAST.value:
        query = query.where(OCCUPIES, sessions.ends_at <= now)
        order = (sessions.starts_at.desc(), bookings.id)
    elif status_filter == BookingTime.ENDED.value:
        query = query.where(OVER)
    elif status_filter is not None:
        query = query.where(bookings.status == status_filter)
    if status_filter in (BookingStatus.CANCELLED.value, BookingTime.ENDED.value):
        order = (bookings.updated_at.desc(), bookings.id.desc())
    page = query.order_by(*order).limit(literal_column(str(per_page))).offset(bindparam("offset"))
    return CompiledStatement(page), CompiledStatement(select(func.count()).select_from(query.subquery()))


def booking_timeline(reader: Caller, booking_id: int, page: TimelinePage) -> Timeline:
    """What happened to a booking and to the messages about it, oldest first.

    Its guest, its facilitator and an admin may read it. Only admins see why a delivery failed: the
    error names internal systems.
    """
    owner = db.session.execute(
        select(Booking.user_id, Event.facilitator_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .where(Booking.id == booking_id)
    ).first()
    if owner is None or not (reader.id == owner.user_id or may_manage(reader, owner.facilitator_id)):
        raise NotFound("booking")
    steps = _timeline_steps(booking_id)
    total = db.session.scalar(select(func.count()).select_from(steps)) or 0
    in_order = select(steps).order_by(steps.c.at, steps.c.version, steps.c.rank)
    rows = db.session.execute(in_order.limit(page.per_page).offset((page.page - 1) * page.per_page))
    return Timeline(
        timeline=[
            TimelineStep(
                kind=row.kind,
                at=row.at.isoformat(),
                version=row.version,
                action=row.action.removeprefix("booking_"),
                channel=row.channel,
                outcome=row.outcome,
                detail=row.detail or None if row.kind != "attempt" or manages_all(reader) else None,
                changes=row.changes or None,
            )
            for row in rows
        ],
        pagination=Pagination(**pagination(page.page, page.per_page, total)),
    )


def _timeline_steps(booking_id: int) -> Any:
    """One row for each step; `rank` orders steps of the same time."""
    of_booking = (journal.subject_type == "booking", journal.subject_id == str(booking_id))
    # Only messages to the CRM: those to the guest are shown as planned messages.
    of_message = (messages.subject == f"booking:{booking_id}", messages.channel == CRM)
    stored = (messages.status == MessageStatus.DELIVERED.value, messages.finished_at.is_not(None))
    entry, message = (journal.version, journal.action), (messages.version, messages.kind)
    attempted = select(
        *_step(3, "attempt", attempts.started_at, *message, messages.channel, attempts.outcome, attempts.error)
    )
    return union_all(
        select(*_step(1, journal.action, journal.at, *entry, detail=journal.reason, changes=journal.changes)).where(
            *of_booking
        ),
        select(*_step(2, "queued", journal.at, *entry)).where(
            *of_booking, journal.processed_at.is_(None), journal.stage == SYSTEMS
        ),
        select(*_step(2, "queued", messages.created_at, *message, messages.channel)).where(*of_message),
        attempted.join_from(DeliveryAttempt, OutboxMessage, messages.id == attempts.message_id).where(*of_message),
        select(
            *_step(5, "refused", commands.finished_at, literal(0), commands.name, detail=commands.reason),
        ).where(
            commands.subject_type == "booking",
            commands.subject_id == str(booking_id),
            commands.state == CommandState.REFUSED.value,
        ),
        select(*_step(4, "stored", messages.finished_at, *message, messages.channel)).where(*of_message, *stored),
    ).subquery()


def _step(
    rank: int,
    kind: str | ColumnElement[str],
    at: Any,
    version: Any,
    action: Any,
    channel: Any = None,
    outcome: Any = None,
    detail: Any = None,
    changes: Any = None,
) -> list[ColumnElement[Any]]:
    def text(value: Any) -> ColumnElement[Any]:
        return cast(null() if value is None else value, String)

    return [
        literal(rank).label("rank"),
        text(literal(kind) if isinstance(kind, str) else kind).label("kind"),
        at.label("at"),
        version.label("version"),
        text(action).label("action"),
        text(channel).label("channel"),
        text(outcome).label("outcome"),
        text(detail).label("detail"),
        (cast(null(), JSON) if changes is None else changes).label("changes"),
    ]
