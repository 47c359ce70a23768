"""Who changed what, and how it was before. Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import UtcDateTime


class AuditEntry(Base):
    """One change. `through` says whose power it was: the person's own login, or the service token for them."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int]
    actor_role: Mapped[str] = mapped_column(String(16))
    through: Mapped[str] = mapped_column(String(16))  # "login" or "service_token"
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(80))  # "session:12"
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    __table_args__ = (Index("ix_audit_entries_subject", "subject", "id"),)
