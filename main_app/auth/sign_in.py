"""Signing in and out, and the refresh tokens that keep a device signed in."""

import hashlib
import hmac
import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from main_app.auth.hooks import run_after_sign_out_everywhere
from main_app.auth.models import Login, User
from main_app.auth.password_hashing import verify_password
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Problem, Unauthorized

ACCESS_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=30)
FAILURES_BEFORE_LOCK = 5
LOCK_TIME = timedelta(minutes=15)
REFRESH_TOKEN = re.compile(r"[0-9a-f]{32}\.[A-Za-z0-9_-]{43}\Z")


@dataclass(frozen=True)
class Grant:
    """What signing in gives: the person, the login it belongs to, and the refresh token (shown once)."""

    user: User
    login_id: str
    refresh_token: str


def sign_in(identifier: str, password: str) -> Grant:
    """Sign in by e-mail or username. Five wrong passwords in a row lock the account for 15 minutes.

    Raises Unauthorized for a wrong name or password alike, Problem 429 while locked.
    """
    user = db.session.scalar(select(User).where((User.email == identifier) | (User.username == identifier)))
    now = clock.now()
    if user and user.locked_until and user.locked_until > now:
        raise locked(user.locked_until, now)
    # The slow check runs outside any transaction: it must not hold the database.
    checked = user.password_hash if user else None
    if not verify_password(checked, password) or user is None:
        if user:
            count_failure(user.id)
        raise _wrong_password()
    user_id = user.id
    with write_transaction() as db_session:
        # Meanwhile the password may have been changed, or other guesses may have locked the account.
        still_right = db_session.execute(
            update(User)
            .where(
                User.id == user_id,
                User.password_hash == checked,
                or_(User.locked_until.is_(None), User.locked_until <= now),
            )
            .values(failed_logins=0, locked_until=None)
            .returning(User.id)
        ).scalar()
        if still_right is None:
            raise _wrong_password()
        return open_login(db_session, db_session.get_one(User, user_id, populate_existing=True))


def refresh(token: str) -> Grant:
    """Trade a refresh token for a new one. A token that was traded before ends the login: it may be stolen."""
    if not REFRESH_TOKEN.match(token):
        raise _signed_out()
    login_id, _, secret = token.partition(".")
    with write_transaction() as db_session:
        now = clock.now()
        login = db_session.get(Login, login_id, populate_existing=True, with_for_update=True)
        if login is None or login.ended_at or login.expires_at <= now:
            raise _signed_out()
        reused = not hmac.compare_digest(login.refresh_hash, _hash(secret))
        if reused:
            login.ended_at = now
        else:
            user = db_session.get_one(User, login.user_id)
            fresh = secrets.token_urlsafe(32)
            login.refresh_hash = _hash(fresh)
            grant = Grant(user, login.id, f"{login.id}.{fresh}")
    if reused:
        raise Unauthorized(
            "You've been signed out, because this device's sign-in was used somewhere else too. Sign in again.",
            code="token_reused",
        )
    return grant


def sign_out(login_id: str) -> None:
    """End one login; its access token stops working with the next request."""
    with write_transaction() as db_session:
        db_session.execute(
            update(Login).where(Login.id == login_id, Login.ended_at.is_(None)).values(ended_at=clock.now())
        )


def sign_out_everywhere(user_id: int) -> None:
    with write_transaction() as db_session:
        end_all_logins(db_session, user_id)
        run_after_sign_out_everywhere(db_session, user_id)


def open_login(db_session: Session, user: User) -> Grant:
    now = clock.now()
    secret = secrets.token_urlsafe(32)
    login = Login(
        id=uuid.uuid4().hex,
        user_id=user.id,
        created_at=now,
        expires_at=now + REFRESH_LIFETIME,
        refresh_hash=_hash(secret),
    )
    db_session.add(login)
    return Grant(user, login.id, f"{login.id}.{secret}")


def end_all_logins(db_session: Session, user_id: int) -> None:
    db_session.execute(
        update(Login).where(Login.user_id == user_id, Login.ended_at.is_(None)).values(ended_at=clock.now())
    )


def forget_expired_logins(db_session: Session) -> None:
    db_session.execute(delete(Login).where(Login.expires_at < clock.now()))


def count_failure(user_id: int) -> None:
    with write_transaction() as db_session:
        failures = db_session.scalar(
            update(User)
            .where(User.id == user_id)
            .values(failed_logins=User.failed_logins + 1)
            .returning(User.failed_logins)
        )
        if failures is not None and failures >= FAILURES_BEFORE_LOCK:
            db_session.execute(
                update(User).where(User.id == user_id).values(failed_logins=0, locked_until=clock.now() + LOCK_TIME)
            )


def locked(until: datetime, now: datetime) -> Problem:
    seconds = max(1, round((until - now).total_seconds()))
    return Problem(
        429,
        "locked_out",
        f"Too many wrong passwords. Try again in {-(-seconds // 60)} minutes.",
        headers={"Retry-After": str(seconds)},
    )


def _wrong_password() -> Unauthorized:
    return Unauthorized("Wrong e-mail or password.", code="invalid_credentials")


def _signed_out() -> Unauthorized:
    return Unauthorized("You've been signed out. Sign in again.", code="login_ended")


def _hash(secret: str) -> str:
    # A random 256-bit secret needs no slow hash: it cannot be guessed.
    return hashlib.sha256(secret.encode()).hexdigest()
