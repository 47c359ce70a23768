"""The people, events and tokens that the tables of this folder name, set up once on running services."""

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
from sqlalchemy import Executable, MetaData, create_engine, func, select

from service_kit.database import sqlite_driver
from service_kit.settings import database_url
from tests.support.people import Person, new_session, register, register_with_role
from tests.support.services import Services, wait_until

# Rows that running services change themselves, or that record refusals.
LIVELY = {
    "alembic_version",
    "alerts",
    "workers",
    "delivery_attempts",
    "ended_logins",
    "idempotency_keys",
    "outbox_channels",
    "outbox_messages",
    "sign_in_failures",
}
READ_MODEL = {"applied_positions", "booking_counts", "bookings", "sessions"}  # of the CRM, which follows the messages


@dataclass(frozen=True)
class Scene:
    services: Services
    alice: Person
    bob: Person
    facilitator: Person
    other_facilitator: Person
    admin: Person
    names: dict[str, Any]  # what {braces} in a table stand for
    main: "Rows"
    crm: "Rows"

    def fill(self, value: Any) -> Any:
        """Return the value with every {name} replaced. A text that is only a {name} becomes the value itself."""
        return self.fill_with(self.names, value)

    @staticmethod
    def fill_with(names: dict[str, Any], value: Any) -> Any:
        if isinstance(value, dict):
            return {key: Scene.fill_with(names, inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [Scene.fill_with(names, inner) for inner in value]
        if isinstance(value, str):
            if value[:1] == "{" and value[1:-1] in names:
                return names[value[1:-1]]
            for name, stands_for in names.items():
                value = value.replace("{" + name + "}", str(stands_for))
        return value

    def contents(self) -> dict[str, Any]:
        """Return every row of both services that only requests change."""
        return self.main.contents() | {f"crm {name}": rows for name, rows in self.crm.contents().items()}


class Rows:
    """What one service's database holds, read past the service."""

    def __init__(self, url: str, lively: set[str]):
        self._lively = lively
        options: dict[str, Any] = {"module": sqlite_driver} if url.startswith("sqlite") else {}
        self._engine = create_engine(database_url(url), **options)
        schema = MetaData()
        schema.reflect(self._engine)
        self.tables = schema.tables

    def read(self, query: Executable) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def contents(self) -> dict[str, Any]:
        """Return every row that only requests change, and the size of the outbox, which the worker changes."""
        quiet = {name: table for name, table in self.tables.items() if name not in self._lively}
        in_order = {name: select(table).order_by(*table.primary_key) for name, table in quiet.items()}
        rows = {name: self.read(query) for name, query in in_order.items()}
        if "outbox_messages" in self.tables:
            rows["outbox_messages"] = self.read(select(func.count()).select_from(self.tables["outbox_messages"]))
        return rows

    def close(self) -> None:
        self._engine.dispose()


def set_scene(services: Services) -> Scene:
    facilitator, other_facilitator = (register_with_role(services, name, "facilitator") for name in ("Priya", "Arjun"))
    admin = register_with_role(services, "Noor", "admin")
    alice, bob = register(services, "Alice"), register(services, "Bob")
    now = datetime.now(timezone.utc)
    event = facilitator.create_event(sessions=3, title="Evening Sit")
    others_event = other_facilitator.create_event(title="Morning Walk")
    full = facilitator.create_event(title="One Hour, One Question", capacity=1)["sessions"][0]["id"]
    past = facilitator.post(f"/events/{event['id']}/sessions", new_session(now - timedelta(days=2)))
    bookings = [person.book(event["sessions"][0]["id"]).json()["booking"]["id"] for person in (alice, bob)]
    assert bob.book(full).status_code == 201
    cancelled = event["sessions"][2]["id"]
    assert facilitator.request("DELETE", f"/sessions/{cancelled}").status_code == 200
    names: dict[str, Any] = {
        "event": event["id"],
        "session": event["sessions"][1]["id"],
        "booked_session": event["sessions"][0]["id"],
        "others_event": others_event["id"],
        "others_session": others_event["sessions"][0]["id"],
        "full_session": full,
        "past_session": past.json()["session"]["id"],
        "cancelled_session": cancelled,
        "booking": bookings[0],
        "bobs_booking": bookings[1],
        "alice_id": alice.id,
        "facilitator_id": facilitator.id,
        "other_facilitator_id": other_facilitator.id,
        "alice_email": alice.email,
        "service_token": services.token,
    }
    environment = services.main.environment
    data = environment["DATA_DIR"]
    main = Rows(environment.get("DATABASE_URL") or f"sqlite:///{data}/samaya.db", LIVELY)
    crm = Rows(environment.get("CRM_DATABASE_URL") or f"sqlite:///{data}/crm.db", LIVELY | READ_MODEL)
    key = {"name": "Desk", "scopes": ["notifications:send", "notifications:read", "notifications:retry"]}
    names["api_key"] = admin.post("/api/admin/api-keys", key).json()["key"]
    _wait_until_delivered(main)
    names |= tokens(services, alice)
    return Scene(services, alice, bob, facilitator, other_facilitator, admin, names, main, crm)


def tokens(services: Services, alice: Person) -> dict[str, str]:
    """Access tokens of Alice that must be refused; signed with the real key unless the name says otherwise."""
    key = services.main.environment["JWT_SECRET_KEY"]
    claims: dict[str, Any] = jwt.decode(alice.token, key, algorithms=["HS256"])
    now = int(time.time())

    def signed(**changes: Any) -> str:
        changed = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(changed, key, algorithm="HS256")

    header, _, signature = alice.token.split(".")
    promoted = base64.urlsafe_b64encode(json.dumps({**claims, "role": "admin"}).encode()).decode().rstrip("=")
    logged_out = Person(services, "Alice", alice.email).sign_in()
    assert logged_out.post("/auth/logout").status_code == 200
    return {
        "alg_none": jwt.encode(claims, "", algorithm="none"),
        "signed_with_another_key": jwt.encode(claims, "another-key-0123456789abcdefghijklmnop", algorithm="HS256"),
        "signed_as_hs512": jwt.encode(claims, key.ljust(64, "0"), algorithm="HS512"),
        "payload_swapped": f"{header}.{promoted}.{signature}",
        "without_signature": alice.token.rsplit(".", 1)[0] + ".",
        "expired": signed(exp=now - 1),
        "never_expiring": signed(exp=None),
        "expiring_as_text": signed(exp="tomorrow"),
        "not_yet_valid": signed(nbf=now + 3600),
        "of_nobody": signed(sub=None),
        "of_a_number": signed_with_raw_claims({**claims, "sub": int(claims["sub"])}, key),
        "of_a_list": signed_with_raw_claims({**claims, "sub": [claims["sub"]]}, key),
        "of_a_huge_id": signed(sub=str(2**70)),
        "of_a_negative_id": signed(sub="-1"),
        "of_text": signed(sub="alice"),
        "of_an_older_epoch": signed(epoch=claims["epoch"] - 1),
        "with_epoch_as_text": signed(epoch=str(claims["epoch"])),
        "with_no_login": signed(sid=None),
        "with_a_login_as_object": signed(sid={"id": claims["sid"]}),
        "with_a_nul_in_its_login": signed(sid="\x00" + claims["sid"]),
        "with_an_unknown_login": signed(sid="0" * 32),
        "for_refreshing": signed(type="refresh"),
        "with_no_type": signed(type=None),
        "logged_out": logged_out.token,
    }


def signed_with_raw_claims(claims: dict[str, Any], key: str) -> str:
    """Sign claims that the library would refuse to make a token of."""
    return jwt.PyJWS().encode(json.dumps(claims).encode(), key, algorithm="HS256", headers={"typ": "JWT"})


def _wait_until_delivered(main: Rows) -> None:
    journal, messages = main.tables["journal"], main.tables["outbox_messages"]
    # In this order, because entries become messages.
    wait_until(lambda: not main.read(select(journal.c.id).where(journal.c.processed_at.is_(None))), 20)
    wait_until(lambda: not main.read(select(messages.c.id).where(messages.c.status == "pending")), 20)
