"""Queries for the queue, its history and the customers."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from crm_microservice.approvals.audit import newest_audit_entries
from crm_microservice.approvals.models import PENDING, ApprovalRequest, Customer, Ticket
from crm_microservice.approvals.schemas import CustomerQuery, HistoryQuery, QueueQuery
from service_kit import clock
from service_kit.fields import pagination
from service_kit.problems import NotFound
from service_kit.search_words import searchable

Row = dict[str, Any]
requests = ApprovalRequest.__table__.c
customers = Customer.__table__.c
tickets = Ticket.__table__.c
PRIVATE_OF_CUSTOMER = {"email_key", "search_text"}
SHOWN_OF_CUSTOMER = 50  # requests, tickets and audit entries

WITH_CUSTOMER = select(
    ApprovalRequest.__table__,
    customers.id.label("existing_id"),
    customers.name.label("existing_name"),
    customers.email.label("existing_email"),
).join_from(ApprovalRequest, Customer, customers.email_key == requests.email_key, isouter=True)


def list_queue(engine: Engine, query: QueueQuery) -> Row:
    """Return a page of requests in one status, the oldest first."""
    return _list(engine, query, [requests.status == query.status], requests.id.asc())


def list_history(engine: Engine, query: HistoryQuery) -> Row:
    """Return a page of decided requests, the latest decision first."""
    decided = requests.status != PENDING if query.status is None else requests.status == query.status
    return _list(engine, query, [decided], requests.decided_at.desc(), requests.id.desc())


def _list(engine: Engine, query: QueueQuery | HistoryQuery, conditions: list[ColumnElement[bool]], *order: Any) -> Row:
    if query.kind is not None:
        conditions.append(requests.kind == query.kind)
    if query.search is not None:
        conditions.append(requests.search_text.contains(searchable(query.search), autoescape=True))
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(ApprovalRequest).where(*conditions)).scalar_one()
        page = WITH_CUSTOMER.where(*conditions).order_by(*order).limit(query.per_page).offset(query.offset)
        listed = [_listed(row) for row in connection.execute(page).mappings()]
    return {"approvals": listed, "pagination": pagination(query.page, query.per_page, total)}


def _listed(row: Any) -> Row:
    repair = row["payload"].get("repair", {})
    decided = row["decided_at"]
    ended = decided or clock.now()
    existing = {"id": row["existing_id"], "name": row["existing_name"], "email": row["existing_email"]}
    return {
        "id": row["id"],
        "kind": row["kind"],
        "status": row["status"],
        "name": row["name"],
        "email": row["email"],
        "phone": row["payload"]["customer"].get("phone"),
        "ticket_number": repair.get("ticketNumber"),
        "device": repair.get("deviceModel") or repair.get("deviceType"),
        "priority": repair.get("priority", "normal") if repair else None,
        "created_at": row["created_at"],
        # How long the request has waited, or waited until it was decided.
        "age_seconds": max(0, int((ended - row["created_at"]).total_seconds())),
        "existing_customer": existing if row["existing_id"] is not None else None,
        "decided_at": decided,
        "decided_by": {"id": row["decided_by_id"], "name": row["decided_by"]} if decided else None,
        "reason": row["reason"],
        "customer_id": row["customer_id"],
    }


def show_request(engine: Engine, request_id: int) -> Row:
    """Return one request with its content, its ticket and its audit trail. Raises NotFound."""
    with engine.connect() as connection:
        row = connection.execute(WITH_CUSTOMER.where(requests.id == request_id)).mappings().first()
        if row is None:
            raise NotFound("request")
        ticket = connection.execute(select(Ticket.__table__).where(tickets.request_id == request_id)).mappings().first()
        return {
            **_listed(row),
            "payload": row["payload"],
            "ticket": dict(ticket) if ticket else None,
            "audit": newest_audit_entries(connection, [f"request:{request_id}"], SHOWN_OF_CUSTOMER),
        }


def list_customers(engine: Engine, query: CustomerQuery) -> Row:
    """Return a page of customers, the newest first."""
    conditions = []
    if query.search is not None:
        conditions.append(customers.search_text.contains(searchable(query.search), autoescape=True))
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(Customer).where(*conditions)).scalar_one()
        newest_first = select(Customer.__table__).where(*conditions).order_by(customers.id.desc())
        page = connection.execute(newest_first.limit(query.per_page).offset(query.offset))
        listed = [_listed_customer(row) for row in page.mappings()]
    return {"customers": listed, "pagination": pagination(query.page, query.per_page, total)}


def show_customer(engine: Engine, customer_id: int) -> Row:
    """Return a customer with their newest requests, tickets and audit entries. Raises NotFound."""
    with engine.connect() as connection:
        row = connection.execute(select(Customer.__table__).where(customers.id == customer_id)).mappings().first()
        if row is None:
            raise NotFound("customer")
        asked, requests_total = _newest(connection, WITH_CUSTOMER, requests, customer_id)
        own_tickets, tickets_total = _newest(connection, select(Ticket.__table__), tickets, customer_id)
        subjects = [f"customer:{customer_id}"]
        subjects += [f"request:{request['id']}" for request in asked]
        subjects += [f"ticket:{ticket['id']}" for ticket in own_tickets]
        audit = newest_audit_entries(connection, subjects, SHOWN_OF_CUSTOMER)
    return {
        **_listed_customer(row),
        "requests": [_listed(request) for request in asked],
        "requests_total": requests_total,
        "tickets": own_tickets,
        "tickets_total": tickets_total,
        "audit": audit,
    }


def _newest(connection: Connection, query: Any, columns: Any, customer_id: int) -> tuple[list[Row], int]:
    """Return the customer's newest rows of one table, oldest first, and how many they have."""
    theirs = columns.customer_id == customer_id
    newest = query.where(theirs).order_by(columns.id.desc()).limit(SHOWN_OF_CUSTOMER)
    found = [dict(row) for row in connection.execute(newest).mappings()]
    total = connection.execute(select(func.count(columns.id)).where(theirs)).scalar_one()
    return found[::-1], total


def _listed_customer(row: Any) -> Row:
    return {name: value for name, value in row.items() if name not in PRIVATE_OF_CUSTOMER}
