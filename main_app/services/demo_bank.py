"""The client of the test bank, which speaks to it over HTTP as to any other provider.

Its events are signed as Standard Webhooks says: an HMAC-SHA256 of id, time and body.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode

import requests

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
)
from service_kit import clock
from service_kit.http_client import HttpResponse, bounded_session, send
from service_kit.strict_json import parse_json_object

API = "/demo-bank/api"
MAX_RESPONSE_BYTES = 256 * 1024
_session = bounded_session()


def derived(secret_key: str, purpose: str) -> str:
    """A secret of the bank's own, which needs no setting."""
    return hmac.new(secret_key.encode(), f"demo-bank {purpose}".encode(), hashlib.sha256).hexdigest()


def api_key(secret_key: str) -> str:
    return derived(secret_key, "api key")


def sign(secret_key: str, event_id: str, timestamp: str, body: bytes) -> str:
    """The signature of an event, as its header holds it."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(derived(secret_key, "events").encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


@dataclass(frozen=True)
class DemoBank:
    base: str  # where the main API is
    secret_key: str = field(repr=False)
    name: str = "demo"

    @property
    def accepts_events(self) -> bool:
        return True

    def minimum_cents(self, currency: str) -> int:
        return 1

    @answer_of("the demo bank")
    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        values = {
            "payment_id": request.payment_id,
            "order_id": request.order_id,
            "amount_cents": request.amount_cents,
            "currency": request.currency,
            "description": request.description,
            "ends_at": clock.iso(request.ends_at),
            "success_url": request.success_url,
            "cancel_url": request.cancel_url,
        }
        return _page_of(self._call("POST", "/checkouts", values, request.key))

    @answer_of("the demo bank")
    def find_checkout(self, request: CheckoutRequest) -> Checkout | None:
        found = self._call("GET", f"/checkouts?payment_id={request.payment_id}")["checkouts"]
        # After a restore there may be another payment of this id, which ended at another time.
        ends_at = clock.iso(request.ends_at.replace(microsecond=0))
        same = [one for one in found if one["ends_at"] == ends_at]
        return _page_of(same[-1]) if same else None

    @answer_of("the demo bank")
    def snapshot(self, checkout_ref: str) -> Snapshot:
        found = self._call("GET", f"/checkouts/{quote(checkout_ref, safe='')}")
        return Snapshot(
            CheckoutState(found["state"]),
            tuple(
                Charge(one["ref"], one["amount_cents"], one["currency"], ChargeState(one["state"]))
                for one in found["charges"]
            ),
            tuple(
                ProviderRefund(
                    one["ref"],
                    one["charge_ref"],
                    one["refund_id"],
                    one["amount_cents"],
                    RefundState(one["state"]),
                    one["kind"],
                )
                for one in found["refunds"]
            ),
        )

    def expire(self, checkout_ref: str) -> None:
        self._call("POST", f"/checkouts/{quote(checkout_ref, safe='')}/expire", {})

    @answer_of("the demo bank")
    def refund(self, charge_ref: str, amount_cents: int, currency: str, refund_id: int, key: str) -> None:
        values = {
            "charge_ref": charge_ref,
            "amount_cents": amount_cents,
            "currency": currency,
            "refund_id": refund_id,
        }
        self._call("POST", "/refunds", values, key)["ref"]

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        expected = sign(self.secret_key, event_id, timestamp, body).encode()
        if not hmac.compare_digest(headers.get("webhook-signature", "").encode(), expected):
            raise BadSignature("The signature is wrong.")
        check_recent(timestamp)
        return _event(event_id, parse_json_object(body))

    def list_charges(self, since: datetime, until: datetime) -> Iterator[ListedCharge]:
        after = 0
        while True:
            period = {"since": clock.iso(since), "until": clock.iso(until), "after": after}
            with answer_of("the demo bank"):
                charges = self._call("GET", f"/charges?{urlencode(period)}")["charges"]
                listed = [_listed(one) for one in charges]
                after = charges[-1]["number"] if charges else after
            yield from listed
            if not charges:
                return

    def _call(self, method: str, path: str, values: Any = None, key: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {api_key(self.secret_key)}"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            response = send(
                _session,
                method,
                f"{self.base}{API}{path}",
                deadline=DEADLINE,
                body=values,
                headers=headers,
                max_response_bytes=MAX_RESPONSE_BYTES,
            )
        except requests.RequestException as error:
            raise ProviderUnavailable(f"the demo bank: {type(error).__name__}") from error
        return _json_of(response)


def _listed(found: dict[str, Any]) -> ListedCharge:
    return ListedCharge(
        found["ref"],
        found["checkout_ref"],
        found["payment_id"],
        found["amount_cents"],
        found["currency"],
        found["refunded_cents"],
        datetime.fromisoformat(found["created_at"]).astimezone(timezone.utc),
    )


def _json_of(response: HttpResponse) -> dict[str, Any]:
    refused = 400 <= response.status < 500 and response.status not in (401, 403, 408, 429)
    if not refused and not 200 <= response.status < 300:
        raise ProviderUnavailable(f"the demo bank responded {response.status}: {response.detail()}")
    try:
        found = parse_json_object(response.body)
    except Exception as error:
        raise ProviderUnavailable("the demo bank sent no JSON") from error
    code = str(found.get("code", response.status))
    if code == "key_reused":  # says nothing of what the first use did
        raise ProviderUnavailable(response.detail())
    if refused:
        raise ProviderRefused(code, response.detail())
    return found


def _page_of(found: dict[str, Any]) -> Checkout:
    return Checkout(found["ref"], f"/demo-bank/{found['order_id']}")


def _event(event_id: str, event: dict[str, Any]) -> ProviderEvent:
    kind, data = event.get("type"), event.get("data")
    if event.get("id") != event_id or not isinstance(kind, str) or not isinstance(data, dict):
        raise ValueError("not an event of the demo bank")
    refs = [data.get(name) for name in ("checkout_ref", "charge_ref")]
    texts = [ref if isinstance(ref, str) else None for ref in refs]
    payment_id = data.get("payment_id")
    return ProviderEvent(event_id, kind, texts[0], texts[1], payment_id if isinstance(payment_id, int) else None)
