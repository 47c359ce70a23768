"""What a money check finds at the providers: their lists of charges against our payments."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, select

from main_app.database import db
from main_app.orders.models import Payment, Refund, RefundKind, RefundState
from main_app.payments.differences import CAPTURED, IN_FLIGHT, Difference
from main_app.services.payment_provider import ListedCharge, Provider, ProviderRefused, ProviderUnavailable
from service_kit.money import money_text

BATCH_SIZE = 1000  # charges in one statement
PERIOD = timedelta(days=90)
EDGE = timedelta(days=1)  # a charge may be older than the moment when we recorded it
payments, refunds = Payment.__table__.c, Refund.__table__.c
REFUNDED = (
    select(func.coalesce(func.sum(refunds.amount_cents), 0))
    .where(
        refunds.payment_id == payments.id,
        refunds.state != RefundState.FAILED.value,
        refunds.kind != RefundKind.DISPUTE.value,
    )
    .scalar_subquery()
)
CHANGED = select(func.max(refunds.updated_at)).where(refunds.payment_id == payments.id).scalar_subquery()
COLUMNS = (
    payments.id, payments.order_id, payments.charge_ref, payments.amount_cents, payments.currency, payments.state,
    REFUNDED.label("refunded"), CHANGED.label("refund_changed_at"),
)  # fmt: skip
BY_REF = select(*COLUMNS).where(
    payments.provider == bindparam("provider"), payments.charge_ref.in_(bindparam("refs", expanding=True))
)
CAPTURED_IN = select(
    payments.id, payments.order_id, payments.charge_ref, payments.amount_cents, payments.currency
).where(
    payments.provider == bindparam("provider"),
    payments.state == CAPTURED,
    payments.captured_at >= bindparam("since"),
    payments.captured_at < bindparam("until"),
)


def provider_differences(provider: Provider, now: datetime) -> Iterator[Difference]:
    """Charges of the last ninety days that we don't know or have otherwise, and payments that the provider lacks."""
    name, until = provider.name.capitalize(), now - IN_FLIGHT
    seen: set[str] = set()
    try:
        # No transaction is open while the provider is asked.
        listed = iter(provider.list_charges(now - PERIOD - EDGE, now))
        while charges := list(islice(listed, BATCH_SIZE)):
            seen.update(charge.ref for charge in charges)
            ours = _by_ref(provider.name, charges)
            for charge in charges:
                if charge.created_at < until:
                    yield from _compared(name, charge, ours.get(charge.ref), until)
    except (ProviderUnavailable, ProviderRefused) as error:
        yield Difference("provider_away", f"{name} couldn't be asked: {error}", "Run the check again later.")
        return
    yield from _missing(name, provider.name, seen, now - PERIOD, until)


def _by_ref(provider: str, charges: Iterable[ListedCharge]) -> dict[str, Any]:
    asked = {"provider": provider, "refs": [charge.ref for charge in charges]}
    with db.engine.connect() as connection:
        return {row.charge_ref: row for row in connection.execute(BY_REF, asked)}


def _compared(name: str, charge: ListedCharge, ours: Any | None, until: datetime) -> Iterator[Difference]:
    theirs = money_text(charge.amount_cents, charge.currency)
    if ours is None:
        yield Difference(
            "charge_unknown",
            f"{name} took {theirs}, and no payment here has it: {charge.ref}.",
            f"Send its event again from {name}'s dashboard. If it isn't a booking's, refund it there.",
            payment_id=charge.payment_id,
            provider_ref=charge.ref,
        )
        return
    facts: dict[str, Any] = {"order_id": ours.order_id, "payment_id": ours.id, "provider_ref": charge.ref}
    if (ours.amount_cents, ours.currency) != (charge.amount_cents, charge.currency):
        yield Difference(
            "amount_differs",
            f"Payment {ours.id} is {money_text(ours.amount_cents, ours.currency)} here and {theirs} at {name}.",
            f"Trust {name}: send the event of this payment again from its dashboard.",
            **facts,
        )
    if ours.state != CAPTURED:
        yield Difference(
            "capture_unknown",
            f"{name} took {theirs} for payment {ours.id}, which is {ours.state} here.",
            f"Send its event again from {name}'s dashboard.",
            **facts,
        )
    refunded, changed_at = int(ours.refunded), ours.refund_changed_at
    if refunded != charge.refunded_cents and (changed_at is None or changed_at < until):
        yield _refunds_differ(name, charge, refunded, facts)


def _refunds_differ(name: str, charge: ListedCharge, refunded: int, facts: dict[str, Any]) -> Difference:
    difference = money_text(abs(refunded - charge.refunded_cents), charge.currency)
    if refunded > charge.refunded_cents:
        return Difference(
            "refund_unknown_there",
            f"A refund that {name} doesn't know: {difference} of payment {facts['payment_id']}.",
            f"Look whether its message failed on the deliveries page and retry it, or refund it in {name}'s dashboard.",
            **facts,
        )
    return Difference(
        "refund_unknown_here",
        f"A refund at {name} that isn't recorded here: {difference} of payment {facts['payment_id']}.",
        f"Send the refund's event again from {name}'s dashboard.",
        **facts,
    )


def _missing(name: str, provider: str, seen: set[str], since: datetime, until: datetime) -> Iterator[Difference]:
    with db.engine.connect() as connection:
        ours = connection.execute(CAPTURED_IN, {"provider": provider, "since": since, "until": until}).all()
    for row in ours:
        if row.charge_ref not in seen:
            amount = money_text(row.amount_cents, row.currency)
            yield Difference(
                "payment_unknown_there",
                f"Paid here, but {name} has no such charge: payment {row.id} of {amount}.",
                f"Look for {row.charge_ref} in {name}'s dashboard, also in its test mode and other accounts.",
                order_id=row.order_id,
                payment_id=row.id,
                provider_ref=row.charge_ref,
            )
