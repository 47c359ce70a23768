"""What other features do when an account changes, in the same transaction.

The layers put accounts below the features that use them, so auth never imports those: they register here.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

AccountHook = Callable[[Session, int], None]  # called with the user's id

_after_rename: list[AccountHook] = []
_after_sign_out_everywhere: list[AccountHook] = []
_when_erased: list[AccountHook] = []


def after_rename(hook: AccountHook) -> None:
    """Call this function whenever a person changes their name."""
    _add(_after_rename, hook)


def after_sign_out_everywhere(hook: AccountHook) -> None:
    """Call this function whenever a person changes their password or signs out everywhere."""
    _add(_after_sign_out_everywhere, hook)


def when_erased(hook: AccountHook) -> None:
    """Call this function whenever a person's data is erased."""
    _add(_when_erased, hook)


def run_after_rename(db_session: Session, user_id: int) -> None:
    _run(_after_rename, db_session, user_id)


def run_after_sign_out_everywhere(db_session: Session, user_id: int) -> None:
    _run(_after_sign_out_everywhere, db_session, user_id)


def run_when_erased(db_session: Session, user_id: int) -> None:
    _run(_when_erased, db_session, user_id)


def _add(hooks: list[AccountHook], hook: AccountHook) -> None:
    if hook not in hooks:  # several applications can be made in one process
        hooks.append(hook)


def _run(hooks: list[AccountHook], db_session: Session, user_id: int) -> None:
    for hook in hooks:
        hook(db_session, user_id)
