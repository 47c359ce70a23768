"""Tables of events, their sessions, and the words for searching them."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from main_app.auth.models import User
from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.database import Base
from service_kit.database import UtcDateTime, partial_index
from service_kit.fields import MAX_TITLE_LENGTH

# Few rows last longer than a day. A separate index of them makes it fast to list what is under way.
LONGER_THAN_A_DAY = {
    "postgresql": "ends_at - starts_at > interval '1 day'",
    "sqlite": "julianday(ends_at) - julianday(starts_at) > 1",
}

RULE_IS_COMPLETE = (
    "(min_places IS NULL AND decide_at IS NULL AND run_state IS NULL)"
    " OR (min_places IS NOT NULL AND decide_at IS NOT NULL AND run_state IN ('undecided', 'confirmed'))"
)

PAY_ONLINE, PAY_FACILITATOR, DEPOSIT = "pay_online", "pay_facilitator", "deposit"
ONLINE = (PAY_ONLINE, DEPOSIT)  # what is due now is paid online, before the session is booked


def _index_of_long_rows(name: str) -> Index:
    return partial_index(name, "ends_at", "starts_at", "id", where=LONGER_THAN_A_DAY["sqlite"])


class EventStatus(str, Enum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Event(Base):
    """Something to book: a class, a workshop, coaching or a retreat, with one or more sessions.

    `starts_at` is the start of its first scheduled session, `ends_at` the end of its last. Both are stored,
    so that lists can be filtered and sorted by an index. `cover` is the seed of the cover picture.
    A draft is visible only to its facilitator and admins.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), default=ONLY_ORGANISATION, server_default=text("1")
    )
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String().with_variant(String(MAX_TITLE_LENGTH), "postgresql"))
    description: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(String(200))
    link: Mapped[str | None] = mapped_column(String(500))  # for guests with a booking
    online: Mapped[bool] = mapped_column(default=False, server_default=false())
    arrive_minutes_early: Mapped[int | None]
    tax_rate: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # in hundredths of a per cent
    # What a guest who cancels gets back, `[[days before the start, per cent], ...]`, the most days first.
    refund_ladder: Mapped[list[list[int]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))  # "en", "pt"
    included: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    to_bring: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    # `[{title, text}, ...]`, one for each day or part of it.
    programme: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    cover: Mapped[str] = mapped_column(String(64))
    time_zone: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16), default=EventStatus.SCHEDULED.value)
    draft: Mapped[bool] = mapped_column(default=False, server_default=false())
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    facilitator: Mapped[User] = relationship(lazy="joined")
    sessions: Mapped[list["EventSession"]] = relationship(
        back_populates="event", order_by="EventSession.starts_at, EventSession.id"
    )

    __table_args__ = (
        CheckConstraint("kind IN ('class', 'workshop', 'coaching', 'retreat')", name="kind"),
        CheckConstraint("status IN ('scheduled', 'cancelled')", name="status"),
        CheckConstraint("tax_rate >= 0 AND tax_rate < 10000", name="tax_rate"),
        Index("ix_events_starts", "starts_at", "id"),
        Index("ix_events_ends", "ends_at", "id"),
        Index("ix_events_facilitator", "facilitator_id", "starts_at", "id"),
        _index_of_long_rows("ix_events_longer_than_a_day"),
    )


def is_deleted(event: Any) -> bool:
    """Whether an event is a deleted draft: one that is cancelled. It stays stored, as its journal names it."""
    return event.draft and event.status == EventStatus.CANCELLED.value


class EventSession(Base):
    """A dated session of an event, with its own places. The database refuses more than `capacity`."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    title: Mapped[str] = mapped_column(String().with_variant(String(MAX_TITLE_LENGTH), "postgresql"))
    location: Mapped[str | None] = mapped_column(String(200))  # null: the same as the event's
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    capacity: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    price_cents: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    payment_terms: Mapped[str] = mapped_column(
        String(16), default=PAY_FACILITATOR, server_default=text("'pay_facilitator'")
    )
    deposit_percent: Mapped[int | None]  # of the price, paid online; the rest is paid to the facilitator
    status: Mapped[str] = mapped_column(String(16), default=EventStatus.SCHEDULED.value)
    draft: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # same as its event; a draft cannot be booked
    version: Mapped[int] = mapped_column(default=1)
    start_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # rises when `starts_at` changes
    # Rises when what is offered changes: the time, the place, the zone or the price, also through the event.
    offer_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    # It runs only if `min_places` are booked at `decide_at`; null: it runs anyway. See run_rule.py.
    min_places: Mapped[int | None]
    decide_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_state: Mapped[str | None] = mapped_column(String(16))
    decision_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # rises when the rule changes
    series_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"))  # the first of those it was made with
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship(back_populates="sessions")

    __table_args__ = (
        CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity", name="seats"),
        CheckConstraint("capacity >= 1", name="capacity"),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("price_cents >= 0", name="price"),
        CheckConstraint("payment_terms IN ('pay_online', 'pay_facilitator', 'deposit')", name="payment_terms"),
        CheckConstraint("deposit_percent > 0 AND deposit_percent < 100", name="deposit_percent"),
        CheckConstraint(RULE_IS_COMPLETE, name="run_rule"),
        CheckConstraint("min_places >= 2 AND min_places <= capacity", name="min_places"),
        CheckConstraint("run_state = 'confirmed' OR decide_at < starts_at", name="decide_at"),
        CheckConstraint("status IN ('scheduled', 'cancelled')", name="status"),
        Index("ix_sessions_event", "event_id", "starts_at"),
        Index("ix_sessions_starts", "starts_at", "id"),
        Index("ix_sessions_updated", "updated_at"),
        partial_index("ix_sessions_series", "series_id", "starts_at", where="series_id IS NOT NULL"),
        partial_index("ix_sessions_undecided", "event_id", where="run_state = 'undecided'"),
        Index("ix_sessions_price", "currency", "price_cents", "starts_at"),
        _index_of_long_rows("ix_sessions_longer_than_a_day"),
    )


class EventTemplate(Base):
    """What describes an event, for new ones like it: its columns and its sessions as copying.py has them, no dates."""

    __tablename__ = "event_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), default=ONLY_ORGANISATION, server_default=text("1")
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String().with_variant(String(MAX_TITLE_LENGTH), "postgresql"))
    event: Mapped[dict[str, Any]] = mapped_column(JSON)
    sessions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_event_templates_owner", "owner_id", "id"),
        {"sqlite_autoincrement": True},  # pictures name the id
    )


class Spelling(Base):
    """A key by which a word of an event is found though it is misspelt, see spelling_keys()."""

    __tablename__ = "search_spellings"

    key: Mapped[str] = mapped_column(String(20).with_variant(String(20, collation="C"), "postgresql"), primary_key=True)
    word: Mapped[str] = mapped_column(
        String(20).with_variant(String(20, collation="C"), "postgresql"), primary_key=True
    )


class EventWord(Base):
    """A word for searching an event. Compared byte by byte, so that a prefix is a range of the index."""

    __tablename__ = "event_words"

    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_event_words_event", "event_id", "word"),)
