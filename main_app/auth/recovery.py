"""Confirming an e-mail address, and setting a new password with a link from a mail.

No response reveals whether an address has an account: a token is stored and committed in both cases. One without an
account leads to no journal entry and no mail, and is removed a day after it expires.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import (
    RESET_PASSWORD,
    VERIFY_EMAIL,
    end_tokens,
    find_address,
    find_token,
    make_token,
)
from main_app.auth.hooks import run_after_sign_out_everywhere
from main_app.auth.models import User
from main_app.auth.password_hashing import hash_password
from main_app.auth.password_rules import check_new_password
from main_app.auth.record import (
    EMAIL_VERIFIED,
    PASSWORD_CHANGED,
    PROFILE_CHANGED,
    VERIFICATION_REQUESTED,
    record_change,
)
from main_app.auth.sign_in import end_all_sign_ins
from main_app.database import db
from main_app.journal.append import Actor, NewEntry, append
from service_kit import clock
from service_kit.database import write_transaction

ANYONE = Actor(None, "anyone", "none")


def request_new_password(email: str) -> None:
    """Have a link sent to this address if it has an account."""
    with write_transaction() as db_session:
        user_id = db_session.scalar(select(User.id).where(User.email == email))
        token = make_token(db_session, user_id, RESET_PASSWORD)
        if user_id is not None:
            append(db_session, [NewEntry("password_reset", token.id, 1, "requested", ANYONE)])


def set_new_password(token: str, password: str) -> None:
    """Set the password of the token's account and sign it out everywhere.

    Raises Gone for a used or expired token. Raises Invalid for a weak password; the token stays valid then.
    """
    user_id = find_token(db.session(), token, RESET_PASSWORD).user_id
    user = db.session.get_one(User, user_id)
    check_new_password(password, name=user.name, email=user.email, username=user.username, field="password")
    # Hashing is slow, so it runs outside any transaction.
    new_hash = hash_password(password)
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        find_token(db_session, token, RESET_PASSWORD)
        end_tokens(db_session, user.id, RESET_PASSWORD)
        # Only somebody who reads this address's mail can have the link. Whoever knew the old password may be somebody
        # else, so a phone number goes even if it is confirmed.
        record_proof_of_address(db_session, user, _by_link(user), keep_confirmed_phone=False)
        user.password_hash = new_hash
        user.invited_at = None  # the mail reached the same address
        user.epoch += 1
        user.version += 1
        record_change(db_session, user, PASSWORD_CHANGED, by=_by_link(user))
        end_all_sign_ins(db_session, user.id)
        run_after_sign_out_everywhere(db_session, user.id)


def verify_email(token: str) -> None:
    """Mark the address of the token's account as confirmed. Raises Gone for a used or expired token."""
    user_id = _whose_address(db.session(), token)
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        _whose_address(db_session, token)
        record_proof_of_address(db_session, user, _by_link(user), keep_confirmed_phone=True)


def _whose_address(db_session: Session, token: str) -> int | None:
    """The account that a token of either form is for: of the mail that asks, or of the foot of another mail."""
    return find_address(db_session, token) if "." in token else find_token(db_session, token, VERIFY_EMAIL).user_id


def record_proof_of_address(db_session: Session, user: User, by: Actor, *, keep_confirmed_phone: bool) -> None:
    """Mark the address as confirmed. The first proof clears a phone number: somebody else may have stored it."""
    end_tokens(db_session, user.id, VERIFY_EMAIL)
    if user.email_verified_at is not None:
        return
    user.email_verified_at = clock.now()
    user.version += 1
    record_change(db_session, user, EMAIL_VERIFIED, by=by)
    if user.phone is not None and not (keep_confirmed_phone and user.phone_confirmed):
        changes = {"phone": [user.phone, None]}
        user.phone = user.phone_confirmed_at = None
        user.version += 1
        record_change(db_session, user, PROFILE_CHANGED, by=by, changes=changes)


def request_verification(user_id: int) -> None:
    """Have the confirmation mail sent again, unless the address is confirmed."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.email_verified_at is not None:
            return
        token = make_token(db_session, user.id, VERIFY_EMAIL)
        user.version += 1
        record_change(db_session, user, VERIFICATION_REQUESTED, changes={"token_id": token.id})


def _by_link(user: User) -> Actor:
    return Actor(user.id, user.role, "signed_link")
