"""Consequences of an account's journal entries: mails to its owner."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.auth.account_tokens import AccountToken
from main_app.auth.email_change import EmailChange
from main_app.auth.models import User
from main_app.auth.record import (
    CONFIRMATION_CODE_REQUESTED,
    EMAIL_CHANGE_REQUESTED,
    EMAIL_CHANGED,
    INVITED,
    NEW_DEVICE,
    PASSWORD_CHANGED,
    PHONE_CODE_REQUESTED,
    REGISTERED,
    VERIFICATION_REQUESTED,
)
from main_app.journal.read import Entry
from main_app.messages import kinds
from main_app.messages.confirmed import why_not_confirmed
from main_app.messages.plan import Plan
from service_kit import clock

tokens = AccountToken.__table__.c
TOKENS = select(tokens.id, tokens.user_id).where(tokens.id.in_(bindparam("ids", expanding=True)))
changes, owners = EmailChange.__table__.c, User.__table__.c
EMAIL_CHANGES = (
    select(changes.id, changes.user_id, changes.former_email, owners.id.label("owner_id"))
    .join_from(EmailChange.__table__, User.__table__, owners.email == changes.email, isouter=True)
    .where(changes.id.in_(bindparam("ids", expanding=True)))
)
KIND_OF_ACCOUNT_ACTION = {
    REGISTERED: kinds.VERIFY_ADDRESS,
    VERIFICATION_REQUESTED: kinds.VERIFY_ADDRESS,
    INVITED: kinds.INVITATION,
    NEW_DEVICE: kinds.NEW_SIGN_IN,
    PASSWORD_CHANGED: kinds.PASSWORD_CHANGED,
    PHONE_CODE_REQUESTED: kinds.PHONE_CODE,
    CONFIRMATION_CODE_REQUESTED: kinds.CONFIRMATION_CODE,
}
COPIED_CHANGES = ("token_id", "code_id", "device")  # from the entry into the mail's data


def notify_account_owner(entry: Entry, user: Any) -> list[Plan]:
    """A message about the account. One created by an admin has no token, and gets no mail to confirm the address."""
    kind = KIND_OF_ACCOUNT_ACTION.get(entry.action)
    if kind is None or (kind == kinds.VERIFY_ADDRESS and "token_id" not in entry.changes):
        return []
    data = {"at": clock.iso(entry.at)} | {name: entry.changes[name] for name in COPIED_CHANGES if name in entry.changes}
    if kind == kinds.INVITATION:
        data |= {"inviter_id": entry.actor_id, "invited_as": entry.to_state}
    # The address may have been confirmed meanwhile, as by the link that changed the password.
    confirmed = user.email_verified_at is not None
    channel = kinds.SMS if kind == kinds.PHONE_CODE else kinds.EMAIL
    skip = why_not_confirmed(kind, channel, data, address_confirmed=confirmed, phone_confirmed=False)
    return [_plan(kind, channel, user.id, entry, data, skip)]


def email_change_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, Any]:
    """The change of an address that each entry is about, by entry id, with the account that has the new address."""
    ids = {entry.id: entry.changes["email_change_id"] for entry in entries if "email_change_id" in entry.changes}
    if not ids:
        return {}
    rows = {row.id: row for row in connection.execute(EMAIL_CHANGES, {"ids": sorted(set(ids.values()))})}
    return {entry_id: rows.get(change_id) for entry_id, change_id in ids.items()}


def mail_about_email_change(entry: Entry, change: Any) -> list[Plan]:
    """The code to the new address, or a mail to whoever has it already; afterwards a note to the former address."""
    if change is None:
        return []
    data = {"at": clock.iso(entry.at), "email_change_id": change.id}
    if entry.action == EMAIL_CHANGED:
        return [_plan(kinds.EMAIL_CHANGED, kinds.EMAIL, change.user_id, entry, data)] if change.former_email else []
    if entry.action == EMAIL_CHANGE_REQUESTED and change.owner_id in (None, change.user_id):
        return [_plan(kinds.EMAIL_CHANGE_CODE, kinds.EMAIL, change.user_id, entry, data)]
    return [_plan(kinds.EMAIL_TAKEN, kinds.EMAIL, change.owner_id, entry, {"at": data["at"]})]


def reset_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, int | None]:
    """The account of each request for a new password, by entry id. None if the address has no account."""
    rows = connection.execute(TOKENS, {"ids": [int(entry.subject_id) for entry in entries]})
    users = {row.id: row.user_id for row in rows}
    return {entry.id: users.get(int(entry.subject_id)) for entry in entries}


def mail_new_password_link(entry: Entry, user_id: int | None) -> list[Plan]:
    if user_id is None:
        return []
    data = {"token_id": int(entry.subject_id)}
    return [_plan(kinds.PASSWORD_RESET, kinds.EMAIL, user_id, entry, data)]


def _plan(kind: str, channel: str, user_id: int, entry: Entry, data: dict[str, Any], skip: str | None = None) -> Plan:
    return Plan(
        kind=kind,
        channel=channel,
        subject=f"user:{user_id}",
        user_id=user_id,
        entry_id=entry.id,
        data=data,
        skip=skip,
        version=entry.version,
    )
