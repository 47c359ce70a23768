"""Updates customers from the profiles that people change at the main API."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from crm_microservice.approvals.audit import add_audit_entry
from crm_microservice.approvals.emails import email_key
from crm_microservice.approvals.models import Customer, Profile
from crm_microservice.approvals.schemas import Language, Phone
from crm_microservice.auth import Caller
from crm_microservice.notifications.erasure import USER_ERASED
from crm_microservice.notifications.schemas import Email, Id
from crm_microservice.notifications.store import StoredNotification
from service_kit import clock
from service_kit.fields import ReceivedName
from service_kit.rows import upsert
from service_kit.search_words import searchable

logger = logging.getLogger(__name__)

Row = dict[str, Any]
USER_UPDATED = "user_updated"
NO_PHONE = ""
COPIED_FIELDS = ("name", "email", "phone", "language")
customers, profiles = Customer.__table__.c, Profile.__table__.c
TABLE: Any = Profile.__table__


class _Details(BaseModel):
    """The part of the notification's `additional_data` that a customer record holds."""

    name: ReceivedName
    email: Email
    version: Id
    phone: Phone | None = None
    language: Language | None = None


def apply_profiles(connection: Connection, notifications: Sequence[StoredNotification]) -> None:
    """Bring customers up to date with changed profiles, inside the caller's writing transaction."""
    for notification in notifications:
        if notification.shape == "general" and notification.data["notification_type"] in (USER_UPDATED, USER_ERASED):
            _apply(connection, notification)


def _apply(connection: Connection, notification: StoredNotification) -> None:
    try:
        details = _Details.model_validate(notification.data.get("additional_data") or {})
    except ValidationError:
        return  # the notification does not describe a profile
    user_id = notification.data["user_id"]
    stored_version = connection.execute(select(profiles.version).where(profiles.user_id == user_id)).scalar()
    if stored_version is not None and stored_version >= details.version:
        return  # a newer change arrived first
    connection.execute(upsert(connection, TABLE), [{"user_id": user_id, **_profile_columns(details)}])
    theirs = select(Customer.__table__).where(customers.website_user_id == website_user_id(user_id))
    for customer in connection.execute(theirs).mappings().all():
        apply_profile(connection, dict(customer), notification.received_at)


def _profile_columns(details: _Details) -> Row:
    """The values of a profile. An empty phone is one that the person removed; None is not known."""
    values = details.model_dump()
    removed = values["phone"] is None and "phone" in details.model_fields_set
    return values | {"phone": NO_PHONE if removed else values["phone"]}


def website_user_id(user_id: int) -> str:
    """Return the id under which the main API registers its users as customers."""
    return f"samaya_user_{user_id}"


def apply_profile(connection: Connection, customer: Row, now: datetime | None = None) -> None:
    """Update the customer from their profile, with an audit entry. Does nothing if no profile is stored."""
    profile = _profile_of(connection, customer["website_user_id"])
    if profile is None:
        return
    known: Row = {name: profile[name] or None for name in COPIED_FIELDS if profile[name] is not None}
    new = {name: value for name, value in known.items() if value != customer[name]}
    if "email" in new and not _take_address(connection, customer, new["email"]):
        del new["email"]
    if not new:
        return
    searched = [part for part in ({**customer, **new}[name] for name in ("name", "email", "phone")) if part]
    values = {**new, "search_text": searchable("\n".join(searched))}
    connection.execute(update(Customer).where(customers.id == customer["id"]).values(values))
    before = {name: customer[name] for name in new}
    at = now or clock.now()
    add_audit_entry(connection, Caller("service"), at, "profile_changed", f"customer:{customer['id']}", before, new)


def _profile_of(connection: Connection, website_id: str | None) -> Row | None:
    prefix, digits = website_user_id(0)[:-1], (website_id or "")
    number = digits.removeprefix(prefix)
    if number == digits or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    found = connection.execute(select(TABLE).where(profiles.user_id == int(number))).mappings().first()
    return dict(found) if found else None


def _take_address(connection: Connection, customer: Row, email: str) -> bool:
    """Change `email_key`. Return False if another customer has this address: then both customers keep theirs."""
    try:
        with connection.begin_nested():
            taken = update(Customer).where(customers.id == customer["id"]).values(email_key=email_key(email))
            connection.execute(taken)
    except IntegrityError:
        logger.warning("another customer has this address", extra={"customer": customer["id"]})
        return False
    return True
