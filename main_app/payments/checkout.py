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
from main_app.commands.write import PlannedDeadline, write_deadlines
from main_app.orders.models import Payment, PaymentState
from main_app.payments.calls import ASK, EXPIRE, call_provider
from main_app.payments.holds import CHECKOUT_OVER
from main_app.payments.requests import checkout_request
from main_app.payments.rows import change_payment, insert_payment, lock_order
from main_app.services.payment_provider import Checkout, CheckoutRequest, Provider, ProviderRefused, ProviderUnavailable
from main_app.services.payment_providers import provider_for, provider_named
from main_app.settings import settings
from main_app.studio.queries import studio_facts
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, Unavailable

CHECKOUT_TIME = timedelta(minutes=31)  # Stripe's live 30 minutes at least
SHORTEST = timedelta(minutes=2)  # an open checkout that ends sooner is not given again
KEYS_KEPT = timedelta(hours=24)  # afterwards a provider may have forgotten a key: it is asked, not called again
payments = Payment.__table__.c
HELD, BOOKED = BookingStatus.HELD.value, BookingStatus.BOOKED.value


@dataclass(frozen=True)
class OpenCheckout:
    provider: str
    order_id: int
    checkout: Any


def open_checkout(guest: Caller, booking_id: int) -> OpenCheckout:
    """The page to pay a held booking on, or the rest after a deposit. One that is open already is given again.

    Raises NotFound for another person's booking, Conflict (nothing_to_pay, hold_over, session_past, awaiting_bank),
    and Unavailable if the provider does not answer: the next try repeats the same call.
    """
    with write_connection() as connection:
        payment = _store_payment(connection, guest, booking_id)
        if payment.checkout is not None:
            return OpenCheckout(payment.provider, payment.order_id, payment.checkout)
        request = checkout_request(connection, payment)
    provider = provider_named(settings(), payment.provider)
    if provider is None:
        raise _unavailable(payment.pays_rest)
    try:
        made = _make(provider, request, is_old=clock.now() - payment.created_at >= KEYS_KEPT)
    except ProviderRefused as error:
        with write_connection() as connection:
            change_payment(connection, payment.id, {"state": PaymentState.FAILED.value, "reason": error.code})
        raise _unavailable(payment.pays_rest) from error
    except ProviderUnavailable as error:
        raise _unavailable(payment.pays_rest) from error
    page = made.page
    if isinstance(page, dict):  # the values of a form, which shows guests whom they pay
        page = {**page, "name": studio_facts().name}
    with write_connection() as connection:
        found = connection.execute(select(payments.state).where(payments.id == payment.id)).one()
        opened = {"checkout_ref": made.ref, "checkout": page}
        if found.state == PaymentState.CREATED.value:
            opened["state"] = PaymentState.OPEN.value
        change_payment(connection, payment.id, opened)
    return OpenCheckout(payment.provider, payment.order_id, page)


def _make(provider: Provider, request: CheckoutRequest, *, is_old: bool) -> Checkout:
    return (provider.find_checkout(request) if is_old else None) or provider.create_checkout(request)


def _store_payment(connection: Connection, guest: Caller, booking_id: int) -> Any:
    """The payment that is open already, or a new one. It holds the booking longer."""
    booking = _payable_booking(guest, booking_id)
    money, now = lock_order(connection, booking.order_id), clock.now()
    booking = _payable_booking(guest, booking_id)  # as it is now that the order is locked
    pays_rest = booking.status == BOOKED
    amount = money.rest_cents if pays_rest else money.due_cents - money.paid_cents
    if amount <= 0:
        raise _nothing_to_pay()
    if (unpaid := money.unpaid) is not None:
        if unpaid.state == PaymentState.PENDING.value:
            raise Conflict("awaiting_bank", "Your bank hasn't confirmed the payment yet. We'll tell you when it has.")
        if unpaid.checkout_ends_at > now + SHORTEST and unpaid.pays_rest == pays_rest:
            return unpaid
        if not pays_rest:
            raise Conflict("hold_over", "The time to pay is over. Book again, if places are left.")
        change_payment(connection, unpaid.id, {"state": PaymentState.EXPIRED.value})
        call_provider(connection, unpaid, EXPIRE)
    provider = provider_for(settings(), money.order.currency)
    if provider is None:
        raise _unavailable(pays_rest)
    ends_at = now + CHECKOUT_TIME
    if not pays_rest and booking.held_until < ends_at:
        apply(connection, ExtendHold(booking_id, ends_at), as_guest(guest))
    values = {
        "order_id": money.order.id,
        "provider": provider.name,
        "state": PaymentState.CREATED.value,
        "amount_cents": amount,
        "currency": money.order.currency,
        "checkout_ends_at": ends_at,
        "pays_rest": pays_rest,
    }
    payment = insert_payment(connection, values)
    if pays_rest:  # no hold ends it
        write_deadlines(connection, [PlannedDeadline(CHECKOUT_OVER, "payment", payment.id, 1, ends_at)])
    return payment


def _payable_booking(guest: Caller, booking_id: int) -> Any:
    """A held booking, or one that is booked and may have a rest to pay."""
    booking = own_booking_row(guest.id, booking_id)
    if booking.order_id is None or booking.status not in (HELD, BOOKED):
        raise _nothing_to_pay()
    if booking.status == HELD and booking.held_until <= clock.now():
        raise Conflict("hold_over", "The time to pay is over. Book again, if places are left.")
    if booking.status == BOOKED and booking.ends_at <= clock.now():
        raise Conflict("session_past", "This session is over. Pay the facilitator what is left.")
    return booking


def _nothing_to_pay() -> Conflict:
    return Conflict("nothing_to_pay", "There is nothing to pay for this booking.")


def ask_provider(guest: Caller, booking_id: int) -> None:
    """Ask the provider how the newest payments stand, because the guest came back from the page to pay on."""
    with write_connection() as connection:
        booking = own_booking_row(guest.id, booking_id)
        if booking.order_id is None:
            raise _nothing_to_pay()
        started = [each for each in lock_order(connection, booking.order_id).payments if each.checkout_ends_at]
        if started and started[-1].state != PaymentState.CAPTURED.value:
            call_provider(connection, started[-1], ASK)


def _unavailable(pays_rest: bool) -> Unavailable:
    place = "You are booked" if pays_rest else "Your place is still held"
    text = f"We couldn't open the payment page. {place}: please try again in a minute."
    return Unavailable(text, "payment_unavailable")
