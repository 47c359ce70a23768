"""`flask --app main_app journal ...`: delete old entries, erase a person's data."""

import click

from main_app.bookings.erasure import erase_person_data
from main_app.journal.retention import purge_old_entries
from main_app.settings import settings
from service_kit.commands import DatabaseCommands
from service_kit.problems import NotFound

journal_commands = DatabaseCommands("journal", help="The journal of changes.")


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
    try:
        waiting = erase_person_data(user_id)
    except NotFound:
        raise click.ClickException(f"There is no account with the id {user_id}.") from None
    click.echo(
        f"Erased, except {waiting} entries that are not processed yet. Run this again later." if waiting else "Erased."
    )
    click.echo("The account, its bookings, delivered messages and the CRM's records are not changed.")
