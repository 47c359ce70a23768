"""Records what a provider says of a payment, and settles its order: the booking follows from what was paid.

Money is always recorded first. Then the place is confirmed, taken again if the hold had run out, or the money goes
back. A payment that the order doesn't need goes back without touching the place.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from main_app.auth.caller import BY_SYSTEM
from main_app.bookings.engine import By, apply, as_manager
from main_app.bookings.engine_commands import Confirm, ExpireHold, ExtendHold, MarkRefunded, RecordMoney
from main_app.bookings.models import Booking
from main_app.bookings.states import BookingStatus
from main_app.commands.carry_out import Due
from main_app.orders.models import DOOR, Order, Payment, PaymentState, RefundKind, RefundState
from main_app.orders.money import OrderMoney, money_of_order
from main_app.payments import ledger
from main_app.payments.deposits import earn_deposits
from main_app.payments.requests import is_same_refund
from main_app.payments.rows import (
    booking_of_order,
    capture,
    change_payment,
    finish_refund,
    insert_payment,
    insert_refund,
    lock_order,
    start_refund,
)
from main_app.services.payment_provider import ChargeState, CheckoutState
from main_app.settings import settings
from service_kit import clock
from service_kit.problems import Conflict

payments, bookings, orders = Payment.__table__.c, Booking.__table__.c, Order.__table__.c
HELD, EXPIRED, CANCELLED = BookingStatus.HELD.value, BookingStatus.EXPIRED.value, BookingStatus.CANCELLED.value
SYSTEM: By = as_manager(BY_SYSTEM)
# A refund can fail after the provider had reported it as done.
CHANGES_OF_REFUND = {
    (RefundState.INITIATED.value, RefundState.PROCESSED),
    (RefundState.INITIATED.value, RefundState.FAILED),
    (RefundState.PROCESSED.value, RefundState.FAILED),
}
OVER = {CheckoutState.EXPIRED.value: PaymentState.EXPIRED, CheckoutState.FAILED.value: PaymentState.FAILED}


def record_snapshot(connection: Connection, command: Due) -> str | None:
    """Carry out the command that a provider's answer became. Returns a note about something unusual."""
    payment = connection.execute(select(*payments).where(payments.id == int(command.subject_id))).one()
    money = lock_order(connection, payment.order_id)
    payment = next(each for each in money.payments if each.id == payment.id)
    before = summary(money)
    if payment.checkout_ref is None and (reference := command.arguments["checkout_ref"]):
        payment = change_payment(connection, payment.id, {"checkout_ref": reference})
    snapshot = command.arguments["snapshot"]
    notes = _record_charges(connection, money, payment, snapshot)
    money = money_of_order(connection, payment.order_id)  # with what was recorded
    notes += _record_refunds(connection, money, payment, snapshot)
    settle(connection, money, before)
    return " ".join(notes) or None


def _record_charges(connection: Connection, money: OrderMoney, payment: Any, snapshot: Mapping[str, Any]) -> list[str]:
    notes = []
    known = {each.charge_ref for each in money.payments if each.provider == payment.provider}
    for charge in snapshot["charges"]:
        if charge["state"] != ChargeState.CAPTURED.value or charge["ref"] in known:
            continue
        as_agreed = (charge["amount_cents"], charge["currency"]) == (payment.amount_cents, payment.currency)
        if payment.state == PaymentState.CAPTURED.value or not as_agreed:
            extra = {
                "order_id": payment.order_id,
                "provider": payment.provider,
                "state": PaymentState.FAILED.value,  # until it is captured, two lines below
                "amount_cents": charge["amount_cents"],
                "currency": charge["currency"],
                "checkout_ref": payment.checkout_ref,
                "pays_rest": payment.pays_rest,
            }
            captured = capture(connection, money, insert_payment(connection, extra), {"charge_ref": charge["ref"]})
            if not as_agreed:
                notes.append(f"payment {captured.id}: another amount or currency was paid than was asked for.")
        else:
            payment = capture(connection, money, payment, {"charge_ref": charge["ref"]})
    if payment.state != PaymentState.CAPTURED.value:
        _record_state(connection, payment, snapshot["state"])
    return notes


def _record_state(connection: Connection, payment: Any, state: str) -> None:
    """Record a checkout that nothing was captured for."""
    if state == CheckoutState.PENDING.value and payment.state != PaymentState.PENDING.value:
        change_payment(connection, payment.id, {"state": PaymentState.PENDING.value})
    elif state in OVER and payment.state != OVER[state].value:
        change_payment(connection, payment.id, {"state": OVER[state].value})


def _record_refunds(connection: Connection, money: OrderMoney, payment: Any, snapshot: Mapping[str, Any]) -> list[str]:
    """Bring our refunds in line with the provider's. Those made at its dashboard, and disputes, are added."""
    notes = []
    by_charge = {each.charge_ref: each for each in money.captured if each.provider == payment.provider}
    for theirs in snapshot["refunds"]:
        paid = by_charge.get(theirs["charge_ref"])
        if paid is None:
            continue
        state = RefundState(theirs["state"])
        ours = next(
            (
                each
                for each in money.refunds
                if each.payment_id == paid.id
                and (
                    each.provider_ref == theirs["ref"]
                    or is_same_refund(theirs["refund_id"], theirs["amount_cents"], each)
                )
            ),
            None,
        )
        if ours is None:
            kind = RefundKind.DISPUTE if theirs["kind"] == "dispute" else RefundKind.PROVIDER
            values = {
                "payment_id": paid.id,
                "amount_cents": theirs["amount_cents"],
                "kind": kind.value,
                "state": RefundState.INITIATED.value,
                "attempt": 1,
                "provider_ref": theirs["ref"],
            }
            ours = insert_refund(connection, values)
            money.refunds.append(ours)
            ledger.post_refund(connection, money.order, paid, ours)
            notes.append(f"payment {paid.id}: a {theirs['kind']} was made at {paid.provider}.")
        if state is RefundState.INITIATED:
            if ours.provider_ref != theirs["ref"] and ours.state == state.value:
                finish_refund(connection, money, paid, ours, state, reference=theirs["ref"])
        elif (ours.state, state) in CHANGES_OF_REFUND:
            finish_refund(connection, money, paid, ours, state, reference=theirs["ref"])
        if state is RefundState.FAILED and ours.state != state.value and ours.kind != RefundKind.DISPUTE.value:
            notes.append(f"refund {ours.id} failed at {paid.provider}.")
    return notes


def refund_refused(connection: Connection, command: Due) -> str | None:
    """Carry out the command that a provider's refusal of a refund became: an admin is told."""
    payment = connection.execute(select(*payments).where(payments.id == int(command.subject_id))).one()
    money = lock_order(connection, payment.order_id)
    refund = next((each for each in money.refunds if each.id == command.arguments["refund_id"]), None)
    if refund is None or refund.state != RefundState.INITIATED.value:
        return None
    before = summary(money)
    finish_refund(connection, money, payment, refund, RefundState.FAILED)
    settle(connection, money, before)
    return f"refund {refund.id} was refused by {payment.provider}: {command.arguments['reason']}."


def settle(connection: Connection, money: OrderMoney, before: Mapping[str, Any]) -> None:
    """Bring the booking of a locked order in line with its money, and tell what changed since `before`."""
    order = money.order
    of_order = select(*bookings).where(bookings.id == booking_of_order(connection, order.id))
    booking = connection.execute(of_order).one()
    needed, extra = _needed(money)
    for payment in extra:
        _give_back(connection, money, payment, RefundKind.DUPLICATE)
    confirmed = False
    # What went back pays no place, though one may have become free since.
    still_paid = needed and sum(map(money.refundable_cents, needed)) >= money.due_cents
    if still_paid and booking.order_id == order.id and booking.status in (HELD, EXPIRED):
        confirmed = _confirm(connection, booking)
        if not confirmed:
            booking = connection.execute(of_order).one()  # it can have been cancelled since it was read
    current = booking.order_id == order.id
    if needed and not confirmed and (lost_at := _place_lost_at(connection, booking, current=current)):
        for payment in needed:
            if payment.captured_at >= lost_at:
                _give_back(connection, money, payment, RefundKind.LATE)
    if not confirmed:
        earn_deposits(connection, money, booking)
    if not confirmed and current:
        _follow_unpaid(connection, money, booking)
    _tell(connection, money, booking, before, confirmed=confirmed, current=current)


def _give_back(connection: Connection, money: OrderMoney, payment: Any, kind: RefundKind) -> None:
    """Refund what is left of a payment, once: a person looks after a refund that fails."""
    left = money.refundable_cents(payment)
    if left > 0 and not money.has_refund(payment, kind):
        start_refund(connection, money, payment, left, kind)


def _place_lost_at(connection: Connection, booking: Any, *, current: bool) -> datetime | None:
    """Since when a payment of the order is too late. None if the booking still has its place.

    What was paid before a cancellation goes back by the terms instead (refunds.py).
    """
    if not current:  # booked again since, with another order
        return connection.scalar(select(orders.created_at).where(orders.id == booking.order_id))
    return booking.updated_at if booking.status in (EXPIRED, CANCELLED) else None


def _needed(money: OrderMoney) -> tuple[list[Any], list[Any]]:
    """The captured payments that pay the order, the oldest first, and those beyond. Both are empty until it is paid."""
    needed: list[Any] = []
    extra: list[Any] = []
    sum_cents = 0
    for payment in sorted(money.captured, key=lambda each: (each.captured_at, each.id)):
        if payment.currency != money.order.currency:
            continue  # a person decides
        # A second deposit is too much, though the rest isn't paid.
        pays_rest = payment.pays_rest or payment.provider == DOOR
        if sum_cents >= (money.order.total_cents if pays_rest else money.due_cents):
            extra.append(payment)
        else:
            needed.append(payment)
            sum_cents += payment.amount_cents
    return (needed, extra) if sum_cents >= money.due_cents else ([], [])


def _confirm(connection: Connection, booking: Any) -> bool:
    """Confirm the booking, or take its place again if the hold has run out. False if no place is free any more."""
    try:
        apply(connection, Confirm(booking.id), SYSTEM)
    except Conflict:
        return False
    return True


def _follow_unpaid(connection: Connection, money: OrderMoney, booking: Any) -> None:
    """Hold the places while the bank takes time; free them once the checkout is over and the hold has run out."""
    if booking.status != HELD or booking.held_until is None:
        return
    unpaid, now = money.unpaid, clock.now()
    if unpaid is not None and unpaid.state == PaymentState.PENDING.value:
        until = unpaid.created_at + timedelta(days=settings().payment_bank_days)
        if booking.held_until < until:
            apply(connection, ExtendHold(booking.id, until), SYSTEM)
    elif unpaid is None and booking.held_until <= now:
        apply(connection, ExpireHold(booking.id), SYSTEM)


def _tell(
    connection: Connection,
    money: OrderMoney,
    booking: Any,
    before: Mapping[str, Any],
    *,
    confirmed: bool,
    current: bool,
) -> None:
    """Record with the booking what has changed about its money."""
    after = summary(money)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not changes or not current:
        return
    status = connection.scalar(select(bookings.status).where(bookings.id == booking.id))
    all_came_back = (
        money.paid_cents > 0
        and sum(each.amount_cents for each in money.refunds if each.state == RefundState.PROCESSED.value)
        >= money.paid_cents
    )
    if all_came_back and status in (CANCELLED, EXPIRED):
        apply(connection, MarkRefunded(booking.id, changes), SYSTEM)
    elif not confirmed:
        apply(connection, RecordMoney(booking.id, changes), SYSTEM)


def summary(money: OrderMoney) -> dict[str, Any]:
    """What people hear of: changes of these values are recorded."""
    late = any(refund.kind == RefundKind.LATE.value for refund in money.refunds)
    return {
        "payment_status": money.status,
        "paid_cents": money.paid_cents,
        "refunded_cents": money.refunded_cents,
        "refund_status": money.refunds[-1].state if money.refunds else None,
        "paid_late": late,
    }
