"""Calls to payment providers, as messages of the outbox: ask about a payment, end its checkout, refund it.

Messages of one payment are delivered in order. The answer to each is a snapshot of the checkout, which becomes a
command of the system (settlement.py). All parameters come from stored rows, so a call can be repeated.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.commands.write import Command, write_commands
from main_app.database import Installation, db
from main_app.orders.models import Payment, Refund, RefundState
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.enqueue import PAYMENTS, NewMessage, enqueue
from main_app.outbox.retry_policy import LONG_RETRY_DELAYS, Delivered, Outcome, Retry, Skipped
from main_app.payments.requests import checkout_request, is_same_refund, refund_key
from main_app.services.payment_provider import (
    DEADLINE,
    CheckoutState,
    Provider,
    ProviderRefund,
    ProviderRefused,
    ProviderUnavailable,
    Snapshot,
)
from main_app.services.payment_provider import RefundState as TheirRefundState
from main_app.services.payment_providers import provider_named
from main_app.settings import settings
from service_kit.database import write_connection

ASK, EXPIRE, REFUND = "ask", "expire", "refund"
RECORD_SNAPSHOT, REFUND_REFUSED = "record_snapshot", "refund_refused"  # commands
PAYMENT = select(
    Payment.__table__,
    select(Installation.restored_at >= Payment.created_at).scalar_subquery().label("is_restored"),
).where(Payment.id == bindparam("id"))
NOTHING = Snapshot(CheckoutState.EXPIRED, (), ())  # the provider does not know the checkout


def call_provider(connection: Connection, payment: Any, kind: str, *, refund_id: int | None = None) -> None:
    """Add a call about this payment, in the caller's transaction."""
    payload = {"payment_id": payment.id} | ({} if refund_id is None else {"refund_id": refund_id})
    subject, key = f"order:{payment.order_id}", f"payment:{payment.id}"
    message = NewMessage(PAYMENTS, kind, subject, payload, ordering_key=key)
    enqueue(connection, [message])


class PaymentChannel(Channel):
    name = PAYMENTS
    delays = LONG_RETRY_DELAYS
    max_delivery_seconds = 3 * DEADLINE
    one_destination = False

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._deliver_one(message) for message in messages]

    def _deliver_one(self, message: Claimed) -> Outcome:
        payment, refund = _read(message.payload)
        provider = provider_named(settings(), payment.provider)
        if provider is None:
            return Retry(f"The payment provider {payment.provider} is not set up.")
        refused: ProviderRefused | None = None
        try:
            try:
                reference = payment.checkout_ref or _lost_checkout(provider, payment)
                if message.kind == EXPIRE and reference:
                    provider.expire(reference)
                if message.kind == REFUND and refund is not None:
                    if refund.state != RefundState.INITIATED.value:
                        return Skipped("The refund is not open any more.")
                    # A worker that was killed may have called too: its claim is counted, its attempt is not.
                    if reference and (message.fence > 1 or payment.is_restored):
                        theirs = provider.snapshot(reference).refunds
                    else:
                        theirs = ()
                    _refund_once(provider, payment, refund, theirs)
            except ProviderRefused as error:
                if message.kind != REFUND:
                    raise
                refused = error
            snapshot = provider.snapshot(reference) if reference else NOTHING
        except ProviderRefused as error:
            return Retry(f"{payment.provider} refused the question: {error.code}")
        except ProviderUnavailable as error:
            return Retry(f"{payment.provider} did not answer: {error}"[:500])
        _write_answer(message, reference, snapshot, refused)
        return Delivered({"state": snapshot.state.value} | ({"refused": refused.code} if refused else {}))


def _read(payload: dict[str, Any]) -> tuple[Any, Any | None]:
    refund_id = payload.get("refund_id")
    payment = db.session.execute(PAYMENT, {"id": payload["payment_id"]}).one()
    refund = db.session.execute(select(Refund.__table__).where(Refund.id == refund_id)).one() if refund_id else None
    db.session.rollback()  # no transaction is open while the provider is called
    return payment, refund


def _lost_checkout(provider: Provider, payment: Any) -> str | None:
    """The provider's id of a checkout whose answer was lost; None if it was never made."""
    request = checkout_request(db.session.connection(), payment)
    db.session.rollback()  # no transaction is open while the provider is called
    found = provider.find_checkout(request)
    return found.ref if found else None


def _refund_once(provider: Provider, payment: Any, refund: Any, theirs: Sequence[ProviderRefund]) -> None:
    """Ask for the refund, unless an earlier call whose answer was lost has made it, as the provider's refunds say.

    After a restore the provider may have refunds of which nobody here knows any more. Then a person decides.
    """
    if any(is_same_refund(each.refund_id, each.amount_cents, refund) for each in theirs):
        return
    if payment.is_restored and _unknown(payment, theirs):
        raise ProviderRefused("refunded_before_restore", "It was refunded before a restore, so nothing more was sent.")
    provider.refund(payment.charge_ref, refund.amount_cents, payment.currency, refund.id, refund_key(refund))


def _unknown(payment: Any, theirs: Sequence[ProviderRefund]) -> bool:
    """Whether the provider gave back money of this payment that is not recorded here."""
    ours = db.session.execute(select(Refund.__table__).where(Refund.payment_id == payment.id)).all()
    db.session.rollback()  # no transaction is open while the provider is called
    return any(
        one.kind == "refund"
        and one.charge_ref == payment.charge_ref
        and one.state is not TheirRefundState.FAILED
        and not any(
            each.provider_ref == one.ref or is_same_refund(one.refund_id, one.amount_cents, each) for each in ours
        )
        for one in theirs
    )


def _write_answer(message: Claimed, reference: str | None, snapshot: Snapshot, refused: ProviderRefused | None) -> None:
    payment_id = message.payload["payment_id"]
    cause = f"message:{message.event_id}:{message.fence}"  # a repeated delivery may bring a newer answer
    answer = {"checkout_ref": reference, "snapshot": asdict(snapshot)}
    commands = [Command(RECORD_SNAPSHOT, "payment", payment_id, cause, answer)]
    if refused is not None:
        arguments = {"refund_id": message.payload["refund_id"], "reason": f"{refused.code}: {refused}"[:300]}
        commands.append(Command(REFUND_REFUSED, "payment", payment_id, cause, arguments))
    with write_connection() as connection:
        write_commands(connection, commands)
