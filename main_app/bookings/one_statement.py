"""A first booking in one statement, for PostgreSQL: one round trip, where several statements need six.

It does what take_places, create and append do, and reads the event. SQLite has no writes in a WITH clause, and no
round trips to save.
"""

from typing import Any

from sqlalchemy import String, bindparam, cast, exists, insert, select, true
from sqlalchemy.exc import IntegrityError

from main_app.bookings.lifecycle import BOOKING_CHANGES, NEW_BOOKING, Change, Changed, entry_of, new_booking
from main_app.bookings.models import Booking
from main_app.bookings.places import TAKE, already_booked
from main_app.bookings.queries import EVENT_SHOWN, facilitators
from main_app.events.models import Event, EventSession
from main_app.journal.append import COLUMNS, row_of
from main_app.journal.models import JournalEntry
from main_app.outbox.wakeup import wake_workers_after_commit
from service_kit.database import is_sqlite, kept_connection, write_connection
from service_kit.prepared import Prepared

bookings, sessions, events = Booking.__table__.c, EventSession.__table__.c, Event.__table__.c
journal = JournalEntry.__table__.c


def _statement() -> Any:
    earlier = exists().where(
        bookings.user_id == bindparam("booking_user_id"), bookings.session_id == bindparam("session")
    )
    session = TAKE.where(~earlier).returning(sessions.id).cte("taken")
    # Each value is a parameter, except the ids of the rows that the statement wrote before.
    new = {name: bindparam(f"booking_{name}", type_=bookings[name].type) for name in NEW_BOOKING}
    booking = (
        insert(Booking.__table__)
        .from_select(NEW_BOOKING, select(*(new | {"session_id": session.c.id}).values()), include_defaults=False)
        .returning(*bookings)
        .cte("booked")
    )
    appended = {name: bindparam(f"entry_{name}", type_=journal[name].type) for name in COLUMNS}
    row = select(*(appended | {"subject_id": cast(booking.c.id, String)}).values())
    entry = insert(JournalEntry.__table__).from_select(COLUMNS, row, include_defaults=False).cte("entry")
    shown = [column for column in session.c if column.name not in ("id", "event_id")]
    return (
        select(*shown, *booking.c, *EVENT_SHOWN)
        .join_from(session, booking, true())
        .join(Event.__table__, events.id == session.c.event_id)
        .join(facilitators, facilitators.c.id == events.facilitator_id)
        .add_cte(entry)
    )


BOOK = Prepared(_statement())


def book_at_once(change: Change, user_id: int, session_id: int, places: int) -> Any | None:
    """Return the row of the new booking with its session, event and facilitator.

    None on SQLite; if no places could be taken; or if the person has a booking of this session, in whatever state.
    Nothing was changed then. Raises Conflict (already_booked) if another request booked a moment ago.
    """
    if is_sqlite(kept_connection()):
        return None
    values = {f"booking_{name}": value for name, value in new_booking(change, user_id, session_id, places).items()}
    entry = row_of(entry_of(change, Changed(0, 1, places, None)), change.at)
    values |= {f"entry_{name}": value for name, value in entry.items()}
    values |= {"session": session_id, "number": places, "now": change.at}
    try:
        with write_connection(one_statement=True) as connection:
            booked = BOOK.first(connection, values)
            if booked is not None:
                wake_workers_after_commit()
    except IntegrityError:
        raise already_booked() from None
    if booked is not None:
        BOOKING_CHANGES.labels(change.transition.action).inc()
    return booked
