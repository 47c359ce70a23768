"""What people want to be told, and how. Reading; operations.py changes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from main_app.notifications.kinds import KINDS, is_fixed, template_of
from main_app.notifications.models import NotificationPreference

preferences = NotificationPreference.__table__.c
OF_PEOPLE = select(preferences.user_id, preferences.kind, preferences.channel, preferences.enabled).where(
    preferences.user_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True)
class Choices:
    """What one person chose, where it differs from the kinds' own channels."""

    chosen: Mapping[tuple[str, str], bool]

    def wants(self, kind: str, channel: str) -> bool:
        """Whether this kind goes through this channel. Without a choice it does."""
        if is_fixed(kind, channel):
            return True
        return self.chosen.get((template_of(kind), channel), True)


NOTHING_CHOSEN = Choices({})


def choices_of(connection: Connection | Session, user_ids: Collection[int]) -> dict[int, Choices]:
    """The choices of these people; somebody without any is missing."""
    if not user_ids:
        return {}
    found: dict[int, dict[tuple[str, str], bool]] = {}
    for row in connection.execute(OF_PEOPLE, {"ids": sorted(user_ids)}):
        if row.kind in KINDS:
            found.setdefault(row.user_id, {})[row.kind, row.channel] = row.enabled
    return {user_id: Choices(chosen) for user_id, chosen in found.items()}
