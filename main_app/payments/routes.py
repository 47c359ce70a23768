"""Prices, checkouts, orders, refunds, payments at the door, and the providers' webhooks."""

from flask import Response, request
from flask_openapi import APIBlueprint, Tag
from requests.structures import CaseInsensitiveDict

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, SIGNED_IN, access, caller
from main_app.bookings.schemas import BookingPath
from main_app.payments import checkout, door, events, queries, refunds
from main_app.payments.schemas import (
    Asked,
    CancellationOut,
    CheckoutOut,
    NewRefund,
    Nothing,
    NotPaid,
    OrderPath,
    OrderResponse,
    PaidAtTheDoor,
    Received,
    SessionPath,
    SessionPrice,
)
from service_kit.problems import Problem
from service_kit.rate_limits import limit_per_account, limiter
from service_kit.responses import json_response

WEBHOOKS = "/api/v1/booking-notifications/webhooks"
MAX_EVENT_BYTES = 256 * 1024
NOTHING = Nothing()  # a body may be missing
HOSTS = (FACILITATOR, ADMIN)
limited = limit_per_account("60 per minute", "payments")
payments = APIBlueprint("payments", __name__, abp_tags=[Tag(name="Payments")])


@payments.get("/sessions/<int:session_id>/price", responses={200: SessionPrice})
@access(ANYONE)
def price(path: SessionPath) -> Response:
    """What booking a session costs now, and what a guest who cancels gets back."""
    return json_response(SessionPrice(**queries.price_of_session(path.session_id)))


@payments.post("/bookings/<int:booking_id>/payment", responses={200: CheckoutOut})
@access(*SIGNED_IN)
@limited
def pay(path: BookingPath, body: Nothing = NOTHING) -> Response:
    """Open the page to pay a held booking on, or the rest after a deposit. One that is open is given again."""
    opened = checkout.open_checkout(caller(), path.booking_id)
    return json_response(CheckoutOut(provider=opened.provider, order_id=opened.order_id, checkout=opened.checkout))


@payments.post("/bookings/<int:booking_id>/payment/returned", responses={202: Asked})
@access(*SIGNED_IN)
@limited
def returned(path: BookingPath, body: Nothing = NOTHING) -> tuple[dict[str, str], int]:
    """Say that the guest came back from the page to pay on: the provider is asked."""
    checkout.ask_provider(caller(), path.booking_id)
    return {"message": "We're checking your payment."}, 202


@payments.get("/bookings/<int:booking_id>/cancellation", responses={200: CancellationOut})
@access(*SIGNED_IN)
def cancellation(path: BookingPath) -> Response:
    """What cancelling this booking now would give back."""
    found = refunds.cancellation_of(caller(), path.booking_id)
    return json_response(CancellationOut(**vars(found)))


@payments.post("/bookings/<int:booking_id>/paid", responses={200: OrderResponse})
@access(*HOSTS)
@limited
def mark_paid(path: BookingPath, body: PaidAtTheDoor) -> Response:
    """Mark a booking as paid to its facilitator."""
    return _order(door.mark_paid(caller(), path.booking_id, body.method.value))


@payments.post("/bookings/<int:booking_id>/unpaid", responses={200: OrderResponse})
@access(*HOSTS)
@limited
def mark_unpaid(path: BookingPath, body: NotPaid) -> Response:
    """Undo the newest payment at the door."""
    return _order(door.mark_unpaid(caller(), path.booking_id, body.reason))


@payments.get("/bookings/<int:booking_id>/order", responses={200: OrderResponse})
@access(*SIGNED_IN)
def show_order_of_booking(path: BookingPath) -> Response:
    """The order of a booking: for its guest, the event's facilitator and admins."""
    return json_response(OrderResponse.model_validate({"order": queries.order_of_booking(caller(), path.booking_id)}))


@payments.get("/orders/<int:order_id>", responses={200: OrderResponse})
@access(*SIGNED_IN)
def show_order(path: OrderPath) -> Response:
    """An order with its payments and refunds: for its buyer, the event's facilitator and admins."""
    return _order(path.order_id)


@payments.post("/orders/<int:order_id>/refunds", responses={201: OrderResponse})
@access(*HOSTS)
@limited
def refund(path: OrderPath, body: NewRefund) -> Response:
    """Refund a part of an order. Confirm your password with POST /auth/confirm first."""
    refunds.refund_order(caller(), path.order_id, body.amount_cents, body.reason)
    response = _order(path.order_id)
    response.status_code = 201
    return response


def _order(order_id: int) -> Response:
    return json_response(OrderResponse.model_validate({"order": queries.get_order(caller(), order_id)}))


def _receive(provider: str) -> dict[str, str]:
    request.max_content_length = MAX_EVENT_BYTES
    if request.mimetype != "application/json":
        raise Problem(415, "not_json", "Send the event as application/json.")
    events.receive_event(provider, request.get_data(), CaseInsensitiveDict(request.headers))
    return {"message": "Thank you."}


@payments.post(f"{WEBHOOKS}/stripe", responses={200: Received})
@limiter.limit("3000 per minute")
@access(ANYONE)
def stripe() -> dict[str, str]:
    """An event of Stripe, under Stripe's signature."""
    return _receive("stripe")


@payments.post(f"{WEBHOOKS}/razorpay", responses={200: Received})
@limiter.limit("3000 per minute")
@access(ANYONE)
def razorpay() -> dict[str, str]:
    """An event of Razorpay, under Razorpay's signature."""
    return _receive("razorpay")


@payments.post(f"{WEBHOOKS}/demo", responses={200: Received})
@limiter.limit("3000 per minute")
@access(ANYONE)
def demo() -> dict[str, str]:
    """An event of the demo bank, under its signature."""
    return _receive("demo")
