"""Consequences of a booking's journal entries for its money: the end of a hold, refunds, earned deposits."""

from main_app.bookings.consequences import BookingFacts
from main_app.bookings.states import ENTITLING, BookingStatus
from main_app.bookings.transitions import CANCEL
from main_app.commands.write import Command, DeadlineWithdrawal, PlannedDeadline, cause_of_entry
from main_app.journal.read import Entry
from main_app.payments.deposits import DEPOSIT_EARNED
from main_app.payments.holds import FREE_PLACES, HOLD_OVER
from main_app.payments.refunds import all_back, was_moved
from service_kit import clock

HELD = BookingStatus.HELD.value
REFUND_BOOKING = "refund_booking"


def plan_end_of_hold(entry: Entry, facts: BookingFacts) -> list[PlannedDeadline | DeadlineWithdrawal]:
    """Plan the end of a hold. Withdraw it once the booking is held no more."""
    if entry.to_state == HELD:
        if facts.booking.held_until is None:
            return []  # paid or cancelled since
        return [PlannedDeadline(HOLD_OVER, "booking", facts.booking.id, entry.version, facts.booking.held_until)]
    if entry.from_state == HELD:
        return [DeadlineWithdrawal(kind, "booking", facts.booking.id) for kind in (HOLD_OVER, FREE_PLACES)]
    return []


def plan_earned_deposit(entry: Entry, facts: BookingFacts) -> list[PlannedDeadline | DeadlineWithdrawal]:
    """Plan that a deposit is earned when the session has run. A booking that is over needs no deadline."""
    if facts.money is None or not facts.money.order.terms.get("deposit_cents"):
        return []
    if entry.to_state in ENTITLING:
        ends_at = facts.booking.ends_at
        return [PlannedDeadline(DEPOSIT_EARNED, "booking", facts.booking.id, entry.version, ends_at)]
    return [DeadlineWithdrawal(DEPOSIT_EARNED, "booking", facts.booking.id)]


def refund_cancelled(entry: Entry, facts: BookingFacts) -> list[Command]:
    """Give back the money of a cancelled booking by its terms; all of it if the guest isn't the one who cancelled."""
    if entry.action != CANCEL.action or facts.booking.order_id is None:
        return []
    arguments = {"at": clock.iso(entry.at), "all": all_back(entry.changes) or was_moved(facts.booking._mapping)}
    return [Command(REFUND_BOOKING, "booking", facts.booking.id, cause_of_entry(entry.id), arguments)]
