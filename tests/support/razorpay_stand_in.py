"""A stand-in for Razorpay's orders, payments, refunds and disputes, which takes what its documents say.

`razorpay_api.json` holds that and says where it is from. Buttons of the dashboard and of the modal are methods.
"""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

from service_kit import clock
from tests.support.provider_stand_in import Answer, Asked, ProviderStandIn

PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("razorpay_api.json").read_text())
DEFINITIONS = {name: PUBLISHED[name] for name in ("notes", "digits")}
REQUESTS = {
    route: jsonschema_rs.validator_for(schema | {"$defs": DEFINITIONS})
    for route, schema in PUBLISHED["requests"].items()
}
IDEMPOTENCY_KEY = re.compile(PUBLISHED["idempotency_key"])
LEAST_PAISE = 100
KEY_ID, KEY_SECRET, WEBHOOK_SECRET = "rzp_test_stand_in", "key_secret_of_the_stand_in", "webhook_secret_of_the_stand_in"


@dataclass
class RazorpayStandIn(ProviderStandIn):
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)  # by id, the oldest first
    keys: dict[str, tuple[Any, Answer]] = field(default_factory=dict)

    def respond(self, asked: Asked) -> Answer:
        signed_in = base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {signed_in}":
            return _error("Authentication failed", 401)
        route = re.sub(r"/(order|pay)_\w+", "/{id}", asked.route)
        if route not in REQUESTS:
            return _error("The requested URL was not found on the server.", 404)
        sent: dict[str, Any] = dict(asked.query)
        if asked.method == "POST":
            if asked.headers.get("content-type", asked.headers.get("Content-type")) != "application/json":
                return _error("not JSON")
            sent |= json.loads(asked.body)
        if problems := list(REQUESTS[route].iter_errors(sent)):
            return _error(problems[0].message)
        key = asked.headers.get("x-refund-idempotency")
        if key is not None and not IDEMPOTENCY_KEY.match(key):
            return _error("The idempotency key is not valid.")
        if key in self.keys:
            before, answer = self.keys[key]
            if before != (asked.route, sent):
                return _error("Different request with the same idempotency key has already been processed.")
            return answer
        answer = self._carry_out(route, asked.path, sent)
        if key is not None and answer[0] == 200:
            self.keys[key] = (asked.route, sent), json.loads(json.dumps(answer))
        return answer

    def _carry_out(self, route: str, path: str, sent: dict[str, Any]) -> Answer:
        found = self.objects.get(path.split("/")[3]) if "{id}" in route else {}
        if found is None:
            return _error("The id provided does not exist")
        match route:
            case "POST /v1/orders" if sent["currency"] == "INR" and sent["amount"] < LEAST_PAISE:
                return _error("Order amount less than minimum amount allowed")
            case "POST /v1/orders":
                return 200, self._create_order(sent)
            case "GET /v1/orders/{id}":
                return 200, found
            case "GET /v1/orders/{id}/payments":
                return 200, self._list("payment", {}, order_id=found["id"])
            case "POST /v1/payments/{id}/refund":
                return self._create_refund(found, sent)
            case "GET /v1/payments/{id}/refunds":
                return 200, self._list("refund", sent, payment_id=found["id"])
            case "GET /v1/orders" if "receipt" in sent:
                return 200, self._list("order", sent, receipt=sent["receipt"])
            case _:
                return 200, self._list(path.rsplit("/", 1)[1].removesuffix("s"), sent)

    def _create_order(self, sent: dict[str, Any]) -> dict[str, Any]:
        return self._keep(
            {
                "id": self._id("order"),
                "entity": "order",
                "amount": sent["amount"],
                "amount_paid": 0,
                "amount_due": sent["amount"],
                "currency": sent["currency"],
                "receipt": sent.get("receipt"),
                "offer_id": None,
                "status": "created",
                "attempts": 0,
                "notes": sent.get("notes", []),
                "created_at": _now(),
            }
        )

    def _create_refund(self, payment: dict[str, Any], sent: dict[str, Any]) -> Answer:
        amount = sent.get("amount", payment["amount"] - payment["amount_refunded"])
        if payment["status"] not in ("captured", "refunded"):
            return _error("The payment must be captured before it is refunded.")
        if amount > payment["amount"] - payment["amount_refunded"]:
            return _error("The refund amount provided is greater than amount captured")
        refund = self._keep(
            {
                "id": self._id("rfnd"),
                "entity": "refund",
                "amount": amount,
                "currency": payment["currency"],
                "payment_id": payment["id"],
                "notes": sent.get("notes", []),
                "receipt": None,
                "created_at": _now(),
                "status": "processed",
                "speed_requested": "normal",
                "speed_processed": "normal",
            }
        )
        self._take_back(payment, amount)
        self._tell("refund.created", refund=refund, payment=payment)
        return 200, refund

    def _take_back(self, payment: dict[str, Any], amount: int) -> None:
        payment["amount_refunded"] += amount
        whole = payment["amount_refunded"] == payment["amount"]
        payment["refund_status"] = "full" if whole else "partial" if payment["amount_refunded"] else None
        payment["status"] = "refunded" if whole else "captured"

    def _list(self, kind: str, sent: dict[str, Any], **only: Any) -> dict[str, Any]:
        start, end = int(sent.get("from", 0)), int(sent.get("to", 2**40))
        found = [
            one
            for one in reversed(self.objects.values())
            if one["entity"] == kind
            and start <= one["created_at"] <= end
            and all(one[name] == value for name, value in only.items())
        ]
        skip = int(sent.get("skip", 0))
        items = found[skip : skip + int(sent.get("count", 10))]
        return {"entity": "collection", "count": len(items), "items": items}

    # What people do:

    def pay(self, checkout_ref: str, status: str = "captured") -> dict[str, Any]:
        """The guest pays by UPI in the modal; "authorized" if the bank has not confirmed it yet."""
        order = self.objects[checkout_ref]
        payment = self._keep(
            {
                "id": self._id("pay"),
                "entity": "payment",
                "amount": order["amount"],
                "currency": order["currency"],
                "status": status,
                "order_id": order["id"],
                "method": "upi",
                "amount_refunded": 0,
                "refund_status": None,
                "captured": status == "captured",
                "notes": order["notes"],
                "created_at": _now(),
            }
        )
        order["attempts"] += 1
        order["status"] = "attempted"
        self._tell(f"payment.{status}", payment=payment)
        if status == "captured":
            self._paid(order)
        return payment

    def decline(self, checkout_ref: str) -> dict[str, Any]:
        return self.pay(checkout_ref, "failed")

    def arrive(self, checkout_ref: str, paid: bool) -> None:
        """The bank confirms what was authorized, or not."""
        for payment in self.objects.values():
            if payment.get("order_id") == checkout_ref and payment.get("status") == "authorized":
                payment |= {"status": "captured" if paid else "failed", "captured": paid}
                self._tell(f"payment.{payment['status']}", payment=payment)
        if paid:
            self._paid(self.objects[checkout_ref])

    def _paid(self, order: dict[str, Any]) -> None:
        order |= {"status": "paid", "amount_paid": order["amount"], "amount_due": 0}
        self._tell("order.paid", order=order)

    def refund_at_dashboard(self, charge_ref: str, amount: int) -> None:
        assert self._create_refund(self.objects[charge_ref], {"amount": amount})[0] == 200

    def settle_refunds(self, charge_ref: str, status: str) -> None:
        """Refunds become pending, succeed or fail later."""
        payment = self.objects[charge_ref]
        for refund in self.objects.values():
            if refund["entity"] == "refund" and refund["payment_id"] == charge_ref:
                if status == "failed":
                    self._take_back(payment, -refund["amount"])
                refund["status"] = status
                self._tell(f"refund.{status}", refund=refund, payment=payment)

    def dispute(self, charge_ref: str, status: str = "open", phase: str = "chargeback") -> str:
        payment = self.objects[charge_ref]
        dispute = self._keep(
            {
                "id": self._id("disp"),
                "entity": "dispute",
                "payment_id": charge_ref,
                "amount": payment["amount"],
                "currency": payment["currency"],
                "amount_deducted": 0,
                "reason_code": "goods_or_services_not_received_or_partially_received",
                "respond_by": _now() + 86_400,
                "status": status,
                "phase": phase,
                "created_at": _now(),
            }
        )
        self._tell("payment.dispute.created", payment=payment, dispute=dispute)
        return dispute["id"]

    def decide_dispute(self, dispute_ref: str, status: str) -> None:
        dispute = self.objects[dispute_ref]
        dispute |= {"status": status, "amount_deducted": dispute["amount"] if status == "lost" else 0}
        payment = self.objects[dispute["payment_id"]]
        self._tell(f"payment.dispute.{status}", payment=payment, dispute=dispute)

    def return_address(self, checkout_ref: str, paid: bool) -> str:
        return self.url  # the modal closes, and the page stays

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{len(self.objects):014d}"

    def _keep(self, one: dict[str, Any]) -> dict[str, Any]:
        assert set(one) <= set(PUBLISHED["fields"][one["entity"]]), "not a field of Razorpay's"
        self.objects[one["id"]] = one
        return one

    def _tell(self, kind: str, **entities: dict[str, Any]) -> None:
        self.happened(
            {
                "entity": "event",
                "account_id": "acc_00000000000001",
                "event": kind,
                "contains": list(entities),
                "payload": {name: {"entity": json.loads(json.dumps(one))} for name, one in entities.items()},
                "created_at": _now(),
            }
        )

    def sign(self, event: dict[str, Any], at: float | None = None, secret: str | None = None) -> dict[str, str]:
        """The time is a part of the event here, so another one makes it another event."""
        if at is not None:
            event["created_at"] = int(at)
        digest = hmac.new((secret or WEBHOOK_SECRET).encode(), json.dumps(event).encode(), hashlib.sha256).hexdigest()
        number = self.events.index(event) if event in self.events else len(self.events)
        return {"X-Razorpay-Signature": digest, "X-Razorpay-Event-Id": f"event_{number:014d}"}


def _now() -> int:
    return int(clock.now().timestamp())


def _error(text: str, status: int = 400) -> Answer:
    return status, {"error": {"code": "BAD_REQUEST_ERROR", "description": text, "source": "business"}}
