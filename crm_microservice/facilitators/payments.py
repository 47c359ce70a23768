"""What notifications say about the money of bookings, and the sums of it that are updated with each change.

Amounts are in minor units. Sums are kept for each currency: amounts of different currencies are never added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, or_, select

from crm_microservice.facilitators.models import MAX_CURRENCY_LENGTH, MAX_PAYMENT_TEXT_LENGTH, BookingMoney
from crm_microservice.notifications.schemas import parse_timestamp
from service_kit.rows import OnConflict, Rows, write_rows

Row = dict[str, Any]
TABLE: Any = BookingMoney.__table__
sums = BookingMoney.__table__.c
MAX_AMOUNT = 10**12  # so that no sum exceeds its column
# Names of a booking's columns, and of the fields of `additional_data.payment` they come from.
TEXTS = {
    "payment_id": "payment_id",
    "payment_status": "status",
    "payment_provider": "provider",
    "payment_method": "method",
    "refund_id": "refund_id",
    "refund_status": "refund_status",
}
AMOUNTS = ("amount_paid", "total_cents", "refunded_cents")
COLUMNS = ("payment_version", *TEXTS, "currency", *AMOUNTS, "refunded_at")


def payment_of(additional: Mapping[str, Any], version: int | None) -> Row:
    """Return the columns about money. What is missing or can't be stored is None; an unknown state is kept."""
    stated = additional.get("payment")
    if not isinstance(stated, dict):
        return dict.fromkeys(COLUMNS)
    return {
        "payment_version": version,
        **{column: _text(stated.get(name), MAX_PAYMENT_TEXT_LENGTH) for column, name in TEXTS.items()},
        "currency": _text(stated.get("currency"), MAX_CURRENCY_LENGTH),
        **{name: _amount(stated.get(name)) for name in AMOUNTS},
        "refunded_at": _moment(stated.get("refunded_at")),
    }


def newest_payment(known: Row, described: Row) -> Row:
    """Return the columns about money of the newer of two rows that states any."""
    newer = (described["payment_version"] or 0) > (known["payment_version"] or 0)
    if described["payment_version"] is None and known["payment_version"] is None:
        newer = any(described[name] is not None for name in COLUMNS)
    return {name: (described if newer else known)[name] for name in COLUMNS}


def changed_money(removed: Iterable[Row], added: Iterable[Row]) -> Rows:
    """Return what changed bookings add to the sums: the old amounts are subtracted, the new ones added."""
    changes = _summed(added)
    for key, (paid, refunded) in _summed(removed).items():
        changes[key][0] -= paid
        changes[key][1] -= refunded
    values = [_row(key, amounts) for key, amounts in sorted(changes.items()) if any(amounts)]
    return Rows(TABLE, values, OnConflict.ADD)


def recount_money(connection: Connection, bookings: Iterable[Row]) -> None:
    """Recompute all sums."""
    connection.execute(delete(TABLE))
    write_rows(connection, changed_money(removed=[], added=bookings))


def money_differs(connection: Connection, bookings: Iterable[Row]) -> bool:
    """Whether the kept sums are not those of the bookings."""
    kept = select(TABLE).where(or_(sums.paid_cents != 0, sums.refunded_cents != 0))
    found = {tuple(row[:2]): list(row[2:]) for row in connection.execute(kept)}
    return found != {key: amounts for key, amounts in _summed(bookings).items() if any(amounts)}


def money_of(connection: Connection, facilitator_id: int) -> list[RowMapping]:
    """Return what guests paid the facilitator and got back, for each currency."""
    own = select(sums.currency, sums.paid_cents, sums.refunded_cents).where(sums.facilitator_id == facilitator_id)
    moved = own.where(or_(sums.paid_cents != 0, sums.refunded_cents != 0))
    return list(connection.execute(moved.order_by(sums.currency)).mappings())


def _summed(bookings: Iterable[Row]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in bookings:
        if row["currency"] is not None:
            amounts = found[row["facilitator_id"], row["currency"]]
            amounts[0] += row["amount_paid"] or 0
            amounts[1] += row["refunded_cents"] or 0
    return found


def _row(key: tuple[int, str], amounts: list[int]) -> Row:
    return {"facilitator_id": key[0], "currency": key[1], "paid_cents": amounts[0], "refunded_cents": amounts[1]}


def _text(value: Any, longest: int) -> str | None:
    return value if isinstance(value, str) and 1 <= len(value) <= longest else None


def _amount(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MAX_AMOUNT else None


def _moment(value: Any) -> datetime | None:
    try:
        return parse_timestamp(value) if isinstance(value, str) else None
    except ValueError:
        return None
