"""Creates the records of an approval, customers and tickets, inside the transaction of the decision."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm_microservice.approvals.audit import add_audit_entry
from crm_microservice.approvals.models import OPEN, Customer, Ticket
from crm_microservice.approvals.profiles import apply_profile
from crm_microservice.auth import Caller
from service_kit.problems import Conflict
from service_kit.search_words import searchable

Row = dict[str, Any]
customers = Customer.__table__.c
tickets = Ticket.__table__.c


def create_customer(connection: Connection, caller: Caller, request: Row, now: datetime) -> int:
    """Create the customer of a request and return its id. Raises IntegrityError if the address is taken."""
    values = {"name": request["name"], "email": request["email"], **_optional_fields(request["payload"])}
    searched = "\n".join(part for part in (values["name"], values["email"], values["phone"]) if part)
    row = {**values, "email_key": request["email_key"], "created_at": now, "search_text": searchable(searched)}
    customer_id = connection.execute(insert(Customer).values(row).returning(customers.id)).scalar_one()
    add_audit_entry(connection, caller, now, "created", f"customer:{customer_id}", after=values)
    # The profile may have changed while the request waited.
    apply_profile(connection, {**row, "id": customer_id}, now)
    return customer_id


def fill_empty_fields(connection: Connection, caller: Caller, request: Row, customer: Row, now: datetime) -> None:
    """Fill empty fields of a customer record from the request. Fields with a value stay as they are."""
    stated = _optional_fields(request["payload"])
    new = {name: value for name, value in stated.items() if customer[name] is None and value is not None}
    if not new:
        return
    search_text = "\n".join([customer["search_text"], *([searchable(new["phone"])] if "phone" in new else [])])
    connection.execute(update(Customer).where(customers.id == customer["id"]).values(**new, search_text=search_text))
    add_audit_entry(connection, caller, now, "completed", f"customer:{customer['id']}", dict.fromkeys(new), new)


def _optional_fields(payload: Row) -> Row:
    person, repair, metadata = payload["customer"], payload.get("repair", {}), payload.get("metadata") or {}
    return {
        "phone": person.get("phone") or None,
        "website_user_id": person.get("websiteUserId"),
        "language": person.get("language") or repair.get("language"),
        "source": person.get("source") or metadata.get("source"),
    }


def create_ticket(connection: Connection, caller: Caller, request: Row, customer_id: int, now: datetime) -> int:
    """Create the ticket of a repair request and return its id. Raises Conflict if its number is taken."""
    repair = request["payload"]["repair"]
    values = {
        "ticket_number": repair["ticketNumber"],
        "website_repair_id": repair.get("websiteRepairId"),
        "device_type": repair["deviceType"],
        "device_model": repair.get("deviceModel"),
        "issue_description": repair["issueDescription"],
        "service_type": repair.get("serviceType"),
        "priority": repair.get("priority", "normal"),
        "address": repair.get("address"),
        "notes": repair.get("notes"),
        "estimated_cost_cents": _cents(repair.get("estimatedCost")),
        "status": OPEN,
        "customer_id": customer_id,
    }
    row = {**values, "request_id": request["id"], "created_at": now}
    try:
        with connection.begin_nested():
            ticket_id = connection.execute(insert(Ticket).values(row).returning(tickets.id)).scalar_one()
    except IntegrityError as error:
        existing = select(tickets.id).where(tickets.ticket_number == repair["ticketNumber"])
        raise Conflict(
            "ticket_exists",
            "A ticket with this number already exists, so this request seems to repeat another. Decline it.",
            more={"ticket_id": connection.execute(existing).scalar_one()},
        ) from error
    add_audit_entry(connection, caller, now, "created", f"ticket:{ticket_id}", after=values)
    return ticket_id


def _cents(cost: float | None) -> int | None:
    # repr gives the decimal that was sent: the float 299.995 is a little less and would be rounded down.
    return None if cost is None else int(Decimal(repr(cost)).scaleb(2).to_integral_value(ROUND_HALF_UP))
