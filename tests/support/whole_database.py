"""Looks for words in every column of every table of a database."""

from collections.abc import Collection

from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url

from service_kit.database import sqlite_driver
from service_kit.settings import database_url


def columns_with(url: str, words: Collection[str]) -> set[str]:
    """The columns that contain one of these words, in any case, as "table.column"."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    options = {"module": sqlite_driver} if is_sqlite else {}
    engine = create_engine(url if is_sqlite else database_url(url), poolclass=NullPool, **options)
    wanted = [word.casefold() for word in words]
    found: set[str] = set()
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        assert len(tables) > 10
        for table in tables:
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                found |= {
                    f"{table}.{name}"
                    for name, value in row.items()
                    if any(word in str(value).casefold() for word in wanted)
                }
    return found
