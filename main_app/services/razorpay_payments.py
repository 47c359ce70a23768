"""Razorpay's orders and its modal, with Razorpay's library. A payment there (`pay_...`) is a charge here.

Our payment's id is the order's receipt and among its notes, our refund's id among the refund's notes. An order can't be
expired, and orders have no idempotency key: one whose answer was lost is found by its receipt.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from requests.auth import HTTPBasicAuth

from main_app.services.minor_units import from_provider, to_provider
from main_app.services.payment_provider import (
    DEADLINE,
    BadSignature,
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
    answer_of,
    whole_number,
)
from service_kit import clock
from service_kit.http_client import HttpResponse, bounded_session, send
from service_kit.strict_json import parse_json_object

MAX_RESPONSE_BYTES = 2 * 1024 * 1024
PAGE_SIZE = 100
# Razorpay sends an event for a day, always with the time at which it happened.
EVENT_MAX_AGE, EVENT_MAX_AHEAD = timedelta(days=2), timedelta(minutes=5)
ZERO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD IQD JOD KWD OMR TND"  # the last digit must be 0
NOT_A_REFUSAL = (401, 403, 408, 409, 429)
REUSED_KEY = "idempotency key"
CHARGES = {
    "created": ChargeState.PENDING,
    "authorized": ChargeState.PENDING,
    "captured": ChargeState.CAPTURED,
    "refunded": ChargeState.CAPTURED,
    "failed": ChargeState.FAILED,
}
REFUNDS = {"pending": RefundState.INITIATED, "processed": RefundState.PROCESSED, "failed": RefundState.FAILED}
DISPUTES = {
    "open": RefundState.INITIATED,
    "under_review": RefundState.INITIATED,
    "lost": RefundState.PROCESSED,
    "won": RefundState.FAILED,
    "closed": RefundState.FAILED,
}
INQUIRIES = ("fraud", "retrieval")  # phases of a dispute that take no money
CAPTURE = {
    "capture": "automatic",
    "capture_options": {"automatic_expiry_period": 12, "manual_expiry_period": 7200, "refund_speed": "normal"},
}
_session = bounded_session()


@dataclass(frozen=True)
class RazorpayPayments:
    key_id: str
    key_secret: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_base: str
    name: str = "razorpay"

    @property
    def accepts_events(self) -> bool:
        return bool(self.webhook_secret)

    def minimum_cents(self, currency: str) -> int:
        decimals = _decimals(currency)
        return max(from_provider(10**decimals, currency, decimals), 1)

    @answer_of("Razorpay")
    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        amount = to_provider(request.amount_cents, request.currency, _decimals(request.currency))
        if request.currency in THREE_DECIMALS and amount % 10:
            raise ProviderRefused("invalid_amount", f"An amount in {request.currency} must end in 0.")
        order = {
            "amount": amount,
            "currency": request.currency,
            "receipt": request.key,
            "notes": {name: str(getattr(request, name)) for name in ("payment_id", "order_id", "booking_id")},
            "payment": CAPTURE,
        }
        with self._client() as client:
            return self._checkout(client.order.create(order), request)

    @answer_of("Razorpay")
    def find_checkout(self, request: CheckoutRequest) -> Checkout | None:
        with self._client() as client:
            found = client.order.all({"receipt": request.key, "count": PAGE_SIZE})["items"]
        ours = [order for order in found if _notes(order).get("payment_id") == str(request.payment_id)]
        # A paid one first, if answers were lost so that there are several.
        ours.sort(key=lambda order: (order["status"] == "paid", order["amount_paid"]), reverse=True)
        return self._checkout(ours[0], request) if ours else None

    @answer_of("Razorpay")
    def snapshot(self, checkout_ref: str) -> Snapshot:
        with self._client() as client:
            order = client.order.fetch(checkout_ref)
            payments = client.order.payments(checkout_ref)["items"]
            captured = [one for one in payments if CHARGES[one["status"]] == ChargeState.CAPTURED]
            refunds = [
                _refund(one)
                for payment in captured
                for one in client.payment.fetch_multiple_refund(payment["id"], {"count": PAGE_SIZE})["items"]
            ]
            since = min((one["created_at"] for one in captured), default=0)
            disputes = client.dispute.all({"from": since, "count": PAGE_SIZE})["items"] if captured else []
        refs = {one["id"] for one in captured}
        refunds += [
            _dispute(one) for one in disputes if one["payment_id"] in refs and one.get("phase") not in INQUIRIES
        ]
        charges = tuple(Charge(one["id"], _amount(one), one["currency"], CHARGES[one["status"]]) for one in payments)
        return Snapshot(_state(order, payments), charges, tuple(refunds))

    def expire(self, checkout_ref: str) -> None:
        return

    @answer_of("Razorpay")
    def refund(self, charge_ref: str, amount_cents: int, currency: str, refund_id: int, key: str) -> None:
        amount = to_provider(amount_cents, currency, _decimals(currency))
        refund = {"amount": amount, "speed": "normal", "notes": {"refund_id": str(refund_id)}}
        with self._client() as client:
            client.payment.refund(charge_ref, refund, headers={"X-Refund-Idempotency": key})["id"]

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        from razorpay import Utility  # here: only where Razorpay is
        from razorpay.errors import SignatureVerificationError  # as above

        lower = {name.lower(): value for name, value in headers.items()}
        signature = lower.get("x-razorpay-signature", "")
        if not self.webhook_secret or not signature.isascii():
            raise BadSignature("The signature is wrong.")
        try:
            Utility().verify_webhook_signature(body.decode(), signature, self.webhook_secret)
        except (SignatureVerificationError, UnicodeDecodeError) as error:
            raise BadSignature("The signature is wrong.") from error
        return _event(lower.get("x-razorpay-event-id", ""), parse_json_object(body))

    def list_charges(self, since: datetime, until: datetime) -> Iterator[ListedCharge]:
        search = {"from": int(since.timestamp()), "to": int(until.timestamp()), "count": PAGE_SIZE, "skip": 0}
        while True:
            with answer_of("Razorpay"), self._client() as client:
                page = client.payment.all(search)["items"]
                listed = [_listed(one) for one in page if CHARGES[one["status"]] == ChargeState.CAPTURED]
            yield from listed
            if len(page) < PAGE_SIZE:
                return
            search["skip"] += PAGE_SIZE

    def _checkout(self, order: dict[str, Any], request: CheckoutRequest) -> Checkout:
        """The order, with what its modal needs."""
        page = {
            "key_id": self.key_id,
            "order_id": order["id"],
            "amount": order["amount"],
            "currency": order["currency"],
            "description": request.description[:255],
        }
        return Checkout(order["id"], page)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """A client whose requests together have one deadline. Its errors become ours."""
        from razorpay import Client  # as in `read_event`
        from razorpay.errors import BadRequestError, GatewayError, ServerError  # as above

        try:
            yield Client(session=_Session(), auth=(self.key_id, self.key_secret), base_url=self.api_base)
        except BadRequestError as error:
            text = str(error)[:300]
            if REUSED_KEY in text.lower():  # says nothing of what the first use did
                raise ProviderUnavailable(text) from error
            raise ProviderRefused("bad_request", text) from error
        except (GatewayError, ServerError) as error:
            raise ProviderUnavailable(f"Razorpay: {type(error).__name__}") from error


class _Session:
    """What the library needs of a session: bounded requests. The library would print the exceptions of `requests`."""

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + DEADLINE

    def get(self, url: str, **options: Any) -> "_Response":
        return self._send("GET", url, **options)

    def post(self, url: str, **options: Any) -> "_Response":
        return self._send("POST", url, **options)

    def _send(self, method: str, url: str, auth: tuple[str, str], **options: Any) -> "_Response":
        signed = requests.Request(method, url, params=options.get("params"), auth=HTTPBasicAuth(*auth)).prepare()
        data = options.get("data")
        try:
            response = send(
                _session,
                method,
                signed.url or url,
                deadline=max(self._ends_at - time.monotonic(), 0.001),
                body=data.encode() if data else None,
                headers={**options.get("headers", {}), "Authorization": str(signed.headers["Authorization"])},
                max_response_bytes=MAX_RESPONSE_BYTES,
            )
        except requests.RequestException as error:
            raise ProviderUnavailable(f"Razorpay: {type(error).__name__}") from error
        if response.status in NOT_A_REFUSAL or response.status >= 500:
            raise ProviderUnavailable(f"Razorpay responded {response.status}")
        return _Response(response)


class _Response:
    """As the library reads a response of `requests`."""

    def __init__(self, response: HttpResponse) -> None:
        self.status_code = response.status
        self._body = response.body

    def json(self) -> Any:
        return json.loads(self._body)


def _event(event_id: str, event: dict[str, Any]) -> ProviderEvent:
    kind, payload, created_at = event.get("event"), event.get("payload"), event.get("created_at")
    if not event_id or not isinstance(kind, str) or not isinstance(payload, dict) or not isinstance(created_at, int):
        raise ValueError("not an event of Razorpay")
    age = clock.now().timestamp() - created_at
    if not -EVENT_MAX_AHEAD.total_seconds() <= age <= EVENT_MAX_AGE.total_seconds():
        raise BadSignature("The event is too old, or of the future.")
    order, payment, refund, dispute = (_entity(payload, name) for name in ("order", "payment", "refund", "dispute"))
    charge = payment.get("id") or refund.get("payment_id") or dispute.get("payment_id")
    ref = order.get("id") or payment.get("order_id")
    payment_id = whole_number((_notes(order) or _notes(payment)).get("payment_id"))
    return ProviderEvent(event_id[:200], kind, _text(ref), _text(charge), payment_id)


def _entity(payload: dict[str, Any], name: str) -> dict[str, Any]:
    wrapped = payload.get(name)
    entity = wrapped.get("entity") if isinstance(wrapped, dict) else None
    return entity if isinstance(entity, dict) else {}


def _notes(entity: dict[str, Any]) -> dict[str, Any]:
    """Razorpay writes a list where there are none."""
    notes = entity.get("notes")
    return notes if isinstance(notes, dict) else {}


def _listed(found: dict[str, Any]) -> ListedCharge:
    return ListedCharge(
        found["id"],
        found["order_id"],
        whole_number(_notes(found).get("payment_id")),
        _amount(found),
        found["currency"],
        _amount(found, "amount_refunded"),
        datetime.fromtimestamp(found["created_at"], timezone.utc),
    )


def _state(order: dict[str, Any], payments: list[dict[str, Any]]) -> CheckoutState:
    if order["status"] == "paid":
        return CheckoutState.COMPLETED
    waiting = any(one["status"] == "authorized" for one in payments)
    return CheckoutState.PENDING if waiting else CheckoutState.OPEN


def _decimals(currency: str) -> int:
    return 0 if currency in ZERO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def _amount(found: dict[str, Any], name: str = "amount") -> int:
    return from_provider(found[name] or 0, found["currency"], _decimals(found["currency"]))


def _refund(found: dict[str, Any]) -> ProviderRefund:
    refund_id = whole_number(_notes(found).get("refund_id"))
    return ProviderRefund(found["id"], found["payment_id"], refund_id, _amount(found), REFUNDS[found["status"]])


def _dispute(found: dict[str, Any]) -> ProviderRefund:
    state = DISPUTES[found["status"]]
    return ProviderRefund(found["id"], found["payment_id"], None, _amount(found), state, "dispute")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
