"""Registering, logging in and out, and who may still use which token."""

import hashlib
import hmac
import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app import clock
from main_app.auth.hooks import run_after_rename, run_after_sign_out_everywhere
from main_app.auth.models import Login, Role, User
from main_app.auth.passwords import hash_password, verify_password
from main_app.auth.schemas import ProfileChange, Register
from main_app.database import db, write_transaction
from main_app.errors import Conflict, Problem, Unauthorized
from main_app.outbox.enqueue import CRM, REGISTRATIONS, NewMessage, enqueue

ACCESS_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=30)
FAILURES_BEFORE_LOCK = 5
LOCK_TIME = timedelta(minutes=15)
REFRESH_TOKEN = re.compile(r"[0-9a-f]{32}\.[A-Za-z0-9_-]{43}\Z")


@dataclass(frozen=True)
class Grant:
    """What a login gives: the person, the login it belongs to, and the refresh token (shown once)."""

    user: User
    login_id: str
    refresh_token: str


def register_user(details: Register, role: Role = Role.USER) -> User:
    """Create an account and the messages that tell the CRM. Raises Conflict where the address or name is taken."""
    user = User(
        name=details.name,
        email=details.email,
        username=details.username,
        phone=details.phone,
        time_zone=details.time_zone,
        biography="",
        role=role.value,
        password_hash=hash_password(details.password),
        epoch=1,
        version=1,
        failed_logins=0,
        created_at=clock.now(),
    )
    try:
        with write_transaction() as session:
            session.add(user)
            session.flush()
            _tell_crm(session, user, "user_registered", f"{user.name} registered")
            if role is Role.USER:
                _ask_for_approval(session, user)
    except IntegrityError as error:
        if "username" in str(error.orig):
            raise Conflict("username_taken", "This username is taken. Choose another one.") from None
        raise Conflict("email_taken", "There is an account with this e-mail address. Log in instead.") from None
    return user


def log_in(identifier: str, password: str) -> Grant:
    """Log in by e-mail or username. Five wrong passwords in a row lock the account for 15 minutes.

    Raises Unauthorized for a wrong name or password alike, Problem 429 while locked.
    """
    user = db.session.scalar(select(User).where((User.email == identifier) | (User.username == identifier)))
    now = clock.now()
    if user and user.locked_until and user.locked_until > now:
        raise _locked(user.locked_until, now)
    # The slow check runs outside any transaction: it must not hold the database.
    checked = user.password_hash if user else None
    if not verify_password(checked, password):
        if user:
            _count_failure(user.id)
        raise Unauthorized("The name or the password is wrong.", code="invalid_credentials")
    assert user is not None  # nobody's password never fits
    user_id = user.id
    with write_transaction() as session:
        # Meanwhile the password may have been changed, or other guesses may have locked the account.
        still_fits = session.execute(
            update(User)
            .where(
                User.id == user_id,
                User.password_hash == checked,
                or_(User.locked_until.is_(None), User.locked_until <= now),
            )
            .values(failed_logins=0, locked_until=None)
            .returning(User.id)
        ).scalar()
        if still_fits is None:
            raise Unauthorized("The name or the password is wrong.", code="invalid_credentials")
        return _open_login(session, session.get_one(User, user_id, populate_existing=True))


def refresh(token: str) -> Grant:
    """Trade a refresh token for a new one. One that was traded before ends the whole login: it may be stolen."""
    if not REFRESH_TOKEN.match(token):
        raise Unauthorized("Your login has ended. Log in again.", code="login_ended")
    login_id, _, secret = token.partition(".")
    with write_transaction() as session:
        now = clock.now()
        login = session.get(Login, login_id, populate_existing=True, with_for_update=True)
        if login is None or login.ended_at or login.expires_at <= now:
            raise Unauthorized("Your login has ended. Log in again.", code="login_ended")
        reused = not hmac.compare_digest(login.refresh_hash, _hash(secret))
        if reused:
            login.ended_at = now
        else:
            user = session.get_one(User, login.user_id)
            fresh = secrets.token_urlsafe(32)
            login.refresh_hash = _hash(fresh)
            grant = Grant(user, login.id, f"{login.id}.{fresh}")
    if reused:
        raise Unauthorized(
            "This login was used from somewhere else too, so it was ended. Log in again.", code="token_reused"
        )
    return grant


def log_out(login_id: str) -> None:
    """End one login; its access token stops working with the next request."""
    with write_transaction() as session:
        session.execute(
            update(Login).where(Login.id == login_id, Login.ended_at.is_(None)).values(ended_at=clock.now())
        )


def log_out_everywhere(user_id: int) -> None:
    with write_transaction() as session:
        _end_all_logins(session, user_id)
        run_after_sign_out_everywhere(session, user_id)


def change_password(user_id: int, current: str, new: str) -> Grant:
    """Change the password, end every login, and open a new one for the device that asked."""
    user = db.session.get_one(User, user_id)
    now = clock.now()
    if user.locked_until and user.locked_until > now:
        raise _locked(user.locked_until, now)
    checked = user.password_hash
    if not verify_password(checked, current):
        _count_failure(user_id)
        raise _wrong_current_password()
    new_hash = hash_password(new)
    with write_transaction() as session:
        user = session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.password_hash != checked:  # changed from elsewhere meanwhile
            raise _wrong_current_password()
        user.password_hash = new_hash
        user.failed_logins, user.locked_until = 0, None
        user.epoch += 1
        _end_all_logins(session, user_id)
        run_after_sign_out_everywhere(session, user_id)
        return _open_login(session, user)


def _wrong_current_password() -> Problem:
    return Problem(400, "invalid_credentials", "The current password is wrong.", field="current_password")


def change_role(user_id: int, role: Role) -> User:
    """Give a person another role. Every token they hold ends with it."""
    with write_transaction() as session:
        user = session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        user.role = role.value
        user.epoch += 1
        user.version += 1
        _end_all_logins(session, user_id)
        _tell_crm(session, user, "user_updated", f"{user.name} is now {role.value}")
        return user


def change_profile(user_id: int, change: ProfileChange) -> User:
    with write_transaction() as session:
        user = session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        former_name = user.name
        for name in change.model_fields_set:
            value = getattr(change, name)
            if value is not None or name == "phone":
                setattr(user, name, value)
        user.version += 1
        if user.name != former_name:
            session.flush()
            run_after_rename(session, user.id)
        _tell_crm(session, user, "user_updated", f"{user.name} changed their profile")
        return user


def get_user(user_id: int) -> User:
    return db.session.get_one(User, user_id)


def user_json(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "username": user.username,
        "phone": user.phone,
        "time_zone": user.time_zone,
        "biography": user.biography,
        "role": user.role,
        "created_at": clock.iso(user.created_at),
    }


def forget_expired_logins(session: Session) -> None:
    session.execute(delete(Login).where(Login.expires_at < clock.now()))


def _open_login(session: Session, user: User) -> Grant:
    now = clock.now()
    secret = secrets.token_urlsafe(32)
    login = Login(
        id=uuid.uuid4().hex,
        user_id=user.id,
        created_at=now,
        expires_at=now + REFRESH_LIFETIME,
        refresh_hash=_hash(secret),
    )
    session.add(login)
    return Grant(user, login.id, f"{login.id}.{secret}")


def _end_all_logins(session: Session, user_id: int) -> None:
    session.execute(
        update(Login).where(Login.user_id == user_id, Login.ended_at.is_(None)).values(ended_at=clock.now())
    )


def _count_failure(user_id: int) -> None:
    with write_transaction() as session:
        failures = session.scalar(
            update(User)
            .where(User.id == user_id)
            .values(failed_logins=User.failed_logins + 1)
            .returning(User.failed_logins)
        )
        if failures is not None and failures >= FAILURES_BEFORE_LOCK:
            session.execute(
                update(User).where(User.id == user_id).values(failed_logins=0, locked_until=clock.now() + LOCK_TIME)
            )


def _locked(until: datetime, now: datetime) -> Problem:
    seconds = max(1, round((until - now).total_seconds()))
    return Problem(
        429,
        "locked_out",
        f"Too many wrong passwords. Try again in {-(-seconds // 60)} minutes.",
        headers={"Retry-After": str(seconds)},
    )


def _hash(secret: str) -> str:
    # A random 256-bit secret needs no slow hash: it cannot be guessed.
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell_crm(session: Session, user: User, kind: str, message: str) -> None:
    payload = {
        "notification_type": kind,
        "user_id": user.id,
        "message": message,
        "additional_data": {
            "name": user.name,
            "email": user.email,
            "role": user.role,
            "time_zone": user.time_zone,
            "version": user.version,
            "occurred_at": clock.iso(clock.now()),
        },
    }
    subject = f"user:{user.id}"
    enqueue(session, [NewMessage(CRM, kind, subject, payload, user.version, ordering_key=subject)])


def _ask_for_approval(session: Session, user: User) -> None:
    """A new customer waits in the CRM's queue until someone there takes them in."""
    first_name, *rest = user.name.split(maxsplit=1)
    registered_at = clock.iso(user.created_at)
    customer: dict[str, Any] = {
        "firstName": first_name,
        "lastName": rest[0] if rest else "",
        "email": user.email,
        "websiteUserId": f"samaya_user_{user.id}",
        "registrationDate": registered_at,
        "source": "samaya",
        "language": "en",
        "status": "pending_approval",
        "preferences": {},
    }
    if user.phone:
        customer["phone"] = user.phone
    payload = {"customer": customer, "metadata": {"registrationSource": "website", "timestamp": registered_at}}
    enqueue(session, [NewMessage(REGISTRATIONS, "customer_registration", f"registration:{user.id}", payload)])
