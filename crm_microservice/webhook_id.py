"""The unique id a sender gives to what it sends: the Standard Webhooks header `webhook-id`."""

import re
import uuid

from service_kit.problems import Invalid

HEADER = "webhook-id"
VISIBLE_ASCII = r"^[\x21-\x7e]{1,128}$"


def checked_webhook_id(sent: str | None) -> str:
    """Return the id that was sent, a new one for a sender without (such as curl). Raises Invalid."""
    if sent is None:
        return str(uuid.uuid4())
    if not re.fullmatch(VISIBLE_ASCII, sent):
        raise Invalid(f"{HEADER} must be 1 to 128 visible ASCII characters.", HEADER)
    return sent
