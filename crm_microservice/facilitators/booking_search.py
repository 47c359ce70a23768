"""Searches bookings with a trigram index, so that the cost does not grow with the number of bookings."""

from sqlalchemy import BigInteger, ColumnElement, and_, column, select, table

from crm_microservice.facilitators.models import Booking
from service_kit.search_words import searchable

TRIGRAM = 3  # characters: shorter searches cannot use the index

rows = Booking.__table__.c
# SQLite's full-text table of bookings; its rowid is the booking's id. Triggers keep it up to date. They add 64 new
# bookings at a time; the others wait. PostgreSQL has an index on the column itself.
SEARCH = table("booking_search", column("rowid", BigInteger), column("booking_search"))
WAITING = table("booking_search_waiting", column("booking_id", BigInteger))


def search_condition(dialect: str, facilitator_id: int, search: str) -> ColumnElement[bool]:
    """Return the condition that a booking belongs to this facilitator and contains the text."""
    text = searchable(search)
    contains = rows.search_text.contains(text, autoescape=True)
    if dialect != "sqlite" or len(text) < TRIGRAM:
        return and_(rows.facilitator_id == facilitator_id, contains)
    quoted = text.replace('"', '""')
    # The index also holds the facilitator. Otherwise a word in everyone's bookings would be checked row by row.
    match = f'search_text : "{quoted}" AND facilitator : "|{facilitator_id}|"'
    found = select(SEARCH.c.rowid).where(SEARCH.c.booking_search.op("MATCH")(match))
    candidates = found.union_all(select(WAITING.c.booking_id))
    # "+ 0" keeps SQLite from using the index on facilitator_id: it would read all of the facilitator's bookings.
    return and_(rows.facilitator_id + 0 == facilitator_id, rows.booking_id.in_(candidates), contains)
