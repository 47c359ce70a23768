"""`flask --app main_app journal ...`: delete old entries, erase a person's data."""

import click
from flask.cli import AppGroup
from sqlalchemy import select, update

from main_app.auth.hooks import run_on_erasure
from main_app.bookings.models import Booking
from main_app.journal.retention import erase, purge_old_entries
from main_app.settings import settings
from service_kit.database import write_transaction

journal_commands = AppGroup("journal", help="The journal of changes.")


@journal_commands.command("purge")
@click.option("--days", type=click.IntRange(1), help="Keep this many days instead of JOURNAL_RETENTION_DAYS.")
def purge(days: int | None) -> None:
    """Delete old entries that were processed."""
    purged = purge_old_entries(days or settings().journal_retention_days)
    click.echo(f"{purged} entries deleted.")


@journal_commands.command("erase-person")
@click.argument("user_id", type=int)
def erase_person(user_id: int) -> None:
    """Clear reasons and changed values about a person and their bookings; delete their notifications and feed."""
    waiting = erase_person_data(user_id)
    click.echo(
        f"Erased, except {waiting} entries that are not processed yet. Run this again later." if waiting else "Erased."
    )
    click.echo("The account, its bookings, delivered messages and the CRM's records are not changed.")


def erase_person_data(user_id: int) -> int:
    """Erase a person's data. Returns how many entries could not be erased, because they are not processed yet."""
    with write_transaction() as db_session:
        run_on_erasure(db_session, user_id)
        connection = db_session.connection()
        bookings = connection.execute(select(Booking.id).where(Booking.user_id == user_id)).scalars().all()
        connection.execute(update(Booking.__table__).where(Booking.user_id == user_id).values(reason=None))
        return erase(connection, "user", [user_id]) + erase(connection, "booking", bookings)
