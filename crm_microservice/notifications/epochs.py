"""The epoch of the main API's installation that a notification states. Senders without epochs are in the first."""

from typing import Any

from service_kit.strict_json import MAX_INTEGER

FIRST = 1


def epoch_of(data: dict[str, Any]) -> int:
    """Return the epoch in which the notification was made."""
    additional = data.get("additional_data")
    return valid_epoch(additional.get("epoch") if isinstance(additional, dict) else None)


def valid_epoch(epoch: Any) -> int:
    """Return the epoch, or the first one if it is none."""
    if isinstance(epoch, bool) or not isinstance(epoch, int):
        return FIRST
    return epoch if FIRST <= epoch <= MAX_INTEGER else FIRST
