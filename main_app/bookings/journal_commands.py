"""`flask --app main_app journal ...`: delete old entries, erase a person's data."""

import click

from main_app.bookings.erasure import erase_person
from main_app.journal.append import SYSTEM
from main_app.journal.retention import purge_old_entries
from main_app.settings import settings
from service_kit.commands import DatabaseCommands
from service_kit.problems import Conflict, NotFound

journal_commands = DatabaseCommands("journal", help="The journal of changes.")


@journal_commands.command("purge")
@click.option("--days", type=click.IntRange(1), help="Keep this many days instead of JOURNAL_RETENTION_DAYS.")
def purge(days: int | None) -> None:
    """Delete old entries that were processed."""
    purged = purge_old_entries(days or settings().journal_retention_days)
    click.echo(f"{purged} entries deleted.")


@journal_commands.command("erase-person")
@click.argument("user_id", type=int)
def erase(user_id: int) -> None:
    """Erase a person here and in the CRM. Their bookings and payments stay, without their name."""
    try:
        erase_person(SYSTEM, user_id)
    except NotFound:
        raise click.ClickException(f"There is no account with the id {user_id}.") from None
    except Conflict as refusal:
        raise click.ClickException(refusal.detail) from None
    click.echo("Erased. The CRM erases its copies as soon as it gets the message.")
