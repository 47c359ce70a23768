"""The worker as it would be without messages to people: only the CRM hears of bookings."""

from main_app import consequences, worker
from main_app.notifications.consequences import notify_crm

if __name__ == "__main__":
    booking = consequences.SUBJECT_TYPES["booking"]
    consequences.SUBJECT_TYPES["booking"] = consequences.SubjectType(booking.load_facts, (notify_crm,))
    worker.main()
