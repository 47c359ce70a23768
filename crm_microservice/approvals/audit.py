"""The audit trail: written in the transaction of the change it records, and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from crm_microservice.approvals.models import AuditEntry
from crm_microservice.auth import Caller

entries = AuditEntry.__table__.c


def add_audit_entry(
    connection: Connection,
    caller: Caller,
    at: datetime,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Record what the caller did to the subject (such as "request:12"), with the values before and after."""
    row = {
        "at": at,
        "who": caller.name,
        "who_id": caller.user_id,
        "action": action,
        "subject": subject,
        "before": before,
        "after": after,
    }
    connection.execute(insert(AuditEntry), [row])


def newest_audit_entries(connection: Connection, subjects: Sequence[str], most: int) -> list[dict[str, Any]]:
    """Return the newest audit entries about these subjects, oldest first."""
    newest = select(AuditEntry.__table__).where(entries.subject.in_(subjects)).order_by(entries.id.desc()).limit(most)
    found = connection.execute(newest).mappings().all()
    return [
        {
            "at": row["at"],
            "who": {"id": row["who_id"], "name": row["who"]},
            **{name: row[name] for name in ("action", "subject", "before", "after")},
        }
        for row in reversed(found)
    ]
