"""The search in the texts of bookings, by an index of trigrams: it costs the same however many bookings there are."""

from sqlalchemy import BigInteger, ColumnElement, and_, column, select, table

from crm_microservice.facilitators.models import Booking
from service_kit.search_words import searchable

TRIGRAM = 3  # characters: shorter searches cannot use the index

rows = Booking.__table__.c
# SQLite's full-text table beside the bookings, kept by triggers; its rowid is the booking's id. PostgreSQL has an index
# on the column itself.
SEARCH = table("booking_search", column("rowid", BigInteger), column("booking_search"))


def found_by(dialect: str, facilitator_id: int, search: str) -> ColumnElement[bool]:
    """Return the condition that a booking is this facilitator's and has the text."""
    text = searchable(search)
    if dialect != "sqlite" or len(text) < TRIGRAM:
        return and_(rows.facilitator_id == facilitator_id, rows.search_text.contains(text, autoescape=True))
    quoted = text.replace('"', '""')
    # The facilitator in the index as well: a word in everyone's bookings would otherwise be checked row by row.
    match = f'search_text : "{quoted}" AND facilitator : "|{facilitator_id}|"'
    found = select(SEARCH.c.rowid).where(SEARCH.c.booking_search.op("MATCH")(match))
    # Not by an index of the facilitator's bookings: that would read all of them to find a few.
    return and_(rows.facilitator_id + 0 == facilitator_id, rows.booking_id.in_(found))
