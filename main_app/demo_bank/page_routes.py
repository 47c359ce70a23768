"""The bank's page, where a guest pays, or does what goes wrong with payments.

It needs no sign-in: whoever knows an order's number moves no money with it, because there is none.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request
from flask_openapi import APIBlueprint
from pydantic import ValidationError

from main_app.auth.access import ANYONE, access
from main_app.demo_bank.bank import deliveries, ledger
from main_app.demo_bank.ledger import Action, Refused, Row, Unknown
from main_app.demo_bank.schemas import OrderPath, Press
from service_kit.money import money_text
from service_kit.problems import Problem
from service_kit.rate_limits import limiter

TEMPLATES = Path(__file__).with_name("templates")
STYLE = (TEMPLATES / "page.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
MAX_FORM_BYTES = 1024
demo_bank_page = APIBlueprint(
    "demo_bank", __name__, url_prefix="/demo-bank", template_folder=str(TEMPLATES), doc_ui=False
)


@demo_bank_page.get("/<int:order_id>")
@limiter.limit("120 per minute")
@access(ANYONE)
def show(path: OrderPath) -> Response:
    """What is to pay, with a button for each thing that can happen."""
    checkout = ledger().checkout_of_order(path.order_id)
    return _page(checkout) if checkout else _page(None, 404)


@demo_bank_page.post("/<int:order_id>")
@limiter.limit("120 per minute")
@access(ANYONE)
def press(path: OrderPath) -> Any:
    """Do what the pressed button says, then lead back to the merchant."""
    request.max_content_length = MAX_FORM_BYTES
    try:
        action = Press.model_validate(request.form.to_dict()).action
    except ValidationError:
        names = ", ".join(one.value for one in Action)
        raise Problem(400, "unknown_action", f"Send a form whose field 'action' is one of: {names}.") from None
    try:
        checkout = ledger().act(path.order_id, action)
    except Unknown:
        return _page(None, 404)
    except Refused as refused:
        return _page(ledger().checkout_of_order(path.order_id), 409, refused.text)
    deliveries().wake()
    return redirect(_way_back(checkout, action), 303)


def _way_back(checkout: Row, action: Action) -> str:
    """A guest who was declined reads so on the merchant's page. It only says it: the ledger knows what was paid."""
    if action is not Action.DECLINE:
        return checkout["success_url"]
    address = urlsplit(checkout["cancel_url"])
    return address._replace(query="&".join(filter(None, [address.query, "declined=1"]))).geturl()


def _page(checkout: Row | None, status: int = 200, error: str = "") -> Response:
    values: dict[str, Any] = {"style": STYLE, "checkout": checkout, "error": error}
    if checkout is not None:
        charges = [charge for charge in checkout["charges"] if charge["state"] == "captured"]
        values |= {
            "amount": money_text(checkout["amount_cents"], checkout["currency"], "en"),
            "declined": bool(checkout["charges"]) and not charges,
            "paid": bool(charges),
            "disputed": any(one["kind"] == "dispute" and one["state"] == "initiated" for one in checkout["refunds"]),
        }
    response = Response(render_template("demo_bank.html", **values), status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _policy(checkout)
    return response


def _policy(checkout: Row | None) -> str:
    """Nothing but the page's own style, and a form that may lead back to the merchant."""
    addresses = [urlsplit(checkout[name]) for name in ("success_url", "cancel_url")] if checkout else []
    targets = " ".join(["'self'", *sorted({f"{address.scheme}://{address.netloc}" for address in addresses})])
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{STYLE_HASH}'",
            f"form-action {targets}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
