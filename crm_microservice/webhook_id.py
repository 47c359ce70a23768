"""The header `webhook-id`, by which a sender identifies a message (Standard Webhooks)."""

import re
import uuid

from service_kit.problems import Invalid

HEADER = "webhook-id"
VISIBLE_ASCII = r"^[\x21-\x7e]{1,128}$"


def checked_webhook_id(sent: str | None) -> str:
    """Return the sent id, or a new one if none was sent (by curl, for instance). Raises Invalid."""
    if sent is None:
        return str(uuid.uuid4())
    if not re.fullmatch(VISIBLE_ASCII, sent):
        raise Invalid(f"{HEADER} must be 1 to 128 visible ASCII characters.", HEADER)
    return sent
