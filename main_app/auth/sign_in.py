"""Signing in and out, and the refresh tokens that keep a device signed in."""

import hmac
import re
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import delete_expired_tokens
from main_app.auth.hooks import run_after_sign_out_everywhere
from main_app.auth.models import SignIn, User, roles_of
from main_app.auth.password_hashing import verify_password
from main_app.auth.phone_codes import delete_old_codes
from main_app.auth.record import NEW_DEVICE, record_change
from main_app.auth.secret_hash import derived_secret, secret_hash
from main_app.auth.sign_in_limits import Attempt, check_allowed, count_failure, delete_old_failures, record_success
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Forbidden, Unauthorized

ACCESS_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=30)
REPEATED_FOR = timedelta(seconds=10)
REFRESH_TOKEN = re.compile(r"[0-9a-f]{32}\.[A-Za-z0-9_-]{43}\Z")


@dataclass(frozen=True)
class Grant:
    """The result of signing in: the person, their sign-in on this device, and its refresh token (shown once)."""

    user: User
    sign_in_id: str
    refresh_token: str


def sign_in(identifier: str, password: str, address: str, device: str) -> Grant:
    """Sign in by e-mail or username. A sign-in on a new device is recorded, so that its owner gets a mail.

    Raises Unauthorized for an unknown name and for a wrong password, TooManyRequests after too many failures.
    """
    attempt = Attempt(identifier, address)
    check_allowed(attempt)
    user = db.session.scalar(select(User).where((User.email == identifier) | (User.username == identifier)))
    # Hashing is slow, so it runs outside any transaction. An unknown name takes the same time as a known one.
    checked_hash = user.password_hash if user else None
    if not verify_password(checked_hash, password) or user is None:
        count_failure(attempt)
        raise _wrong_password()
    user_id = user.id
    with write_transaction() as db_session:
        check_allowed(attempt)  # other guesses may have started a delay meanwhile
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.password_hash != checked_hash:  # another request changed it meanwhile
            raise _wrong_password()
        refuse_switched_off(user)
        record_success(db_session.connection(), attempt)
        return admit(db_session, user, device)


def refuse_switched_off(user: User) -> None:
    if user.switched_off_at is not None:
        raise Forbidden("This account is switched off. Please ask the studio.", code="switched_off")


def admit(db_session: Session, user: User, device: str) -> Grant:
    """Start a sign-in of somebody who has proved who they are. A new device is recorded."""
    if _is_new_device(db_session, user.id, device):
        user.version += 1
        record_change(db_session, user, NEW_DEVICE, changes={"device": device})
    return start_sign_in(db_session, user, device)


def refresh(token: str) -> Grant:
    """Exchange a refresh token for the next one.

    A token that was used up to ten seconds ago returns the same next one: a page that is reloaded before the response
    arrives sends its token again. Any other token that was used before ends the sign-in: it may be stolen.
    """
    if not REFRESH_TOKEN.match(token):
        raise _signed_out()
    sign_in_id, _, secret = token.partition(".")
    with write_transaction() as db_session:
        now = clock.now()
        row = db_session.get(SignIn, sign_in_id, populate_existing=True, with_for_update=True)
        if row is None or row.ended_at or row.expires_at <= now:
            raise _signed_out()
        next_secret = derived_secret(f"refresh token\n{row.id}\n{secret}")
        is_current = _is_current(row, secret)
        is_repeat = _is_current(row, next_secret) and row.refreshed_at and row.refreshed_at >= now - REPEATED_FOR
        if is_current:
            row.refresh_hash, row.refreshed_at = secret_hash(next_secret), now
        if is_current or is_repeat:
            return Grant(db_session.get_one(User, row.user_id), row.id, f"{row.id}.{next_secret}")
        row.ended_at = now
    raise Unauthorized(
        "You've been signed out, because this device's sign-in was used somewhere else too. Sign in again.",
        code="token_reused",
    )


def _is_current(row: SignIn, secret: str) -> bool:
    return hmac.compare_digest(row.refresh_hash, secret_hash(secret))


def open_sign_ins(connection: Connection, sign_in_ids: Collection[str]) -> list[dict[str, Any]]:
    """Return those of these sign-ins that are open, each with its person's roles now."""
    query = select(SignIn.id, User.role, User.also).join(User, User.id == SignIn.user_id)
    opened = query.where(SignIn.id.in_(sign_in_ids), SignIn.ended_at.is_(None))
    return [
        {"id": row.id, "role": row.role, "roles": roles_of(row.role, row.also)} for row in connection.execute(opened)
    ]


def sign_out(sign_in_id: str) -> None:
    """End one sign-in; its access token stops working with the next request."""
    with write_transaction() as db_session:
        db_session.execute(
            update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
        )


def sign_out_everywhere(user_id: int) -> None:
    with write_transaction() as db_session:
        end_all_sign_ins(db_session, user_id)
        run_after_sign_out_everywhere(db_session, user_id)


def start_sign_in(db_session: Session, user: User, device: str | None = None) -> Grant:
    now = clock.now()
    secret = secrets.token_urlsafe(32)
    row = SignIn(
        id=uuid.uuid4().hex,
        user_id=user.id,
        created_at=now,
        expires_at=now + REFRESH_LIFETIME,
        refresh_hash=secret_hash(secret),
        device=device,
    )
    db_session.add(row)
    return Grant(user, row.id, f"{row.id}.{secret}")


def _is_new_device(db_session: Session, user_id: int, device: str) -> bool:
    """Whether the account has signed in before, but never on a device of this name."""
    known_devices = db_session.scalars(
        select(SignIn.device).where(SignIn.user_id == user_id, SignIn.device.is_not(None)).distinct()
    ).all()
    return bool(known_devices) and device not in known_devices


def end_all_sign_ins(db_session: Session, user_id: int) -> None:
    db_session.execute(
        update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    )


def delete_expired_sign_ins(db_session: Session) -> None:
    db_session.execute(delete(SignIn).where(SignIn.expires_at < clock.now()))
    delete_old_failures(db_session)
    delete_expired_tokens(db_session)
    delete_old_codes(db_session)


def _wrong_password() -> Unauthorized:
    return Unauthorized("Wrong e-mail or password.", code="invalid_credentials")


def _signed_out() -> Unauthorized:
    return Unauthorized("You've been signed out. Sign in again.", code="login_ended")
