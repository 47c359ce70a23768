"""Erasing a person from the customers, their requests and tickets, and from what the audit trail says of these."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, or_, select, update

from crm_microservice.approvals.audit import add_audit_entry
from crm_microservice.approvals.emails import email_key
from crm_microservice.approvals.models import DECLINED, PENDING, ApprovalRequest, AuditEntry, Customer, Profile, Ticket
from crm_microservice.approvals.profiles import NO_PHONE, website_user_id
from crm_microservice.auth import Caller
from crm_microservice.notifications.erasure import Erased
from service_kit import clock
from service_kit.search_words import searchable

ERASED_NAME = "Erased person"  # the only other name that the audit trail lets an entry have
KEPT_OF_CUSTOMER = ("websiteUserId", "source", "registrationDate", "status")
KEPT_OF_REPAIR = ("ticketNumber", "websiteRepairId", "deviceType", "serviceType", "priority", "estimatedCost")

customers, requests, tickets = Customer.__table__.c, ApprovalRequest.__table__.c, Ticket.__table__.c
profiles, entries = Profile.__table__.c, AuditEntry.__table__.c


def forget_customer(connection: Connection, erased: Erased, addresses: Collection[str]) -> None:
    """Erase who has the person's id or one of these addresses. A request that waits is declined."""
    profile = update(Profile).where(profiles.user_id == erased.user_id)
    connection.execute(profile.values(name=erased.name, email=erased.email, phone=NO_PHONE, language=None))
    keys = {email_key(address) for address in addresses} - {email_key(erased.email)}
    website_id = website_user_id(erased.user_id)
    of_id = requests.payload["customer"]["websiteUserId"].as_string() == website_id
    asked = connection.execute(select(ApprovalRequest.__table__).where(of_id)).all()
    keys |= {row.email_key for row in asked} - {email_key(erased.email)}
    matching = or_(customers.website_user_id == website_id, customers.email_key.in_(keys))
    theirs = connection.execute(select(customers.id).where(matching)).scalars().all()
    for customer_id in theirs:
        _erase_customer(connection, erased, customer_id)
    matching = or_(of_id, requests.email_key.in_(keys), requests.customer_id.in_(theirs))
    found = connection.execute(select(ApprovalRequest.__table__).where(matching)).all()
    for row in found:
        _erase_request(connection, erased, row)
    of_customers = connection.execute(select(tickets.id).where(tickets.customer_id.in_(theirs))).scalars().all()
    cleared = {"device_model": None, "issue_description": "", "address": None, "notes": None}
    connection.execute(update(Ticket).where(tickets.id.in_(of_customers)).values(cleared))
    _erase_audit_trail(connection, erased, theirs, [row.id for row in found], of_customers)


def _erase_customer(connection: Connection, erased: Erased, customer_id: int) -> None:
    values = {
        "name": erased.name,
        "email": erased.email,
        "email_key": f"erased:{customer_id}",  # unique, and no address
        "phone": None,
        "language": None,
        "search_text": searchable(f"{erased.name}\n{erased.email}"),
    }
    connection.execute(update(Customer).where(customers.id == customer_id).values(values))


def _erase_request(connection: Connection, erased: Erased, row: Any) -> None:
    person, repair = row.payload["customer"], row.payload.get("repair")
    kept = {name: person[name] for name in KEPT_OF_CUSTOMER if name in person}
    payload: dict[str, Any] = {"customer": {"firstName": erased.name, "email": erased.email} | kept}
    if repair:
        payload["repair"] = {name: repair[name] for name in KEPT_OF_REPAIR if name in repair}
    values = {
        "payload": payload,
        "name": erased.name,
        "email": erased.email,
        "email_key": email_key(erased.email),
        "search_text": searchable(f"{erased.name}\n{erased.email}"),
        "reason": None,
    }
    if row.status == PENDING:
        now, service = clock.now(), Caller("service")
        values |= {"status": DECLINED, "decided_at": now, "decided_by": service.name}
        add_audit_entry(connection, service, now, DECLINED, f"request:{row.id}")
    connection.execute(update(ApprovalRequest).where(requests.id == row.id).values(values))


def _erase_audit_trail(connection: Connection, erased: Erased, *ids: Collection[int]) -> None:
    """Clear the values before and after, and the person's name where they decided something themselves."""
    names = ("customer", "request", "ticket")
    subjects = [f"{name}:{each}" for name, some in zip(names, ids, strict=True) for each in some]
    of_subjects = update(AuditEntry).where(entries.subject.in_(subjects))
    connection.execute(of_subjects.values(before=None, after=None))
    connection.execute(update(AuditEntry).where(entries.who_id == erased.user_id).values(who=ERASED_NAME))
    decided = update(ApprovalRequest).where(requests.decided_by_id == erased.user_id)
    connection.execute(decided.values(decided_by=ERASED_NAME))
