"""Tables of accounts, sign-ins and failed sign-ins."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_, cast, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import UtcDateTime
from service_kit.fields import MAX_NAME_LENGTH


class Role(str, Enum):
    USER = "user"
    FACILITATOR = "facilitator"
    ADMIN = "admin"


# From the lowest to the highest.
ROLES = tuple(role.value for role in Role)


class User(Base):
    """A person. `epoch` rises with each change of password or role; access tokens of an older epoch are refused.

    `role` is the highest of their `roles`. `invited_at` is set until an invitation is accepted. Who was erased
    is switched off too, for good. `identity` names the
    account at Google that signs in here too: its issuer and subject. Without a password, `password_hash` is empty.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String().with_variant(String(MAX_NAME_LENGTH), "postgresql"))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    username: Mapped[str | None] = mapped_column(String(32), unique=True)  # lower case
    phone: Mapped[str | None] = mapped_column(String(20))
    phone_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    biography: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(String(16), default=Role.USER.value)
    also: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))  # roles beside `role`
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    switched_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str] = mapped_column(String(200))
    identity: Mapped[str | None] = mapped_column(String(456))
    epoch: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(8), default="en", server_default="en")
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Between these local times, "22:00" and "07:00", no reminder arrives.
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def email_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def phone_confirmed(self) -> bool:
        return self.phone is not None and self.phone_confirmed_at is not None

    @property
    def has_password(self) -> bool:
        return self.password_hash != ""

    @property
    def google_connected(self) -> bool:
        return self.identity is not None

    @property
    def roles(self) -> list[str]:
        return roles_of(self.role, self.also)

    __table_args__ = (
        CheckConstraint("role IN ('user', 'facilitator', 'admin')", name="role"),
        Index("ix_users_role", "role", "id"),
        Index("uq_users_identity", "identity", unique=True),
    )


def has_role(role: Role) -> ColumnElement[bool]:
    """Whether an account has this role, as its highest or beside it: in SQL, what `User.roles` says."""
    beside = and_(User.role == Role.ADMIN.value, cast(User.also, String).contains(f'"{role.value}"'))
    return or_(User.role == role.value, beside)


def roles_of(role: str, also: Iterable[str]) -> list[str]:
    """All roles of somebody with this highest role, from the lowest to the highest. Everybody is a guest too."""
    return [each for each in ROLES if each in {Role.USER.value, role, *also}]


class SignIn(Base):
    """One person signed in on one device. Each refresh token replaces the one before."""

    __tablename__ = "logins"  # the first release's name

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refresh_hash: Mapped[str] = mapped_column(String(64))  # hash of the one refresh token that is valid
    refreshed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when that token replaced the one before
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the password was last asked again
    device: Mapped[str | None] = mapped_column(String(64))  # "Firefox on Linux"; null in rows older than the column


class SignInFailures(Base):
    """Wrong passwords for one name, from one address or from all addresses. sign_in_limits.py explains `key`."""

    __tablename__ = "sign_in_failures"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    delayed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    known_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # until then the address counts as the owner's
