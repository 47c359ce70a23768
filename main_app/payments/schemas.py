"""Requests and responses of the payment routes. Amounts are in minor units."""

from enum import Enum
from typing import Annotated, Any

from pydantic import Field

from main_app.events.responses import PaymentTerms, RefundStepOut
from main_app.payments.receipts import ReceiptKind
from service_kit.fields import Body, Id, Out, Query, ReadLine

Reason = Annotated[ReadLine, Field(min_length=1)]


class Method(str, Enum):
    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"


class Nothing(Body):
    """No field: what is paid follows from the booking."""


class SessionPath(Query):
    session_id: Id


class OrderPath(Query):
    order_id: Id


class PriceLine(Out):
    kind: str
    description: str
    quantity: int
    unit_cents: int
    tax_rate: int
    amount_cents: int


class RefundUntil(Out):
    """A guest who cancels until this time gets this part of the price back."""

    until: str
    percent: int


class SessionPrice(Out):
    """What booking a session costs now, as the order's lines will say."""

    lines: list[PriceLine]
    total_cents: int
    due_now_cents: int  # online; the rest later, online or to the facilitator
    currency: str
    payment_terms: PaymentTerms
    refund_ladder: list[RefundStepOut]
    refund_steps: list[RefundUntil]


class CheckoutOut(Out):
    """`checkout` is the address to send the guest to, or the values of Razorpay's form."""

    provider: str
    order_id: int
    checkout: str | dict[str, Any]


class Asked(Out):
    message: str


class CancellationOut(Out):
    refund_cents: int
    currency: str | None
    explanation: str


class OrderLineOut(PriceLine):
    booking_id: int | None


class PaymentOut(Out):
    id: int
    provider: str
    method: str | None
    state: str
    amount_cents: int
    currency: str
    captured_at: str | None
    refundable_cents: int


class RefundOut(Out):
    id: int
    payment_id: int
    amount_cents: int
    kind: str
    reason: str
    state: str
    created_at: str
    processed_at: str | None


class ReceiptOut(Out):
    number: str
    kind: ReceiptKind
    issued_at: str
    amount_cents: int


class TermsOut(Out):
    payment_terms: PaymentTerms
    refund_ladder: list[RefundStepOut]
    starts_at: str
    deposit_cents: int | None  # with the terms `deposit`: what is paid online at once


class OrderSubject(Out):
    """What an order is for. Without a booking, only the guest is known."""

    guest_name: str
    event_title: str | None
    session_id: int | None
    session_time: str | None
    session_time_zone: str | None


class OrderOut(OrderSubject):
    id: int
    currency: str
    total_cents: int
    due_now_cents: int
    rest_cents: int  # after a deposit: online with POST /bookings/{booking_id}/payment, or to the facilitator
    paid_cents: int
    refunded_cents: int
    lines: list[OrderLineOut]
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    receipts: list[ReceiptOut]
    terms: TermsOut


class OrderResponse(Out):
    order: OrderOut


class NewRefund(Body):
    amount_cents: Annotated[int, Field(gt=0, le=1_000_000_000)]
    reason: Reason


class PaidAtTheDoor(Body):
    method: Annotated[Method, Field(strict=False)]


class NotPaid(Body):
    reason: Reason


class Received(Out):
    message: str
