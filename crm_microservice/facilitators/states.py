"""The states of a booking, and which of them occupy places. An unknown state occupies none."""

HELD, BOOKED, CANCELLED, EXPIRED = "held", "booked", "cancelled", "expired"
ATTENDED, NO_SHOW, REFUNDED = "attended", "no_show", "refunded"
UNKNOWN = "unknown"  # no notification has stated the booking's state yet

STATES = (HELD, BOOKED, CANCELLED, EXPIRED, ATTENDED, NO_SHOW, REFUNDED)
OCCUPYING = frozenset({HELD, BOOKED, ATTENDED, NO_SHOW})
# Counted as cancelled. A hold that expired was never announced, so it is not.
RELEASED = frozenset({CANCELLED, REFUNDED})

STATE_AFTER_ACTION = {"created": BOOKED, "reactivated": BOOKED, "cancelled": CANCELLED}
