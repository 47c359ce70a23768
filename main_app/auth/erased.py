"""Takes from an account everything by which its owner can be recognised. Their bookings and payments keep the id."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import AccountToken
from main_app.auth.email_change import EmailChange
from main_app.auth.models import ROLES, SignIn, User
from main_app.auth.phone_codes import PhoneCode

ERASED_NAME = "Erased person"


def erased_address(user_id: int) -> str:
    """Differs for each account. No mail can be sent to it, and nobody can register with it: .invalid is reserved."""
    return f"erased-{user_id}@erased.invalid"


def anonymise(db_session: Session, user: User, now: datetime) -> None:
    """Never commits. The caller holds the account's lock."""
    user.name, user.email = ERASED_NAME, erased_address(user.id)
    user.username = user.phone = user.phone_confirmed_at = user.email_verified_at = None
    user.identity = user.quiet_from = user.quiet_until = user.invited_at = None
    user.password_hash = user.biography = ""
    user.time_zone, user.language = "UTC", "en"
    user.role, user.also = ROLES[0], []
    user.erased_at = now
    user.switched_off_at = user.switched_off_at or now
    user.epoch += 1
    user.version += 1
    for model in (SignIn, AccountToken, PhoneCode, EmailChange):
        db_session.execute(delete(model).where(model.user_id == user.id).execution_options(synchronize_session=False))
