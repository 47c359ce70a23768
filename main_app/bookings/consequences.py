"""Consequences of a booking's journal entries: messages to the CRM."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.bookings.states import ENTITLING
from main_app.bookings.transitions import CANCEL, RECORD_MONEY, REFUND, UPDATE, Party
from main_app.database import CURRENT_EPOCH
from main_app.events.models import Event, EventSession
from main_app.journal.read import Entry
from main_app.orders.money import OrderMoney, money_of_orders, payment_fields
from main_app.outbox.enqueue import CRM, NewMessage
from service_kit import clock

bookings, users = Booking.__table__.c, User.__table__.c
sessions, events = EventSession.__table__.c, Event.__table__.c
OF_MONEY = (RECORD_MONEY.action, REFUND.action)
SELECT_FACTS = (
    select(
        bookings.id,
        bookings.places,
        bookings.price_cents,
        bookings.price_currency,
        bookings.status,
        bookings.order_id,
        bookings.held_until,
        bookings.confirmed_at,
        bookings.previous_starts_at,
        bookings.reason,
        bookings.version,
        bookings.epoch,
        CURRENT_EPOCH.label("current_epoch"),
        bookings.created_at,
        bookings.updated_at,
        users.id.label("user_id"),
        users.name.label("user_name"),
        users.email.label("user_email"),
        users.email_verified_at,
        users.phone.label("user_phone"),
        users.phone_confirmed_at,
        users.time_zone.label("guest_time_zone"),
        users.quiet_from,
        users.quiet_until,
        events.id.label("event_id"),
        events.title.label("event_title"),
        events.starts_at.label("event_starts_at"),
        events.facilitator_id,
        events.time_zone,
        events.location.label("event_location"),
        sessions.id.label("session_id"),
        sessions.title,
        sessions.starts_at,
        sessions.start_version,
        sessions.ends_at,
        sessions.location,
        sessions.capacity,
        sessions.seats_taken,
        sessions.status.label("session_status"),
    )
    .join_from(Booking.__table__, User.__table__, users.id == bookings.user_id)
    .join(EventSession.__table__, sessions.id == bookings.session_id)
    .join(Event.__table__, events.id == sessions.event_id)
)
FACTS = SELECT_FACTS.where(bookings.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class BookingFacts:
    """A booking with its guest, session and event as they are now, and the money of its order."""

    booking: Any
    money: OrderMoney | None


def booking_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, BookingFacts]:
    """The facts of each entry, by entry id."""
    rows = booking_rows(connection, entries)
    money = money_of_orders(connection, [row.order_id for row in rows.values() if row.order_id])
    return {key: BookingFacts(row, money.get(row.order_id)) for key, row in rows.items()}


def booking_rows(connection: Connection, entries: Sequence[Entry]) -> dict[int, Any]:
    """The booking of each entry, by entry id, with its guest, session and event as they are now."""
    ids = {int(entry.subject_id) for entry in entries}
    bookings_by_id = {row.id: row for row in connection.execute(FACTS, {"ids": sorted(ids)})}
    return {entry.id: bookings_by_id[int(entry.subject_id)] for entry in entries}


def is_announced(entry: Entry) -> bool:
    """Whether people and other systems are told of this change: not of one that entitles to nothing, such as a hold."""
    return entry.from_state in ENTITLING or entry.to_state in ENTITLING


def booking_notification(entry: Entry, facts: BookingFacts) -> list[NewMessage]:
    """A notification in the first release's format. Facts that it does not know go into `additional_data`.

    A change of money alone is an update of the booking, if the CRM has heard of it before.
    """
    of_money = entry.action in OF_MONEY and facts.booking.confirmed_at is not None
    if not is_announced(entry) and not of_money:
        return []
    action = UPDATE.action if of_money else entry.action
    return _notification(entry, facts.booking, action, facts.money)


def _notification(entry: Entry, facts: Any, action: str, money: OrderMoney | None) -> list[NewMessage]:
    payload = {
        "booking_id": facts.id,
        "user": {"id": facts.user_id, "name": facts.user_name, "email": facts.user_email},
        "event": {
            "id": facts.event_id,
            "title": facts.event_title,
            "start_date": clock.iso(facts.event_starts_at or facts.starts_at),
        },
        "facilitator_id": facts.facilitator_id,
        "action": action,
        "session": {
            "id": facts.session_id,
            "title": facts.title,
            "start_time": clock.iso(facts.starts_at),
            "end_time": clock.iso(facts.ends_at),
            "time_zone": facts.time_zone,
            "location": facts.location or facts.event_location,
            "capacity": facts.capacity,
            "seats_taken": facts.seats_taken,
        },
        "occurred_at": clock.iso(entry.at),
        "version": entry.version,
        "additional_data": {
            "state": entry.to_state,
            "epoch": facts.epoch,
            "session_epoch": facts.current_epoch,  # its facts are of now, the booking's may be of before a restore
            "places": facts.places,
            "price_cents": facts.price_cents,
            "price_currency": facts.price_currency,
        }
        | ({} if money is None else {"payment": _payment_data(money)})
        | _additional_data(entry, facts),
    }
    kind, key = f"booking_{action}", f"booking:{facts.id}"
    return [NewMessage(CRM, kind, key, payload, entry.version, ordering_key=key, entry_id=entry.id)]


def _payment_data(money: OrderMoney) -> dict[str, Any]:
    """The documented fields of a payment, with what is still to pay."""
    fields = payment_fields(money)
    newest = money.captured[-1] if money.captured else None
    return {
        "payment_id": fields["payment_id"],
        "status": fields["payment_status"],
        "provider": fields["payment_provider"],
        "method": newest and newest.method,
        "terms": fields["payment_terms"],
        "amount_paid": fields["amount_paid"],
        "currency": fields["currency"],
        "total_cents": fields["total_cents"],
        "refund_id": fields["refund_id"],
        "refund_status": fields["refund_status"],
        "refunded_at": fields["refunded_at"],
        "refunded_cents": fields["refunded_cents"],
    }


def _additional_data(entry: Entry, facts: Any) -> dict[str, Any]:
    cancelled_by = entry.changes.get("cancelled_by", Party.USER.value)
    if entry.action == CANCEL.action and cancelled_by != Party.USER.value:
        return {"cancelled_by": cancelled_by, "reason": entry.reason}
    if entry.action == CANCEL.action:
        return {"reason": entry.reason} if entry.reason else {}  # a guest's own has one if it was moved
    if entry.action == UPDATE.action:
        return {"changed": {column: new for column, (_, new) in entry.changes.items()}}
    if entry.to_state not in ENTITLING and facts.reason:
        return {"reason": facts.reason}  # a change of the money afterwards doesn't take it back
    return {}
