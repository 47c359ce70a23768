"""Creating accounts."""

from sqlalchemy.exc import IntegrityError

from main_app.auth.account_tokens import VERIFY_EMAIL, make_token
from main_app.auth.models import Role, User
from main_app.auth.password_hashing import hash_password
from main_app.auth.password_rules import check_new_password
from main_app.auth.record import REGISTERED, record_change
from main_app.auth.schemas import Register
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict


def register_user(details: Register, role: Role = Role.USER) -> User:
    """Create an account. Raises Invalid for a weak password, Conflict if the address or username is taken."""
    check_new_password(
        details.password, name=details.name, email=details.email, username=details.username, field="password"
    )
    return create_account(details, role, verify_email=True)


def create_account(details: Register, role: Role, *, verify_email: bool = False) -> User:
    """Create an account without checking its password.

    `verify_email` sends a mail that confirms the address; without it, the address counts as confirmed.
    """
    user = User(
        name=details.name,
        email=details.email,
        username=details.username,
        phone=details.phone,
        time_zone=details.time_zone,
        language=details.language,
        biography="",
        role=role.value,
        password_hash=hash_password(details.password),
        epoch=1,
        version=1,
        email_verified_at=None if verify_email else clock.now(),
        created_at=clock.now(),
    )
    try:
        with write_transaction() as db_session:
            db_session.add(user)
            db_session.flush()
            changes = {"token_id": make_token(db_session, user.id, VERIFY_EMAIL).id} if verify_email else {}
            record_change(db_session, user, REGISTERED, changes=changes)
    except IntegrityError as error:
        # The first line names the column or constraint. PostgreSQL's second one quotes the address.
        if "username" in str(error.orig).splitlines()[0]:
            raise Conflict("username_taken", "This username is taken. Choose another one.") from None
        raise Conflict("email_taken", "There is an account with this e-mail address. Sign in instead.") from None
    return user
