"""Opening the page on which a guest pays. The provider is called between two transactions of the request."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from main_app.auth.caller import Caller
from main_app.bookings.engine import apply, as_guest
from main_app.bookings.engine_commands import ExtendHold
from main_app.bookings.queries import own_booking_row
from main_app.bookings.states import BookingStatus
from main_app.orders.models import Payment, PaymentState
from main_app.payments.calls import ASK, call_provider
from main_app.payments.requests import checkout_request
from main_app.payments.rows import change_payment, insert_payment, lock_order
from main_app.services.payment_provider import Checkout, CheckoutRequest, Provider, ProviderRefused, ProviderUnavailable
from main_app.services.payment_providers import provider_for, provider_named
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, Unavailable

CHECKOUT_TIME = timedelta(minutes=31)  # Stripe's live 30 minutes at least
SHORTEST = timedelta(minutes=2)  # an open checkout that ends sooner is not given again
KEYS_KEPT = timedelta(hours=24)  # afterwards a provider may have forgotten a key: it is asked, not called again
payments = Payment.__table__.c
HELD = BookingStatus.HELD.value


@dataclass(frozen=True)
class OpenCheckout:
    provider: str
    order_id: int
    checkout: Any


def open_checkout(guest: Caller, booking_id: int) -> OpenCheckout:
    """The page to pay a held booking on. One that is open already is given again.

    Raises NotFound for another person's booking, Conflict (nothing_to_pay, hold_over), and Unavailable if the provider
    does not answer: the booking stays held, and the next try repeats the same call.
    """
    with write_connection() as connection:
        payment = _store_payment(connection, guest, booking_id)
        if payment.checkout is not None:
            return OpenCheckout(payment.provider, payment.order_id, payment.checkout)
        request = checkout_request(connection, payment)
    provider = provider_named(settings(), payment.provider)
    if provider is None:
        raise _unavailable()
    try:
        made = _make(provider, request, is_old=clock.now() - payment.created_at >= KEYS_KEPT)
    except ProviderRefused as error:
        with write_connection() as connection:
            change_payment(connection, payment.id, {"state": PaymentState.FAILED.value, "reason": error.code})
        raise _unavailable() from error
    except ProviderUnavailable as error:
        raise _unavailable() from error
    with write_connection() as connection:
        found = connection.execute(select(payments.state).where(payments.id == payment.id)).one()
        opened = {"checkout_ref": made.ref, "checkout": made.page}
        if found.state == PaymentState.CREATED.value:
            opened["state"] = PaymentState.OPEN.value
        change_payment(connection, payment.id, opened)
    return OpenCheckout(payment.provider, payment.order_id, made.page)


def _make(provider: Provider, request: CheckoutRequest, *, is_old: bool) -> Checkout:
    return (provider.find_checkout(request) if is_old else None) or provider.create_checkout(request)


def _store_payment(connection: Connection, guest: Caller, booking_id: int) -> Any:
    """The payment that is open already, or a new one with a longer hold."""
    booking = _held_booking(guest, booking_id)
    money, now = lock_order(connection, booking.order_id), clock.now()
    booking = _held_booking(guest, booking_id)  # as it is now that the order is locked
    if money.unpaid is not None:
        if money.unpaid.state == PaymentState.PENDING.value:
            raise Conflict("awaiting_bank", "Your bank hasn't confirmed the payment yet. We'll tell you when it has.")
        if money.unpaid.checkout_ends_at > now + SHORTEST:
            return money.unpaid
        raise Conflict("hold_over", "The time to pay is over. Book again, if places are left.")
    provider = provider_for(settings(), money.order.currency)
    if provider is None:
        raise _unavailable()
    ends_at = now + CHECKOUT_TIME
    if booking.held_until < ends_at:
        apply(connection, ExtendHold(booking_id, ends_at), as_guest(guest))
    values = {
        "order_id": money.order.id,
        "provider": provider.name,
        "state": PaymentState.CREATED.value,
        "amount_cents": money.due_cents - money.paid_cents,
        "currency": money.order.currency,
        "checkout_ends_at": ends_at,
    }
    return insert_payment(connection, values)


def _held_booking(guest: Caller, booking_id: int) -> Any:
    booking = own_booking_row(guest.id, booking_id)
    if booking.status != HELD:
        raise Conflict("nothing_to_pay", "There is nothing to pay for this booking.")
    if booking.held_until <= clock.now():
        raise Conflict("hold_over", "The time to pay is over. Book again, if places are left.")
    return booking


def ask_provider(guest: Caller, booking_id: int) -> None:
    """Ask the provider how the newest payments stand, because the guest came back from the page to pay on."""
    with write_connection() as connection:
        booking = own_booking_row(guest.id, booking_id)
        if booking.order_id is None:
            raise Conflict("nothing_to_pay", "There is nothing to pay for this booking.")
        started = [each for each in lock_order(connection, booking.order_id).payments if each.checkout_ends_at]
        if started and started[-1].state != PaymentState.CAPTURED.value:
            call_provider(connection, started[-1], ASK)


def _unavailable() -> Unavailable:
    return Unavailable(
        "We couldn't open the payment page. Your place is still held: please try again in a minute.",
        "payment_unavailable",
    )
