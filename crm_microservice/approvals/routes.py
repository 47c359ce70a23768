"""The HTTP side of the approval queue: webhooks for senders, the rest for admins."""

from flask import Response, g, request
from flask_openapi import APIBlueprint, Tag

from crm_microservice.approvals import operations, queries
from crm_microservice.approvals.models import DECLINED, MERGED, REGISTRATION, REPAIR
from crm_microservice.approvals.operations import APPROVE, Decision
from crm_microservice.approvals.schemas import (
    CustomerList,
    CustomerPath,
    CustomerQuery,
    CustomerResponse,
    DecideBody,
    DecisionResults,
    DeclineBody,
    HistoryQuery,
    MergeBody,
    QueueQuery,
    RegistrationBody,
    RepairBody,
    RequestList,
    RequestPath,
    RequestResponse,
    WebhookResponse,
)
from crm_microservice.auth import admin_or_service, service_only
from crm_microservice.database import db
from crm_microservice.notifications.current import up_to_date_engine
from crm_microservice.openapi import SERVICE, SERVICE_OR_ADMIN
from crm_microservice.sender_limits import webhook_limit
from crm_microservice.webhook_id import HEADER, checked_webhook_id
from service_kit.responses import json_response
from service_kit.strict_json import checked_input

webhook_routes = APIBlueprint("webhooks", __name__, url_prefix="/webhooks", abp_tags=[Tag(name="webhooks")])
approval_routes = APIBlueprint(
    "approvals", __name__, url_prefix="/api", abp_tags=[Tag(name="approvals")], abp_security=SERVICE_OR_ADMIN
)


@webhook_routes.post(
    "/customer-registration", summary="A customer registered", security=SERVICE, responses={200: WebhookResponse}
)
@webhook_limit
@service_only
@checked_input
def receive_registration(body: RegistrationBody) -> Response:
    return _receive(REGISTRATION)


@webhook_routes.post(
    "/repair-request", summary="A customer asked for a repair", security=SERVICE, responses={200: WebhookResponse}
)
@webhook_limit
@service_only
@checked_input
def receive_repair(body: RepairBody) -> Response:
    return _receive(REPAIR)


def _receive(kind: str) -> Response:
    webhook_id = checked_webhook_id(request.headers.get(HEADER))
    received = operations.receive(db.engine, g.caller, kind, webhook_id, request.get_json())
    return json_response(WebhookResponse.model_validate(received))


@approval_routes.get("/approvals", summary="Pending requests, oldest first", responses={200: RequestList})
@admin_or_service
@checked_input
def list_queue(query: QueueQuery) -> Response:
    return json_response(RequestList.model_validate(queries.list_queue(up_to_date_engine(), query)))


@approval_routes.get("/approvals/history", summary="Decided requests, latest first", responses={200: RequestList})
@admin_or_service
@checked_input
def list_history(query: HistoryQuery) -> Response:
    return json_response(RequestList.model_validate(queries.list_history(up_to_date_engine(), query)))


@approval_routes.get(
    "/approvals/<request_id>", summary="One request with its audit trail", responses={200: RequestResponse}
)
@admin_or_service
@checked_input
def show_request(path: RequestPath) -> Response:
    approval = queries.show_request(up_to_date_engine(), path.request_id)
    return json_response(RequestResponse.model_validate({"approval": approval}))


@approval_routes.post("/approvals/<request_id>/approve", summary="Approve a request", responses={200: RequestResponse})
@admin_or_service
@checked_input
def approve(path: RequestPath) -> Response:
    return _decide(path, APPROVE)


@approval_routes.post("/approvals/<request_id>/decline", summary="Decline a request", responses={200: RequestResponse})
@admin_or_service
@checked_input
def decline(path: RequestPath, body: DeclineBody) -> Response:
    return _decide(path, Decision(DECLINED, reason=body.reason))


@approval_routes.post(
    "/approvals/<request_id>/merge", summary="Merge with an existing customer", responses={200: RequestResponse}
)
@admin_or_service
@checked_input
def merge(path: RequestPath, body: MergeBody) -> Response:
    return _decide(path, Decision(MERGED, customer_id=body.customer_id))


def _decide(path: RequestPath, decision: Decision) -> Response:
    approval = operations.decide(up_to_date_engine(), g.caller, path.request_id, decision)
    return json_response(RequestResponse.model_validate({"approval": approval}))


@approval_routes.post("/approvals/decide", summary="Decide several requests", responses={200: DecisionResults})
@admin_or_service
@checked_input
def decide_several(body: DecideBody) -> Response:
    decision = APPROVE if body.decision == "approve" else Decision(DECLINED, reason=body.reason)
    results = operations.decide_several(up_to_date_engine(), g.caller, body.ids, decision)
    return json_response(DecisionResults.model_validate({"results": results}))


@approval_routes.get("/customers", summary="Customers, newest first", responses={200: CustomerList})
@admin_or_service
@checked_input
def list_customers(query: CustomerQuery) -> Response:
    return json_response(CustomerList.model_validate(queries.list_customers(up_to_date_engine(), query)))


@approval_routes.get(
    "/customers/<customer_id>", summary="One customer with requests and tickets", responses={200: CustomerResponse}
)
@admin_or_service
@checked_input
def show_customer(path: CustomerPath) -> Response:
    customer = queries.show_customer(up_to_date_engine(), path.customer_id)
    return json_response(CustomerResponse.model_validate({"customer": customer}))
