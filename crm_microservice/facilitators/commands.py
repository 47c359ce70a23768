"""`flask --app crm_microservice facilitators …`, for operators."""

import sys

import click

from crm_microservice.database import db
from crm_microservice.facilitators.rebuild import compare_read_model, rebuild_read_model
from crm_microservice.notifications.current import current_store
from service_kit.commands import DatabaseCommands

commands = DatabaseCommands("facilitators", help="The facilitators' read model of bookings and sessions.")


@commands.command("rebuild")
@click.option("--check", is_flag=True, help="Compare instead of rebuilding; exit 1 if something differs.")
def rebuild(check: bool) -> None:
    """Rebuild the read model from the stored notifications and list what was different."""
    work = compare_read_model if check else rebuild_read_model
    different = work(db.engine, current_store())
    for name in different:
        click.echo(f"{name}: {'differs' if check else 'corrected'}")
    click.echo(f"{len(different)} {'differ' if check else 'corrected'}")
    if check and different:
        sys.exit(1)
