"""The people of the studio, for admins: who there is, which roles they have, and who is switched off.

At least one admin who can sign in stays: the rows of all admins are locked before one of them loses the role.
"""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from main_app.auth.account_tokens import CONFIRMATION, INVITATION, RESET_PASSWORD, VERIFY_EMAIL, end_tokens
from main_app.auth.caller import ADMIN, Caller
from main_app.auth.hooks import run_after_sign_out_everywhere
from main_app.auth.models import ROLES, Role, User, has_role
from main_app.auth.record import ROLE_CHANGED, SWITCHED_OFF, SWITCHED_ON, record_change
from main_app.auth.sign_in import end_all_sign_ins
from main_app.database import db
from main_app.journal.append import Actor
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, NotFound

ERASED_FOR_GOOD = "This person was erased. That can't be undone."


def find_people(search: str, role: str | None, offset: int, limit: int) -> tuple[list[User], int]:
    """A page of the accounts whose name or address contains the text, the newest first; and the number of all."""
    query = select(User)
    if search:
        query = query.where(
            or_(User.name.icontains(search, autoescape=True), User.email.contains(search.lower(), autoescape=True))
        )
    if role:
        query = query.where(has_role(Role(role)))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return list(db.session.scalars(query.order_by(User.id.desc()).offset(offset).limit(limit))), total


def change_roles(by: Caller, user_id: int, roles: Sequence[str]) -> User:
    """Give a person these roles. Open pages get a new access token with their next request.

    Raises Conflict for the last admin who can sign in, and for somebody who was erased; NotFound if there is no such
    account.
    """
    wanted = [role for role in ROLES if role in roles]
    highest = wanted[-1] if wanted else ROLES[0]
    also = [role for role in wanted if role not in (highest, ROLES[0])]
    with write_transaction() as db_session:
        user, others = lock_account(db_session, user_id)
        if user.erased_at is not None:
            raise Conflict("erased", ERASED_FOR_GOOD)
        if user.role == highest and user.also == also:
            return user
        if highest != ADMIN:
            keep_an_admin(user, others)
        before = user.roles
        former_role, user.role, user.also = user.role, highest, also
        user.epoch += 1
        user.version += 1
        changes = {"role": [former_role, highest], "roles": [before, user.roles]}
        record_change(db_session, user, ROLE_CHANGED, by=by.actor, changes=changes)
        return user


def switch_off(by: Caller, user_id: int) -> User:
    """End every sign-in of a person, who can't sign in until they are switched on again. Raises as change_roles."""
    with write_transaction() as db_session:
        user, others = lock_account(db_session, user_id)
        if user.switched_off_at is not None:
            return user
        keep_an_admin(user, others)
        user.switched_off_at = clock.now()
        user.epoch += 1
        user.version += 1
        end_all_sign_ins(db_session, user_id)
        end_tokens(db_session, user_id, CONFIRMATION, INVITATION, RESET_PASSWORD, VERIFY_EMAIL)
        run_after_sign_out_everywhere(db_session, user_id)
        record_change(db_session, user, SWITCHED_OFF, by=by.actor)
        return user


def switch_on(by: Caller, user_id: int) -> User:
    with write_transaction() as db_session:
        user, _ = lock_account(db_session, user_id)
        if user.erased_at is not None:
            raise Conflict("erased", ERASED_FOR_GOOD)
        if user.switched_off_at is not None:
            user.switched_off_at = None
            user.version += 1
            record_change(db_session, user, SWITCHED_ON, by=by.actor)
        return user


def lock_account(db_session: Session, user_id: int) -> tuple[User, set[int]]:
    """The account, and the other admins who can sign in. All are locked in one order: two admins can't remove each
    other at the same time."""
    can_sign_in = (User.role == ADMIN, User.switched_off_at.is_(None), User.invited_at.is_(None))
    admins = db_session.scalars(select(User.id).where(*can_sign_in).order_by(User.id).with_for_update()).all()
    user = db_session.get(User, user_id, populate_existing=True, with_for_update=True)
    if user is None:
        raise NotFound("account")
    return user, set(admins) - {user_id}


def keep_an_admin(user: User, others: set[int]) -> None:
    if user.role == ADMIN and not others:
        raise Conflict("last_admin", "This is the only admin. Make somebody else an admin first.")


def refuse_oneself(by: Actor, user_id: int) -> None:
    if by.id == user_id:
        raise Conflict("own_account", "You can't erase your own account. Ask another admin.")
