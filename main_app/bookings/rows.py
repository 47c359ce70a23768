"""The statements that read, insert and change rows of bookings, for engine.py alone."""

from typing import Any

from sqlalchemy import Boolean, Update, and_, bindparam, case, desc, func, insert, literal_column, select, update
from sqlalchemy.sql.elements import ColumnElement

from main_app.bookings.columns import EVENT_COLUMNS, OF_ORDER, bookings, events, facilitators, users
from main_app.bookings.models import OCCUPIES, Booking
from main_app.bookings.states import BookingStatus
from main_app.database import CURRENT_EPOCH
from main_app.events.models import Event
from service_kit.compiled_statement import CompiledStatement

# The event, its facilitator, and this person's earlier booking of the session, if there is one.
EVENT_AND_EARLIER_BOOKING = CompiledStatement(
    select(*EVENT_COLUMNS, *OF_ORDER, bookings.id.label("earlier_id"), bookings.status.label("earlier_status"))
    .join_from(Event.__table__, facilitators, facilitators.c.id == events.facilitator_id)
    .outerjoin(
        Booking.__table__,
        (bookings.user_id == bindparam("user")) & (bookings.session_id == bindparam("session")),
    )
    .where(events.id == bindparam("event"))
    .order_by(desc(OCCUPIES), bookings.id.desc())
    .limit(literal_column("1"))
)
# FOR NO KEY UPDATE: rows that name the person are still inserted meanwhile.
LOCK_USER = CompiledStatement(select(users.id).where(users.id == bindparam("user")).with_for_update(key_share=True))
HOLDS = CompiledStatement(
    select(func.count())
    .select_from(Booking.__table__)
    .where(bookings.user_id == bindparam("user"), bookings.status == literal_column(repr(BookingStatus.HELD.value)))
)
NEW_BOOKING = (
    *("user_id", "session_id", "places", "price_cents", "price_currency", "order_id", "held_until", "confirmed_at"),
    *("status", "version", "change_seen", "created_at", "updated_at"),
)
INSERT = CompiledStatement(
    insert(Booking.__table__).values(epoch=CURRENT_EPOCH).returning(*bookings), (*NEW_BOOKING, "epoch")
)

# What a transition sets besides state, version and time. Parameter names must differ from column names, or SQLAlchemy
# sets those columns.
MOVED = bindparam("moved", type_=Boolean)
# Keep the older values while the guest has not seen an earlier move.
REPLACES_PREVIOUS = and_(MOVED, bookings.change_seen | bookings.previous_starts_at.is_(None))


def _previous(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    return case((REPLACES_PREVIOUS, bindparam(name, type_=column.type)), else_=column)


WHEN_REACTIVATED = {
    "places": bindparam("new_places"),
    "price_cents": bindparam("new_price"),
    "price_currency": bindparam("new_currency"),
    "order_id": bindparam("new_order"),
    "held_until": None,
    "confirmed_at": func.coalesce(bookings.confirmed_at, bindparam("now", type_=bookings.confirmed_at.type)),
    "cancelled_by": None,
    "reason": None,
    "previous_starts_at": None,
    "previous_ends_at": None,
    "previous_location": None,
    "change_seen": True,
}
WHEN_EXTENDED = {"held_until": bindparam("new_hold")}
WHEN_HELD_AGAIN = WHEN_REACTIVATED | WHEN_EXTENDED | {"confirmed_at": bookings.confirmed_at}
WHEN_CONFIRMED = {"held_until": None, "confirmed_at": WHEN_REACTIVATED["confirmed_at"]}
WHEN_PAID = {"order_id": func.coalesce(bookings.order_id, bindparam("first_order", type_=bookings.order_id.type))}
WHEN_CANCELLED = {
    "held_until": None,
    "cancelled_by": bindparam("party"),
    "reason": bindparam("why"),
    "change_seen": bindparam("seen"),
}
WHEN_UPDATED = {
    "previous_starts_at": _previous(bookings.previous_starts_at, "old_starts_at"),
    "previous_ends_at": _previous(bookings.previous_ends_at, "old_ends_at"),
    "previous_location": _previous(bookings.previous_location, "old_location"),
    "reason": case((MOVED, bindparam("why", type_=bookings.reason.type)), else_=bookings.reason),
    "change_seen": case((MOVED, False), else_=bookings.change_seen),
}


def change_one(to: str | None, columns: dict[str, Any]) -> CompiledStatement:
    """The statement that changes a booking which is in `from_state`. It returns the booking's row."""
    return CompiledStatement(_change(to, columns).where(bookings.id == bindparam("booking")).returning(*bookings))


def change_all(to: str | None, columns: dict[str, Any]) -> Any:
    """The statement that changes the bookings of a session which are in `from_state`."""
    of_session = _change(to, columns).where(bookings.session_id == bindparam("session"))
    return of_session.returning(bookings.id, bookings.version, bookings.places)


def _change(to: str | None, columns: dict[str, Any]) -> Update:
    changes = {"version": bookings.version + 1, "epoch": CURRENT_EPOCH, "updated_at": bindparam("now")} | columns
    if to is not None:
        changes["status"] = to
    return update(Booking.__table__).where(bookings.status == bindparam("from_state")).values(changes)
