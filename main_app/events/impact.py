"""What a change would do to the people booked, before it is done.

The impact carries a fingerprint of all it was computed from. Confirming with it applies exactly what
was shown: where anything changed since, the fingerprint differs and the change is refused.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.bookings.seats import BOOKED
from main_app.errors import Problem
from main_app.events.models import Event, EventSession


@dataclass(frozen=True)
class Move:
    """One session as it would be: other times, or cancelled. `noticed` says whether its guests are told."""

    date: EventSession
    starts_at: datetime
    ends_at: datetime
    noticed: bool
    cancelled: bool = False


def impact_of(session: Session, event: Event, moves: Sequence[Move], intent: dict[str, Any]) -> dict[str, Any]:
    """Who is touched by these moves, what each would be told, and whom it would give a clash.

    Of a clash only its existence is told: where else a guest has booked is not the facilitator's to know.
    """
    guests: list[dict[str, Any]] = []
    for move in moves:
        if not move.noticed and not move.cancelled:
            continue
        message = "session_cancelled" if move.cancelled else "session_changed"
        clashing = set() if move.cancelled else _clashing(session, move)
        booked = (
            select(Booking.id, User.name)
            .join(User, User.id == Booking.user_id)
            .where(Booking.session_id == move.date.id, Booking.status == BOOKED)
            .order_by(Booking.id)
        )
        for booking_id, name in session.execute(booked):
            guests.append(
                {
                    "booking_id": booking_id,
                    "user_name": name,
                    "session_id": move.date.id,
                    "session_title": move.date.title,
                    "message": message,
                    "clash": booking_id in clashing,
                }
            )
    versions = [event.version, *([move.date.id, move.date.version] for move in moves)]
    canonical = json.dumps([intent, versions, guests], sort_keys=True, default=str)
    return {
        "bookings": len(guests),
        "clashes": sum(guest["clash"] for guest in guests),
        "guests": guests,
        "fingerprint": hashlib.sha256(canonical.encode()).hexdigest(),
    }


def refuse_other_impact(expected: str | None, impact: dict[str, Any]) -> None:
    """Refuse where the impact is not the one that was shown. Without an expectation nothing is refused."""
    if expected is not None and expected != impact["fingerprint"]:
        raise Problem(
            409,
            "impact_changed",
            "Something changed since you looked: nothing was done. Look at the new impact and confirm again.",
            more={"impact": impact},
        )


def _clashing(session: Session, move: Move) -> set[int]:
    """Bookings of this session whose guest has another active booking at the new time."""
    other, other_date = aliased(Booking), aliased(EventSession)
    overlapping = (
        select(Booking.id)
        .join(other, (other.user_id == Booking.user_id) & (other.id != Booking.id) & (other.status == BOOKED))
        .join(other_date, other_date.id == other.session_id)
        .where(
            Booking.session_id == move.date.id,
            Booking.status == BOOKED,
            other_date.starts_at < move.ends_at,
            other_date.ends_at > move.starts_at,
        )
    )
    return set(session.scalars(overlapping))
