"""Reading prices and orders."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING
from main_app.database import db
from main_app.events.models import ONLINE, Event, EventSession
from main_app.events.responses import ladder_json
from main_app.orders.models import OrderLine
from main_app.orders.money import OrderMoney, money_of_orders
from main_app.orders.prices import Line, deposit_of, price_lines, total_of
from main_app.payments import receipts
from main_app.payments.order_subjects import subjects_of
from service_kit import clock
from service_kit.problems import NotFound

sessions, events, order_lines = EventSession.__table__.c, Event.__table__.c, OrderLine.__table__.c
bookings = Booking.__table__.c
OFFER = select(
    sessions.title, sessions.starts_at, sessions.price_cents, sessions.currency, sessions.payment_terms,
    sessions.deposit_percent,
    events.tax_rate, events.refund_ladder,
).join_from(EventSession.__table__, Event.__table__, events.id == sessions.event_id)  # fmt: skip


def price_of_session(session_id: int) -> dict[str, Any]:
    """The fields of a SessionPrice. Raises NotFound, also for a draft."""
    found = OFFER.where(sessions.id == session_id, sessions.draft.is_(False))
    offer = db.session.execute(found).first()
    if offer is None:
        raise NotFound("session")
    lines = price_lines(offer.title, 1, offer.price_cents, offer.tax_rate) if offer.price_cents else []
    return {
        "lines": [_line(line) for line in lines],
        "total_cents": total_of(lines),
        "due_now_cents": _due_now(offer, lines),
        "currency": offer.currency,
        "payment_terms": offer.payment_terms,
        "refund_ladder": ladder_json(offer.refund_ladder),
        "refund_steps": [
            {"until": clock.iso(offer.starts_at - timedelta(days=days)), "percent": percent}
            for days, percent in offer.refund_ladder
        ],
    }


def order_of_booking(reader: Caller, booking_id: int) -> dict[str, Any]:
    """The fields of an OrderOut, as `get_order`. Raises NotFound for a booking without one, such as a free one."""
    order_id = db.session.scalar(select(Booking.order_id).where(Booking.id == booking_id))
    if order_id is None:
        raise NotFound("order")
    return get_order(reader, order_id)


def get_order(reader: Caller, order_id: int) -> dict[str, Any]:
    """The fields of an OrderOut: for its buyer, the event's facilitator and admins. Raises NotFound for others."""
    connection = db.session.connection()
    money = money_of_orders(connection, [order_id]).get(order_id)
    if money is None or not (reader.id == money.order.user_id or may_manage(reader, money.order.facilitator_id)):
        raise NotFound("order")
    order = money.order
    lines = connection.execute(
        select(OrderLine.__table__).where(order_lines.order_id == order_id).order_by(order_lines.id)
    )
    return {
        "id": order.id,
        **subjects_of(connection, [order_id])[order_id],
        "currency": order.currency,
        "total_cents": order.total_cents,
        "due_now_cents": max(0, money.due_cents - money.paid_cents) if order.terms["payment_terms"] in ONLINE else 0,
        "rest_cents": _rest(connection, money),
        "paid_cents": money.paid_cents,
        "refunded_cents": money.refunded_cents,
        "lines": [_line(line) | {"booking_id": line.booking_id} for line in lines],
        "payments": [
            {
                "id": payment.id,
                "provider": payment.provider,
                "method": payment.method,
                "state": payment.state,
                "amount_cents": payment.amount_cents,
                "currency": payment.currency,
                "captured_at": clock.iso(payment.captured_at),
                "refundable_cents": money.refundable_cents(payment),
            }
            for payment in money.payments
        ],
        "refunds": [
            {
                "id": refund.id,
                "payment_id": refund.payment_id,
                "amount_cents": refund.amount_cents,
                "kind": refund.kind,
                "reason": refund.reason,
                "state": refund.state,
                "created_at": clock.iso(refund.created_at),
                "processed_at": clock.iso(refund.processed_at),
            }
            for refund in money.refunds
        ],
        "receipts": receipts.of_order(connection, order_id),
        "terms": {"deposit_cents": None} | order.terms | {"refund_ladder": ladder_json(order.terms["refund_ladder"])},
    }


def _rest(connection: Connection, money: OrderMoney) -> int:
    """Nothing is left to pay for a booking that was cancelled, or has another order now."""
    of_order = select(bookings.id).where(bookings.order_id == money.order.id, bookings.status.in_(ENTITLING))
    return money.rest_cents if money.rest_cents and connection.execute(of_order).first() else 0


def _due_now(offer: Any, lines: list[Line]) -> int:
    if offer.payment_terms not in ONLINE:
        return 0
    percent = offer.deposit_percent
    return total_of(lines) if percent is None else deposit_of(lines, percent, offer.currency)


def _line(line: Any) -> dict[str, Any]:
    names = ("kind", "description", "quantity", "unit_cents", "tax_rate", "amount_cents")
    return {name: getattr(line, name) for name in names}
