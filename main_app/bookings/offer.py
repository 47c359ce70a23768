"""What a session costs a person who books it now, for engine.py alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from main_app.bookings.engine_commands import Book, Reactivate
from main_app.events.models import ONLINE, PAY_FACILITATOR
from main_app.orders.place import NewOrder
from main_app.orders.prices import Terms, deposit_of, price_lines


@dataclass(frozen=True)
class Offer:
    """What the session costs this person now, and whether its places are held until that is paid."""

    price_cents: int
    currency: str
    places: int
    hold: timedelta | None
    order: NewOrder | None  # None if it is free

    @property
    def held(self) -> bool:
        return self.hold is not None

    @classmethod
    def of(cls, command: Book | Reactivate, session: Any, event: Any, user_id: int, places: int) -> "Offer":
        price, currency = session.session_price, session.session_currency
        if price == 0:
            return cls(price, currency, places, None, None)
        lines = price_lines(session.session_title, places, price, event.tax_rate)
        agreed, percent = session.payment_terms, session.deposit_percent
        if isinstance(command, Book) and command.pay_at_the_door:
            agreed, percent = PAY_FACILITATOR, None
        deposit = None if percent is None else deposit_of(lines, percent, currency)
        terms = Terms(agreed, event.refund_ladder, session.starts_at, deposit)
        order = NewOrder(user_id, event.facilitator_id, currency, lines, terms)
        return cls(price, currency, places, command.hold if agreed in ONLINE else None, order)
