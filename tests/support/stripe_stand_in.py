"""A stand-in for Stripe's Checkout, charges, refunds and disputes, which takes what Stripe's published types take.

`stripe_api.json` holds them and says where they are from. Buttons of the dashboard and of the card's owner are methods.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs

from service_kit import clock
from tests.support.provider_stand_in import Answer, Asked, ProviderStandIn

PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("stripe_api.json").read_text())
DEFINITIONS = {"integer": {"type": "string", "pattern": PUBLISHED["integer"]}}
REQUESTS = {
    route: jsonschema_rs.validator_for(schema | {"$defs": DEFINITIONS})
    for route, schema in PUBLISHED["requests"].items()
}
API_VERSION = "2026-10-28.endive"
KEY, WEBHOOK_SECRET = "sk_test_of_the_stand_in_only", "whsec_of_the_stand_in_only"
LEAST_SECONDS, MOST_SECONDS = 30 * 60, 24 * 3600
LEAST = {"gbp": 30}
THREE_DECIMALS = ("bhd", "jod", "kwd", "omr", "tnd")


@dataclass
class StripeStandIn(ProviderStandIn):
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)  # by id, the oldest first
    keys: dict[str, tuple[Any, Answer]] = field(default_factory=dict)

    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "invalid_request_error", "Invalid API Key provided: sk_test_****")
        if asked.headers.get("stripe-version") != API_VERSION:
            return _error(400, "invalid_request_error", "not the pinned version")
        route = re.sub(r"/cs_\w+", "/{id}", asked.route)
        if route not in REQUESTS:
            return _error(404, "invalid_request_error", f"Unrecognized request URL ({asked.route}).")
        form = asked.headers.get("content-type") == "application/x-www-form-urlencoded"
        if asked.body and not form:
            return _error(400, "invalid_request_error", "not a form")
        sent = _nested(asked.query + parse_qsl(asked.body.decode(), True))
        if problems := list(REQUESTS[route].iter_errors(sent)):
            return _error(400, "invalid_request_error", problems[0].message, "parameter_invalid")
        key = asked.headers.get("idempotency-key") if asked.method == "POST" else None
        if key and key in self.keys:
            before, answer = self.keys[key]
            same = before == (asked.route, sent)
            return (
                answer if same else _error(400, "idempotency_error", "Keys can only be used with the same parameters")
            )
        answer = self._carry_out(route, asked.path, sent)
        if key and answer[0] != 404:
            self.keys[key] = (asked.route, sent), json.loads(json.dumps(answer))
        return answer

    def _carry_out(self, route: str, path: str, sent: dict[str, Any]) -> Answer:
        found = self.objects.get(path.split("/")[4]) if "{id}" in route else {}
        if found is None:
            return _error(404, "invalid_request_error", "No such checkout.session", "resource_missing")
        match route:
            case "POST /v1/checkout/sessions":
                return self._create_session(sent)
            case "GET /v1/checkout/sessions/{id}":
                return 200, self._expanded(self._current(found), sent)
            case "POST /v1/checkout/sessions/{id}/expire":
                return self._expire(self._current(found))
            case "POST /v1/refunds":
                return self._create_refund(sent)
            case _:
                return 200, self._list(path, sent)

    def _create_session(self, sent: dict[str, Any]) -> Answer:
        now, ends_at = int(clock.now().timestamp()), int(sent.get("expires_at", 0))
        if not LEAST_SECONDS <= ends_at - now <= MOST_SECONDS:
            return _error(400, "invalid_request_error", "The `expires_at` must be between 30 minutes and 24 hours.")
        (item,) = sent["line_items"]
        price = item["price_data"]
        amount = int(price["unit_amount"]) * int(item["quantity"])
        if price["currency"] != price["currency"].lower() or amount < LEAST.get(price["currency"], 50):
            return _error(400, "invalid_request_error", "The amount is too small.", "amount_too_small")
        if price["currency"] in THREE_DECIMALS and amount % 10:
            return _error(400, "invalid_request_error", "Must be divisible by 10.", "parameter_invalid_integer")
        ref = self._id("cs_test")
        intent_metadata = sent.get("payment_intent_data", {}).get("metadata", {})
        session = {
            "id": ref,
            "object": "checkout.session",
            "amount_total": amount,
            "client_reference_id": sent.get("client_reference_id"),
            "created": now,
            "currency": price["currency"],
            "expires_at": ends_at,
            "livemode": False,
            "metadata": sent.get("metadata", {}),
            "mode": sent["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": sent["success_url"],
            "cancel_url": sent["cancel_url"],
            "url": f"{self.url}/pay/{ref}",
        }
        self._keep(session)
        self._intent_metadata[ref] = intent_metadata
        return 200, session

    def _expire(self, session: dict[str, Any]) -> Answer:
        if session["status"] != "open":
            return _error(400, "invalid_request_error", 'Only sessions with a status in ["open"] can be expired.')
        session |= {"status": "expired", "url": None}
        self._tell("checkout.session.expired", session)
        return 200, session

    def _create_refund(self, sent: dict[str, Any]) -> Answer:
        charge = self.objects.get(sent.get("charge", ""))
        if charge is None:
            return _error(404, "invalid_request_error", "No such charge", "resource_missing")
        amount = int(sent.get("amount", charge["amount"]))
        if amount < 1 or amount > charge["amount_captured"] - charge["amount_refunded"] or charge["disputed"]:
            return _error(400, "invalid_request_error", "More than is left of the charge.", "amount_too_large")
        refund = {
            "id": self._id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": int(clock.now().timestamp()),
            "currency": charge["currency"],
            "metadata": sent.get("metadata", {}),
            "payment_intent": charge["payment_intent"],
            "status": "succeeded",
        }
        self._keep(refund)
        charge["amount_refunded"] += amount
        self._tell("refund.created", refund)
        self._tell("charge.refunded", charge)
        return 200, refund

    def _list(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        kind = {"sessions": "checkout.session"}.get(path.rsplit("/", 1)[1], path.rsplit("/", 1)[1].removesuffix("s"))
        created = sent.get("created", {})
        compare = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
        found = [
            one
            for one in reversed(self.objects.values())
            if one["object"] == kind
            and sent.get("payment_intent") in (None, one["payment_intent"])
            and all(compare[name](one["created"], int(value)) for name, value in created.items())
        ]
        if after := sent.get("starting_after"):
            found = found[[one["id"] for one in found].index(after) + 1 :]
        limit = min(int(sent.get("limit", 10)), 100)
        return {"object": "list", "url": path, "has_more": len(found) > limit, "data": found[:limit]}

    def _current(self, session: dict[str, Any]) -> dict[str, Any]:
        if session["status"] == "open" and session["expires_at"] <= clock.now().timestamp():
            session |= {"status": "expired", "url": None}
        return session

    def _expanded(self, session: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
        if "payment_intent" not in sent.get("expand", []) or session["payment_intent"] is None:
            return session
        return session | {"payment_intent": self.objects[session["payment_intent"]]}

    # What people do:

    def pay(self, checkout_ref: str, status: str = "succeeded") -> dict[str, Any]:
        """The guest pays; with "pending" by bank transfer. Returns the charge."""
        session = self.objects[checkout_ref]
        charge = self._charge(session, status)
        paid = status == "succeeded"
        session |= {"status": "complete", "payment_status": "paid" if paid else "unpaid", "url": None}
        self._tell("checkout.session.completed", session)
        return charge

    def decline(self, checkout_ref: str) -> dict[str, Any]:
        return self._charge(self.objects[checkout_ref], "failed")

    def arrive(self, checkout_ref: str, paid: bool) -> None:
        """What was pending arrives, or not."""
        session = self.objects[checkout_ref]
        intent = self.objects[session["payment_intent"]]
        charge = self.objects[intent["latest_charge"]]
        charge |= {"status": "succeeded" if paid else "failed", "paid": paid, "captured": paid}
        charge["amount_captured"] = charge["amount"] if paid else 0
        intent["status"] = "succeeded" if paid else "requires_payment_method"
        session["payment_status"] = "paid" if paid else "unpaid"
        self._tell(f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", session)

    def refund_at_dashboard(self, charge_ref: str, amount: int) -> None:
        assert self._create_refund({"charge": charge_ref, "amount": str(amount)})[0] == 200

    def settle_refunds(self, charge_ref: str, status: str) -> None:
        """Refunds become pending, succeed or fail later."""
        charge = self.objects[charge_ref]
        for refund in self.objects.values():
            if refund["object"] == "refund" and refund["charge"] == charge_ref:
                if status == "failed":
                    charge["amount_refunded"] -= refund["amount"]
                refund["status"] = status
                self._tell("refund.failed" if status == "failed" else "refund.updated", refund)

    def dispute(self, charge_ref: str, status: str = "needs_response") -> str:
        charge = self.objects[charge_ref]
        charge["disputed"] = True
        dispute = {
            "id": self._id("du"),
            "object": "dispute",
            "amount": charge["amount"],
            "charge": charge_ref,
            "created": int(clock.now().timestamp()),
            "currency": charge["currency"],
            "livemode": False,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "reason": "product_not_received",
            "status": status,
        }
        self._keep(dispute)
        self._tell("charge.dispute.created", dispute)
        return dispute["id"]

    def decide_dispute(self, dispute_ref: str, status: str) -> None:
        self.objects[dispute_ref]["status"] = status
        self._tell("charge.dispute.closed", self.objects[dispute_ref])

    def return_address(self, checkout_ref: str, paid: bool) -> str:
        return self.objects[checkout_ref]["success_url" if paid else "cancel_url"]

    def _charge(self, session: dict[str, Any], status: str) -> dict[str, Any]:
        now, paid = int(clock.now().timestamp()), status == "succeeded"
        common = {
            "amount": session["amount_total"],
            "created": now,
            "currency": session["currency"],
            "livemode": False,
            "metadata": self._intent_metadata[session["id"]],
        }
        intent = self.objects.get(session["payment_intent"] or "")
        if intent is None:
            intent = {"id": self._id("pi"), "object": "payment_intent", **common}
            self._keep(intent)
            session["payment_intent"] = intent["id"]
        charge = {
            "id": self._id("ch"),
            "object": "charge",
            **common,
            "amount_captured": common["amount"] if paid else 0,
            "amount_refunded": 0,
            "captured": paid,
            "disputed": False,
            "paid": paid,
            "payment_intent": intent["id"],
            "status": status,
        }
        self._keep(charge)
        states = {"succeeded": "succeeded", "pending": "processing", "failed": "requires_payment_method"}
        intent |= {"status": states[status], "latest_charge": charge["id"]}
        self._tell(f"charge.{status}", charge)
        return charge

    @property
    def _intent_metadata(self) -> dict[str, dict[str, str]]:
        return self.__dict__.setdefault("intent_metadata", {})

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{len(self.objects) + len(self.events):024d}"

    def _keep(self, one: dict[str, Any]) -> None:
        assert one["id"] not in self.objects
        assert set(one) <= set(PUBLISHED["fields"][one["object"]]), "not a field of Stripe's"
        self.objects[one["id"]] = one

    def _tell(self, kind: str, changed: dict[str, Any]) -> None:
        self.happened(
            {
                "id": f"evt_{len(self.events):024d}",
                "object": "event",
                "api_version": API_VERSION,
                "created": int(clock.now().timestamp()),
                "data": {"object": json.loads(json.dumps(changed))},
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            }
        )

    def sign(self, event: dict[str, Any], at: float | None = None, secret: str | None = None) -> dict[str, str]:
        timestamp = int(clock.now().timestamp() if at is None else at)
        signed = f"{timestamp}.{json.dumps(event)}".encode()
        digest = hmac.new((secret or WEBHOOK_SECRET).encode(), signed, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={timestamp},v1={digest},v0={'0' * 64}"}


def _nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0]=c` as Stripe reads it."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        parts = re.findall(r"[^\[\]]+", name)
        inner = found
        for part in parts[:-1]:
            inner = inner.setdefault(part, {})
        inner[parts[-1]] = value
    return _lists(found)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(one) for name, one in value.items()}
    return list(inner.values()) if inner and all(name.isdecimal() for name in inner) else inner


def _error(status: int, kind: str, text: str, code: str | None = None) -> Answer:
    return status, {"error": {"type": kind, "message": text, "code": code}}
