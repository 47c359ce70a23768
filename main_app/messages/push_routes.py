"""Routes of push notifications: the public key, and subscribing and unsubscribing a browser."""

import binascii
from base64 import urlsafe_b64decode
from typing import Annotated, Any

from flask_openapi import APIBlueprint, Tag
from pydantic import AfterValidator, Field

from main_app.auth.access import SIGNED_IN, access, caller
from main_app.messages import operations
from main_app.services.allowed_hosts import PUSH, is_allowed
from main_app.services.web_push import PushKey
from main_app.settings import settings
from service_kit.fields import Body, Out
from service_kit.problems import Invalid, field_error
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "push")
push_routes = APIBlueprint("push", __name__, url_prefix="/push", abp_tags=[Tag(name="Push")])


def _bytes(number: int) -> AfterValidator:
    def check(text: str) -> str:
        try:
            size = len(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError):
            size = 0
        if size != number:
            raise field_error("not_push_key", "{field} is not a key of a push subscription.")
        return text

    return AfterValidator(check)


class Keys(Body):
    p256dh: Annotated[str, Field(max_length=200), _bytes(65)]
    auth: Annotated[str, Field(max_length=100), _bytes(16)]


class NewSubscription(Body):
    endpoint: str = Field(min_length=10, max_length=1000)
    keys: Keys


class OldSubscription(Body):
    endpoint: str = Field(min_length=10, max_length=1000)


class Key(Out):
    key: str


class Subscribed(Out):
    message: str


@push_routes.get("/key", responses={200: Key})
@access(*SIGNED_IN)
def show_key() -> dict[str, Any]:
    """The key a browser subscribes with."""
    return {"key": PushKey(settings().data_dir).public()}


@push_routes.post("/subscriptions", responses={201: Subscribed})
@access(*SIGNED_IN)
@limited
def subscribe(body: NewSubscription) -> tuple[dict[str, Any], int]:
    """Send push notifications to this browser. It belongs to the person who subscribed last."""
    if not is_allowed(body.endpoint, PUSH, settings().push_hosts):
        raise Invalid("This is not the address of a push service we know.", "endpoint", "not_push_service")
    operations.add_device(caller().id, body.endpoint, body.keys.p256dh, body.keys.auth)
    return {"message": "This browser gets push notifications from now on."}, 201


@push_routes.delete("/subscriptions", responses={200: Subscribed})
@access(*SIGNED_IN)
@limited
def unsubscribe(body: OldSubscription) -> dict[str, Any]:
    """Send no more push notifications to this browser."""
    operations.remove_device(caller().id, body.endpoint)
    return {"message": "This browser gets no more push notifications."}
