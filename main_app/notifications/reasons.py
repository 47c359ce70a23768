"""The reasons why a planned message is not sent, or sent earlier: as codes.

The web app has a text for each that guests and facilitators can see.
"""

CANCELLED, MOVED, STARTED, REPLACED = "cancelled", "moved", "started", "replaced"
BOOKED_AFTER_ITS_TIME, QUIET_HOURS = "booked_after_its_time", "quiet_hours"
TURNED_OFF, NOT_SET_UP, ERASED = "turned_off", "not_set_up", "erased"
BEFORE_QUIET_HOURS = "before_quiet_hours"  # it is sent, but earlier
NO_ADDRESS, NO_PHONE_NUMBER, NO_DEVICE = "no_address", "no_phone_number", "no_device"
