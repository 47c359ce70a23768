"""`flask --app main_app crm check | resync`: compare the CRM's bookings with ours, and send what differs."""

import sys

import click

from main_app.integration.crm_check import Found, NotCompared, check_crm
from main_app.integration.crm_resync import resync
from main_app.services.notify_crm import CRMNotificationService
from service_kit.commands import DatabaseCommands

crm_commands = DatabaseCommands("crm", help="Compare the CRM's bookings with the main API's.")


@crm_commands.command("check")
def check() -> None:
    """List the bookings that differ; exit 1 if there are any."""
    found = _check()
    for gap in found.gaps:
        click.echo(gap.sentence)
    waiting = f" {found.on_their_way} are on their way." if found.on_their_way else ""
    click.echo(f"{found.bookings} bookings compared, {len(found.gaps)} differ.{waiting}")
    if found.gaps:
        sys.exit(1)


@crm_commands.command("resync")
def send_gaps() -> None:
    """Send the CRM the bookings that differ, through the outbox."""
    found = _check()
    click.echo(f"{found.bookings} bookings compared, {resync(found.gaps)} sent to the CRM.")


def _check() -> Found:
    try:
        return check_crm(CRMNotificationService())
    except NotCompared as error:
        raise click.ClickException(str(error)) from None
