"""The caller of a request, for modules that know nothing of HTTP."""

from collections.abc import Collection
from dataclasses import dataclass

from main_app.auth.models import Role
from main_app.journal.append import SYSTEM, Actor
from service_kit.limiter_keys import LimitKind, limiter_key

USER, FACILITATOR, ADMIN = Role.USER.value, Role.FACILITATOR.value, Role.ADMIN.value
API_KEY = "api_key"


@dataclass(frozen=True)
class Caller:
    """The person or API key that makes a request, with its current data from the database."""

    id: int
    role: str
    name: str
    email: str
    sign_in_id: str
    through: str = "login"  # or "service_token", "api_key"
    also: tuple[str, ...] = ()  # roles beside `role`, which is the highest

    def has_a_role_of(self, roles: Collection[str]) -> bool:
        return self.role in roles or not set(self.also).isdisjoint(roles)

    @property
    def is_api_key(self) -> bool:
        return self.through == API_KEY

    @property
    def key(self) -> str:
        """Identifies the caller. It names the kind too, because a person and an API key may have the same id."""
        return limiter_key(LimitKind.API_KEY if self.is_api_key else LimitKind.USER, self.id)

    @property
    def actor(self) -> Actor:
        """The caller as a journal entry names it."""
        return Actor(self.id or None, self.role, self.through)


# The system, where an operation takes the caller for whom it is done.
BY_SYSTEM = Caller(0, SYSTEM.role, "", "", "", through=SYSTEM.auth)
