"""Organisations: the owners of events, API keys and messages. There is only one so far."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from service_kit.database import UtcDateTime

ONLY_ORGANISATION = 1  # the migration adds it


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
