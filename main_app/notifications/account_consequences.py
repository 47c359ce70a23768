"""Consequences of an account's journal entries: mails to its owner."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.auth.account_tokens import AccountToken
from main_app.auth.record import NEW_DEVICE, PASSWORD_CHANGED, REGISTERED, VERIFICATION_REQUESTED
from main_app.journal.read import Entry
from main_app.notifications import kinds
from main_app.notifications.plan import Plan
from service_kit import clock

tokens = AccountToken.__table__.c
TOKENS = select(tokens.id, tokens.user_id).where(tokens.id.in_(bindparam("ids", expanding=True)))
KIND_OF_ACTION = {
    REGISTERED: kinds.VERIFY_ADDRESS,
    VERIFICATION_REQUESTED: kinds.VERIFY_ADDRESS,
    NEW_DEVICE: kinds.NEW_SIGN_IN,
    PASSWORD_CHANGED: kinds.PASSWORD_CHANGED,
}
COPIED_CHANGES = ("token_id", "device")  # from the entry into the mail's data


def notify_account_owner(entry: Entry, user: Any) -> list[Plan]:
    """A mail about the account. Accounts created by an admin have no token and get no mail to confirm the address."""
    kind = KIND_OF_ACTION.get(entry.action)
    if kind is None or (kind == kinds.VERIFY_ADDRESS and "token_id" not in entry.changes):
        return []
    data = {"at": clock.iso(entry.at)} | {name: entry.changes[name] for name in COPIED_CHANGES if name in entry.changes}
    return [_mail(kind, user.id, entry, data)]


def reset_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, int | None]:
    """The account of each request for a new password, by entry id. None if the address has no account."""
    rows = connection.execute(TOKENS, {"ids": [int(entry.subject_id) for entry in entries]})
    users = {row.id: row.user_id for row in rows}
    return {entry.id: users.get(int(entry.subject_id)) for entry in entries}


def mail_new_password_link(entry: Entry, user_id: int | None) -> list[Plan]:
    if user_id is None:
        return []
    return [_mail(kinds.PASSWORD_RESET, user_id, entry, {"token_id": int(entry.subject_id)})]


def _mail(kind: str, user_id: int, entry: Entry, data: dict[str, Any]) -> Plan:
    return Plan(
        kind=kind,
        channel=kinds.EMAIL,
        subject=f"user:{user_id}",
        user_id=user_id,
        entry_id=entry.id,
        data=data,
        version=entry.version,
    )
