"""Accounts that somebody else begins: people whom an admin invites, and the first admin."""

import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import (
    FIRST_ADMIN,
    INVITATION,
    end_tokens,
    find_token,
    make_token,
    token_for,
    use_first_admin_token,
)
from main_app.auth.caller import Caller
from main_app.auth.models import ROLES, Role, User
from main_app.auth.password_hashing import hash_password
from main_app.auth.password_rules import check_new_password
from main_app.auth.record import EMAIL_VERIFIED, INVITED, REGISTERED, record_change
from main_app.auth.schemas import FirstAdmin
from main_app.auth.sign_in import Grant, start_sign_in
from main_app.database import db
from main_app.journal.append import Actor
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, NotFound


def invite(by: Caller, name: str, email: str, roles: list[str], language: str, time_zone: str = "UTC") -> User:
    """Make an account with these roles and have a link sent to its owner, who chooses the password.

    Raises Conflict if the address has an account.
    """
    held = [role for role in ROLES if role in roles]
    highest = held[-1] if held else Role.USER.value
    now = clock.now()
    user = User(
        name=name,
        email=email,
        role=highest,
        also=[role for role in held if role not in (highest, Role.USER.value)],
        language=language,
        time_zone=time_zone,
        password_hash=_unusable(),
        invited_at=now,
        created_at=now,
    )
    try:
        with write_transaction() as db_session:
            db_session.add(user)
            db_session.flush()
            _record_invitation(db_session, user, by)
    except IntegrityError:
        raise Conflict(
            "email_taken", "There is an account with this e-mail address. Change its roles in the list instead."
        ) from None
    return user


def invite_again(by: Caller, user_id: int) -> None:
    """Have a new link sent; the one before ends. Raises Conflict for somebody who has accepted already."""
    with write_transaction() as db_session:
        user = db_session.get(User, user_id, populate_existing=True, with_for_update=True)
        if user is None:
            raise NotFound("account")
        if user.invited_at is None or user.switched_off_at is not None:
            raise Conflict("not_invited", "This person isn't invited any more: the account is in use or switched off.")
        end_tokens(db_session, user_id, INVITATION)
        user.version += 1
        _record_invitation(db_session, user, by)


def accept(token: str, password: str, device: str) -> Grant:
    """Set the password of the invited account and sign in. Raises Gone for a used or expired token, and Invalid for a
    weak password; the token stays valid then."""
    user_id = find_token(db.session(), token, INVITATION).user_id
    user = db.session.get_one(User, user_id)
    check_new_password(password, name=user.name, email=user.email, username=user.username, field="password")
    new_hash = hash_password(password)  # slow, so it runs outside any transaction
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        find_token(db_session, token, INVITATION)
        end_tokens(db_session, user.id, INVITATION)
        user.password_hash = new_hash
        user.invited_at = None
        user.email_verified_at = clock.now()
        user.version += 1
        record_change(db_session, user, EMAIL_VERIFIED, by=Actor(user.id, user.role, "signed_link"))
        return start_sign_in(db_session, user, device)


def first_admin_link() -> str | None:
    """A new link for the first admin; None if there is an admin, or somebody is invited to be one."""
    with write_transaction() as db_session:
        if _has_admin(db_session):
            return None
        token = make_token(db_session, None, FIRST_ADMIN)
        return f"{settings().public_url}/first-start?token={token_for(token)}"


def make_first_admin(details: FirstAdmin, device: str) -> Grant:
    """Create the first admin and sign in. Raises Gone for a used or expired token, or if there is an admin already."""
    check_new_password(details.password, name=details.name, email=details.email, username=None, field="password")
    user = User(
        name=details.name,
        email=details.email,
        time_zone=details.time_zone,
        role=Role.ADMIN.value,
        password_hash=hash_password(details.password),
        email_verified_at=clock.now(),
        created_at=clock.now(),
    )
    try:
        with write_transaction() as db_session:
            use_first_admin_token(db_session, details.token)
            if _has_admin(db_session):
                raise Conflict("has_admin", "This studio has an admin already. Sign in, or ask them to invite you.")
            db_session.add(user)
            record_change(db_session, user, REGISTERED, by=Actor(None, Role.ADMIN.value, "signed_link"))
            return start_sign_in(db_session, user, device)
    except IntegrityError:
        raise Conflict("email_taken", "There is an account with this e-mail address. Use another one.") from None


def _has_admin(db_session: Session) -> bool:
    return db_session.scalar(select(User.id).where(User.role == Role.ADMIN.value).limit(1)) is not None


def _record_invitation(db_session: Session, user: User, by: Caller) -> None:
    token = make_token(db_session, user.id, INVITATION)
    record_change(db_session, user, INVITED, by=by.actor, changes={"token_id": token.id})


def _unusable() -> str:
    """The hash of a password that nobody knows."""
    return hash_password(secrets.token_urlsafe(32))
