"""Confirming a phone number with a code that is sent to it.

No code is stored: it is computed from SECRET_KEY and a nonce, for the message and again when somebody types it. Only
the newest code of an account works, for the number that it was sent to.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, String, delete, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from main_app.auth.models import User
from main_app.auth.record import PHONE_CODE_REQUESTED, PHONE_CONFIRMED, record_change
from main_app.auth.secret_hash import derived_code
from main_app.database import Base
from main_app.settings import settings
from service_kit import clock
from service_kit.database import UtcDateTime, is_sqlite, write_transaction
from service_kit.phone_numbers import can_get_texts
from service_kit.problems import Conflict, Gone, Invalid, TooManyRequests

LIFETIME = timedelta(minutes=10)
MAX_WRONG_CODES = 5
LIMITED_FOR = timedelta(hours=1)
CODES_PER_ACCOUNT, CODES_PER_NUMBER = 5, 3  # within LIMITED_FOR
LOCK_NUMBER = text("SELECT pg_advisory_xact_lock(hashtext(:number))")


class PhoneCode(Base):
    """A code that was sent to a phone number."""

    __tablename__ = "phone_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    phone: Mapped[str] = mapped_column(String(20))
    nonce: Mapped[str] = mapped_column(String(64))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_phone_codes_user", "user_id", "created_at"),
        Index("ix_phone_codes_phone", "phone", "created_at"),
        {"sqlite_autoincrement": True},  # the journal and waiting messages remember the id
    )


def request_code(user_id: int) -> None:
    """Have a code sent to the account's phone number.

    Raises Conflict if there is nothing to confirm, Invalid for a number that gets no texts, TooManyRequests beyond the
    limits.
    """
    if not settings().sends_sms:
        raise Conflict("sms_not_set_up", "Text messages aren't set up here, so there is no number to confirm.")
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.phone is None:
            raise Conflict("no_phone_number", "There's no phone number in your account. Add it first.")
        if user.phone_confirmed:
            raise Conflict("already_confirmed", "This phone number is already confirmed.")
        if not can_get_texts(user.phone, settings().sms_countries, settings().sms_number_types):
            raise Invalid("We can't send texts to this number. Enter a mobile number.", "phone", "no_texts")
        _check_limits(db_session, user)
        now = clock.now()
        code = PhoneCode(
            user_id=user.id,
            phone=user.phone,
            nonce=secrets.token_urlsafe(32),
            created_at=now,
            expires_at=now + LIFETIME,
        )
        db_session.add(code)
        db_session.flush()
        user.version += 1
        record_change(db_session, user, PHONE_CODE_REQUESTED, changes={"code_id": code.id})


def confirm_phone(user_id: int, typed: str) -> User:
    """Mark the account's number as confirmed. Raises Invalid for a wrong code, Gone if there is none to type."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.phone_confirmed:
            return user
        code = _current_code(db_session, user)
        if code is None:
            raise Gone("code_expired", "This code has expired. Ask for a new one.")
        is_right = hmac.compare_digest(code_for(code).encode(), typed.encode())
        if is_right:
            user.phone_confirmed_at = clock.now()
            user.version += 1
            record_change(db_session, user, PHONE_CONFIRMED)
        else:
            code.wrong_codes += 1  # committed, so that it counts
    if not is_right:
        raise Invalid("This code is wrong. Check the newest message from us.", "code", "wrong_code")
    return user


def code_for(code: PhoneCode | Row[Any]) -> str:
    """The digits of this code."""
    return derived_code(f"phone code\n{code.user_id}\n{code.phone}\n{code.nonce}")


def delete_old_codes(db_session: Session) -> None:
    db_session.execute(delete(PhoneCode).where(PhoneCode.created_at < clock.now() - timedelta(days=1)))


def _current_code(db_session: Session, user: User) -> PhoneCode | None:
    of_user = select(PhoneCode).where(PhoneCode.user_id == user.id)
    newest = of_user.order_by(PhoneCode.created_at.desc(), PhoneCode.id.desc()).limit(1)
    code = db_session.scalar(newest, execution_options={"populate_existing": True})
    if code is None or code.phone != user.phone:
        return None
    return code if code.expires_at > clock.now() and code.wrong_codes < MAX_WRONG_CODES else None


def _check_limits(db_session: Session, user: User) -> None:
    """Raise TooManyRequests if this account, or any accounts for this number, have asked for too many codes."""
    if not is_sqlite(db_session.connection()):
        db_session.execute(LOCK_NUMBER, {"number": user.phone})  # several accounts may ask at once
    since = PhoneCode.created_at > clock.now() - LIMITED_FOR
    count = select(func.count()).select_from(PhoneCode)
    of_account = db_session.scalar(count.where(PhoneCode.user_id == user.id, since)) or 0
    of_number = db_session.scalar(count.where(PhoneCode.phone == user.phone, since)) or 0
    if of_account >= CODES_PER_ACCOUNT or of_number >= CODES_PER_NUMBER:
        raise TooManyRequests(
            "We've sent several codes already. Try again in an hour.", int(LIMITED_FOR.total_seconds())
        )
