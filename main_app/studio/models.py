"""The studio's own settings: one row for each organisation."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.database import Base
from service_kit.database import UtcDateTime


class Studio(Base):
    """What the studio has set. Null means not set: queries.py has the defaults."""

    __tablename__ = "studio"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, autoincrement=False, default=ONLY_ORGANISATION
    )
    name: Mapped[str | None] = mapped_column(String(80))
    heading: Mapped[str | None] = mapped_column(String(120))
    colour: Mapped[str | None] = mapped_column(String(7))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(500))
    about: Mapped[str | None] = mapped_column(Text)
    terms: Mapped[str | None] = mapped_column(Text)
    privacy: Mapped[str | None] = mapped_column(Text)
    default_currency: Mapped[str | None] = mapped_column(String(3))
    default_time_zone: Mapped[str | None] = mapped_column(String(64))
    languages: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    review_above_cents: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("review_above_cents >= 0", name="review_above_cents"),)
