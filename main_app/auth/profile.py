"""What a person or an admin changes in an account: profile, password, role."""

from typing import Any

from main_app.auth.hooks import run_after_rename, run_after_sign_out_everywhere
from main_app.auth.models import Role, User
from main_app.auth.password_hashing import hash_password, verify_password
from main_app.auth.password_rules import check_new_password
from main_app.auth.record import PASSWORD_CHANGED, PROFILE_CHANGED, ROLE_CHANGED, record_change
from main_app.auth.schemas import ProfileChange
from main_app.auth.sign_in import Grant, end_all_sign_ins, start_sign_in
from main_app.auth.sign_in_limits import Attempt, check_allowed, count_failure, note_success
from main_app.database import db
from main_app.journal.append import SYSTEM
from service_kit.database import write_transaction
from service_kit.problems import Problem


def get_user(user_id: int) -> User:
    return db.session.get_one(User, user_id)


def change_profile(user_id: int, change: ProfileChange) -> User:
    """Change what is given. A change that changes nothing writes nothing."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        former_name = user.name
        changes = _what_differs(user, change)
        if not changes:
            return user
        old_and_new = {name: [getattr(user, name), value] for name, value in sorted(changes.items())}
        for name, value in changes.items():
            setattr(user, name, value)
        user.version += 1
        if user.name != former_name:
            db_session.flush()
            run_after_rename(db_session, user.id)
        record_change(db_session, user, PROFILE_CHANGED, changes=old_and_new)
        return user


def _what_differs(user: User, change: ProfileChange) -> dict[str, Any]:
    """The given values that are not in the account yet. Null clears the phone number and keeps everything else."""
    given = {name: getattr(change, name) for name in change.model_fields_set}
    return {
        name: value
        for name, value in given.items()
        if (value is not None or name == "phone") and value != getattr(user, name)
    }


def change_password(user_id: int, current: str, new: str, address: str, device: str) -> Grant:
    """Change the password, end every login, and open a new one for the device that asked."""
    attempt = Attempt(f"the password of account {user_id}", address)
    check_allowed(attempt)
    user = db.session.get_one(User, user_id)
    checked = user.password_hash
    # The slow checks run outside any transaction: they must not hold the database.
    if not verify_password(checked, current):
        count_failure(attempt)
        raise _wrong_current_password()
    check_new_password(new, name=user.name, email=user.email, username=user.username, field="new_password")
    new_hash = hash_password(new)
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        check_allowed(attempt)  # other guesses may have started a delay meanwhile
        if user.password_hash != checked:  # changed from elsewhere meanwhile
            raise _wrong_current_password()
        note_success(db_session.connection(), attempt)
        user.password_hash = new_hash
        user.epoch += 1
        user.version += 1
        record_change(db_session, user, PASSWORD_CHANGED)
        end_all_sign_ins(db_session, user_id)
        run_after_sign_out_everywhere(db_session, user_id)
        return start_sign_in(db_session, user, device)


def change_role(user_id: int, role: Role) -> User:
    """Give a person another role. Every login and access token of theirs ends."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, user_id, populate_existing=True, with_for_update=True)
        former_role, user.role = user.role, role.value
        user.epoch += 1
        user.version += 1
        end_all_sign_ins(db_session, user_id)
        record_change(db_session, user, ROLE_CHANGED, by=SYSTEM, changes={"role": [former_role, role.value]})
        return user


def _wrong_current_password() -> Problem:
    return Problem(400, "invalid_credentials", "The current password is wrong.", field="current_password")
