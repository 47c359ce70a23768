"""What something costs and what is given back: pure functions. Amounts are in minor units, prices include tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service_kit import clock
from service_kit.money import part_in_steps

Ladder = Sequence[Sequence[int]]  # [[days before the start, per cent], ...], the most days first


@dataclass(frozen=True)
class Line:
    kind: str
    description: str
    quantity: int
    unit_cents: int
    tax_rate: int  # in hundredths of a per cent

    @property
    def amount_cents(self) -> int:
        return self.quantity * self.unit_cents


@dataclass(frozen=True)
class Terms:
    """What was agreed: how the order is paid, and what a guest who cancels gets back."""

    payment_terms: str
    refund_ladder: Ladder
    starts_at: datetime
    deposit_cents: int | None = None  # what is due online at once; the rest is paid later

    def to_json(self) -> dict[str, Any]:
        return {
            "payment_terms": self.payment_terms,
            "refund_ladder": [list(step) for step in self.refund_ladder],
            "starts_at": clock.iso(self.starts_at),
            "deposit_cents": self.deposit_cents,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Terms":
        starts_at = datetime.fromisoformat(stored["starts_at"])
        return cls(stored["payment_terms"], stored["refund_ladder"], starts_at, stored.get("deposit_cents"))


def price_lines(title: str, places: int, price_cents: int, tax_rate: int) -> list[Line]:
    """The lines of an order for places in a session. The page shows the same ones before paying."""
    return [Line("place", title, places, price_cents, tax_rate)]


def total_of(lines: Sequence[Line]) -> int:
    return sum(line.amount_cents for line in lines)


def deposit_of(lines: Sequence[Line], percent: int, currency: str) -> int:
    """What is due online: the same part of each place's price."""
    return sum(line.quantity * part_in_steps(line.unit_cents, percent, currency) for line in lines)


def refund_percent(ladder: Ladder, starts_at: datetime, at: datetime) -> int:
    """The part that a guest who cancels at this time gets back, in per cent."""
    for days, percent in ladder:
        if at <= starts_at - timedelta(days=days):
            return percent
    return 0


def tax_in(cents: int, tax_rate: int) -> int:
    """The tax in an amount that includes it, rounded half up."""
    return (2 * cents * tax_rate + 10000 + tax_rate) // (2 * (10000 + tax_rate))
