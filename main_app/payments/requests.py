"""What is sent to a provider, from stored rows alone: a key is always repeated with the same values.

A restore gives ids out again, so a key names the second in which its row was made, too.
"""

from typing import Any

from sqlalchemy import Connection, select

from main_app.orders.models import OrderLine, Payment
from main_app.services.payment_provider import CheckoutRequest
from main_app.settings import settings

lines, payments = OrderLine.__table__.c, Payment.__table__.c


def checkout_request(connection: Connection, payment: Any) -> CheckoutRequest:
    line = connection.execute(
        select(lines.booking_id, lines.description).where(lines.order_id == payment.order_id).order_by(lines.id)
    ).first()
    if line is None:
        raise RuntimeError(f"order {payment.order_id} has no lines")
    page = f"{settings().public_url}/pay/{line.booking_id}"
    return CheckoutRequest(
        payment_id=payment.id,
        order_id=payment.order_id,
        booking_id=line.booking_id,
        amount_cents=payment.amount_cents,
        currency=payment.currency,
        description=line.description,
        ends_at=payment.checkout_ends_at,
        success_url=f"{page}?returned=paid",
        cancel_url=f"{page}?returned=cancelled",
        key=f"payment-{payment.id}-{payment.created_at:%Y%m%d%H%M%S}",
    )


def refund_key(refund: Any) -> str:
    """A new one for each attempt after a known failure. An unknown outcome keeps its key."""
    return f"refund-{refund.id}-{refund.created_at:%Y%m%d%H%M%S}-{refund.attempt}"


def is_same_refund(refund_id: int | None, amount_cents: int, refund: Any) -> bool:
    """Whether a provider's refund is this one of ours. The same id with another amount is of before a restore."""
    return refund_id == refund.id and amount_cents == refund.amount_cents
