"""`flask --app main_app commands retry`: for operators."""

import click

from main_app.commands.operations import retry_failed_commands
from service_kit.commands import DatabaseCommands

command_commands = DatabaseCommands("commands", help="What the system does by itself.")


@command_commands.command("retry")
def retry() -> None:
    """Try failed commands again."""
    click.echo(f"Trying again: {retry_failed_commands()}.")
