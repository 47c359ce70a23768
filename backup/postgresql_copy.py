"""Copies PostgreSQL databases by COPY, in one snapshot and one transaction.

Not by pg_dump and pg_restore: those have to be installed on every host and must not be older than the server. The
schema comes from the migrations, and everything happens in one transaction: a restore that fails changes nothing.
"""

import json
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from backup.problem import BackupProblem

SEQUENCES = "sequences.json"
VERSIONS = "alembic_version"
BLOCK_BYTES = 1024 * 1024
LOCK_SECONDS = 5
ENDING_SECONDS = 5.0
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
SEQUENCE_VALUES = """
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""
# Not those of extensions.
FUNCTIONS = """
    SELECT pg_proc.oid::regprocedure::text FROM pg_proc
    LEFT JOIN pg_depend ON pg_depend.objid = pg_proc.oid AND pg_depend.deptype = 'e'
    WHERE pronamespace = current_schema()::regnamespace AND pg_depend.objid IS NULL
"""
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def take(url: str, folder: Path) -> list[Path]:
    """Copy every table as it is at one moment. Nobody who writes has to wait."""
    files = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in _names(connection, TABLES):
            files.append(folder / f"{table}.copy")
            with files[-1].open("wb") as file, connection.cursor().copy(_copy(connection, table, "TO STDOUT")) as copy:
                for block in copy:
                    file.write(block)
        sequences = {name: value for name, value in connection.execute(SEQUENCE_VALUES)}
        connection.execute("ROLLBACK")
    files.append(folder / SEQUENCES)
    files[-1].write_text(json.dumps(sequences))
    return files


def refuse_open(connection: psycopg.Connection[Any], name: str) -> None:
    """Raise BackupProblem if others are connected to the database. Connections that end at this moment may do so."""
    deadline = time.monotonic() + ENDING_SECONDS
    while (row := connection.execute(OTHERS).fetchone()) and row[0] and time.monotonic() < deadline:
        connection.execute("SELECT pg_stat_clear_snapshot()")
        time.sleep(0.1)
    if row and row[0]:
        raise BackupProblem(
            f"The database of the {name} has {row[0]} other connections. Stop the main API, the CRM and all workers, "
            "then try again. Nothing was changed."
        )


def clear(connection: psycopg.Connection[Any]) -> None:
    """Remove all tables and functions, in the caller's transaction."""
    connection.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'".encode())
    for table in _names(connection, TABLES):
        connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table)))
    for function in _names(connection, FUNCTIONS):
        connection.execute(f"DROP FUNCTION {function} CASCADE".encode())


def load(connection: psycopg.Connection[Any], folder: Path) -> None:
    """Fill the tables, whose schema is that of the copy, in the caller's transaction."""
    tables = [table for table in _names(connection, TABLES) if table != VERSIONS]
    expected = {f"{table}.copy" for table in (*tables, VERSIONS)} | {SEQUENCES}
    if expected != {path.name for path in folder.iterdir()}:
        raise BackupProblem("The backup has other tables than its release. Nothing was changed; use another one.")
    foreign_keys = connection.execute(FOREIGN_KEYS).fetchall()
    for table, name, _definition in foreign_keys:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for table in tables:
        identifier = sql.Identifier(table)
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(identifier))
        connection.execute(sql.SQL("TRUNCATE {}").format(identifier))  # migrations may have added rows
        with (
            (folder / f"{table}.copy").open("rb") as file,
            connection.cursor().copy(_copy(connection, table, "FROM STDIN")) as copy,
        ):
            while block := file.read(BLOCK_BYTES):
                copy.write(block)
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(identifier))
    for table, name, definition in foreign_keys:
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'.encode())
    for name, value in json.loads((folder / SEQUENCES).read_text()).items():
        connection.execute("SELECT setval(to_regclass(%s), %s)", (f'"{name}"', value))


def _names(connection: psycopg.Connection[Any], query: str) -> list[str]:
    return [name for (name,) in connection.execute(query.encode()).fetchall()]


def _copy(connection: psycopg.Connection[Any], table: str, direction: str) -> sql.Composed:
    columns = [name for (name,) in connection.execute(COLUMNS, (f'"{table}"',))]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), names, sql.SQL(direction))  # type: ignore[arg-type]
