"""The tables of alerts (conditions that an admin should look at), of checks of the CRM, and of nightly work."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import UtcDateTime


class Alert(Base):
    """One alert. `version` counts its beginnings and ends, so that each is sent once and in order."""

    __tablename__ = "alerts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    active: Mapped[bool]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class CrmCheck(Base):
    """One comparison of the bookings with the CRM's. `gaps` describes the first of those that differ."""

    __tablename__ = "crm_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    bookings: Mapped[int]
    on_their_way: Mapped[int]
    differing: Mapped[int]
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class NightlyRun(Base):
    """When a nightly task was last begun, by whichever worker did it, and why it failed."""

    __tablename__ = "nightly_runs"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)
