"""The CRM's `db` and the base class of its tables. service_kit/database.py says how it is opened."""

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from service_kit.database import NAMING_CONVENTION, make_database


class Base(DeclarativeBase):
    if TYPE_CHECKING:
        __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


db = make_database(Base)
