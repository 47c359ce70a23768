"""What orders are for: the guest, and the event and session that were booked. Names are those of now."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.events.models import Event, EventSession
from main_app.orders.models import Order, OrderLine
from service_kit import clock

orders, lines, bookings, users = Order.__table__.c, OrderLine.__table__.c, Booking.__table__.c, User.__table__.c
sessions, events = EventSession.__table__.c, Event.__table__.c
SUBJECTS = (
    select(
        orders.id,
        users.name.label("guest_name"),
        events.title.label("event_title"),
        events.time_zone,
        sessions.id.label("session_id"),
        sessions.starts_at,
    )
    .join_from(Order.__table__, User.__table__, users.id == orders.user_id)
    .outerjoin(OrderLine.__table__, lines.order_id == orders.id)
    .outerjoin(Booking.__table__, bookings.id == lines.booking_id)
    .outerjoin(EventSession.__table__, sessions.id == bookings.session_id)
    .outerjoin(Event.__table__, events.id == sessions.event_id)
    .where(orders.id.in_(bindparam("ids", expanding=True)))
    .order_by(orders.id, lines.id.desc())  # the first line counts
)


def subjects_of(connection: Connection | Session, order_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The fields of an OrderSubject, by order id."""
    found = connection.execute(SUBJECTS, {"ids": sorted(set(order_ids))}) if order_ids else ()
    return {
        row.id: {
            "guest_name": row.guest_name,
            "event_title": row.event_title,
            "session_id": row.session_id,
            "session_time": clock.iso(row.starts_at),
            "session_time_zone": row.time_zone,
        }
        for row in found
    }
