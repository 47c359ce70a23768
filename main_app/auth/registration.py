"""New accounts."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.auth.messages import tell_crm
from main_app.auth.models import Role, User
from main_app.auth.password_hashing import hash_password
from main_app.auth.password_rules import check_new_password
from main_app.auth.schemas import Register
from main_app.outbox.enqueue import REGISTRATIONS, NewMessage, enqueue
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict


def register_user(details: Register, role: Role = Role.USER) -> User:
    """Create an account. Raises Invalid for a weak password, Conflict where the address or username is taken."""
    check_new_password(
        details.password, name=details.name, email=details.email, username=details.username, field="password"
    )
    return create_account(details, role)


def create_account(details: Register, role: Role) -> User:
    """Create an account with any password, and the messages that tell the CRM."""
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
        with write_transaction() as db_session:
            db_session.add(user)
            db_session.flush()
            tell_crm(db_session, user, "user_registered", f"{user.name} registered")
            if role is Role.USER:
                _ask_for_approval(db_session, user)
    except IntegrityError as error:
        if "username" in str(error.orig):
            raise Conflict("username_taken", "This username is taken. Choose another one.") from None
        raise Conflict("email_taken", "There is an account with this e-mail address. Sign in instead.") from None
    return user


def _ask_for_approval(db_session: Session, user: User) -> None:
    """Put a new customer into the CRM's queue of requests that wait for approval."""
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
    enqueue(db_session, [NewMessage(REGISTRATIONS, "customer_registration", f"registration:{user.id}", payload)])
