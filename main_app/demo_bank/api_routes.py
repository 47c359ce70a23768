"""The bank's API, as its clients see it. They need its key, which nobody but this installation has."""

import hmac
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, request
from flask_openapi import APIBlueprint

from main_app.auth.access import ANYONE, access
from main_app.demo_bank.bank import deliveries, ledger
from main_app.demo_bank.ledger import Refused, Row, Unknown
from main_app.demo_bank.schemas import ChargeSearch, CheckoutPath, CheckoutSearch, NewCheckout, NewRefund
from main_app.services.demo_bank import API, api_key
from main_app.settings import settings
from service_kit import clock
from service_kit.problems import Invalid, Problem, Unauthorized

View = TypeVar("View", bound=Callable[..., Any])
demo_bank_api = APIBlueprint("demo_bank_api", __name__, url_prefix=API, doc_ui=False)


def for_clients(view: View) -> View:
    """Let in who has the bank's key, before anything is read, and turn the bank's refusals into responses."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        bank = deliveries()
        expected = f"Bearer {api_key(settings().secret_key)}"
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode()):
            raise Unauthorized("The demo bank's key is wrong or missing.")
        try:
            return view(*args, **kwargs)
        except Refused as refused:
            status = 404 if isinstance(refused, Unknown) else 400
            raise Problem(status, refused.code, refused.text) from None
        finally:
            bank.wake()

    return cast(View, guarded)


@demo_bank_api.post("/checkouts")
@for_clients
@access(ANYONE)
def create_checkout(body: NewCheckout) -> Response:
    """Open a checkout for one order."""
    values = body.model_dump() | {"ends_at": clock.iso(body.ends_at)}
    return _json(ledger().create_checkout(_key(), values), 201)


@demo_bank_api.get("/checkouts")
@for_clients
@access(ANYONE)
def find_checkouts(query: CheckoutSearch) -> Response:
    """The checkouts of a payment, the oldest first."""
    return _json({"checkouts": ledger().checkouts_of_payment(query.payment_id)})


@demo_bank_api.get("/checkouts/<ref>")
@for_clients
@access(ANYONE)
def show_checkout(path: CheckoutPath) -> Response:
    """A checkout with its charges, refunds and disputes."""
    checkout = ledger().checkout(path.ref)
    if ledger().take_loss(path.ref):
        raise Problem(500, "answer_lost", "The demo bank lost this answer, as somebody asked on its page.")
    return _json(checkout)


@demo_bank_api.post("/checkouts/<ref>/expire")
@for_clients
@access(ANYONE)
def expire_checkout(path: CheckoutPath) -> Response:
    """End an open checkout. One that is over stays as it is."""
    return _json(ledger().expire(path.ref))


@demo_bank_api.post("/refunds")
@for_clients
@access(ANYONE)
def refund(body: NewRefund) -> Response:
    """Refund a charge or a part of it. An amount that ends in 13 fails two seconds later."""
    return _json(ledger().refund(_key(), body.model_dump()), 201)


@demo_bank_api.get("/charges")
@for_clients
@access(ANYONE)
def list_charges(query: ChargeSearch) -> Response:
    """Captured charges of a period, a page at a time: those after the number `after`."""
    return _json({"charges": ledger().charges(query.since, query.until, query.after)})


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= 255:
        raise Invalid("Send an Idempotency-Key of at most 255 characters.", "Idempotency-Key")
    return key


def _json(value: Row, status: int = 200) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")
