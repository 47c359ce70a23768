"""What is sent to a provider, from stored rows alone: a key is always repeated with the same values."""

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
        key=f"payment-{payment.id}",
    )


def refund_key(refund: Any) -> str:
    """A new one for each attempt after a known failure. An unknown outcome keeps its key."""
    return f"refund-{refund.id}-{refund.attempt}"
