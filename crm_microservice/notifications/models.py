"""The tables of stored notifications."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm_microservice.database import Base
from service_kit.database import UtcDateTime, partial_index
from service_kit.fields import MAX_NAME_LENGTH


class Notification(Base):
    """One received notification. Rows are added in the order of `sequence`, without gaps. They change only when
    the person they are about is erased.

    Each ordinal is the row's number within a group, from 1: its facilitator's rows, its action's rows, both together,
    its facilitator's news. They make the number of rows of a group since any moment the difference of two
    index look-ups.
    """

    __tablename__ = "notifications"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    notification_id: Mapped[str] = mapped_column(String(128), unique=True)
    shape: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    facilitator_id: Mapped[int | None] = mapped_column(BigInteger)
    booking_id: Mapped[int | None] = mapped_column(BigInteger)
    action: Mapped[str | None] = mapped_column(String(100))
    facilitator_ordinal: Mapped[int | None] = mapped_column(BigInteger)
    action_ordinal: Mapped[int | None] = mapped_column(BigInteger)
    facilitator_action_ordinal: Mapped[int | None] = mapped_column(BigInteger)
    news_ordinal: Mapped[int | None] = mapped_column(BigInteger)  # None for the facilitator's own actions
    data: Mapped[dict[str, object]] = mapped_column(JSON)
    search_text: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index(None, "received_at"),
        Index(None, "facilitator_id", "sequence"),
        Index(None, "booking_id", "sequence"),
        Index(None, "action", "sequence"),
        Index(None, "facilitator_id", "action", "sequence"),
        partial_index("ix_notifications_news", "facilitator_id", "sequence", where="news_ordinal IS NOT NULL"),
    )


class ErasedPerson(Base):
    """Somebody whom the main API erased, so that a notification that arrives late does not bring their name back."""

    __tablename__ = "erased_people"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(MAX_NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(320))


class AppliedPosition(Base):
    """The last notification of the JSON store that has been applied to the read models."""

    __tablename__ = "applied_positions"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    # The id of that notification: in a file that replaced the applied one, it has another sequence.
    notification_id: Mapped[str] = mapped_column(String(128))
