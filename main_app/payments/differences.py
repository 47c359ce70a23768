"""What a money check finds in our own rows: payments and refunds, the ledger, and bookings. One statement each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING, OCCUPYING, BookingStatus
from main_app.events.models import ONLINE, EventSession
from main_app.orders.models import Order, Payment, PaymentState, Refund, RefundKind, RefundState
from main_app.payments.ledger import DEPOSITS
from main_app.payments.models import LedgerEntry, LedgerLine
from service_kit.money import money_text

IN_FLIGHT = timedelta(minutes=10)  # what changed since may still be on its way between the tables
REFUND_TAKES = timedelta(days=1)
CAPTURED, FAILED = PaymentState.CAPTURED.value, RefundState.FAILED.value
payments, refunds, orders = Payment.__table__.c, Refund.__table__.c, Order.__table__.c
entries, lines, bookings = LedgerEntry.__table__.c, LedgerLine.__table__.c, Booking.__table__.c
sessions = EventSession.__table__.c
DUE = func.coalesce(orders.terms["deposit_cents"].as_integer(), orders.total_cents)  # what the place is booked for
IS_HELD_BY_SOMEONE = or_(lines.account.startswith("provider:"), lines.account.startswith("door:"))
# Sums of one payment or order are looked up by an index. Joined as sums of all, PostgreSQL may add up everything anew
# for each row of the other side, if it expects few.
CAPTURED_FOR_ORDER = and_(
    payments.order_id == orders.id, payments.state == CAPTURED, payments.currency == orders.currency
)
REFUNDED = (  # what went back of a payment, or is on its way
    select(func.coalesce(func.sum(refunds.amount_cents), 0))
    .where(refunds.payment_id == payments.id, refunds.state != FAILED)
    .scalar_subquery()
)
IN_LEDGER = (
    select(func.coalesce(func.sum(lines.amount_cents), 0))
    .join_from(LedgerEntry.__table__, LedgerLine.__table__, lines.entry_id == entries.id)
    .where(entries.payment_id == payments.id, IS_HELD_BY_SOMEONE)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Difference:
    """Something that does not add up, in one sentence, and what to do about it."""

    kind: str
    sentence: str
    remedy: str
    booking_id: int | None = None
    order_id: int | None = None
    payment_id: int | None = None
    provider_ref: str | None = None


def own_differences(connection: Connection, now: datetime) -> Iterator[Difference]:
    """Everything in our own rows that does not add up, apart from what changed just now."""
    settled = now - IN_FLIGHT
    yield from map(_unbalanced, connection.execute(UNBALANCED))
    yield from map(_not_in_ledger, connection.execute(_ledger_and_payments(settled)))
    yield from map(_paid_no_place, connection.execute(_paid_without_place(settled)))
    yield from map(_place_no_money, connection.execute(_places_without_money(settled)))
    yield from map(_unfinished_refund, connection.execute(_unfinished_refunds(now)))
    yield from map(_deposit_not_earned, connection.execute(_deposits_of_the_past(settled)))


UNBALANCED = (
    select(
        lines.entry_id,
        lines.currency,
        func.sum(lines.amount_cents).label("total"),
        func.max(entries.cause).label("cause"),
    )
    .join_from(LedgerLine.__table__, LedgerEntry.__table__, entries.id == lines.entry_id)
    .group_by(lines.entry_id, lines.currency)
    .having(func.sum(lines.amount_cents) != 0)
    .order_by(lines.entry_id)
)


def _unbalanced(row: Any) -> Difference:
    return Difference(
        "ledger_not_balanced",
        f"Ledger entry {row.entry_id} ({row.cause}) is off by {money_text(int(row.total), row.currency)}.",
        "Somebody changed the database by hand: compare this entry with a backup, then post the missing amount.",
    )


def _ledger_and_payments(settled: datetime) -> Any:
    taken = case((payments.state == CAPTURED, payments.amount_cents), else_=0)
    expected = taken - REFUNDED
    return (
        select(
            payments.id, payments.order_id, payments.currency, expected.label("expected"), IN_LEDGER.label("in_ledger")
        )
        .where(expected != IN_LEDGER, payments.updated_at < settled)
        .order_by(payments.id)
    )


def _not_in_ledger(row: Any) -> Difference:
    ledger, expected = (money_text(int(cents), row.currency) for cents in (row.in_ledger, row.expected))
    return Difference(
        "ledger_differs",
        f"The ledger has {ledger} for payment {row.id}, but its payments and refunds say {expected}.",
        f"Compare the ledger's entries of payment {row.id} with its refunds, and post the one that is missing.",
        order_id=row.order_id,
        payment_id=row.id,
    )


def _paid_without_place(settled: datetime) -> Any:
    """Money that nobody gave back for a booking that isn't one. What a guest who cancelled did not get back is kept."""
    never_booked = bookings.status.in_([BookingStatus.HELD.value, BookingStatus.EXPIRED.value])
    # Of what went back as a whole, the time does not count.
    captured_at = func.max(case((payments.amount_cents > REFUNDED, payments.captured_at)))
    left = func.sum(payments.amount_cents - REFUNDED)
    return (
        select(
            bookings.id,
            bookings.status,
            orders.id.label("order_id"),
            orders.currency,
            left.label("left"),
            func.max(payments.id).label("payment_id"),
        )
        .join_from(Booking.__table__, Order.__table__, orders.id == bookings.order_id)
        .join(Payment.__table__, CAPTURED_FOR_ORDER)
        .where(or_(never_booked, bookings.status == BookingStatus.CANCELLED.value))
        .group_by(bookings.id, orders.id)
        .having(
            or_(never_booked, captured_at > bookings.updated_at),
            left >= DUE,
            func.max(payments.updated_at) < settled,
        )
        .order_by(bookings.id)
    )


def _paid_no_place(row: Any) -> Difference:
    return Difference(
        "paid_no_place",
        f"Paid, but no place: {money_text(int(row.left), row.currency)} for booking {row.id}, which is {row.status}.",
        f"Refund order {row.order_id}, or book the guest a place.",
        booking_id=row.id,
        order_id=row.order_id,
        payment_id=row.payment_id,
    )


def _places_without_money(settled: datetime) -> Any:
    paid = func.coalesce(func.sum(payments.amount_cents), 0)
    return (
        select(bookings.id, orders.id.label("order_id"), orders.currency, DUE.label("due"), paid.label("paid"))
        .join_from(Booking.__table__, Order.__table__, orders.id == bookings.order_id)
        .outerjoin(Payment.__table__, CAPTURED_FOR_ORDER)
        .where(
            bookings.status.in_(ENTITLING),
            orders.terms["payment_terms"].as_string().in_(ONLINE),
            bookings.updated_at < settled,
        )
        .group_by(bookings.id, orders.id)
        .having(paid < DUE)
        .order_by(bookings.id)
    )


def _place_no_money(row: Any) -> Difference:
    paid, total = (money_text(int(cents), row.currency) for cents in (row.paid, row.due))
    return Difference(
        "place_no_money",
        f"A place without its money: {total} is due for booking {row.id}, and {paid} was paid.",
        "Ask the guest for what is missing and mark it as paid, or cancel the booking.",
        booking_id=row.id,
        order_id=row.order_id,
    )


def _unfinished_refunds(now: datetime) -> Any:
    """Refunds that failed and were not made again, and those that take too long. Disputes may take months."""
    later = aliased(Refund)
    made_again = (
        select(later.id)
        .where(later.payment_id == refunds.payment_id, later.id > refunds.id, later.state != FAILED)
        .exists()
    )
    return (
        select(
            refunds.id,
            refunds.amount_cents,
            refunds.state,
            payments.id.label("payment_id"),
            payments.order_id,
            payments.currency,
            payments.provider,
        )
        .join_from(Refund.__table__, Payment.__table__, payments.id == refunds.payment_id)
        .where(
            refunds.kind != RefundKind.DISPUTE.value,
            or_(
                and_(refunds.state == FAILED, ~made_again),
                and_(refunds.state == RefundState.INITIATED.value, refunds.created_at < now - REFUND_TAKES),
            ),
        )
        .order_by(refunds.id)
    )


def _unfinished_refund(row: Any) -> Difference:
    amount = money_text(row.amount_cents, row.currency)
    failed = row.state == FAILED
    return Difference(
        "refund_failed" if failed else "refund_late",
        f"A refund that failed: {amount} of payment {row.payment_id}."
        if failed
        else f"A refund that hasn't arrived after a day: {amount} of payment {row.payment_id}.",
        f"Refund order {row.order_id} again, or pay the guest in another way."
        if failed
        else f"Look at it in {row.provider}'s dashboard. If it isn't there, retry the message on the deliveries page.",
        order_id=row.order_id,
        payment_id=row.payment_id,
    )


def _deposits_of_the_past(settled: datetime) -> Any:
    """Deposits that are still owed though nothing is to come: the session has run, or there is no booking."""
    # The order's own booking: a guest who cancelled and booked again has another order.
    to_come = (
        select(bookings.id)
        .join_from(Booking.__table__, EventSession.__table__, sessions.id == bookings.session_id)
        .where(bookings.order_id == entries.order_id, bookings.status.in_(OCCUPYING), sessions.ends_at >= settled)
        .exists()
    )
    return (
        select(
            entries.payment_id,
            entries.order_id,
            lines.currency,
            func.sum(-lines.amount_cents).label("owed"),
        )
        .join_from(LedgerLine.__table__, LedgerEntry.__table__, entries.id == lines.entry_id)
        .where(lines.account.startswith(DEPOSITS), ~to_come)
        .group_by(entries.payment_id, entries.order_id, lines.currency)
        .having(func.sum(lines.amount_cents) != 0, func.max(entries.created_at) < settled)
        .order_by(entries.payment_id)
    )


def _deposit_not_earned(row: Any) -> Difference:
    return Difference(
        "deposit_not_earned",
        f"{money_text(int(row.owed), row.currency)} of payment {row.payment_id} is still owed as a deposit, though"
        " nothing is to come of its booking.",
        "Look among the failed commands for the one of its session's end; then refund it, or post it as earned.",
        order_id=row.order_id,
        payment_id=row.payment_id,
    )
