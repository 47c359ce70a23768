"""Confirming who one is before money is given back or roles change. Good for ten minutes of this sign-in.

People type their password, or if they have none, because they sign in with Google, a code that is mailed to them.
"""

import hmac
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import CONFIRMATION, AccountToken, code_of, end_tokens, make_token
from main_app.auth.caller import Caller
from main_app.auth.models import SignIn, User
from main_app.auth.password_hashing import verify_password
from main_app.auth.record import CONFIRMATION_CODE_REQUESTED, record_change
from main_app.auth.sign_in_limits import Attempt, check_allowed, count_failure
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.limiter_keys import LimitKind
from service_kit.problems import Conflict, Forbidden, Gone, Invalid, TooManyRequests

GOOD_FOR = timedelta(minutes=10)
NEXT_CODE_AFTER = timedelta(minutes=1)
LIMITED_FOR = timedelta(hours=1)
CODES_PER_ACCOUNT = 5  # within LIMITED_FOR


def confirm_by_password(who: Caller, password: str, address: str) -> None:
    """Raises Forbidden for a wrong password, TooManyRequests after too many of them."""
    attempt = Attempt(str(who.id), address, LimitKind.CURRENT_PASSWORD)
    check_allowed(attempt)
    checked_hash = db.session.scalar(select(User.password_hash).where(User.id == who.id))
    if not verify_password(checked_hash, password):
        count_failure(attempt)
        raise Forbidden("Wrong password.", code="wrong_password")
    with write_transaction() as db_session:
        _mark_confirmed(db_session, who)


def request_code(who: Caller) -> None:
    """Have a code mailed; the one before ends. Nothing happens while the last one is less than a minute old.

    Raises Conflict for an account with a password, TooManyRequests beyond the limit.
    """
    with write_transaction() as db_session:
        user = _lock_without_password(db_session, who)
        now = clock.now()
        last = _unused_code(db_session, user.id)
        if last is not None and last.created_at > now - NEXT_CODE_AFTER:
            return
        since = (AccountToken.created_at > now - LIMITED_FOR, AccountToken.purpose == CONFIRMATION)
        sent = select(func.count()).select_from(AccountToken).where(AccountToken.user_id == user.id, *since)
        if (db_session.scalar(sent) or 0) >= CODES_PER_ACCOUNT:
            wait = int(LIMITED_FOR.total_seconds())
            raise TooManyRequests("We've sent several codes already. Try again in an hour.", wait)
        end_tokens(db_session, user.id, CONFIRMATION)
        token = make_token(db_session, user.id, CONFIRMATION)
        user.version += 1
        record_change(db_session, user, CONFIRMATION_CODE_REQUESTED, changes={"token_id": token.id})


def confirm_by_code(who: Caller, typed: str, address: str) -> None:
    """Raises Invalid for a wrong code, TooManyRequests after too many of them, Gone if there is none to type, Conflict
    for an account with a password."""
    attempt = Attempt(str(who.id), address, LimitKind.CURRENT_PASSWORD)
    check_allowed(attempt)
    with write_transaction() as db_session:
        user = _lock_without_password(db_session, who)
        code = _unused_code(db_session, user.id)
        if code is None:
            raise Gone("code_expired", "This code has expired. Ask for a new one.")
        is_right = hmac.compare_digest(code_of(code).encode(), typed.encode())
        if is_right:
            code.used_at = clock.now()
            _mark_confirmed(db_session, who)
    if not is_right:
        count_failure(attempt)
        raise Invalid("This code is wrong. Check the newest message from us.", "code", "wrong_code")


def require_confirmation(who: Caller) -> None:
    """Raise Forbidden unless the person confirmed who they are on this device within the last ten minutes."""
    confirmed_at = db.session.scalar(select(SignIn.confirmed_at).where(SignIn.id == who.sign_in_id))
    if confirmed_at is None or confirmed_at < clock.now() - GOOD_FOR:
        raise Forbidden("Confirm that it's you first.", code="confirmation_needed")


def _lock_without_password(db_session: Session, who: Caller) -> User:
    user = db_session.get_one(User, who.id, populate_existing=True, with_for_update=True)
    if user.has_password:
        raise Conflict("has_password", "Your account has a password. Confirm with that.")
    return user


def _unused_code(db_session: Session, user_id: int) -> AccountToken | None:
    of_user = (AccountToken.user_id == user_id, AccountToken.purpose == CONFIRMATION)
    unused = (AccountToken.used_at.is_(None), AccountToken.expires_at > clock.now())
    only = select(AccountToken).where(*of_user, *unused)  # a new code ends the one before
    return db_session.scalar(only, execution_options={"populate_existing": True})


def _mark_confirmed(db_session: Session, who: Caller) -> None:
    confirmed = update(SignIn).where(SignIn.id == who.sign_in_id).values(confirmed_at=clock.now())
    db_session.execute(confirmed.execution_options(synchronize_session=False))
