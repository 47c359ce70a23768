"""The list of consequences: what follows from each journal entry, by the type of its subject.

To add a consequence, write a pure function `(entry, facts)` in its feature that returns messages, plans, withdrawals,
commands or deadlines, and add it to SUBJECT_TYPES. It does not run for entries that are processed already.
A command also needs a handler in HANDLERS, under its name; a deadline is a command that is due later.

Bookings have two stages: the message to the CRM is written first, messages to people are planned afterwards.
"""

from collections.abc import Sequence
from typing import Any

from main_app.auth.consequences import ask_crm_to_approve_customer, user_notification
from main_app.bookings.consequences import booking_facts, booking_notification
from main_app.bookings.run_decision import decide_run
from main_app.commands.carry_out import MAX_BATCH_SIZE as MAX_COMMANDS
from main_app.commands.carry_out import Handlers
from main_app.commands.carry_out import carry_out_commands as carry_out
from main_app.commands.write import (
    Command,
    DeadlineWithdrawal,
    PlannedDeadline,
    withdraw_deadlines,
    write_commands,
    write_deadlines,
)
from main_app.events.consequences import DECIDE_RUN, event_facts, event_notification, plan_decisions
from main_app.journal.models import PEOPLE, SYSTEMS
from main_app.journal.process import MAX_BATCH_SIZE, Consequence, Stage, process_entries
from main_app.journal.read import Entry
from main_app.messages.account_consequences import (
    mail_about_email_change,
    mail_new_password_link,
    notify_account_owner,
    reset_facts,
)
from main_app.messages.consequences import (
    PersonFacts,
    guest_facts,
    notify_facilitator,
    notify_guest,
    notify_team,
    person_facts,
    plan_reminders_of_booking,
    plan_reminders_of_person,
)
from main_app.messages.plan import Plan, Withdrawal, withdraw_plans, write_plans
from main_app.messages.session_messages import message_facts, write_to_guests
from main_app.outbox.enqueue import NewMessage, enqueue
from main_app.payments.calls import RECORD_SNAPSHOT, REFUND_REFUSED
from main_app.payments.consequences import REFUND_BOOKING, plan_earned_deposit, plan_end_of_hold, refund_cancelled
from main_app.payments.deposits import DEPOSIT_EARNED, session_has_run
from main_app.payments.events import PROVIDER_EVENT, ask_about_event
from main_app.payments.holds import CHECKOUT_OVER, FREE_PLACES, HOLD_OVER, end_checkout, end_hold
from main_app.payments.refunds import refund_booking
from main_app.payments.settlement import record_snapshot, refund_refused


def _with_account(consequence: Consequence) -> Consequence:
    """Adapt a consequence that takes only the account to the facts of this list."""

    def with_account(entry: Entry, facts: PersonFacts) -> Sequence[Any]:
        return consequence(entry, facts.user)

    return with_account


def _mail_about_email_change(entry: Entry, facts: PersonFacts) -> Sequence[Any]:
    return mail_about_email_change(entry, facts.email_change)


SUBJECT_TYPES = {
    "booking": (
        Stage(booking_facts, (booking_notification, plan_end_of_hold, plan_earned_deposit, refund_cancelled)),
        Stage(guest_facts, (notify_guest, plan_reminders_of_booking, notify_facilitator, notify_team)),
    ),
    "event": (Stage(event_facts, (event_notification, plan_decisions)),),
    "user": (
        Stage(
            person_facts,
            (
                _with_account(user_notification),
                _with_account(ask_crm_to_approve_customer),
                _with_account(notify_account_owner),
                _mail_about_email_change,
                plan_reminders_of_person,
            ),
        ),
    ),
    "session_message": (Stage(message_facts, (write_to_guests,)),),
    "password_reset": (Stage(reset_facts, (mail_new_password_link,)),),
}
# In this order: the reminder for a session's old start is withdrawn before the one for its new start is planned.
WRITERS = {
    NewMessage: enqueue,
    Withdrawal: withdraw_plans,
    Plan: write_plans,
    DeadlineWithdrawal: withdraw_deadlines,
    PlannedDeadline: write_deadlines,
    Command: write_commands,
}
HANDLERS: Handlers = {
    DECIDE_RUN: decide_run,
    HOLD_OVER: end_hold,
    FREE_PLACES: end_hold,
    REFUND_BOOKING: refund_booking,
    DEPOSIT_EARNED: session_has_run,
    CHECKOUT_OVER: end_checkout,
    PROVIDER_EVENT: ask_about_event,
    RECORD_SNAPSHOT: record_snapshot,
    REFUND_REFUSED: refund_refused,
}


def process_journal(limit: int = MAX_BATCH_SIZE) -> int:
    """Run the first stage of up to `limit` journal entries. Returns how many entries were read."""
    return process_entries(SUBJECT_TYPES, WRITERS, limit, SYSTEMS)


def plan_messages(limit: int = MAX_BATCH_SIZE) -> int:
    """Plan the messages to people of up to `limit` journal entries. Returns how many entries were read."""
    return process_entries(SUBJECT_TYPES, WRITERS, limit, PEOPLE)


def carry_out_commands(limit: int = MAX_COMMANDS) -> int:
    """Carry out up to `limit` due commands. Returns how many were taken."""
    return carry_out(HANDLERS, limit)
