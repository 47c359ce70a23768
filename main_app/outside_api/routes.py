"""The notification API that other systems call, at its documented addresses."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, API_KEY, access, caller
from main_app.auth.api_keys import READ, RETRY, SEND
from main_app.database import IdempotencyKey
from main_app.outside_api import operations
from main_app.outside_api.schemas import (
    AcceptedNotifications,
    Cancellation,
    NotificationHealth,
    NotificationPath,
    NotificationStatus,
    OutsideBooking,
    PendingNotifications,
    PendingPage,
    Refusal,
    ReminderRequest,
    RetriedNotification,
    WizardEvent,
)
from main_app.outside_api.signature import body_digest, check_timestamp, is_wizard, wizard
from service_kit.idempotency import idempotent_response
from service_kit.rate_limits import limit_per_account

View = TypeVar("View", bound=Callable[..., Any])
limited = limit_per_account("600 per minute", "notification API")
PREFIX = "/api/v1/booking-notifications"
notification_api = APIBlueprint(
    "notification_api", __name__, url_prefix=PREFIX, abp_tags=[Tag(name="Notification API")]
)


def sends(path: str) -> Callable[[View], View]:
    """A route by which outside systems send messages to a customer."""

    def decorate(view: View) -> View:
        guarded = access(ADMIN, API_KEY, scope=SEND)(limited(view))
        return notification_api.post(path, responses={202: AcceptedNotifications})(guarded)

    return decorate


@sends("/booking-confirmed")
def booking_confirmed(body: OutsideBooking) -> Response:
    """Confirm a booking to its customer now, and plan its reminders. Accepts an `Idempotency-Key` header."""
    return _accept(lambda: operations.confirm_booking(caller(), body))


@sends("/payment-confirmed")
def payment_confirmed(body: OutsideBooking) -> Response:
    """Tell the customer now that a payment was received, or failed (payment_status).

    Accepts an `Idempotency-Key` header.
    """
    return _accept(lambda: operations.confirm_payment(caller(), body))


@sends("/booking-cancelled")
def booking_cancelled(body: Cancellation) -> Response:
    """Tell the customer of a cancellation now; messages it makes untrue are withdrawn.

    Accepts an `Idempotency-Key` header.
    """
    return _accept(lambda: operations.announce_cancellation(caller(), body))


@sends("/request-approved")
def request_approved(body: OutsideBooking) -> Response:
    """Tell the customer now that their request was approved, and plan reminders.

    Accepts an `Idempotency-Key` header.
    """
    return _accept(lambda: operations.approve_request(caller(), body))


@sends("/request-declined")
def request_declined(body: Refusal) -> Response:
    """Tell the customer now that their request was declined. Accepts an `Idempotency-Key` header."""
    return _accept(lambda: operations.decline_request(caller(), body))


@sends("/waitlist-place")
def waitlist_place(body: OutsideBooking) -> Response:
    """Tell the customer now that there is a place for them from the waiting list.

    Accepts an `Idempotency-Key` header.
    """
    return _accept(lambda: operations.offer_place(caller(), body))


@sends("/appointment-reminders/schedule")
def schedule_reminders(body: ReminderRequest) -> Response:
    """Plan reminders. Those planned earlier for the same booking and channel are replaced."""
    return _accept(lambda: operations.schedule_reminders(caller(), body))


@notification_api.post("/webhooks/booking-wizard", responses={202: AcceptedNotifications})
@access(ADMIN, API_KEY, scope=SEND, signed=wizard)
@limited
def booking_wizard(body: WizardEvent) -> Response:
    """A booking completed in the booking wizard. Needs an API key or a signature in X-Webhook-Signature.

    A signed request needs a `timestamp` within five minutes of now. Sent again, it gets the first response.
    """
    key = None
    if is_wizard(caller()):
        check_timestamp(body.timestamp)
        key = body_digest()  # not the Idempotency-Key: a header is not signed
    return _accept(lambda: operations.confirm_booking(caller(), body.booking()), key)


@notification_api.get("/notifications/<notification_id>/status", responses={200: NotificationStatus})
@access(ADMIN, API_KEY, scope=READ)
@limited
def status(path: NotificationPath) -> dict[str, Any]:
    """The state of one notification."""
    return operations.notification_status(caller(), path.notification_id)


@notification_api.get("/notifications/pending", responses={200: PendingNotifications})
@access(ADMIN, API_KEY, scope=READ)
@limited
def pending(query: PendingPage) -> dict[str, Any]:
    """Notifications that are planned or wait in the outbox, soonest first."""
    return operations.pending_notifications(caller(), query.limit, query.offset)


@notification_api.post("/notifications/<notification_id>/retry", responses={202: RetriedNotification})
@access(ADMIN, API_KEY, scope=RETRY)
@limited
def retry(path: NotificationPath) -> tuple[dict[str, Any], int]:
    """Retry a failed notification."""
    operations.retry_notification(caller(), path.notification_id)
    return {"message": "The notification will be sent again.", "notification_id": path.notification_id}, 202


@notification_api.get("/health", responses={200: NotificationHealth})
@access(ANYONE)
def health() -> dict[str, Any]:
    """The health of the channels for customers."""
    return operations.notification_health()


def _accept(perform: Callable[[], list[str]], key: str | None = None) -> Response:
    def accepted() -> tuple[str, int]:
        ids = perform()
        response = AcceptedNotifications(
            message="Accepted.", notification_id=ids[0] if ids else None, notification_ids=ids
        )
        return json.dumps(response.model_dump()), 202

    return idempotent_response(IdempotencyKey, caller().key, accepted, key)
