"""The HTTP side of notifications."""

from typing import cast

from flask import Response, current_app, g, request
from flask_openapi import APIBlueprint, Tag

from crm_microservice import metrics
from crm_microservice.auth import reader_only, service_only
from crm_microservice.notifications import operations
from crm_microservice.notifications.current import current_store
from crm_microservice.notifications.schemas import (
    BatchBody,
    BatchResponse,
    BatchResult,
    NotificationList,
    NotificationQuery,
    NotifyBody,
    NotifyResponse,
    StreamQuery,
    shape_of,
)
from crm_microservice.notifications.stream import NotificationStream
from crm_microservice.openapi import EVENTS, SERVICE, SERVICE_OR_FACILITATOR
from crm_microservice.sender_limits import notify_limit
from service_kit.adapter import stream_response
from service_kit.problems import Invalid, NotJson, problem_response
from service_kit.responses import json_response
from service_kit.strict_json import StrictRequest, checked_input

MAX_BATCH_BODY_BYTES = 1024 * 1024

notification_routes = APIBlueprint("notifications", __name__, abp_tags=[Tag(name="notifications")])


@notification_routes.errorhandler(NotJson)
def refuse_other_media(_error: NotJson) -> Response:
    """As documented for /notify and /notify/batch: 400 where other routes respond with 415."""
    return problem_response(Invalid("The body must be JSON, with 'Content-Type: application/json'.", code="not_json"))


@notification_routes.after_request
def count_refusal(response: Response) -> Response:
    if request.path == "/notify" and response.status_code == 400:
        data = cast(StrictRequest, request).sent_json()
        metrics.NOTIFICATIONS.labels(shape_of(data) if data is not None else "unreadable", "refused").inc()
    return response


@notification_routes.post("/notify", summary="Receive one", security=SERVICE, responses={200: NotifyResponse})
@notify_limit
@service_only
@checked_input
def notify(body: NotifyBody) -> Response:
    receipt = operations.receive_notification(current_store(), request.headers.get("webhook-id"), request.get_json())
    return json_response(NotifyResponse.of(receipt))


@notification_routes.post(
    "/notify/batch", summary="Receive up to 100", security=SERVICE, responses={200: BatchResponse}
)
@notify_limit
@service_only
@checked_input
def notify_batch(body: BatchBody) -> Response:
    results = operations.receive_batch(current_store(), body.notifications, len(request.get_data()))
    return json_response(BatchResponse(results=[BatchResult.of(result) for result in results]))


@notification_routes.get(
    "/notifications",
    summary="List what was received, newest first",
    security=SERVICE_OR_FACILITATOR,
    responses={200: NotificationList},
)
@reader_only
@checked_input
def list_notifications(query: NotificationQuery) -> Response:
    page = operations.list_notifications(current_store(), g.caller, query)
    response = json_response(NotificationList.of(page))
    while (response.content_length or 0) > operations.MAX_PAGE_BYTES and len(page.rows) > 1:
        page = page.first_half()
        response = json_response(NotificationList.of(page))
    return response


@notification_routes.get(
    "/notifications/stream",
    summary="New ones, live (SSE)",
    security=SERVICE_OR_FACILITATOR,
    responses={200: EVENTS},
)
@reader_only
@checked_input
def stream_notifications(query: StreamQuery) -> Response:
    subscription = operations.permit_stream(g.caller, query, request.headers.get("Last-Event-ID"))
    stream = NotificationStream(current_app.extensions["live_notifications"], subscription)
    return stream_response(stream, g.caller.key)
