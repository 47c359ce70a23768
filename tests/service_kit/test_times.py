"""Times that are written again and again are remembered. That never mixes up two moments."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service_kit import clock
from service_kit.database import UtcDateTime, make_database, write_transaction
from tests.service_kit.empty_database import empty_database

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

# 01:30 comes twice in the night when the clocks go back.
FIRST = datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
SECOND = FIRST.replace(fold=1)
IN_UTC = ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"]


class Base(DeclarativeBase):
    metadata = MetaData()


class Visit(Base):
    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


db = make_database(Base)


def test_the_two_local_times_of_a_repeated_hour_are_written_as_two_moments() -> None:
    assert [clock.iso(FIRST), clock.iso(SECOND)] == IN_UTC


def test_the_two_local_times_of_a_repeated_hour_are_stored_as_two_moments(tmp_path: Path) -> None:
    with empty_database(db, tmp_path):
        with write_transaction() as db_session:
            db_session.add_all([Visit(at=FIRST), Visit(at=SECOND)])
        stored = db.session.scalars(select(Visit.at).order_by(Visit.id))
        assert [moment.isoformat() for moment in stored] == IN_UTC
