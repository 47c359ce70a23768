"""Single-use tokens that prove an e-mail address: to confirm it, to set a new password, to accept an invitation, or,
as a code of six digits, to confirm who one is.

One kind proves nothing of an address: the link that start_services.py prints for the first admin.

A row holds the hash of its token and a nonce. The token is an HMAC of the nonce under SECRET_KEY: the worker can
rebuild it for the mail, while somebody who has only read the database can't.
"""

import hmac
import secrets
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import ForeignKey, Row, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from main_app.auth.models import User
from main_app.auth.secret_hash import derived_code, derived_secret, secret_hash
from main_app.database import Base
from service_kit import clock
from service_kit.database import MAX_ID, UtcDateTime
from service_kit.problems import Gone

VERIFY_EMAIL, RESET_PASSWORD = "verify_email", "reset_password"
INVITATION, FIRST_ADMIN = "invitation", "first_admin"
CONFIRMATION = "confirmation"
LIFETIMES = {
    VERIFY_EMAIL: timedelta(days=3),
    RESET_PASSWORD: timedelta(hours=1),
    INVITATION: timedelta(days=7),
    FIRST_ADMIN: timedelta(days=1),
    CONFIRMATION: timedelta(minutes=10),
}
ADDRESS_LINK_LIFETIME = timedelta(days=30)
MAX_TOKEN_LENGTH = 96  # characters


class AccountToken(Base):
    """One token. `user_id` is null if the requested address has no account."""

    __tablename__ = "account_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(32))
    nonce: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = ({"sqlite_autoincrement": True},)  # the journal and waiting mails remember the id


def make_token(db_session: Session, user_id: int | None, purpose: str) -> AccountToken:
    """Add a token in the caller's transaction. Earlier ones stay valid: anybody may ask for another mail."""
    now = clock.now()
    nonce = secrets.token_urlsafe(32)
    row = AccountToken(
        user_id=user_id,
        purpose=purpose,
        nonce=nonce,
        token_hash=secret_hash(_token(purpose, nonce)),
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    db_session.add(row)
    db_session.flush()
    return row


def token_for(row: AccountToken | Row[Any]) -> str:
    """The token of this row, for the link in the mail."""
    return _token(row.purpose, row.nonce)


def code_of(row: AccountToken | Row[Any]) -> str:
    """The digits of this row. They are short, so they count only for its account, and wrong ones are limited."""
    return derived_code(f"account code\n{row.user_id}\n{row.purpose}\n{row.nonce}")


def find_token(db_session: Session, token: str, purpose: str) -> AccountToken:
    """The row of this token. Raises Gone if it was used or has expired.

    To use it only once, find it again after locking its account: tokens end under this lock.
    """
    query = select(AccountToken).where(AccountToken.token_hash == secret_hash(token), AccountToken.purpose == purpose)
    row = db_session.scalar(query, execution_options={"populate_existing": True})
    if row is None or row.user_id is None or row.used_at is not None or row.expires_at <= clock.now():
        raise _no_longer_valid()
    return row


def _no_longer_valid() -> Gone:
    return Gone("link_expired", "This link has expired or has already been used. Ask for a new one.")


def use_first_admin_token(db_session: Session, token: str) -> None:
    """Use the token of this link up, and every other one for the first admin. Raises Gone as find_token does."""
    unused = (AccountToken.purpose == FIRST_ADMIN, AccountToken.used_at.is_(None))
    valid = (*unused, AccountToken.token_hash == secret_hash(token), AccountToken.expires_at > clock.now())
    found = db_session.scalar(select(AccountToken.id).where(*valid).with_for_update())
    if found is None:
        raise _no_longer_valid()
    db_session.execute(update(AccountToken).where(*unused).values(used_at=clock.now()))


def end_tokens(db_session: Session, user_id: int, *purposes: str) -> None:
    """Invalidate every unused token of this user for these purposes."""
    unused = (AccountToken.user_id == user_id, AccountToken.purpose.in_(purposes), AccountToken.used_at.is_(None))
    db_session.execute(update(AccountToken).where(*unused).values(used_at=clock.now()))


def address_token(user_id: int, email: str) -> str:
    """A token that confirms this address for a month, for the foot of mails that are about something else.

    It has no row: confirming an address twice changes nothing, and it ends when the address changes.
    """
    expires = int((clock.now() + ADDRESS_LINK_LIFETIME).timestamp())
    return f"{user_id}.{expires}.{_address_signature(user_id, email, expires)}"


def find_address(db_session: Session, token: str) -> int:
    """The account whose present address this token confirms. Raises Gone as find_token does."""
    match token.split("."):
        case [user_id, expires, signature] if user_id.isdecimal() and expires.isdecimal() and len(expires) < 12:
            email = db_session.scalar(select(User.email).where(User.id == min(int(user_id), MAX_ID)))
            expected = _address_signature(int(user_id), email or "", int(expires))
            is_right = hmac.compare_digest(expected.encode(), signature.encode())
            if email and is_right and datetime.fromtimestamp(int(expires), timezone.utc) > clock.now():
                return int(user_id)
    raise _no_longer_valid()


def _address_signature(user_id: int, email: str, expires: int) -> str:
    return derived_secret(f"address\n{user_id}\n{email}\n{expires}")


def delete_expired_tokens(db_session: Session) -> None:
    db_session.execute(delete(AccountToken).where(AccountToken.expires_at < clock.now() - timedelta(days=1)))


def _token(purpose: str, nonce: str) -> str:
    return derived_secret(f"account token\n{purpose}\n{nonce}")
