"""Asks the main API whether a person is still signed in.

When the main API does not answer, `confirm` returns None and auth.py decides what is still allowed. A sign-in that the
main API has reported as ended is stored, so that every process refuses it until its token expires.
"""

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Engine, String, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from crm_microservice.database import Base
from crm_microservice.main_api import ask
from service_kit import clock
from service_kit.database import UtcDateTime, write_connection
from service_kit.problems import Problem

logger = logging.getLogger(__name__)

RESPONSE_SECONDS = 2.0
PAUSE_SECONDS = 5.0  # after a missing response: for this long, only one request at a time asks again
MAX_NAME_LENGTH = 200  # characters, as in the audit trail
ROLES = {"user", "facilitator", "admin"}
TRUSTED_SECONDS = 60.0  # for which a confirmation counts while the main API does not answer
MAX_CONFIRMED = 10_000  # sign-ins of which one process remembers the last confirmation

_paused_until = 0.0  # monotonic
_asking_again = threading.Lock()


class EndedSignIn(Base):
    """A sign-in that the main API reported as ended. Kept until its token expires."""

    __tablename__ = "ended_logins"  # the table and its column keep their names of the first release

    login_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInEnded(Exception):
    """The person signed out, or their password or role changed."""


@dataclass(frozen=True)
class Person:
    """A signed-in person as the main API knows them now."""

    user_id: int
    role: str  # the highest of `roles`
    name: str
    roles: frozenset[str]

    @property
    def is_facilitator(self) -> bool:
        return "facilitator" in self.roles


@dataclass(frozen=True)
class SignIn:
    """One person's sign-in on one device, read from a token whose signature is valid."""

    sign_in_id: str
    user_id: int
    expires_at: int  # epoch seconds
    token: str = field(repr=False)
    main_base_url: str
    engine: Engine = field(repr=False)

    def confirm(self, *, required: bool = False) -> Person | None:
        """Return the signed-in person, None if the main API does not answer. Raises SignInEnded.

        With `required`, the main API is asked even if it failed to answer a moment ago.
        """
        if self._has_ended():
            raise SignInEnded
        if time.monotonic() >= _paused_until:
            return self._ask()
        if required and _asking_again.acquire(blocking=False):
            try:
                return self._ask()
            finally:
                _asking_again.release()
        return None

    def recently_confirmed(self) -> Person | None:
        """Return the person if this process confirmed the sign-in in the last minute, as they were then."""
        confirmed = _confirmed.get(self.sign_in_id)
        if confirmed is None or confirmed[1] < clock.monotonic() - TRUSTED_SECONDS:
            return None
        return confirmed[0]

    def _ask(self) -> Person | None:
        global _paused_until
        person = None
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            reply = ask("GET", f"{self.main_base_url}/auth/profile", headers, RESPONSE_SECONDS)
        except Problem:
            reply = None
        if reply is not None and reply.status == 401:
            _paused_until = 0.0
            if reply.body.get("code") == "login_ended":
                self.remember_ended()
            raise SignInEnded
        if reply is not None and reply.status == 200:
            person = _person(reply.body.get("user"), self.user_id)
        if person is not None:
            _remember(self.sign_in_id, person)
        else:
            logger.warning("a sign-in can't be confirmed", extra={"status": reply.status if reply else None})
        _paused_until = 0.0 if person else time.monotonic() + PAUSE_SECONDS
        return person

    def _has_ended(self) -> bool:
        with self.engine.connect() as connection:
            query = select(EndedSignIn.login_id).where(EndedSignIn.login_id == self.sign_in_id)
            return connection.execute(query).first() is not None

    def remember_ended(self) -> None:
        """Remember that the main API reported this sign-in as ended."""
        with _confirmed_guard:
            _confirmed.pop(self.sign_in_id, None)
        expires_at = datetime.fromtimestamp(self.expires_at, timezone.utc)
        try:
            with write_connection(self.engine) as connection:
                connection.execute(delete(EndedSignIn).where(EndedSignIn.expires_at < clock.now()))
                connection.execute(insert(EndedSignIn), [{"login_id": self.sign_in_id, "expires_at": expires_at}])
        except IntegrityError:
            return  # another request stored it first


# When this process last confirmed each sign-in, and whose it was; the oldest first.
_confirmed: OrderedDict[str, tuple[Person, float]] = OrderedDict()
_confirmed_guard = threading.Lock()


def _remember(sign_in_id: str, person: Person) -> None:
    with _confirmed_guard:
        _confirmed[sign_in_id] = (person, clock.monotonic())
        _confirmed.move_to_end(sign_in_id)
        if len(_confirmed) > MAX_CONFIRMED:
            _confirmed.popitem(last=False)


def _person(user: object, user_id: int) -> Person | None:
    """Return the person in the main API's response, None if the response is unusable."""
    if not isinstance(user, dict) or user.get("id") != user_id or user.get("role") not in ROLES:
        return None
    name = user.get("name")
    shown = name[:MAX_NAME_LENGTH] if isinstance(name, str) and name.strip() else f"{user['role']} {user_id}"
    return Person(user_id, user["role"], shown, roles_in(user))


def roles_in(user: dict[str, Any]) -> frozenset[str]:
    """All roles in an account of the main API. Its release before this one names only the highest."""
    roles = user.get("roles")
    return frozenset(role for role in (roles if isinstance(roles, list) else [user.get("role")]) if role in ROLES)
