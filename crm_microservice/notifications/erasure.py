"""Erasing a person from the notifications: from those that are stored, and from any that arrive later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import ColumnElement, Connection, and_, bindparam, select, update

from crm_microservice.notifications.drafts import search_text_of
from crm_microservice.notifications.epochs import epoch_of
from crm_microservice.notifications.models import ErasedPerson, Notification
from crm_microservice.notifications.schemas import Email, shape_of
from crm_microservice.notifications.store import StoredNotification
from service_kit.database import is_sqlite
from service_kit.fields import ReceivedName
from service_kit.rows import KeyedStatement, upsert

BATCH_SIZE = 500  # bookings in one statement
USER_ERASED = "user_erased"  # the type of the general notification that a person was erased
# What says nothing about the person. Anything else that was sent is dropped, whoever sent it.
KEPT = ("booking_id", "event", "facilitator_id", "action", "session", "occurred_at", "version")
KEPT_OF_GENERAL = ("notification_type", "user_id")
KEPT_ADDITIONAL = (
    *("state", "epoch", "session_epoch", "places", "price_cents", "price_currency", "payment", "cancelled_by"),
    *("changed", "resync", "booked_at", "version", "occurred_at", "role", "booking_id", "facilitator_id", "action"),
    *("event_id", "title", "status", "draft", "time_zone", "location", "start_time", "end_time", "session", "sessions"),
)

rows = Notification.__table__.c
people = ErasedPerson.__table__
KNOWN = KeyedStatement(people.c.user_id, select(people))
REWRITE = (
    update(Notification.__table__)
    .where(rows.sequence == bindparam("at"))
    .values(data=bindparam("new"), search_text=bindparam("text"))
)


@dataclass(frozen=True)
class Erased:
    """A person who was erased, and what stands in place of their name and address from now on.

    After a restore the main API may give their id to somebody else: what has a later epoch is not about them.
    """

    user_id: int
    epoch: int
    name: str
    email: str


class _Details(BaseModel):
    name: ReceivedName
    email: Email


def erasure_in(data: dict[str, Any]) -> Erased | None:
    """The person whom this notification erases."""
    if data.get("notification_type") != USER_ERASED:
        return None
    try:
        details = _Details.model_validate(data.get("additional_data") or {})
    except ValidationError:
        return None  # it does not say what to write instead
    return Erased(data["user_id"], epoch_of(data), details.name, details.email)


def user_of(data: dict[str, Any]) -> int | None:
    """The person whom a notification is about. A short one does not say it."""
    shape = shape_of(data)
    return data["user_id"] if shape == "general" else data["user"]["id"] if shape == "booking" else None


def without_person(data: dict[str, Any], erased: Erased, bookings: Collection[int] = ()) -> dict[str, Any]:
    """The notification without what it says about the person, whose bookings these are."""
    shape = shape_of(data)
    if shape == "short":
        kept = {name: data[name] for name in KEPT if name in data}
        return kept | {"user": erased.name} if data["booking_id"] in bookings else data
    if user_of(data) != erased.user_id or epoch_of(data) > erased.epoch:
        return data
    additional = data.get("additional_data") or {}
    new: dict[str, Any] = {name: value for name, value in additional.items() if name in KEPT_ADDITIONAL}
    if shape == "booking":
        kept = {name: data[name] for name in KEPT if name in data}
        return kept | {"user": _person(erased) | {"id": erased.user_id}, "additional_data": new}
    # What a facilitator did to an event names the event alone, and describes its sessions.
    named = {"message": data["message"]} if "event_id" in additional else {"message": erased.name}
    new |= {name: value for name, value in _person(erased).items() if name in additional}
    return {name: data[name] for name in KEPT_OF_GENERAL} | named | {"additional_data": new}


def _person(erased: Erased) -> dict[str, Any]:
    return {"name": erased.name, "email": erased.email}


def people_to_forget(connection: Connection, notifications: Sequence[StoredNotification]) -> list[Erased]:
    """Those whom these notifications are about and who are erased, by one of them or earlier. Remembers the former."""
    new = [erased for each in notifications if (erased := erasure_in(each.data))]
    if new:
        connection.execute(upsert(connection, people), [vars(erased) for erased in new])
    ids = {user_id for each in notifications if (user_id := user_of(each.data)) is not None}
    return [Erased(**row._asdict()) for row in KNOWN.all(connection, ids)] if ids else []


def forget_in_notifications(connection: Connection, erased: Erased, bookings: Sequence[int]) -> None:
    """Write the person's notifications in the database anew. Their ids, order and times stay."""
    if is_sqlite(connection):
        about_them = rows.data["user_id"].as_integer() == erased.user_id
    else:
        about_them = rows.data["user_id"].as_string() == str(erased.user_id)
    general = rows.shape == "general"
    _rewrite(connection, erased, bookings, and_(rows.facilitator_id.is_(None), general, about_them))
    _rewrite(connection, erased, bookings, and_(rows.facilitator_id == erased.user_id, general))
    for start in range(0, len(bookings), BATCH_SIZE):
        _rewrite(connection, erased, bookings, rows.booking_id.in_(bookings[start : start + BATCH_SIZE]))


def _rewrite(connection: Connection, erased: Erased, bookings: Sequence[int], chosen: ColumnElement[bool]) -> None:
    theirs = set(bookings)
    changed = [
        {"at": row.sequence, "new": new, "text": search_text_of(new)}
        for row in connection.execute(select(rows.sequence, rows.data).where(chosen))
        if (new := without_person(row.data, erased, theirs)) != row.data
    ]
    if changed:
        connection.execute(REWRITE, changed)
