"""Which channels this installation can deliver through."""

from main_app.settings import MainSettings

NOT_SET_UP = "not_set_up"


def channels_set_up(settings: MainSettings) -> frozenset[str]:
    """The channels there are. A message for another one is not sent: the plan says "not set up"."""
    return frozenset()
