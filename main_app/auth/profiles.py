"""Changes of an account: profile, password and role."""

from typing import Any

from main_app.auth.account_tokens import RESET_PASSWORD, end_tokens
from main_app.auth.hooks import run_after_rename, run_after_sign_out_everywhere
from main_app.auth.models import Role, User
from main_app.auth.password_hashing import hash_password, verify_password
from main_app.auth.password_rules import check_new_password
from main_app.auth.record import PASSWORD_CHANGED, PROFILE_CHANGED, ROLE_CHANGED, record_change
from main_app.auth.schemas import ProfileChange
from main_app.auth.sign_in import Grant, end_all_sign_ins, start_sign_in
from main_app.auth.sign_in_limits import Attempt, check_allowed, count_failure, record_success
from main_app.database import db
from main_app.journal.append import SYSTEM
from service_kit.database import write_transaction
from service_kit.limiter_keys import LimitKind
from service_kit.problems import Invalid, NotFound


def get_user(user_id: int) -> User:
    return db.session.get_one(User, user_id)


def change_profile(user_id: int, change: ProfileChange) -> User:
    """Change the fields that are set in `change`. If all have these values already, nothing is written."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        if user.erased_at is not None:  # a moment ago, while this request ran
            raise NotFound("account")
        former_name = user.name
        changes = _changed_values(user, change)
        if not changes:
            return user
        old_and_new = {name: [getattr(user, name), value] for name, value in sorted(changes.items())}
        for name, value in changes.items():
            setattr(user, name, value)
        if "phone" in changes:
            user.phone_confirmed_at = None
        user.version += 1
        if user.name != former_name:
            db_session.flush()
            run_after_rename(db_session, user.id)
        record_change(db_session, user, PROFILE_CHANGED, changes=old_and_new)
        return user


def _changed_values(user: User, change: ProfileChange) -> dict[str, Any]:
    """The requested values that differ from the account's. Null clears the phone number; other fields ignore it."""
    requested = {name: getattr(change, name) for name in change.model_fields_set}
    return {
        name: value
        for name, value in requested.items()
        if (value is not None or name == "phone") and value != getattr(user, name)
    }


def change_password(user_id: int, current: str, new: str, address: str, device: str) -> Grant:
    """Change the password, end every sign-in, and start a new one on this device."""
    attempt = Attempt(str(user_id), address, LimitKind.CURRENT_PASSWORD)
    check_allowed(attempt)
    user = db.session.get_one(User, user_id)
    checked_hash = user.password_hash
    # Hashing is slow, so it runs outside any transaction.
    if not verify_password(checked_hash, current):
        count_failure(attempt)
        raise _wrong_current_password()
    check_new_password(new, name=user.name, email=user.email, username=user.username, field="new_password")
    new_hash = hash_password(new)
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        check_allowed(attempt)  # other guesses may have started a delay meanwhile
        if user.password_hash != checked_hash:  # another request changed it meanwhile
            raise _wrong_current_password()
        record_success(db_session.connection(), attempt)
        user.password_hash = new_hash
        user.epoch += 1
        user.version += 1
        record_change(db_session, user, PASSWORD_CHANGED)
        end_tokens(db_session, user_id, RESET_PASSWORD)
        end_all_sign_ins(db_session, user_id)
        run_after_sign_out_everywhere(db_session, user_id)
        return start_sign_in(db_session, user, device)


def change_role(user_id: int, role: Role) -> User:
    """Change a person's role. All their sign-ins and access tokens end."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        former_role, user.role = user.role, role.value
        user.epoch += 1
        user.version += 1
        end_all_sign_ins(db_session, user_id)
        record_change(db_session, user, ROLE_CHANGED, by=SYSTEM, changes={"role": [former_role, role.value]})
        return user


def _wrong_current_password() -> Invalid:
    problem = Invalid("The current password is wrong.", code="invalid_credentials")
    problem.field = "current_password"
    return problem
