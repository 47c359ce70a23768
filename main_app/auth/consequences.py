"""Consequences of an account's journal entries: messages to the CRM."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.auth.models import Role, User
from main_app.auth.record import (
    ADDED_AS_GUEST,
    EMAIL_CHANGED,
    ERASED,
    INVITED,
    PROFILE_CHANGED,
    REGISTERED,
    ROLE_CHANGED,
)
from main_app.database import CURRENT_EPOCH
from main_app.journal.read import Entry
from main_app.outbox.enqueue import CRM, REGISTRATIONS, NewMessage
from service_kit import clock

users = User.__table__.c
USERS = select(
    users.id,
    users.name,
    users.email,
    users.email_verified_at,
    users.phone,
    users.role,
    users.time_zone,
    users.language,
    users.created_at,
    CURRENT_EPOCH.label("epoch"),
).where(users.id.in_(bindparam("ids", expanding=True)))


def user_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, Any]:
    """The user of each entry, by entry id."""
    ids = [int(entry.subject_id) for entry in entries]
    users_by_id = {row.id: row for row in connection.execute(USERS, {"ids": ids})}
    return {entry.id: users_by_id[int(entry.subject_id)] for entry in entries}


def user_notification(entry: Entry, user: Any) -> list[NewMessage]:
    """A general notification with the user data that the CRM stores."""
    role = entry.changes["role"][1] if "role" in entry.changes else user.role
    messages = {
        REGISTERED: ("user_registered", f"{user.name} registered"),
        INVITED: ("user_registered", f"{user.name} was invited"),
        ADDED_AS_GUEST: ("user_registered", f"{user.name} was added as a guest"),
        PROFILE_CHANGED: ("user_updated", f"{user.name} changed their profile"),
        EMAIL_CHANGED: ("user_updated", f"{user.name} changed their e-mail address"),
        ROLE_CHANGED: ("user_updated", f"{user.name} is now {role}"),
        ERASED: ("user_erased", "A person was erased"),
    }
    if entry.action not in messages:
        return []
    kind, message = messages[entry.action]
    payload = {
        "notification_type": kind,
        "user_id": user.id,
        "message": message,
        "additional_data": {
            "name": user.name,
            "email": user.email,
            "phone": user.phone,
            "role": role,
            "time_zone": user.time_zone,
            "language": user.language,
            "version": entry.version,
            "epoch": user.epoch,  # of the installation
            "occurred_at": clock.iso(entry.at),
        },
    }
    key = f"user:{user.id}"
    return [NewMessage(CRM, kind, key, payload, entry.version, ordering_key=key, entry_id=entry.id)]


def ask_crm_to_approve_customer(entry: Entry, user: Any) -> list[NewMessage]:
    """A request to approve a new customer, for the CRM's approval queue."""
    if entry.action != REGISTERED or entry.to_state != Role.USER.value:
        return []
    first_name, *rest = user.name.split(maxsplit=1)
    registered_at = clock.iso(user.created_at)
    customer: dict[str, Any] = {
        "firstName": first_name,
        "lastName": rest[0] if rest else "",
        "email": user.email,
        "websiteUserId": f"samaya_user_{user.id}",
        "registrationDate": registered_at,
        "source": "samaya",
        "language": user.language,
        "status": "pending_approval",
        "preferences": {},
    }
    if user.phone:
        customer["phone"] = user.phone
    payload = {"customer": customer, "metadata": {"registrationSource": "website", "timestamp": registered_at}}
    subject = f"registration:{user.id}"
    return [NewMessage(REGISTRATIONS, "customer_registration", subject, payload, entry_id=entry.id)]
