"""Everything that follows from a business change, by the type of its subject.

To add something, write a pure function `(entry, facts) -> messages` in the feature it belongs to and put it
into this list. It does not run for entries that were processed before.
"""

from main_app.auth.consequences import ask_crm_to_approve_customer, tell_crm_of_user, user_facts
from main_app.bookings.consequences import booking_facts, tell_crm_of_booking
from main_app.events.consequences import event_facts, tell_crm_of_event
from main_app.journal.work_out import LARGEST_BATCH, SubjectType, work_out

SUBJECT_TYPES = {
    "booking": SubjectType(booking_facts, (tell_crm_of_booking,)),
    "event": SubjectType(event_facts, (tell_crm_of_event,)),
    "user": SubjectType(user_facts, (tell_crm_of_user, ask_crm_to_approve_customer)),
}


def work_out_consequences(limit: int = LARGEST_BATCH) -> int:
    """Turn up to `limit` unprocessed journal entries into messages. Returns how many entries were looked at."""
    return work_out(SUBJECT_TYPES, limit)
