"""`flask --app main_app money check`: for operators."""

import sys

import click

from main_app.payments.money_check import check_installation
from service_kit.commands import DatabaseCommands

money_commands = DatabaseCommands("money", help="Payments, refunds and the ledger.")


@money_commands.command("check")
def check() -> None:
    """Compare payments, ledger, bookings and providers. Ends with 1 if anything differs."""
    found = check_installation()
    for difference in found["differences"]:
        click.echo(f"{difference['sentence']} {difference['remedy']}")
    click.echo(f"{_count(found['payments'], 'payment')}, {_count(found['differing'], 'difference')}")
    sys.exit(1 if found["differing"] else 0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
