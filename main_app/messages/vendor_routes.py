"""Delivery reports from vendors: forms from Twilio, JSON from WhatsApp, each with a signature.

Twilio's report names our message in its URL, WhatsApp's in a field that it copies from our request. A report that a
message was not delivered turns it into a dead letter, which admins see and can retry.
"""

import hmac
from typing import Any

from flask import Response, request
from flask_openapi import APIBlueprint, Tag
from pydantic import Field

from main_app.auth.access import ANYONE, access
from main_app.messages.kinds import SMS, WHATSAPP
from main_app.outbox.operations import mark_undelivered
from main_app.services.team_chats import signed_by_whatsapp
from main_app.services.twilio_sms import signed_by_twilio
from main_app.settings import settings
from service_kit.fields import Out, Query
from service_kit.problems import Forbidden, Problem
from service_kit.rate_limits import limiter
from service_kit.strict_json import parse_json_object

PREFIX = "/api/v1/booking-notifications/webhooks"
UNDELIVERED = ("failed", "undelivered")
MAX_FORM_BYTES = 16 * 1024  # the time to check a signature grows with the number of fields
TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}
vendor_routes = APIBlueprint("vendors", __name__, url_prefix=PREFIX, abp_tags=[Tag(name="Notification API")])


class Received(Out):
    message: str


class Challenge(Query):
    hub_mode: str = Field("", alias="hub.mode", max_length=50)
    hub_verify_token: str = Field("", alias="hub.verify_token", max_length=200)
    hub_challenge: str = Field("", alias="hub.challenge", max_length=200, pattern=r"^[A-Za-z0-9_-]*$")


@vendor_routes.post("/twilio", responses={200: Received})
@limiter.limit("3000 per minute")
@access(ANYONE)
def twilio() -> dict[str, Any]:
    """A delivery report for a text message, signed by Twilio."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Problem(415, "not_a_form", "Send the report as application/x-www-form-urlencoded.")
    request.max_content_length = MAX_FORM_BYTES
    # Twilio signs the URL that we gave it, which a proxy may have changed in the request.
    url = settings().public_url + request.full_path.rstrip("?")
    signature = request.headers.get("X-Twilio-Signature", "")
    if not signed_by_twilio(settings().twilio_auth_token, url, request.form, signature):
        raise Forbidden("The signature is wrong.")
    if request.form.get("MessageStatus") in UNDELIVERED:
        error = f"Twilio {request.form.get('ErrorCode', '')}: {request.form['MessageStatus']}"
        mark_undelivered(SMS, request.args.get("message", ""), request.form.get("MessageSid", ""), error)
    return {"message": "Thank you."}


@vendor_routes.get("/whatsapp", responses={200: TEXT})
@limiter.limit("60 per minute")
@access(ANYONE)
def whatsapp_challenge(query: Challenge) -> Response:
    """Respond to Meta's check that this address is ours."""
    expected = settings().whatsapp_verify_token
    ours = hmac.compare_digest(query.hub_verify_token.encode(), expected.encode())
    if not expected or not ours or query.hub_mode != "subscribe":
        raise Forbidden("The verify token is wrong.")
    return Response(query.hub_challenge, content_type="text/plain; charset=utf-8")


@vendor_routes.post("/whatsapp", responses={200: Received})
@limiter.limit("3000 per minute")
@access(ANYONE)
def whatsapp() -> dict[str, Any]:
    """A delivery report for WhatsApp messages, signed by Meta."""
    raw = request.get_data()
    if not signed_by_whatsapp(settings().whatsapp_app_secret, raw, request.headers.get("X-Hub-Signature-256", "")):
        raise Forbidden("The signature is wrong.")
    for status in _whatsapp_statuses(parse_json_object(raw)):
        if status.get("status") == "failed":
            errors = [error for error in _list(status.get("errors")) if isinstance(error, dict)]
            error = errors[0] if errors else {}
            mark_undelivered(
                WHATSAPP,
                str(status.get("biz_opaque_callback_data") or ""),
                str(status.get("id") or ""),
                f"WhatsApp {error.get('code', '')}: {error.get('title', 'failed')}",
            )
    return {"message": "Thank you."}


def _whatsapp_statuses(body: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for entry in _list(body.get("entry")):
        for change in _list(entry.get("changes")) if isinstance(entry, dict) else []:
            value = change.get("value") if isinstance(change, dict) else None
            statuses = _list(value.get("statuses")) if isinstance(value, dict) else []
            found += [status for status in statuses if isinstance(status, dict)]
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
