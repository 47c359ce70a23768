"""A facilitator's month, read from the ledger. Months are in DEFAULT_TIME_ZONE, and each currency has its own sums.

What is owed is what providers took for the facilitator less what went back: money from the door is theirs already. The
tax is part of it, because it is the facilitator who pays it on. A deposit is owed to them in the month that it is
earned (deposits.py): `deposits` is what was added to those that are not, less what was taken from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, or_, select

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.database import db
from main_app.orders.models import DOOR, Payment
from main_app.payments.ledger import DEPOSITS, EARNED, TAX
from main_app.payments.models import LedgerEntry, LedgerLine
from main_app.payments.order_subjects import subjects_of
from main_app.payments.statement_csv import statement_table
from main_app.settings import settings
from service_kit import clock
from service_kit.problems import NotFound

entries, lines, payments = LedgerEntry.__table__.c, LedgerLine.__table__.c, Payment.__table__.c
SHOWN_ROWS = 500
SUBJECT_BATCH_SIZE = 500  # orders


@dataclass
class CurrencySums:
    """The sums of one currency, in its minor units."""

    currency: str
    sold_cents: int = 0
    refunded_cents: int = 0
    tax_cents: int = 0
    at_the_door_cents: int = 0
    deposits_cents: int = 0

    @property
    def owed_cents(self) -> int:
        return self.sold_cents - self.refunded_cents - self.at_the_door_cents - self.deposits_cents


def statement(reader: Caller, facilitator_id: int, year: int, month: int) -> dict[str, Any]:
    """The fields of a StatementOut. Raises NotFound for those who may not see it."""
    rows = _rows(reader, facilitator_id, year, month)
    return {
        "facilitator_id": facilitator_id,
        "month": f"{year:04d}-{month:02d}",
        "time_zone": settings().default_time_zone,
        "currencies": [vars(sums) | {"owed_cents": sums.owed_cents} for sums in _sums(rows)],
        "rows": list(_written(rows[:SHOWN_ROWS])),
        "rows_total": len(rows),
    }


def statement_csv(reader: Caller, facilitator_id: int, year: int, month: int, language: str = "en") -> str:
    """All rows of the month, for a spreadsheet."""
    return statement_table(_written(_rows(reader, facilitator_id, year, month)), language)


def _rows(reader: Caller, facilitator_id: int, year: int, month: int) -> Sequence[Any]:
    """A row for each entry of the month, the oldest first."""
    if not may_manage(reader, facilitator_id):
        raise NotFound("statement")
    start, end = month_bounds(year, month, ZoneInfo(settings().default_time_zone))
    of_tax = lines.account == f"{TAX}{facilitator_id}"
    of_deposits = lines.account == f"{DEPOSITS}{facilitator_id}"
    of_month = (
        select(
            entries.id,
            entries.cause,
            entries.created_at,
            entries.order_id,
            entries.payment_id,
            entries.refund_id,
            payments.provider,
            payments.method,
            lines.currency,
            func.sum(-lines.amount_cents).label("amount"),
            func.sum(case((of_tax, -lines.amount_cents), else_=0)).label("tax"),
            func.sum(case((of_deposits, -lines.amount_cents), else_=0)).label("deposit"),
        )
        .join_from(LedgerLine.__table__, LedgerEntry.__table__, entries.id == lines.entry_id)
        .join(Payment.__table__, payments.id == entries.payment_id)
        .where(
            or_(lines.account == f"facilitator:{facilitator_id}", of_tax, of_deposits),
            entries.created_at >= start,
            entries.created_at < end,
        )
        .group_by(*(entries[name] for name in ("id", "cause", "created_at", "order_id", "payment_id", "refund_id")))
        .group_by(payments.provider, payments.method, lines.currency)
        .order_by(entries.id)
    )
    with db.engine.connect() as connection:
        return connection.execute(of_month).all()


def this_month() -> tuple[int, int]:
    today = clock.now().astimezone(ZoneInfo(settings().default_time_zone))
    return today.year, today.month


def month_bounds(year: int, month: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a month begins and ends in this zone, in UTC."""
    following = (year + month // 12, month % 12 + 1)
    first, after = (datetime(*of, 1, tzinfo=zone).astimezone(timezone.utc) for of in ((year, month), following))
    return first, after


def _sums(rows: Sequence[Any]) -> Iterator[CurrencySums]:
    found: dict[str, CurrencySums] = {}
    for row in rows:
        sums = found.setdefault(row.currency, CurrencySums(row.currency))
        if row.refund_id is None:
            sums.sold_cents += int(row.amount)
        else:
            sums.refunded_cents -= int(row.amount)
        sums.tax_cents += int(row.tax)
        sums.deposits_cents += int(row.deposit)
        if row.provider == DOOR:
            sums.at_the_door_cents += int(row.amount)
    return iter(found[currency] for currency in sorted(found))


def _written(rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The fields of a StatementRow for each."""
    for start in range(0, len(rows), SUBJECT_BATCH_SIZE):
        part = rows[start : start + SUBJECT_BATCH_SIZE]
        with db.engine.connect() as connection:
            subjects = subjects_of(connection, {row.order_id for row in part})
        yield from (_row(row) | subjects[row.order_id] for row in part)


def _row(row: Any) -> dict[str, Any]:
    return {
        "date": clock.iso(row.created_at),
        "kind": _kind(row),
        "order_id": row.order_id,
        "payment_id": row.payment_id,
        "refund_id": row.refund_id,
        "provider": row.provider,
        "method": row.method,
        "currency": row.currency,
        "amount_cents": int(row.amount),
        "tax_cents": int(row.tax),
        "deposit_cents": int(row.deposit),
    }


def _kind(row: Any) -> str:
    if EARNED in row.cause:
        return "deposit earned"
    if row.refund_id is None:
        return "payment undone" if row.cause.endswith(":undone") else "payment"
    return "refund failed" if row.cause.endswith(":failed") else "refund"
