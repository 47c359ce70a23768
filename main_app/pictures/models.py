"""Table of pictures."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.database import Base
from service_kit.database import UtcDateTime, partial_index

MAX_ALT_LENGTH = 300  # characters
# What a picture shows. (The studio has a logo and a picture; its subject id is its organisation's.)
EVENT, EVENT_TEMPLATE, FACILITATOR, LOGO, STUDIO = "event", "event_template", "facilitator", "logo", "studio"


class Picture(Base):
    """A picture in its place: `position` 0 is the first one of its subject.

    Without a subject it was uploaded and not used yet; it is removed a day later. `file` names its files by their
    content, so that two rows may share them. The focal point is in per cent from the left and the top.
    """

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), default=ONLY_ORGANISATION, server_default=text("1")
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # who uploaded it
    subject_type: Mapped[str | None] = mapped_column(String(16))
    subject_id: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    file: Mapped[str] = mapped_column(String(32))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String().with_variant(String(MAX_ALT_LENGTH), "postgresql"), default="")
    focus_x: Mapped[int] = mapped_column(default=50)
    focus_y: Mapped[int] = mapped_column(default=50)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(
            "subject_type IN ('event', 'event_template', 'facilitator', 'logo', 'studio')", name="subject_type"
        ),
        CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject"),
        CheckConstraint("focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100", name="focus"),
        CheckConstraint("width >= 1 AND height >= 1", name="size"),
        Index("ix_pictures_subject", "subject_type", "subject_id", "position"),
        Index("ix_pictures_file", "file"),
        partial_index("ix_pictures_unused", "created_at", where="subject_id IS NULL"),
        {"sqlite_autoincrement": True},  # the journal remembers the id
    )
