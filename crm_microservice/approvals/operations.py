"""Receives requests for approval and decides each exactly once, even if several people decide at the same time."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm_microservice import metrics
from crm_microservice.approvals.audit import add_audit_entry
from crm_microservice.approvals.emails import email_key
from crm_microservice.approvals.models import (
    APPROVED,
    DECLINED,
    MERGED,
    PENDING,
    REPAIR,
    ApprovalRequest,
    Customer,
)
from crm_microservice.approvals.queries import show_request
from crm_microservice.approvals.records import create_customer, create_ticket, fill_empty_fields
from crm_microservice.auth import Caller
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Conflict, NotFound, Problem
from service_kit.search_words import searchable

logger = logging.getLogger(__name__)

Row = dict[str, Any]
requests = ApprovalRequest.__table__.c
customers = Customer.__table__.c


@dataclass(frozen=True)
class Decision:
    """A decision about a request. Declining has a `reason`, merging has a `customer_id`."""

    status: str
    reason: str | None = None
    customer_id: int | None = None


def receive(engine: Engine, caller: Caller, kind: str, webhook_id: str, payload: Row) -> Row:
    """Put the content of a webhook into the queue and return the response for its sender.

    A repeated id gets the same response, even if the request has been decided in the meantime.
    """
    with write_connection(engine) as connection:
        earlier = select(requests.id, requests.created_at).where(
            requests.webhook_id == webhook_id, requests.kind == kind
        )
        row = connection.execute(earlier).first()
        repeated = row is not None
        if row is None:
            row = _add(connection, caller, kind, webhook_id, payload)
    metrics.APPROVALS.labels(kind, "repeated" if repeated else "received").inc()
    logger.info(
        "request repeated" if repeated else "request received",
        extra={"request": row.id, "kind": kind, "webhook_id": webhook_id},
    )
    return {
        "message": "Received, waiting for approval",
        "request_id": row.id,
        "notification_id": webhook_id,
        "timestamp": row.created_at,
        "status": "pending_approval",
    }


def _add(connection: Connection, caller: Caller, kind: str, webhook_id: str, payload: Row) -> Any:
    person, now = payload["customer"], clock.now()
    name = " ".join(part.strip() for part in (person["firstName"], person.get("lastName", "")) if part.strip())
    repair = payload.get("repair", {})
    searched = (name, person["email"], repair.get("ticketNumber"), repair.get("deviceType"), repair.get("deviceModel"))
    added = connection.execute(
        insert(ApprovalRequest)
        .values(
            kind=kind,
            webhook_id=webhook_id,
            payload=payload,
            name=name,
            email=person["email"],
            email_key=email_key(person["email"]),
            search_text=searchable("\n".join(part for part in searched if part)),
            status=PENDING,
            created_at=now,
        )
        .returning(requests.id, requests.created_at)
    ).one()
    add_audit_entry(connection, caller, now, "received", f"request:{added.id}", after={"status": PENDING, "kind": kind})
    return added


def decide(engine: Engine, caller: Caller, request_id: int, decision: Decision) -> Row:
    """Decide a request and create the records that follow from it, in one transaction.

    Raises NotFound if there is no such request, and Conflict if it is already decided (the error names by whom) or the
    decision is impossible: the customer already exists or has another address, or the ticket number is taken.
    """
    with write_connection(engine) as connection:
        now = clock.now()
        request = _mark_decided(connection, caller, request_id, decision, now)
        customer_id = _create_records(connection, caller, request, decision, now)
        if customer_id is not None:
            linked = update(ApprovalRequest).where(requests.id == request_id).values(customer_id=customer_id)
            connection.execute(linked)
        after = {"status": decision.status, "reason": decision.reason, "customer_id": customer_id}
        stated = {name: value for name, value in after.items() if value is not None}
        add_audit_entry(connection, caller, now, decision.status, f"request:{request_id}", {"status": PENDING}, stated)
    metrics.APPROVALS.labels(request["kind"], decision.status).inc()
    logger.info(
        "request decided",
        extra={"request": request_id, "decision": decision.status, "by": caller.user_id or caller.name},
    )
    return show_request(engine, request_id)


def _mark_decided(
    connection: Connection, caller: Caller, request_id: int, decision: Decision, now: datetime
) -> dict[str, Any]:
    decided = connection.execute(
        update(ApprovalRequest)
        .where(requests.id == request_id, requests.status == PENDING)
        .values(
            status=decision.status,
            decided_at=now,
            decided_by=caller.name,
            decided_by_id=caller.user_id,
            reason=decision.reason,
        )
        .returning(requests.id, requests.kind, requests.payload, requests.name, requests.email, requests.email_key)
    ).mappings()
    row = decided.first()
    if row is None:
        # No pending request was found: it does not exist, or someone else decided it first.
        raise _already_decided(connection, request_id)
    return dict(row)


def _already_decided(connection: Connection, request_id: int) -> Problem:
    row = connection.execute(select(ApprovalRequest.__table__).where(requests.id == request_id)).first()
    if row is None:
        return NotFound("request")
    return Conflict(
        "already_decided",
        f"{row.decided_by} has already {row.status} this request.",
        more={
            "decision": row.status,
            "decided_by": {"id": row.decided_by_id, "name": row.decided_by},
            "decided_at": row.decided_at.isoformat(),
        },
    )


def _create_records(
    connection: Connection, caller: Caller, request: dict[str, Any], decision: Decision, now: datetime
) -> int | None:
    """Create the records that follow from the decision. Return their customer's id, None if declined."""
    if decision.status == DECLINED:
        return None
    if decision.status == MERGED:
        customer_id = _merge(connection, caller, request, decision, now)
    else:
        customer_id = _approve(connection, caller, request, now)
    if request["kind"] == REPAIR:
        create_ticket(connection, caller, request, customer_id, now)
    return customer_id


def _approve(connection: Connection, caller: Caller, request: dict[str, Any], now: datetime) -> int:
    try:
        # A unique index shows whether the address is taken; the savepoint keeps the transaction usable if so.
        with connection.begin_nested():
            return create_customer(connection, caller, request, now)
    except IntegrityError:
        existing = select(customers.id).where(customers.email_key == request["email_key"])
        customer_id = connection.execute(existing).scalar_one()
    if request["kind"] == REPAIR:
        return customer_id
    raise Conflict(
        "customer_exists",
        "A customer with this e-mail address already exists. Merge the request with that customer.",
        more={"customer_id": customer_id},
    )


def _merge(connection: Connection, caller: Caller, request: dict[str, Any], decision: Decision, now: datetime) -> int:
    row = connection.execute(select(Customer.__table__).where(customers.id == decision.customer_id)).mappings().first()
    if row is None:
        raise NotFound("customer", field="customer_id")
    if row["email_key"] != request["email_key"]:
        raise Conflict(
            "other_email",
            "That customer has a different e-mail address. Choose a customer with the address of the request.",
        )
    fill_empty_fields(connection, caller, request, dict(row), now)
    return row["id"]


def decide_several(engine: Engine, caller: Caller, ids: Sequence[int], decision: Decision) -> list[Row]:
    """Decide each request in its own transaction and return a result for each, in order."""
    return [_decide_one_of_several(engine, caller, request_id, decision) for request_id in ids]


def _decide_one_of_several(engine: Engine, caller: Caller, request_id: int, decision: Decision) -> Row:
    try:
        decided = decide(engine, caller, request_id, decision)
    except Problem as problem:
        named = {"code": problem.code, "customer_id": problem.more.get("customer_id")}
        return {"id": request_id, "status": "refused", "error": problem.detail, **named}
    listed = {name: value for name, value in decided.items() if name not in {"payload", "ticket", "audit"}}
    return {"id": request_id, "status": decision.status, "approval": listed}


APPROVE = Decision(APPROVED)
