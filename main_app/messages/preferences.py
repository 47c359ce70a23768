"""Reads which kinds of messages people want through which channels. operations.py changes that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from main_app.messages.kinds import KINDS, is_fixed, template_of
from main_app.messages.models import NotificationPreference

preferences = NotificationPreference.__table__.c
OF_PEOPLE = select(preferences.user_id, preferences.kind, preferences.channel, preferences.enabled).where(
    preferences.user_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True)
class Choices:
    """The choices of one person. What they did not choose is enabled."""

    chosen: Mapping[tuple[str, str], bool]

    def wants(self, kind: str, channel: str) -> bool:
        """Whether the person gets this kind through this channel."""
        if is_fixed(kind, channel):
            return True
        return self.chosen.get((template_of(kind), channel), True)


NOTHING_CHOSEN = Choices({})


def choices_of(connection: Connection | Session, user_ids: Collection[int]) -> dict[int, Choices]:
    """The choices of these people, by user id. People without choices are left out."""
    if not user_ids:
        return {}
    by_user: dict[int, dict[tuple[str, str], bool]] = {}
    for row in connection.execute(OF_PEOPLE, {"ids": sorted(user_ids)}):
        if row.kind in KINDS:
            by_user.setdefault(row.user_id, {})[row.kind, row.channel] = row.enabled
    return {user_id: Choices(chosen) for user_id, chosen in by_user.items()}
