"""Everything that follows from a business change, by the type of its subject.

To add something, write a pure function `(entry, facts) -> what follows` in the feature it belongs to and put it
into this list. It does not run for entries that were processed before.
"""

from collections.abc import Sequence
from typing import Any

from main_app.auth.consequences import ask_crm_to_approve_customer, tell_crm_of_user
from main_app.events.consequences import event_facts, tell_crm_of_event
from main_app.journal.read import Entry
from main_app.journal.work_out import LARGEST_BATCH, Consequence, SubjectType, work_out
from main_app.notifications.account_consequences import mail_account, mail_new_password_link, reset_facts
from main_app.notifications.consequences import (
    PersonFacts,
    booking_facts,
    person_facts,
    remind_guest,
    remind_person,
    tell_crm,
    tell_guest,
    tell_team,
)
from main_app.notifications.plan import Plan, Withdrawal, withdraw_plans, write_plans
from main_app.outbox.enqueue import NewMessage, enqueue


def _of_account(consequence: Consequence) -> Consequence:
    """A consequence that needs the account alone."""

    def of_account(entry: Entry, facts: PersonFacts) -> Sequence[Any]:
        return consequence(entry, facts.user)

    return of_account


SUBJECT_TYPES = {
    "booking": SubjectType(booking_facts, (tell_crm, tell_guest, remind_guest, tell_team)),
    "event": SubjectType(event_facts, (tell_crm_of_event,)),
    "user": SubjectType(
        person_facts,
        (
            _of_account(tell_crm_of_user),
            _of_account(ask_crm_to_approve_customer),
            _of_account(mail_account),
            remind_person,
        ),
    ),
    "password_reset": SubjectType(reset_facts, (mail_new_password_link,)),
}
# A reminder for the new start of a session is planned after the one for its old start is withdrawn.
WRITERS = {NewMessage: enqueue, Withdrawal: withdraw_plans, Plan: write_plans}


def work_out_consequences(limit: int = LARGEST_BATCH) -> int:
    """Write what follows from up to `limit` unprocessed journal entries. Returns how many were looked at."""
    return work_out(SUBJECT_TYPES, WRITERS, limit)
