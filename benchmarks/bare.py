"""The hand-written endpoints that the product is compared with: Flask, one driver, no layers.

They do the same work as the product's fast paths and nothing else: check the token, run the statements, answer.
Run by Granian's WSGI interface with as many workers as the product has. Nothing here is imported by the product.
"""

import json
import os
import threading
import time
import uuid
from typing import Any

import jwt
from flask import Flask, Response, request

DATABASE = os.environ["BARE_DATABASE"]  # a file, or postgresql://...
SECRET = os.environ["BARE_SECRET"]
TOKEN = os.environ.get("BARE_TOKEN", "")
ON_POSTGRESQL = DATABASE.startswith("postgresql")
MARK = "%s" if ON_POSTGRESQL else "?"
_connections = threading.local()

SCHEMA = (
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY, title TEXT NOT NULL, starts_at TEXT NOT NULL,"
    " capacity INTEGER NOT NULL, seats_taken INTEGER NOT NULL CHECK (seats_taken <= capacity))",
    "CREATE TABLE bookings (id {serial}, user_id INTEGER NOT NULL, session_id INTEGER NOT NULL REFERENCES sessions,"
    " status TEXT NOT NULL, created_at TEXT NOT NULL)",
    "CREATE UNIQUE INDEX one_each ON bookings (user_id, session_id) WHERE status = 'booked'",
    "CREATE TABLE outbox (id {serial}, event_id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL, created_at TEXT NOT NULL)",
    "CREATE TABLE notifications (id {serial}, event_id TEXT NOT NULL UNIQUE, booking_id INTEGER,"
    " facilitator_id INTEGER, data TEXT NOT NULL, received_at TEXT NOT NULL)",
)


def connect() -> Any:
    """A connection as the product opens it: durable commits, foreign keys, write lock taken at once."""
    if ON_POSTGRESQL:
        import psycopg

        return psycopg.connect(DATABASE)
    try:
        from pysqlite3 import dbapi2 as sqlite3  # pyright: ignore[reportMissingImports]
    except ImportError:
        import sqlite3
    connection = sqlite3.connect(DATABASE, timeout=15, isolation_level=None)  # pyright: ignore[reportAttributeAccessIssue]
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def connection() -> Any:
    """This thread's connection."""
    if not hasattr(_connections, "open"):
        _connections.open = connect()
    return _connections.open


def create_schema(sessions: int) -> None:
    """Make the tables, with sessions that never fill up."""
    serial = "BIGSERIAL PRIMARY KEY" if ON_POSTGRESQL else "INTEGER PRIMARY KEY"
    opened = connect()
    cursor = opened.cursor()
    for statement in SCHEMA:
        cursor.execute(statement.format(serial=serial))
    cursor.executemany(
        f"INSERT INTO sessions VALUES ({MARK}, 'Evening Sit', '2030-01-01T18:00:00+00:00', 100000, 0)",
        [(number,) for number in range(1, sessions + 1)],
    )
    opened.commit()
    opened.close()


def build() -> Flask:
    app = Flask(__name__)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "healthy"}

    @app.post("/bookings/book")
    def book() -> Response:
        claims = jwt.decode(request.headers["Authorization"][7:], SECRET, algorithms=["HS256"])
        session_id, user_id, now = request.get_json()["session_id"], int(claims["sub"]), time.time()
        opened = connection()
        cursor = opened.cursor()
        try:
            if not ON_POSTGRESQL:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(
                "UPDATE sessions SET seats_taken = seats_taken + 1"
                f" WHERE id = {MARK} AND seats_taken < capacity RETURNING title, starts_at",
                (session_id,),
            )
            title, starts_at = cursor.fetchone()
            cursor.execute(
                "INSERT INTO bookings (user_id, session_id, status, created_at)"
                f" VALUES ({MARK}, {MARK}, 'booked', {MARK}) RETURNING id",
                (user_id, session_id, str(now)),
            )
            (booking_id,) = cursor.fetchone()
            payload = json.dumps({"booking_id": booking_id, "user": user_id, "session": title, "at": starts_at})
            cursor.execute(
                f"INSERT INTO outbox (event_id, payload, created_at) VALUES ({MARK}, {MARK}, {MARK})",
                (uuid.uuid4().hex, payload, str(now)),
            )
            opened.commit()
        except BaseException:
            opened.rollback()
            raise
        response = {"message": "Booked", "booking": {"id": booking_id, "session_id": session_id, "title": title}}
        return Response(json.dumps(response), 201, content_type="application/json")

    @app.post("/notify")
    def notify() -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Response(status=401)
        data = request.get_json()
        event_id = request.headers.get("webhook-id") or uuid.uuid4().hex
        opened = connection()
        cursor = opened.cursor()
        if not ON_POSTGRESQL:
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(
            "INSERT INTO notifications (event_id, booking_id, facilitator_id, data, received_at)"
            f" VALUES ({MARK}, {MARK}, {MARK}, {MARK}, {MARK}) ON CONFLICT DO NOTHING",
            (event_id, data["booking_id"], data["facilitator_id"], json.dumps(data), str(time.time())),
        )
        opened.commit()
        response = {"message": "Stored", "booking_id": data["booking_id"], "notification_id": event_id}
        return Response(json.dumps(response), content_type="application/json")

    @app.get("/read/<name>")
    def read(name: str) -> Response:
        """Queries of the product by hand: BARE_READS holds them as JSON, {name: [[sql, parameters], ...]}.

        A token is checked where the request has one.
        """
        if "Authorization" in request.headers:
            jwt.decode(request.headers["Authorization"][7:], SECRET, algorithms=["HS256"])
        found = []
        cursor = connection().cursor()
        for sql, parameters in READS[name]:
            cursor.execute(sql, parameters)
            columns = [column[0] for column in cursor.description]
            found.append([dict(zip(columns, row, strict=True)) for row in cursor.fetchall()])
        if ON_POSTGRESQL:
            connection().rollback()
        return Response(json.dumps(found, default=str), content_type="application/json")

    return app


READS: dict[str, Any] = json.loads(os.environ.get("BARE_READS", "{}"))
