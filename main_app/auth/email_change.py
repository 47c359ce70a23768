"""Changing the e-mail address of an account, with a code that is sent to the new address.

No code is stored: it is computed from SECRET_KEY and a nonce, for the mail and again when somebody types it. Only the
newest code of an account works. No response reveals whether an address has an account: a request for such an address
is stored like any other, and its owner gets a mail instead of the code.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, String, delete, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from main_app.auth.account_tokens import CONFIRMATION, INVITATION, RESET_PASSWORD, VERIFY_EMAIL, end_tokens
from main_app.auth.hooks import run_after_sign_out_everywhere
from main_app.auth.models import User
from main_app.auth.record import EMAIL_CHANGE_REQUESTED, EMAIL_CHANGED, record_change
from main_app.auth.secret_hash import derived_code
from main_app.auth.sign_in import Grant, end_all_sign_ins, start_sign_in
from main_app.database import Base
from service_kit import clock
from service_kit.database import UtcDateTime, is_sqlite, write_transaction
from service_kit.problems import Conflict, Gone, Invalid, TooManyRequests

LIFETIME = timedelta(minutes=30)
KEPT_FOR = timedelta(days=7)  # the mails are made from the row, and a delivery may be retried
MAX_WRONG_CODES = 5
LIMITED_FOR = timedelta(hours=1)
CODES_PER_ACCOUNT, CODES_PER_ADDRESS = 5, 3  # within LIMITED_FOR
LOCK_ADDRESS = text("SELECT pg_advisory_xact_lock(hashtext(:address))")


class EmailChange(Base):
    """A request for another address. The former one is noted once it is replaced, if its owner had confirmed it."""

    __tablename__ = "email_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    former_email: Mapped[str | None] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(64))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_email_changes_user", "user_id", "created_at"),
        Index("ix_email_changes_email", "email", "created_at"),
        {"sqlite_autoincrement": True},  # the journal and waiting messages remember the id
    )


def request_change(user_id: int, email: str) -> None:
    """Have a code sent to the new address. Raises Invalid for the present one, TooManyRequests beyond the limits."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.email == email:
            raise Invalid("This is your address already.", "email", "same_email")
        _check_limits(db_session, user.id, email)
        now = clock.now()
        change = EmailChange(
            user_id=user.id,
            email=email,
            nonce=secrets.token_urlsafe(32),
            created_at=now,
            expires_at=now + LIFETIME,
        )
        db_session.add(change)
        db_session.flush()
        user.version += 1
        record_change(db_session, user, EMAIL_CHANGE_REQUESTED, changes={"email_change_id": change.id})


def confirm_change(user_id: int, typed: str, device: str) -> Grant:
    """Change the address, end every sign-in, and start a new one on this device.

    Raises Invalid for a wrong code, Gone if there is none to type, Conflict if another account has the address by now.
    """
    try:
        with write_transaction() as db_session:
            user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
            change = _current_change(db_session, user.id)
            if change is None:
                raise Gone("code_expired", "This code has expired. Ask for a new one.")
            if hmac.compare_digest(code_for(change).encode(), typed.encode()):
                return _apply(db_session, user, change, device)
            change.wrong_codes += 1  # committed, so that it counts
    except IntegrityError:  # whoever typed the code can read mails to this address, so this reveals nothing new to them
        raise Conflict("email_taken", "There is an account with this e-mail address. Choose another one.") from None
    raise Invalid("This code is wrong. Check the newest message from us.", "code", "wrong_code")


def _apply(db_session: Session, user: User, change: EmailChange, device: str) -> Grant:
    now = clock.now()
    change.former_email = user.email if user.email_verified else None
    change.confirmed_at = now
    user.email = change.email
    user.email_verified_at = now
    user.epoch += 1
    user.version += 1
    record_change(db_session, user, EMAIL_CHANGED, changes={"email_change_id": change.id})
    # Links and codes that went to the former address end: somebody else may read it.
    end_tokens(db_session, user.id, CONFIRMATION, INVITATION, RESET_PASSWORD, VERIFY_EMAIL)
    end_all_sign_ins(db_session, user.id)
    run_after_sign_out_everywhere(db_session, user.id)
    return start_sign_in(db_session, user, device)


def code_for(change: EmailChange | Row[Any]) -> str:
    """The digits of this request."""
    return derived_code(f"email change\n{change.user_id}\n{change.email}\n{change.nonce}")


def delete_old_changes(db_session: Session) -> None:
    db_session.execute(delete(EmailChange).where(EmailChange.created_at < clock.now() - KEPT_FOR))


def _current_change(db_session: Session, user_id: int) -> EmailChange | None:
    of_user = select(EmailChange).where(EmailChange.user_id == user_id)
    newest = of_user.order_by(EmailChange.created_at.desc(), EmailChange.id.desc()).limit(1)
    change = db_session.scalar(newest, execution_options={"populate_existing": True})
    if change is None or change.confirmed_at is not None:
        return None
    return change if change.expires_at > clock.now() and change.wrong_codes < MAX_WRONG_CODES else None


def _check_limits(db_session: Session, user_id: int, email: str) -> None:
    """Raise TooManyRequests if this account, or any accounts for this address, have asked for too many codes."""
    if not is_sqlite(db_session.connection()):
        db_session.execute(LOCK_ADDRESS, {"address": email})  # several accounts may ask at once
    since = EmailChange.created_at > clock.now() - LIMITED_FOR
    count = select(func.count()).select_from(EmailChange)
    of_account = db_session.scalar(count.where(EmailChange.user_id == user_id, since)) or 0
    of_address = db_session.scalar(count.where(EmailChange.email == email, since)) or 0
    if of_account >= CODES_PER_ACCOUNT or of_address >= CODES_PER_ADDRESS:
        raise TooManyRequests(
            "We've sent several codes already. Try again in an hour.", int(LIMITED_FOR.total_seconds())
        )
