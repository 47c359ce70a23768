"""How many messages an API key may send in a day: in all, and to one recipient. Days are those of UTC.

The database counts, so that requests at the same time can't exceed a quota together.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from main_app.auth.secret_hash import secret_hash
from main_app.database import Base, db
from main_app.settings import settings
from service_kit import clock
from service_kit.database import insert_of
from service_kit.problems import TooManyRequests

TO_ALL = ""  # in the place of a recipient: the key's messages to everybody
KEPT_FOR = timedelta(days=2)


class MessageCount(Base):
    """What one key sent on one day. The recipient is hashed; `api_key_id` is 0 for admins and the booking wizard."""

    __tablename__ = "api_key_message_counts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    api_key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    messages: Mapped[int] = mapped_column(Integer)


counts = MessageCount.__table__.c


@cache  # building a statement takes longer than running it
def _count(dialect: str) -> Any:
    """Adds to a count unless it would exceed `quota`; then it returns no row."""
    statement = insert_of(dialect, MessageCount.__table__)
    total = counts.messages + statement.excluded.messages
    return statement.on_conflict_do_update(
        index_elements=[counts.day, counts.api_key_id, counts.recipient],
        set_={"messages": total},
        where=total <= bindparam("quota"),
    ).returning(counts.messages)


def count_messages(db_session: Session, key_id: int, messages: Mapping[str, int]) -> None:
    """Count new messages of a key by recipient, in the caller's transaction. Raises TooManyRequests beyond a quota."""
    if not messages:
        return
    quota_of_key, quota_of_recipient = settings().api_key_messages_per_day, settings().api_key_messages_per_recipient
    if not _add(db_session, key_id, TO_ALL, sum(messages.values()), quota_of_key):
        raise _exceeded(f"send more than {quota_of_key} messages in a day")
    # Sorted, so that two requests for the same recipients cannot deadlock.
    for recipient, number in sorted((secret_hash(recipient), number) for recipient, number in messages.items()):
        if not _add(db_session, key_id, recipient, number, quota_of_recipient):
            raise _exceeded(f"write to one recipient more than {quota_of_recipient} times in a day")


def messages_today(key_ids: Collection[int]) -> dict[int, int]:
    """How many messages these keys have sent today; keys without any are left out."""
    today = (counts.day == clock.now().date(), counts.recipient == TO_ALL, counts.api_key_id.in_(key_ids))
    rows = db.session.execute(select(counts.api_key_id, counts.messages).where(*today))
    return {row.api_key_id: row.messages for row in rows}


def delete_old_counts(db_session: Session) -> None:
    db_session.execute(delete(MessageCount).where(counts.day < (clock.now() - KEPT_FOR).date()))


def _add(db_session: Session, key_id: int, recipient: str, number: int, quota: int) -> bool:
    row = {"day": clock.now().date(), "api_key_id": key_id, "recipient": recipient, "messages": number}
    if number > quota:  # the statement compares only with a count that is there
        return False
    statement = _count(db_session.get_bind().dialect.name)
    return db_session.execute(statement.values(row), {"quota": quota}).first() is not None


def _exceeded(what: str) -> TooManyRequests:
    now = clock.now()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), timezone.utc)
    sentence = f"An API key may not {what}. Nothing of this request was sent; try again after 00:00 UTC."
    return TooManyRequests(sentence, max(1, int((midnight - now).total_seconds())), "quota_exceeded")
