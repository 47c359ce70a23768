"""The bank of this installation, in development or where it is allowed."""

from flask import current_app

from main_app.demo_bank.deliveries import Deliveries
from main_app.demo_bank.ledger import Ledger
from main_app.settings import settings
from service_kit.problems import NotFound

NAME = "demo_bank"


def ledger() -> Ledger:
    """Raises NotFound where there is no test bank."""
    return deliveries().ledger


def deliveries() -> Deliveries:
    if not settings().demo_bank:
        raise NotFound("page")
    if NAME not in current_app.extensions:
        opened = Ledger(settings().data_dir / "demo-bank")
        current_app.extensions[NAME] = Deliveries(opened, settings().main_base_url, settings().secret_key)
    return current_app.extensions[NAME]
