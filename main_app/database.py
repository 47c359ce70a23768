"""The main API's tables and its `db`. service_kit/database.py opens it and runs its transactions."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, MetaData, Table, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service_kit.database import NAMING_CONVENTION, RowId, UtcDateTime, make_database
from service_kit.idempotency import IdempotencyKeyColumns


class Base(DeclarativeBase):
    if TYPE_CHECKING:
        __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class IdempotencyKey(IdempotencyKeyColumns, Base):
    """The responses to requests with an Idempotency-Key."""

    __tablename__ = "idempotency_keys"


class Installation(Base):
    """One row. A restore raises the epoch: ids that were given out after the backup will be given out again.

    `last_entry_id` was the newest journal entry at the restore: what is due because of it or an earlier one may have
    been sent before.
    """

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_entry_id: Mapped[int] = mapped_column(RowId)


CURRENT_EPOCH = select(Installation.__table__.c.epoch).scalar_subquery()

db = make_database(Base)
