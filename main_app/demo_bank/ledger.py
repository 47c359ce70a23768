"""The ledger of the test bank: checkouts, charges, refunds and disputes, in an SQLite file of its own.

Each function of `Ledger` is one transaction, and says with events what it did.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from service_kit import clock
from service_kit.database import sqlite_driver
from service_kit.ids import new_id

FAILING_CENTS = 13  # a refund whose amount ends in these is accepted, and fails a moment later
FAILS_AFTER = timedelta(seconds=2)
KEYS_KEPT_FOR = timedelta(hours=24)
PAGE_SIZE = 100
SCHEMA = Path(__file__).with_name("ledger.sql").read_text(encoding="utf-8")
TAKEN = """
    SELECT coalesce(sum(amount_cents), 0) FROM refunds
    WHERE charge_ref = ? AND NOT (outcome = 'failed' AND settles_at <= ?)
"""

Row = dict[str, Any]


class Action(str, Enum):
    """What the buttons of the page do."""

    PAY = "pay"
    DECLINE = "decline"
    PAY_TWICE = "pay_twice"
    PAY_LATE = "pay_late"
    LOSE_ANSWER = "lose_answer"
    DISPUTE = "dispute"
    LOSE_DISPUTE = "lose_dispute"
    WIN_DISPUTE = "win_dispute"


class Refused(Exception):
    """The bank refuses, and nothing happened."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class Unknown(Refused):
    """The bank has no such checkout or charge."""

    def __init__(self, noun: str) -> None:
        super().__init__("not_found", f"There is no such {noun}.")


@dataclass(frozen=True)
class Ledger:
    folder: Path

    def create_checkout(self, key: str, values: Row) -> Row:
        """Open a checkout. The same key gets the same checkout again."""

        def create(database: Any) -> Row:
            ref = new_id("co")
            ends_at = _stored(datetime.fromisoformat(values["ends_at"]))
            database.execute(
                "INSERT INTO checkouts (ref, payment_id, order_id, amount_cents, currency, description, ends_at, "
                "success_url, cancel_url, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
                (
                    ref,
                    values["payment_id"],
                    values["order_id"],
                    values["amount_cents"],
                    values["currency"],
                    values["description"],
                    ends_at,
                    values["success_url"],
                    values["cancel_url"],
                ),
            )
            return _checkout(database, ref)

        return self._once(key, values, create)

    def checkout(self, ref: str) -> Row:
        """A checkout with its charges and refunds."""
        with self._transaction() as database:
            return _checkout(database, ref)

    def checkouts_of_payment(self, payment_id: int) -> list[Row]:
        with self._transaction() as database:
            found = database.execute("SELECT ref FROM checkouts WHERE payment_id = ? ORDER BY number", (payment_id,))
            return [_checkout(database, row["ref"]) for row in found.fetchall()]

    def checkout_of_order(self, order_id: int) -> Row | None:
        """The newest open checkout of an order; without one, its newest."""
        with self._transaction() as database:
            return _of_order(database, order_id)

    def expire(self, ref: str) -> Row:
        with self._transaction() as database:
            if _checkout(database, ref)["state"] == "open":
                _end(database, ref, "expired")
            return _checkout(database, ref)

    def act(self, order_id: int, action: Action) -> Row:
        """Do what a button of the page says. Raises Refused if it no longer can."""
        with self._transaction() as database:
            checkout = _of_order(database, order_id)
            if checkout is None:
                raise Unknown("checkout")
            ACTIONS[action](database, checkout)
            return _checkout(database, checkout["ref"])

    def refund(self, key: str, values: Row) -> Row:
        """Refund a part of a charge. The same key gets the same refund again."""

        def refund(database: Any) -> Row:
            charge = database.execute("SELECT * FROM charges WHERE ref = ?", (values["charge_ref"],)).fetchone()
            if charge is None or charge["state"] != "captured":
                raise Unknown("charge")
            if values["currency"] != charge["currency"]:
                raise Refused("wrong_currency", f"The charge was made in {charge['currency']}.")
            now, amount = clock.now(), values["amount_cents"]
            (taken,) = database.execute(TAKEN, (charge["ref"], _stored(now))).fetchone().values()
            if amount > charge["amount_cents"] - taken:
                raise Refused("amount_too_large", "No more than what is left of the charge can be refunded.")
            fails = amount % 100 == FAILING_CENTS
            return _add_refund(
                database,
                charge,
                refund_id=values["refund_id"],
                amount_cents=amount,
                kind="refund",
                outcome="failed" if fails else "processed",
                settles_at=now + FAILS_AFTER if fails else now,
            )

        return self._once(key, values, refund)

    def charges(self, since: datetime, until: datetime, after: int) -> list[Row]:
        """The captured charges of a period whose number is greater than `after`, one page of them."""
        with self._transaction() as database:
            found = database.execute(
                "SELECT charges.*, checkouts.payment_id, (SELECT coalesce(sum(amount_cents), 0) FROM refunds "
                "WHERE charge_ref = charges.ref AND kind = 'refund' AND NOT (outcome = 'failed' AND settles_at <= ?)) "
                "AS refunded_cents FROM charges JOIN checkouts ON checkouts.ref = charges.checkout_ref "
                "WHERE charges.state = 'captured' AND created_at >= ? AND created_at < ? AND charges.number > ? "
                "ORDER BY charges.number LIMIT ?",
                (_stored(clock.now()), _stored(since), _stored(until), after, PAGE_SIZE),
            )
            return found.fetchall()

    def take_loss(self, ref: str) -> bool:
        """Whether the response about this checkout is to be lost. True once."""
        with self._transaction() as database:
            lost = "UPDATE checkouts SET loses_answer = 0 WHERE ref = ? AND loses_answer = 1"
            return database.execute(lost, (ref,)).rowcount == 1

    def claim_event(self, lease: timedelta) -> Row | None:
        """An event that is due, which nobody else gets during the lease."""
        with self._transaction() as database:
            now = clock.now()
            event = database.execute(
                "SELECT * FROM events WHERE due_at <= ? ORDER BY due_at, number LIMIT 1", (_stored(now),)
            ).fetchone()
            if event is not None:
                claim = "UPDATE events SET attempts = attempts + 1, due_at = ? WHERE number = ?"
                database.execute(claim, (_stored(now + lease), event["number"]))
            return event

    def event_settled(self, number: int, next_try: datetime | None) -> None:
        """Try the event again at this time, or no more."""
        due_at = None if next_try is None else _stored(next_try)
        with self._transaction() as database:
            database.execute("UPDATE events SET due_at = ? WHERE number = ?", (due_at, number))

    def next_event_due(self) -> datetime | None:
        with self._transaction() as database:
            (due_at,) = database.execute("SELECT min(due_at) FROM events").fetchone().values()
            return None if due_at is None else datetime.fromisoformat(due_at)

    def _once(self, key: str, request: Row, perform: Callable[[Any], Row]) -> Row:
        written, now = json.dumps(request, sort_keys=True), clock.now()
        with self._transaction() as database:
            database.execute("DELETE FROM keys WHERE used_at < ?", (_stored(now - KEYS_KEPT_FOR),))
            used = database.execute("SELECT * FROM keys WHERE name = ?", (key,)).fetchone()
            if used is not None:
                if used["request"] != written:
                    raise Refused("key_reused", "This Idempotency-Key came with another request.")
                return json.loads(used["response"])
            response = perform(database)
            database.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (key, written, json.dumps(response), _stored(now)))
            return response

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        self.folder.mkdir(parents=True, exist_ok=True)
        database = sqlite_driver.connect(self.folder / "bank.db", isolation_level=None)  # pyright: ignore[reportAttributeAccessIssue]
        database.row_factory = _as_dictionary
        try:
            database.executescript(SCHEMA)
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
        finally:
            database.close()


def _as_dictionary(cursor: Any, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _stored(moment: datetime) -> str:
    """As text that sorts like the time."""
    return clock.iso(moment.replace(microsecond=0)) or ""


def _of_order(database: Any, order_id: int) -> Row | None:
    now = _stored(clock.now())
    found = database.execute(
        "SELECT ref FROM checkouts WHERE order_id = ? "
        "ORDER BY (state = 'open' AND ends_at > ?) DESC, number DESC LIMIT 1",
        (order_id, now),
    ).fetchone()
    return _checkout(database, found["ref"]) if found else None


def _checkout(database: Any, ref: str) -> Row:
    checkout = database.execute("SELECT * FROM checkouts WHERE ref = ?", (ref,)).fetchone()
    if checkout is None:
        raise Unknown("checkout")
    now = _stored(clock.now())
    if checkout["state"] == "open" and checkout["ends_at"] <= now:
        checkout["state"] = "expired"
    charges = "SELECT * FROM charges WHERE checkout_ref = ? ORDER BY number"
    refunds = (
        "SELECT refunds.*, iif(settles_at > ?, 'initiated', outcome) AS state FROM refunds "
        "JOIN charges ON charges.ref = charge_ref WHERE checkout_ref = ? ORDER BY refunds.number"
    )
    return checkout | {
        "charges": database.execute(charges, (ref,)).fetchall(),
        "refunds": database.execute(refunds, (now, ref)).fetchall(),
    }


def _end(database: Any, ref: str, state: str) -> None:
    database.execute("UPDATE checkouts SET state = ? WHERE ref = ?", (state, ref))
    if state == "expired":
        _tell(database, "checkout.expired", ref)


def _charge(database: Any, checkout: Row, state: str = "captured", told: bool = True) -> Row:
    ref = new_id("ch")
    database.execute(
        "INSERT INTO charges (ref, checkout_ref, amount_cents, currency, state, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        (ref, checkout["ref"], checkout["amount_cents"], checkout["currency"], state, _stored(clock.now())),
    )
    if told:
        _tell(database, f"charge.{state}", checkout["ref"], ref)
    return database.execute("SELECT * FROM charges WHERE ref = ?", (ref,)).fetchone()


def _add_refund(database: Any, charge: Row, *, settles_at: datetime, **values: Any) -> Row:
    ref = new_id("dp" if values["kind"] == "dispute" else "re")
    database.execute(
        "INSERT INTO refunds (ref, charge_ref, refund_id, amount_cents, kind, outcome, settles_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            ref,
            charge["ref"],
            values["refund_id"],
            values["amount_cents"],
            values["kind"],
            values["outcome"],
            _stored(settles_at),
        ),
    )
    _tell(database, f"{values['kind']}.{values['outcome']}", charge["checkout_ref"], charge["ref"], settles_at)
    return {"ref": ref, "charge_ref": charge["ref"]}


def _tell(database: Any, kind: str, ref: str, charge_ref: str | None = None, due_at: datetime | None = None) -> None:
    """Plan the event of a change. It is sent after this transaction, or later if the change becomes true later."""
    event_id = new_id("evt")
    (payment_id,) = database.execute("SELECT payment_id FROM checkouts WHERE ref = ?", (ref,)).fetchone().values()
    data = {"checkout_ref": ref, "charge_ref": charge_ref, "payment_id": payment_id}
    body = json.dumps({"id": event_id, "type": kind, "data": data})
    due = _stored(due_at or clock.now())
    database.execute("INSERT INTO events (id, body, due_at) VALUES (?, ?, ?)", (event_id, body, due))


def _pay(database: Any, checkout: Row, *, times: int = 1, told: bool = True) -> None:
    if checkout["state"] == "expired":
        raise Refused("over", "This checkout is over.")
    if checkout["state"] == "completed":
        return  # a second press of the button pays nothing
    _end(database, checkout["ref"], "completed")
    for _ in range(times):
        _charge(database, checkout, told=told)


def _decline(database: Any, checkout: Row) -> None:
    if checkout["state"] != "open":
        raise Refused("over", "This checkout is over.")
    _charge(database, checkout, "failed")


def _pay_late(database: Any, checkout: Row) -> None:
    """The checkout ends, and then the money comes."""
    if checkout["state"] == "completed":
        return
    if checkout["state"] == "open":
        _end(database, checkout["ref"], "expired")
    if not _captured(checkout):
        _charge(database, checkout)


def _lose_answer(database: Any, checkout: Row) -> None:
    _pay(database, checkout, told=False)
    lost = "UPDATE checkouts SET loses_answer = 1 WHERE ref = ? AND ? = 'open'"
    database.execute(lost, (checkout["ref"], checkout["state"]))


def _dispute(database: Any, checkout: Row) -> None:
    if not _captured(checkout):
        _pay(database, checkout)
        checkout = _checkout(database, checkout["ref"])
    now = clock.now()
    for charge in _captured(checkout):
        (taken,) = database.execute(TAKEN, (charge["ref"], _stored(now))).fetchone().values()
        if left := charge["amount_cents"] - taken:
            _add_refund(
                database,
                charge,
                refund_id=None,
                amount_cents=left,
                kind="dispute",
                outcome="initiated",
                settles_at=now,
            )
            return
    raise Refused("nothing_left", "Nothing is left of this payment to dispute.")


def _decide_dispute(database: Any, checkout: Row, outcome: str) -> None:
    for dispute in checkout["refunds"]:
        if dispute["kind"] == "dispute" and dispute["outcome"] == "initiated":
            database.execute("UPDATE refunds SET outcome = ? WHERE ref = ?", (outcome, dispute["ref"]))
            _tell(database, f"dispute.{outcome}", checkout["ref"], dispute["charge_ref"])


def _captured(checkout: Row) -> list[Row]:
    return [charge for charge in checkout["charges"] if charge["state"] == "captured"]


ACTIONS: dict[Action, Callable[[Any, Row], None]] = {
    Action.PAY: _pay,
    Action.DECLINE: _decline,
    Action.PAY_TWICE: lambda database, checkout: _pay(database, checkout, times=2),
    Action.PAY_LATE: _pay_late,
    Action.LOSE_ANSWER: _lose_answer,
    Action.DISPUTE: _dispute,
    Action.LOSE_DISPUTE: lambda database, checkout: _decide_dispute(database, checkout, "processed"),
    Action.WIN_DISPUTE: lambda database, checkout: _decide_dispute(database, checkout, "failed"),
}
