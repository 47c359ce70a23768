"""The money check: payments, refunds, ledger, bookings and the providers' lists against each other."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, insert, select

from main_app.database import db
from main_app.orders.models import Payment
from main_app.payments.differences import Difference, own_differences
from main_app.payments.models import MoneyCheck
from main_app.payments.provider_differences import provider_differences
from main_app.services.payment_provider import Provider
from main_app.services.payment_providers import providers_of
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection

SHOWN = 100  # differences
checks = MoneyCheck.__table__.c


def check_money(providers: Collection[Provider]) -> dict[str, Any]:
    """Compare everything now and store the result. Returns the fields of a MoneyCheckOut."""
    now = clock.now()
    with db.engine.connect() as connection:
        number = connection.execute(select(func.count()).select_from(Payment)).scalar_one()
        found: list[Difference] = list(own_differences(connection, now))
    for provider in providers:
        found += provider_differences(provider, now)
    row = {
        "checked_at": now,
        "payments": number,
        "differing": len(found),
        "differences": [asdict(one) for one in found[:SHOWN]],
    }
    with write_connection() as connection:
        connection.execute(insert(MoneyCheck).values(row))
    return row | {"checked_at": clock.iso(now)}


def check_installation() -> dict[str, Any]:
    """Check with every provider of this installation."""
    return check_money(providers_of(settings()).values())


def check_nightly() -> None:
    """Check, unless there has never been a payment."""
    with db.engine.connect() as connection:
        any_payment = connection.execute(select(Payment.id).limit(1)).first()
    if any_payment is not None:
        check_installation()


def found_differences() -> bool:
    """Whether the last check found any: then it is repeated, so that its alert ends."""
    return last_check()["differing"] > 0


def last_check() -> dict[str, Any]:
    """The fields of a MoneyCheckOut."""
    columns = (checks.checked_at, checks.payments, checks.differing, checks.differences)
    newest = select(*columns).order_by(checks.id.desc()).limit(1)
    with db.engine.connect() as connection:
        row = connection.execute(newest).mappings().first()
    if row is None:
        return {"checked_at": None, "payments": 0, "differing": 0, "differences": []}
    return {**row, "checked_at": clock.iso(row["checked_at"])}
