"""What every payment provider offers: checkouts, refunds, signed events and a list of charges.

A client has no rules and no database. Everything that it sends comes from stored rows, so that a call can be repeated
with the same key. It makes one attempt per call, within `DEADLINE`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from service_kit import clock

DEADLINE = 10.0  # seconds, for a call as a whole
EVENT_MAX_AGE = timedelta(minutes=5)  # and as much into the future, for clocks that differ


class ChargeState(str, Enum):
    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"


class CheckoutState(str, Enum):
    OPEN = "open"
    PENDING = "pending"
    COMPLETED = "completed"
    EXPIRED = "expired"
    FAILED = "failed"


class RefundState(str, Enum):
    INITIATED = "initiated"
    PROCESSED = "processed"
    FAILED = "failed"


@dataclass(frozen=True)
class CheckoutRequest:
    """A checkout to make. All of it is stored, so that the same key always comes with the same values."""

    payment_id: int
    order_id: int
    booking_id: int
    amount_cents: int  # in the currency's minor unit, as every amount here
    currency: str
    description: str
    ends_at: datetime
    success_url: str
    cancel_url: str
    key: str


@dataclass(frozen=True)
class Checkout:
    ref: str
    page: str | dict[str, Any]  # the address to send the guest to, or the values of Razorpay's modal


@dataclass(frozen=True)
class Charge:
    ref: str
    amount_cents: int
    currency: str
    state: ChargeState


@dataclass(frozen=True)
class ProviderRefund:
    ref: str
    charge_ref: str
    refund_id: int | None  # ours; None if it was made at the provider's dashboard
    amount_cents: int
    state: RefundState
    kind: str = "refund"  # or "dispute": processed when lost, failed when won


@dataclass(frozen=True)
class Snapshot:
    """A checkout as the provider has it now."""

    state: CheckoutState
    charges: tuple[Charge, ...]
    refunds: tuple[ProviderRefund, ...]


@dataclass(frozen=True)
class ProviderEvent:
    """That something changed at the provider. What it is now, a snapshot tells."""

    id: str
    kind: str
    checkout_ref: str | None
    charge_ref: str | None
    payment_id: int | None


@dataclass(frozen=True)
class ListedCharge:
    ref: str
    checkout_ref: str | None
    payment_id: int | None
    amount_cents: int
    currency: str
    refunded_cents: int
    created_at: datetime


class ProviderRefused(Exception):
    """The provider refused: nothing happened."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class ProviderUnavailable(Exception):
    """No usable answer came, so it is unknown whether anything happened."""


@contextmanager
def answer_of(provider: str) -> Iterator[None]:
    """While an answer is read: one of another shape than documented leaves the outcome unknown."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        text = f"{provider} sent an answer that is not understood: {type(error).__name__}"
        raise ProviderUnavailable(text) from error


class BadSignature(Exception):
    """An event that the provider did not sign, or not recently."""


class Provider(Protocol):
    """Calls raise ProviderRefused or ProviderUnavailable."""

    @property
    def name(self) -> str: ...

    @property
    def accepts_events(self) -> bool:
        """Whether the secret of its events is set. Without one, events are refused."""
        ...

    def minimum_cents(self, currency: str) -> int:
        """The smallest amount that it charges."""
        ...

    def create_checkout(self, request: CheckoutRequest) -> Checkout: ...

    def find_checkout(self, request: CheckoutRequest) -> Checkout | None:
        """The checkout of this payment whose answer was lost; None if there is none."""
        ...

    def snapshot(self, checkout_ref: str) -> Snapshot: ...

    def expire(self, checkout_ref: str) -> None:
        """End the checkout. Does nothing if it is over, or where the provider cannot do that."""
        ...

    def refund(self, charge_ref: str, amount_cents: int, currency: str, refund_id: int, key: str) -> None:
        """Start a refund. Its outcome is in a later snapshot."""
        ...

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """Verify an event, then read it. Raises BadSignature, or ValueError if it is signed but no event."""
        ...

    def list_charges(self, since: datetime, until: datetime) -> Iterator[ListedCharge]:
        """All charges that took money in this period."""
        ...


def check_recent(timestamp: str) -> None:
    """Raise BadSignature unless the event was signed at about this time. Somebody might send an old one again."""
    seconds = int(timestamp) if timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12 else 0
    if abs(clock.now().timestamp() - seconds) > EVENT_MAX_AGE.total_seconds():
        raise BadSignature("The event was not signed within the last five minutes.")


def whole_number(written: object) -> int | None:
    """One of our ids, as a provider keeps it among its metadata. None if it is none: others write there too."""
    text = str(written)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
