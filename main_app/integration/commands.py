"""`flask --app main_app outbox status | retry | purge`: commands for operators."""

import json

import click

from main_app.integration.operations import outbox_and_journal_status
from main_app.outbox import operations
from main_app.settings import settings
from service_kit.commands import DatabaseCommands

outbox_commands = DatabaseCommands("outbox", help="Show deliveries and retry them.")


@outbox_commands.command("status")
def status() -> None:
    """Show how many changes and messages wait, the oldest of them, and the health of each channel."""
    click.echo(json.dumps(outbox_and_journal_status(), indent=2))


@outbox_commands.command("retry")
@click.option("--channel", help="Only this channel instead of all channels.")
def retry(channel: str | None) -> None:
    """Retry every dead letter."""
    click.echo(f"Retrying dead letters: {operations.retry_dead_letters(channel)}.")


@outbox_commands.command("purge")
@click.option("--days", type=click.IntRange(1), help="Keep this many days instead of NOTIFICATION_RETENTION_DAYS.")
def purge(days: int | None) -> None:
    """Remove finished messages older than the retention."""
    kept = days or settings().notification_retention_days
    click.echo(f"{operations.purge_old_rows(kept)} messages older than {kept} days removed.")
