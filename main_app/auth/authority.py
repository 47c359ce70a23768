"""Who may manage an event: change or cancel it, see its drafts, its guests and the messages to them.

Nothing else compares a caller's id or role with an event's facilitator; a test holds that.
"""

from typing import Literal

from sqlalchemy import ColumnElement, bindparam

from main_app.auth.caller import ADMIN, Caller


def may_manage(who: Caller | None, facilitator_id: int) -> bool:
    """Whether this person may manage an event of this facilitator."""
    return who is not None and (manages_all(who) or who.id == facilitator_id)


def manages_all(who: Caller) -> bool:
    """Whether this person may manage every event, and see why deliveries failed: the errors name internal systems."""
    return who.role == ADMIN


def managed_events(who: Caller | None) -> Literal["none", "own", "all"]:
    """Which events a list may show to this person as their manager."""
    if who is None:
        return "none"
    return "all" if manages_all(who) else "own"


def is_own(facilitator_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that an event is one of the person's in the parameter `viewer`, who manages "own" events."""
    return facilitator_id == bindparam("viewer")
