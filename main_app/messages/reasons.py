"""The reasons why a planned message is not sent, or sent earlier: as codes.

The web app has a text for each that guests and facilitators can see.
"""

CANCELLED, MOVED, STARTED, REPLACED = "cancelled", "moved", "started", "replaced"
BOOKED_AFTER_ITS_TIME, QUIET_HOURS = "booked_after_its_time", "quiet_hours"
SUPPRESSED = "suppressed"  # the address is on the suppression list
TURNED_OFF, NOT_SET_UP, ERASED = "turned_off", "not_set_up", "erased"
BEFORE_QUIET_HOURS = "before_quiet_hours"  # it is sent, but earlier
ADDRESS_NOT_CONFIRMED, PHONE_NOT_CONFIRMED = "address_not_confirmed", "phone_not_confirmed"
TOO_MANY_MESSAGES, NO_TEXTS_TO_NUMBER = "too_many_messages", "no_texts_to_number"
NO_ADDRESS, NO_PHONE_NUMBER, NO_DEVICE = "no_address", "no_phone_number", "no_device"
MAY_HAVE_BEEN_SENT = "may_have_been_sent"  # it was due before a restore
