"""The rule that a session runs only if enough places are booked by a date, and whether a new one is allowed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from service_kit.problems import Conflict, Invalid

MAX_AHEAD = timedelta(days=731)  # 24 months
RULE = {"min_places", "decide_at"}


RunState = Literal["undecided", "confirmed"]
UNDECIDED, CONFIRMED = "undecided", "confirmed"


def check_new_rule(values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The columns of a new session's rule: `values` and its state. Raises Invalid if the rule is not allowed."""
    _check(values, now)
    return {"run_state": None if values["min_places"] is None else UNDECIDED}


def check_changed_rule(before: Mapping[str, Any], changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What changes of the rule's state besides `changes`. Raises Invalid or Conflict if they don't fit the rule."""
    changed_rule = {name for name in RULE if name in changes and changes[name] != before[name]}
    if changed_rule and before["run_state"] == CONFIRMED:
        raise Conflict("already_decided", "This session is confirmed, so its minimum can't be changed any more.")
    after = {**before, **changes}
    if after["min_places"] is not None and after["capacity"] < after["min_places"]:
        if "min_places" in changed_rule:
            raise _above_capacity()
        raise Invalid(
            f"This session needs {after['min_places']} booked places to run: the capacity can't go below that.",
            "capacity",
        )
    if before["run_state"] == CONFIRMED:
        return {}
    if changed_rule or after["min_places"] is None or after["decide_at"] is None:
        _check(after, now if "decide_at" in changed_rule else None)
    elif after["starts_at"] <= after["decide_at"]:
        raise Invalid("'start_time' must be after 'decide_at', when it is decided whether this runs.", "start_time")
    state = None if after["min_places"] is None else UNDECIDED
    return {} if state == before["run_state"] else {"run_state": state}


def _check(rule: Mapping[str, Any], now: datetime | None) -> None:
    """`now` is None if `decide_at` is not new: then it may have passed."""
    least, decide_at = rule["min_places"], rule["decide_at"]
    if (least is None) != (decide_at is None):
        missing = "min_places" if least is None else "decide_at"
        raise Invalid("'min_places' and 'decide_at' belong together: send both, or neither.", missing)
    if least is None or decide_at is None:
        return
    if least > rule["capacity"]:
        raise _above_capacity()
    if now is not None and decide_at <= now:
        raise Invalid("'decide_at' must be in the future.", "decide_at")
    if decide_at >= rule["starts_at"]:
        raise Invalid("'decide_at' must be before 'start_time'.", "decide_at")
    if now is not None and decide_at > now + MAX_AHEAD:
        raise Invalid("'decide_at' can be at most 24 months ahead.", "decide_at")


def _above_capacity() -> Invalid:
    return Invalid("'min_places' can't be above the capacity.", "min_places")
