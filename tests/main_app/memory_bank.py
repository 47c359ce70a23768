"""A payment provider in memory, for tests of the rules: its answers can be lost, before or after it acted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from main_app.services.payment_provider import (
    Charge,
    ChargeState,
    Checkout,
    CheckoutRequest,
    CheckoutState,
    ListedCharge,
    ProviderEvent,
    ProviderRefund,
    ProviderRefused,
    ProviderUnavailable,
    RefundState,
    Snapshot,
)


@dataclass
class AtTheBank:
    request: CheckoutRequest
    state: CheckoutState = CheckoutState.OPEN
    charges: list[Charge] = field(default_factory=list)
    refunds: list[ProviderRefund] = field(default_factory=list)


@dataclass
class MemoryBank:
    """`lose` is how many of the next answers are lost after the bank acted."""

    name: str = "demo"
    accepts_events: bool = True
    lose: int = 0
    checkouts: dict[str, AtTheBank] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def minimum_cents(self, currency: str) -> int:
        return 50

    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        ref = f"co_payment-{request.payment_id}"
        known = self.checkouts.setdefault(ref, AtTheBank(request))
        assert known.request == request, "the same key came with other values"
        self._answer("create")
        return Checkout(ref, f"/demo-bank/{request.order_id}")

    def find_checkout(self, request: CheckoutRequest) -> Checkout | None:
        self._answer("find")
        ref = f"co_payment-{request.payment_id}"
        return Checkout(ref, f"/demo-bank/{request.order_id}") if ref in self.checkouts else None

    def snapshot(self, checkout_ref: str) -> Snapshot:
        self._answer("snapshot")
        found = self._checkout(checkout_ref)
        return Snapshot(found.state, tuple(found.charges), tuple(found.refunds))

    def expire(self, checkout_ref: str) -> None:
        found = self._checkout(checkout_ref)
        if found.state is CheckoutState.OPEN:
            found.state = CheckoutState.EXPIRED
        self._answer("expire")

    def refund(self, charge_ref: str, amount_cents: int, currency: str, refund_id: int, key: str) -> None:
        found = next(one for one in self.checkouts.values() if any(each.ref == charge_ref for each in one.charges))
        if all(refund.ref != f"re_{key}" for refund in found.refunds):
            charge = next(each for each in found.charges if each.ref == charge_ref)
            if self.refunded(charge_ref) + amount_cents > charge.amount_cents:
                raise ProviderRefused("too_much", "more than was charged")
            found.refunds.append(
                ProviderRefund(f"re_{key}", charge_ref, refund_id, amount_cents, RefundState.PROCESSED)
            )
        self._answer("refund")

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        raise NotImplementedError

    def list_charges(self, since: datetime, until: datetime) -> Iterator[ListedCharge]:
        return iter(())

    # What guests and the bank's people do.

    def pay(self, payment_id: int, times: int = 1, *, late: bool = False) -> bool:
        """Pay a checkout. A checkout that is over takes money only if that was under way (`late`)."""
        found = self.checkouts.get(f"co_payment-{payment_id}")
        if found is None or found.charges or (found.state is not CheckoutState.OPEN and not late):
            return False
        request = found.request
        for number in range(times):
            ref = f"ch_{payment_id}_{number}"
            found.charges.append(Charge(ref, request.amount_cents, request.currency, ChargeState.CAPTURED))
        found.state = CheckoutState.COMPLETED
        return True

    def refund_by_hand(self, payment_id: int, cents: int) -> None:
        """Refund in the bank's own dashboard."""
        found = self.checkouts[f"co_payment-{payment_id}"]
        charge = found.charges[0]
        ref = f"re_hand_{len(found.refunds)}"
        if self.refunded(charge.ref) + cents <= charge.amount_cents:
            found.refunds.append(ProviderRefund(ref, charge.ref, None, cents, RefundState.PROCESSED))

    def refunded(self, charge_ref: str | None = None) -> int:
        return sum(
            refund.amount_cents
            for found in self.checkouts.values()
            for refund in found.refunds
            if refund.state is not RefundState.FAILED and charge_ref in (None, refund.charge_ref)
        )

    def captured(self) -> int:
        return sum(charge.amount_cents for found in self.checkouts.values() for charge in found.charges)

    def _checkout(self, ref: str) -> AtTheBank:
        if ref not in self.checkouts:
            raise ProviderRefused("unknown", "no such checkout")
        return self.checkouts[ref]

    def _answer(self, call: str) -> Any:
        self.calls.append(call)
        if self.lose > 0:
            self.lose -= 1
            raise ProviderUnavailable("the answer was lost")
