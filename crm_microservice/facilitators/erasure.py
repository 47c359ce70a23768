"""Erasing a guest from the read model, and what facilitators noted about them."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from crm_microservice.facilitators.models import Booking, BookingCount, GuestNote
from crm_microservice.notifications.erasure import Erased
from service_kit.search_words import searchable

rows, counts = Booking.__table__.c, BookingCount.__table__.c
RENAME = (
    update(Booking.__table__)
    .where(rows.booking_id == bindparam("at"))
    .values(
        user_name=bindparam("name"), user_email=bindparam("email"), cancel_reason=None, search_text=bindparam("text")
    )
)


@dataclass(frozen=True)
class Found:
    """A guest's bookings, and the addresses that they were made with."""

    bookings: list[int]
    addresses: set[str]


def forget_guest(connection: Connection, erased: Erased) -> Found:
    """Give a guest's bookings the new name, as their notifications written anew say. Returns what was found."""
    # By facilitator, because the index of guests begins with it.
    facilitators = select(counts.facilitator_id).distinct()
    theirs = rows.user_id == erased.user_id, rows.facilitator_id.in_(facilitators), rows.epoch <= erased.epoch
    columns = rows.booking_id, rows.user_email, rows.event_title, rows.session_title
    found = connection.execute(select(*columns).where(*theirs)).all()
    if found:
        renamed = [
            {"at": row.booking_id, "name": erased.name, "email": row.user_email and erased.email}
            | {"text": _search_text(row.user_email and erased.email, erased, row)}
            for row in found
        ]
        connection.execute(RENAME, renamed)
    connection.execute(delete(GuestNote).where(GuestNote.user_id == erased.user_id))
    return Found([row.booking_id for row in found], {row.user_email for row in found if row.user_email})


def _search_text(email: str | None, erased: Erased, row: object) -> str:
    titles = getattr(row, "event_title", None), getattr(row, "session_title", None)
    return searchable("\n".join(part for part in (erased.name, email, *titles) if part))
