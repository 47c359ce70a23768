"""The epoch of the main API's installation that a notification states. Without one it is epoch 1."""

from typing import Any

from service_kit.strict_json import MAX_INTEGER

FIRST = 1


def epoch_of(data: dict[str, Any], name: str = "epoch") -> int:
    """Return the epoch of what the notification is about, or of another thing that it describes."""
    additional = data.get("additional_data")
    epoch = additional.get(name) if isinstance(additional, dict) else None
    if isinstance(epoch, bool) or not isinstance(epoch, int):
        return FIRST
    return epoch if FIRST <= epoch <= MAX_INTEGER else FIRST
