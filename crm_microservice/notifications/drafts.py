"""Makes the draft of a received notification: its data, and the values by which a store finds it."""

from typing import Any

from crm_microservice.notifications.schemas import shape_of
from crm_microservice.notifications.store import Draft
from service_kit.search_words import searchable
from service_kit.strict_json import MAX_INTEGER

MAX_ACTION_LENGTH = 100  # characters, as in the table


def draft_of(notification_id: str, data: dict[str, Any]) -> Draft:
    """Return the checked data with everything a store finds it by."""
    shape = shape_of(data)
    named = data if shape != "general" else data.get("additional_data") or {}
    default_action = None if shape == "general" else "created"
    action = named.get("action", default_action)
    facilitator_id = _id_or_none(named.get("facilitator_id"))
    return Draft(
        notification_id=notification_id,
        shape=shape,
        data=data,
        facilitator_id=facilitator_id,
        is_news=is_news(shape, facilitator_id, data),
        booking_id=_id_or_none(named.get("booking_id")),
        action=action if isinstance(action, str) and 1 <= len(action) <= MAX_ACTION_LENGTH else None,
        search_text=search_text_of(data),
    )


def is_news(shape: str, facilitator_id: int | None, data: dict[str, Any]) -> bool:
    """Whether it is news to its facilitator. Their own actions are not, such as creating an event or moving a session.

    A moved or cancelled session comes as a general notification, and once more with each of its bookings. What is sent
    again (`resync`) was news before.
    """
    if facilitator_id is None:
        return False
    if shape == "general":
        return data.get("user_id") != facilitator_id
    if shape == "short":
        return True
    additional = data.get("additional_data") or {}
    if "changed" in additional or additional.get("resync") is True:
        return False
    return additional.get("cancelled_by") not in ("facilitator", "system")


def search_text_of(data: dict[str, Any]) -> str:
    """Return all text within the data, made searchable."""
    words: list[str] = []
    _collect_words(data, words)
    return searchable("\n".join(words))


def _id_or_none(value: Any) -> int | None:
    is_id = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_INTEGER
    return value if is_id else None


def _collect_words(value: dict[str, Any] | list[Any], words: list[str]) -> None:
    """Add every text within the data to `words`, but no field names: people search for what they wrote."""
    for member in value.values() if isinstance(value, dict) else value:
        if isinstance(member, str):
            words.append(member)
        elif isinstance(member, dict | list):
            _collect_words(member, words)
