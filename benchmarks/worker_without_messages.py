"""The worker as it would be without messages to people: only the CRM hears of bookings."""

from main_app import consequences, worker

if __name__ == "__main__":
    consequences.SUBJECT_TYPES["booking"] = consequences.SUBJECT_TYPES["booking"][:1]
    worker.main()
