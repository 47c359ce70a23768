"""The main API's tables and its `db`. service_kit/database.py opens it and runs its transactions."""

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from service_kit.database import NAMING_CONVENTION, make_database
from service_kit.idempotency import IdempotencyKeyColumns


class Base(DeclarativeBase):
    if TYPE_CHECKING:
        __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class IdempotencyKey(IdempotencyKeyColumns, Base):
    """The responses to requests with an Idempotency-Key."""

    __tablename__ = "idempotency_keys"


db = make_database(Base)
