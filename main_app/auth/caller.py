"""Who makes a request, for everything that does not read requests itself."""

from dataclasses import dataclass

from main_app.auth.models import Role
from main_app.journal.append import Actor

USER, FACILITATOR, ADMIN = Role.USER.value, Role.FACILITATOR.value, Role.ADMIN.value
API_KEY = "api_key"


@dataclass(frozen=True)
class Caller:
    """The person behind a request, as the database knows them now."""

    id: int
    role: str
    name: str
    email: str
    sign_in_id: str
    through: str = "login"  # or "service_token", "api_key"

    @property
    def key(self) -> str:
        """What tells this caller from every other: a person and an API key may have the same number."""
        return f"{API_KEY if self.through == API_KEY else 'user'}:{self.id}"

    @property
    def actor(self) -> Actor:
        """The same as the journal names it."""
        return Actor(self.id, self.role, self.through)
