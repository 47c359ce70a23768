"""Functions of other features that run in the transaction of an account's change.

`auth` is a layer below these features and must not import them, so they register their functions here.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

AccountHook = Callable[[Session, int], None]  # called with the user's id

_after_rename: list[AccountHook] = []
_after_sign_out_everywhere: list[AccountHook] = []
_on_erasure: list[AccountHook] = []


def after_rename(hook: AccountHook) -> None:
    """Call this function whenever a person changes their name."""
    _add(_after_rename, hook)


def after_sign_out_everywhere(hook: AccountHook) -> None:
    """Call this function whenever a person changes their password or signs out everywhere."""
    _add(_after_sign_out_everywhere, hook)


def on_erasure(hook: AccountHook) -> None:
    """Call this function whenever a person's data is erased."""
    _add(_on_erasure, hook)


def run_after_rename(db_session: Session, user_id: int) -> None:
    _run(_after_rename, db_session, user_id)


def run_after_sign_out_everywhere(db_session: Session, user_id: int) -> None:
    _run(_after_sign_out_everywhere, db_session, user_id)


def run_on_erasure(db_session: Session, user_id: int) -> None:
    _run(_on_erasure, db_session, user_id)


def _add(hooks: list[AccountHook], hook: AccountHook) -> None:
    if hook not in hooks:  # several applications can be made in one process
        hooks.append(hook)


def _run(hooks: list[AccountHook], db_session: Session, user_id: int) -> None:
    for hook in hooks:
        hook(db_session, user_id)
