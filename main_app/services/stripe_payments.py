"""Stripe Checkout, with Stripe's library. A charge (`ch_...`) is what can be refunded.

Our ids go along as metadata: of the payment on the checkout session, its payment intent and so its charges, of the
refund on the refund.
"""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import chain
from typing import Any

import requests

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
    check_recent,
    whole_number,
)
from service_kit.http_client import bounded_session, send
from service_kit.strict_json import parse_json_object

API_VERSION = "2026-10-28.endive"  # of this library; the webhook endpoint at Stripe should have the same
MAX_RESPONSE_BYTES = 2 * 1024 * 1024  # a page of a hundred charges
PAGE_SIZE = 100
LONGEST_CHECKOUT = timedelta(hours=24)
# https://docs.stripe.com/currencies: how Stripe counts, and the least it charges, in its own minor units.
ZERO_DECIMALS = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD JOD KWD OMR TND"  # the last digit must be 0
MINIMUM = {
    "AED": 200, "BGN": 100, "CZK": 1500, "DKK": 250, "GBP": 30, "HKD": 400, "HUF": 17500, "JPY": 50, "MXN": 1000,
    "MYR": 200, "NOK": 300, "PLN": 200, "RON": 200, "SEK": 300, "THB": 1000,
}  # fmt: skip
OTHER_MINIMUM = 50  # of the dollar, the euro and many others; for the rest Stripe converts half a dollar
NOT_A_REFUSAL = (401, 403, 408, 409, 429)  # a wrong key, another request with this key, too many requests
CHARGES = {"succeeded": ChargeState.CAPTURED, "pending": ChargeState.PENDING, "failed": ChargeState.FAILED}
REFUNDS = {
    "pending": RefundState.INITIATED,
    "requires_action": RefundState.INITIATED,
    "succeeded": RefundState.PROCESSED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
DISPUTES = {  # inquiries (warning_...) take no money
    "needs_response": RefundState.INITIATED,
    "under_review": RefundState.INITIATED,
    "lost": RefundState.PROCESSED,
    "won": RefundState.FAILED,
    "prevented": RefundState.FAILED,
}
SIGNED_AT = re.compile(r"(?:^|,)t=([0-9]+)")  # the first one, as the library reads it
_session = bounded_session()


@dataclass(frozen=True)
class StripePayments:
    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_base: str
    name: str = "stripe"

    @property
    def accepts_events(self) -> bool:
        return bool(self.webhook_secret)

    def minimum_cents(self, currency: str) -> int:
        minimum = MINIMUM.get(currency, OTHER_MINIMUM * (10 if currency in THREE_DECIMALS else 1))
        return max(from_provider(minimum, currency, _decimals(currency)), 1)

    @answer_of("Stripe")
    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        amount = to_provider(request.amount_cents, request.currency, _decimals(request.currency))
        if request.currency in THREE_DECIMALS and amount % 10:
            raise ProviderRefused("invalid_amount", f"An amount in {request.currency} must end in 0.")
        ids = {name: str(getattr(request, name)) for name in ("payment_id", "order_id", "booking_id")}
        price = {
            "currency": request.currency.lower(),
            "unit_amount": amount,
            "product_data": {"name": request.description},
        }
        with self._client() as client:
            session = client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": str(request.order_id),
                    "line_items": [{"price_data": price, "quantity": 1}],
                    "metadata": ids,
                    "payment_intent_data": {"metadata": ids},
                    "expires_at": int(request.ends_at.timestamp()),
                    "success_url": request.success_url,
                    "cancel_url": request.cancel_url,
                },
                {"idempotency_key": request.key},
            )
            return Checkout(session.id, session.url or "")

    @answer_of("Stripe")
    def find_checkout(self, request: CheckoutRequest) -> Checkout | None:
        ends_at = int(request.ends_at.timestamp())
        created = {"gte": ends_at - int(LONGEST_CHECKOUT.total_seconds()), "lte": ends_at}
        pages = self._pages(lambda client: client.v1.checkout.sessions, created=created)
        for session in chain.from_iterable(pages):
            # After a restore there may be another payment of this id, which ended at another time.
            named = (session.get("metadata") or {}).get("payment_id") == str(request.payment_id)
            if named and session["expires_at"] == ends_at:
                return Checkout(session["id"], session["url"] or "")
        return None

    @answer_of("Stripe")
    def snapshot(self, checkout_ref: str) -> Snapshot:
        with self._client() as client:
            session = client.v1.checkout.sessions.retrieve(checkout_ref, {"expand": ["payment_intent"]}).to_dict()
            intent = session.get("payment_intent")
            if intent is None:
                return Snapshot(_state(session, ""), (), ())
            of_intent: Any = {"payment_intent": intent["id"], "limit": PAGE_SIZE}
            charges = client.v1.charges.list(of_intent).to_dict()["data"]
            refunds = client.v1.refunds.list(of_intent).to_dict()["data"]
            disputes = client.v1.disputes.list(of_intent).to_dict()["data"]
        return Snapshot(
            _state(session, intent["status"]),
            tuple(Charge(one["id"], _amount(one), one["currency"].upper(), CHARGES[one["status"]]) for one in charges),
            tuple(_refund(one) for one in refunds)
            + tuple(_dispute(one) for one in disputes if one["status"] in DISPUTES),
        )

    def expire(self, checkout_ref: str) -> None:
        try:
            with self._client() as client:
                client.v1.checkout.sessions.expire(checkout_ref)
        except ProviderRefused:
            with self._client() as client:
                if client.v1.checkout.sessions.retrieve(checkout_ref).status == "open":
                    raise

    @answer_of("Stripe")
    def refund(self, charge_ref: str, amount_cents: int, currency: str, refund_id: int, key: str) -> None:
        amount = to_provider(amount_cents, currency, _decimals(currency))
        with self._client() as client:
            made = client.v1.refunds.create(
                {"charge": charge_ref, "amount": amount, "metadata": {"refund_id": str(refund_id)}},
                {"idempotency_key": key},
            )
            made.to_dict()["id"]  # an answer without one is none

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        import stripe  # here: large, and used only where Stripe is

        header = headers.get("Stripe-Signature") or headers.get("stripe-signature") or ""
        try:
            stripe.WebhookSignature.verify_header(body, header, self.webhook_secret)
        except (stripe.SignatureVerificationError, ValueError) as error:  # ValueError: not UTF-8
            raise BadSignature("The signature is wrong.") from error
        signed_at = SIGNED_AT.search(header)
        check_recent(signed_at[1] if signed_at else "")
        return self._event(parse_json_object(body))

    def list_charges(self, since: datetime, until: datetime) -> Iterator[ListedCharge]:
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        for page in self._pages(lambda client: client.v1.charges, created=created):
            with answer_of("Stripe"):
                listed = [_listed(one) for one in page if one["status"] == "succeeded" and one["captured"]]
            yield from listed

    def _event(self, event: dict[str, Any]) -> ProviderEvent:
        data = event.get("data")
        changed = data.get("object") if isinstance(data, dict) else None
        event_id, kind = event.get("id"), event.get("type")
        if not isinstance(event_id, str) or not isinstance(kind, str) or not isinstance(changed, dict):
            raise ValueError("not an event of Stripe")
        if event.get("account") or event.get("livemode") is not _is_live(self.secret_key):
            raise BadSignature("The event is of another account, or of the other mode.")
        what, metadata = changed.get("object"), changed.get("metadata")
        charge = {"charge": "id", "payment_intent": "latest_charge"}.get(str(what), "charge")
        return ProviderEvent(
            event_id,
            kind,
            _text(changed.get("id")) if what == "checkout.session" else None,
            None if what == "checkout.session" else _text(changed.get(charge)),
            whole_number(metadata.get("payment_id")) if isinstance(metadata, dict) else None,
        )

    def _pages(self, resource: Any, **search: Any) -> Iterator[list[dict[str, Any]]]:
        """All objects of a list, each page within its own deadline."""
        search["limit"] = PAGE_SIZE
        more = True
        while more:
            with answer_of("Stripe"), self._client() as client:
                page = resource(client).list(search).to_dict()
                found, more = page["data"], page["has_more"]
                if more:
                    search["starting_after"] = found[-1]["id"]
            yield found

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """A client whose requests together have one deadline. Its errors become ours."""
        import stripe  # as in `read_event`

        ends_at = time.monotonic() + DEADLINE

        class Bounded(stripe.HTTPClient):
            name = "samaya"

            def request(self, method: str, url: str, headers: Any, post_data: Any = None, **_: Any) -> Any:
                left = max(ends_at - time.monotonic(), 0.001)
                body = post_data.encode() if post_data else None
                response = send(
                    _session,
                    method,
                    url,
                    deadline=left,
                    body=body,
                    headers=headers,
                    max_response_bytes=MAX_RESPONSE_BYTES,
                )
                return response.body.decode("utf-8", "replace"), response.status, response.headers

        try:
            yield stripe.StripeClient(
                self.secret_key,
                stripe_version=API_VERSION,
                base_addresses={"api": self.api_base},
                max_network_retries=0,
                http_client=Bounded(),
            )
        except requests.RequestException as error:
            raise ProviderUnavailable(f"Stripe: {type(error).__name__}") from error
        except stripe.StripeError as error:
            status = error.http_status or 500
            text = f"Stripe responded {status}: {error.user_message or ''}"[:300]
            unknown = status in NOT_A_REFUSAL or not 400 <= status < 500  # a reused key says nothing of the first use
            if unknown or isinstance(error, stripe.IdempotencyError):
                raise ProviderUnavailable(text) from error
            raise ProviderRefused(str(error.code or status), text) from error


def _decimals(currency: str) -> int:
    return 0 if currency in ZERO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def _amount(found: dict[str, Any], name: str = "amount") -> int:
    currency = found["currency"].upper()
    return from_provider(found[name], currency, _decimals(currency))


def _listed(found: dict[str, Any]) -> ListedCharge:
    return ListedCharge(
        found["id"],
        None,
        whole_number((found.get("metadata") or {}).get("payment_id")),
        _amount(found),
        found["currency"].upper(),
        _amount(found, "amount_refunded"),
        datetime.fromtimestamp(found["created"], timezone.utc),
    )


def _state(session: dict[str, Any], intent_status: str) -> CheckoutState:
    if session["status"] == "open":
        return CheckoutState.OPEN
    if session["status"] == "expired":
        return CheckoutState.EXPIRED
    if session["payment_status"] != "unpaid":
        return CheckoutState.COMPLETED
    return CheckoutState.PENDING if intent_status == "processing" else CheckoutState.FAILED


def _refund(found: dict[str, Any]) -> ProviderRefund:
    refund_id = whole_number((found.get("metadata") or {}).get("refund_id"))
    return ProviderRefund(found["id"], found["charge"], refund_id, _amount(found), REFUNDS[found["status"]])


def _dispute(found: dict[str, Any]) -> ProviderRefund:
    return ProviderRefund(found["id"], found["charge"], None, _amount(found), DISPUTES[found["status"]], "dispute")


def _is_live(secret_key: str) -> bool:
    return "_live_" in secret_key[:8]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
