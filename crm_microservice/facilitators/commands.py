"""`flask --app crm_microservice facilitators …`, for operators."""

import sys

import click
from flask.cli import AppGroup

from crm_microservice.database import db
from crm_microservice.facilitators.catch_up import compare_read_model, rebuild_read_model
from crm_microservice.notifications.store import current_store

commands = AppGroup("facilitators", help="The facilitators' view of bookings.")


@commands.command("rebuild")
@click.option("--check", is_flag=True, help="Only compare; exit 1 if the view differs.")
def rebuild(check: bool) -> None:
    """Make the view anew from the stored notifications and say what was different."""
    different = (
        compare_read_model(db.engine, current_store()) if check else rebuild_read_model(db.engine, current_store())
    )
    for booking_id in different:
        click.echo(f"booking {booking_id} {'differs' if check else 'corrected'}")
    click.echo(f"{len(different)} bookings {'differ' if check else 'corrected'}")
    if check and different:
        sys.exit(1)
