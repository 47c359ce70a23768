"""Erasing a person's data, in one transaction."""

from sqlalchemy import select, update

from main_app.auth.hooks import run_on_erasure
from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.journal.retention import erase
from service_kit.database import write_transaction
from service_kit.problems import NotFound


def erase_person_data(user_id: int) -> int:
    """Clear reasons and changed values about a person and their bookings; delete their notifications and feed.

    The account, its bookings, delivered messages and the CRM's records stay as they are. Returns how many journal
    entries could not be erased, because they are not processed yet. Raises NotFound if there is no such account.
    """
    with write_transaction() as db_session:
        if db_session.get(User, user_id) is None:
            raise NotFound("account")
        run_on_erasure(db_session, user_id)
        connection = db_session.connection()
        bookings = connection.execute(select(Booking.id).where(Booking.user_id == user_id)).scalars().all()
        connection.execute(update(Booking.__table__).where(Booking.user_id == user_id).values(reason=None))
        return erase(connection, "user", [user_id]) + erase(connection, "booking", bookings)
