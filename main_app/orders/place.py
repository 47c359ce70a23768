"""Writes an order with its line, in the transaction of the booking that it is for. Never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from main_app.orders.models import Order, OrderLine
from main_app.orders.prices import Line, Terms, total_of
from service_kit.compiled_statement import CompiledStatement

orders = Order.__table__.c
INSERT_ORDER = CompiledStatement(
    insert(Order.__table__).returning(*orders),
    ("user_id", "facilitator_id", "currency", "total_cents", "terms", "created_at"),
)
INSERT_LINE = CompiledStatement(
    insert(OrderLine.__table__).returning(OrderLine.__table__.c.id),
    ("order_id", "booking_id", "kind", "description", "quantity", "unit_cents", "tax_rate", "amount_cents"),
)


@dataclass(frozen=True)
class NewOrder:
    user_id: int
    facilitator_id: int
    currency: str
    lines: list[Line]
    terms: Terms


def insert_order(connection: Connection, order: NewOrder, now: datetime) -> Any:
    """Insert the order alone and return its row: the booking names it, and its lines name the booking."""
    values = {
        "user_id": order.user_id,
        "facilitator_id": order.facilitator_id,
        "currency": order.currency,
        "total_cents": total_of(order.lines),
        "terms": order.terms.to_json(),
        "created_at": now,
    }
    return INSERT_ORDER.first(connection, values)


def insert_lines(connection: Connection, order_id: int, order: NewOrder, booking_id: int) -> None:
    for line in order.lines:
        values = {
            "order_id": order_id,
            "booking_id": booking_id,
            "kind": line.kind,
            "description": line.description,
            "quantity": line.quantity,
            "unit_cents": line.unit_cents,
            "tax_rate": line.tax_rate,
            "amount_cents": line.amount_cents,
        }
        INSERT_LINE.first(connection, values)
