"""Adds to the audit trail, in the caller's transaction."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from main_app.audit.models import AuditEntry
from main_app.auth.access import Caller
from service_kit import clock


def write_down(
    session: Session,
    by: Caller,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Record one change by `by`. Commits with it, or not at all."""
    session.execute(
        insert(AuditEntry).values(
            at=clock.now(),
            actor_id=by.id,
            actor_role=by.role,
            through=by.through,
            action=action,
            subject=subject,
            before=before,
            after=after,
        )
    )
