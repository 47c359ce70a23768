"""Confirming who one is, by the password, before money is given back. Good for ten minutes of this sign-in."""

from datetime import timedelta

from sqlalchemy import select, update

from main_app.auth.caller import Caller
from main_app.auth.models import SignIn, User
from main_app.auth.password_hashing import verify_password
from main_app.auth.sign_in_limits import Attempt, check_allowed, count_failure
from main_app.database import db
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.limiter_keys import LimitKind
from service_kit.problems import Forbidden

GOOD_FOR = timedelta(minutes=10)


def confirm(who: Caller, password: str, address: str) -> None:
    """Raises Forbidden for a wrong password, TooManyRequests after too many of them."""
    attempt = Attempt(str(who.id), address, LimitKind.CURRENT_PASSWORD)
    check_allowed(attempt)
    checked_hash = db.session.scalar(select(User.password_hash).where(User.id == who.id))
    if not verify_password(checked_hash, password):
        count_failure(attempt)
        raise Forbidden("Wrong password.", code="wrong_password")
    with write_transaction() as db_session:
        confirmed = update(SignIn).where(SignIn.id == who.sign_in_id).values(confirmed_at=clock.now())
        db_session.execute(confirmed.execution_options(synchronize_session=False))


def require_confirmation(who: Caller) -> None:
    """Raise Forbidden unless the person confirmed their password on this device within the last ten minutes."""
    confirmed_at = db.session.scalar(select(SignIn.confirmed_at).where(SignIn.id == who.sign_in_id))
    if confirmed_at is None or confirmed_at < clock.now() - GOOD_FOR:
        raise Forbidden("Confirm your password first.", code="confirmation_needed")
