"""Orders, payments and refunds as rows, for tests of what is made of them."""

from typing import Any

from sqlalchemy import Connection, insert, update

from main_app.auth.access import Caller
from main_app.orders.models import Order, OrderLine, Payment, Refund
from service_kit import clock

TERMS = {"payment_terms": "pay_online", "refund_ladder": [], "starts_at": "2027-01-01T07:00:00+00:00"}


def add_order(
    connection: Connection, guest: Caller, host: Caller, *prices: tuple[int, int], currency: str = "EUR", **of_line: Any
) -> Any:
    """An order of lines with these amounts and tax rates."""
    total = sum(amount for amount, _ in prices)
    order = _added(
        connection,
        Order,
        user_id=guest.id,
        facilitator_id=host.id,
        currency=currency,
        total_cents=total,
        terms=TERMS,
        created_at=clock.now(),
    )
    for amount, rate in prices:
        line = {"kind": "place", "description": "Evening Sit", "quantity": 1, "unit_cents": amount, "tax_rate": rate}
        _added(connection, OrderLine, order_id=order.id, amount_cents=amount, **line, **of_line)
    return order


def add_payment(connection: Connection, order: Any, amount_cents: int | None = None, **changes: Any) -> Any:
    """A captured payment of the whole order, or of a part."""
    now = clock.now()
    values = {"provider": "demo", "state": "captured", "currency": order.currency, "captured_at": now} | changes
    amount = amount_cents or order.total_cents
    return _added(connection, Payment, order_id=order.id, amount_cents=amount, created_at=now, updated_at=now, **values)


def add_refund(connection: Connection, payment: Any, amount_cents: int, **changes: Any) -> Any:
    now = clock.now()
    values = {"kind": "manual", "reason": "", "state": "initiated", "attempt": 1} | changes
    return _added(
        connection, Refund, payment_id=payment.id, amount_cents=amount_cents, created_at=now, updated_at=now, **values
    )


def change_refund(connection: Connection, refund: Any, **changes: Any) -> Any:
    changed = update(Refund).where(Refund.id == refund.id).values(**changes).returning(*Refund.__table__.c)
    return connection.execute(changed).one()


def _added(connection: Connection, table: Any, **values: Any) -> Any:
    return connection.execute(insert(table).values(**values).returning(*table.__table__.c)).one()
