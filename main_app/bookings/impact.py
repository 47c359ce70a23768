"""Which bookings a change of sessions would affect, computed before it is made.

An impact has a fingerprint of everything it was computed from. A change that is confirmed with this fingerprint
is refused if any of it has changed since.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.bookings.queries import booked_places
from main_app.bookings.states import OCCUPYING
from main_app.bookings.transitions import CANCEL
from main_app.events.models import Event, EventSession
from main_app.orders.models import DOOR
from main_app.orders.money import money_of_orders
from service_kit import clock
from service_kit.problems import Conflict

MAX_SHOWN = 100  # guests


@dataclass(frozen=True)
class PlannedChange:
    """A session and its times after the change, or its cancellation.

    `shown` are the changes that its guests see, `{column: [old, new]}`. A session without a location has the event's.
    """

    session: EventSession
    starts_at: datetime
    ends_at: datetime
    shown: Mapping[str, list[Any]] = field(default_factory=dict)
    cancelled: bool = False
    min_places: int | None = None  # after the change; None once it is decided whether the session takes place
    decide_at: datetime | None = None


def impact_of(
    db_session: Session, event: Event, planned: Sequence[PlannedChange], intent: dict[str, Any]
) -> dict[str, Any]:
    """What changes for the affected guests, and whether the new time overlaps another booking of theirs.

    The other booking is not named, because it is private. The numbers and the fingerprint are of all guests; only the
    first ones are listed, those with an overlap before the others.
    """
    guests: list[dict[str, Any]] = []
    orders: list[int] = []  # of the bookings that are cancelled
    for change in planned:
        # The session's row is locked: one without places taken has no guests.
        if not change.session.seats_taken or not (change.shown or change.cancelled):
            continue
        message = "session_cancelled" if change.cancelled else "session_changed"
        moves = (change.starts_at, change.ends_at) != (change.session.starts_at, change.session.ends_at)
        clashing = _clashing_bookings(db_session, event, change) if moves else set()
        booked = (
            select(Booking.id, Booking.order_id, User.name)
            .join(User, User.id == Booking.user_id)
            .where(Booking.session_id == change.session.id, Booking.status.in_(CANCEL.from_states))
            .order_by(Booking.id)
        )
        for booking_id, order_id, name in db_session.execute(booked):
            if change.cancelled and order_id is not None:
                orders.append(order_id)
            guests.append(
                {
                    "booking_id": booking_id,
                    "user_name": name,
                    "session_id": change.session.id,
                    "session_title": change.session.title,
                    "session_start": clock.iso(change.session.starts_at),
                    "message": message,
                    "clash": booking_id in clashing,
                }
            )
    undecided = [
        {
            "session_id": change.session.id,
            "session_title": change.session.title,
            "min_places": change.min_places,
            "booked_places": booked_places(db_session, change.session.id),
            "decide_at": clock.iso(change.decide_at),
        }
        for change in planned
        if change.min_places is not None
    ]
    versions = [event.version, *([change.session.id, change.session.version] for change in planned)]
    refunds = _refunds(db_session, orders)
    canonical = json.dumps([intent, versions, guests, undecided, refunds], sort_keys=True, default=str)
    starts = sorted(change.session.starts_at for change in planned)
    return {
        "sessions": len(planned),
        "first_start": clock.iso(starts[0]) if starts else None,
        "last_start": clock.iso(starts[-1]) if starts else None,
        "bookings": len(guests),
        "clashes": sum(guest["clash"] for guest in guests),
        "guests": sorted(guests, key=lambda guest: not guest["clash"])[:MAX_SHOWN],
        "undecided": undecided,
        "refunds": refunds,
        "fingerprint": hashlib.sha256(canonical.encode()).hexdigest(),
    }


def _refunds(db_session: Session, orders: Sequence[int]) -> list[dict[str, Any]]:
    """What was paid online for these orders and goes back, by currency. Money from the door is given back there."""
    sums: dict[str, int] = {}
    for money in money_of_orders(db_session.connection(), orders).values():
        online = sum(money.refundable_cents(payment) for payment in money.captured if payment.provider != DOOR)
        sums[money.order.currency] = sums.get(money.order.currency, 0) + online
    return [{"currency": currency, "refund_cents": cents} for currency, cents in sorted(sums.items()) if cents]


def refuse_changed_impact(expected: str | None, impact: dict[str, Any]) -> None:
    """Raise Conflict if the impact differs from the confirmed one. None accepts every impact."""
    if expected is not None and expected != impact["fingerprint"]:
        raise Conflict(
            "impact_changed",
            "The bookings have changed since this preview, so nothing was done. Check the new one and confirm again.",
            more={"impact": impact},
        )


def _clashing_bookings(db_session: Session, event: Event, change: PlannedChange) -> set[int]:
    """Bookings of this session whose guest has another active booking with this facilitator at the new time."""
    other, other_session = aliased(Booking), aliased(EventSession)
    overlapping = (
        select(Booking.id)
        .join(other, (other.user_id == Booking.user_id) & (other.id != Booking.id) & other.status.in_(OCCUPYING))
        .join(other_session, other_session.id == other.session_id)
        .where(
            Booking.session_id == change.session.id,
            Booking.status.in_(CANCEL.from_states),
            other_session.starts_at < change.ends_at,
            other_session.ends_at > change.starts_at,
            # Only with the same facilitator: what guests book elsewhere is private.
            other_session.event_id.in_(select(Event.id).where(Event.facilitator_id == event.facilitator_id)),
        )
    )
    return set(db_session.scalars(overlapping))
