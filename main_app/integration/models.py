"""The table of alerts: conditions that an admin should look at."""

from datetime import datetime

from sqlalchemy import String, Text
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
