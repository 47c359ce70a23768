"""The ledger of money: double entry, append-only. The amounts of each entry add up to 0.

Accounts: `provider:stripe` and `door:<facilitator>` hold what was taken, by a provider or by the facilitator. It is
owed to `facilitator:<id>`, and the tax in the price to `tax:<id>`; their amounts are negative. A deposit is owed as
`deposits:<facilitator>` until the facilitator has earned it: the session has run, or the booking was cancelled and the
terms keep it. What goes back to a guest is posted when the refund is initiated; if it fails later, another entry
reverses that one.

Tax is rounded half up. A part of a payment has the same part of its tax; the tax of a refund is that of all refunds
so far less what earlier ones had, so that a payment refunded in any parts gives back exactly its tax.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select

from main_app.orders.models import DOOR, OrderLine
from main_app.orders.prices import tax_in
from main_app.payments.models import LedgerEntry, LedgerLine
from service_kit import clock
from service_kit.database import insert_of

entries, lines, order_lines = LedgerEntry.__table__.c, LedgerLine.__table__.c, OrderLine.__table__.c
TAX, DEPOSITS = "tax:", "deposits:"
EARNED = ":earned:"  # in the cause of an entry
TAXED = select(order_lines.amount_cents, order_lines.tax_rate).where(order_lines.order_id == bindparam("order"))
IS_TAX = lines.account.startswith(TAX)
# Of one payment: its tax, the amount and the tax that its refunds have taken, without those that failed, and what of
# its deposit is not earned yet.
POSTED = (
    select(
        func.sum(case((IS_TAX & entries.refund_id.is_(None), -lines.amount_cents), else_=0)).label("tax"),
        func.sum(case((entries.refund_id.is_not(None) & ~IS_TAX & (lines.account == bindparam("held_by")),
                       -lines.amount_cents), else_=0)).label("refunded"),
        func.sum(case((IS_TAX & entries.refund_id.is_not(None), lines.amount_cents), else_=0)).label("tax_refunded"),
        func.sum(case((lines.account.startswith(DEPOSITS), -lines.amount_cents), else_=0)).label("deposit"),
        func.max(entries.id).label("newest"),
    )
    .join_from(LedgerEntry.__table__, LedgerLine.__table__, lines.entry_id == entries.id)
    .where(entries.payment_id == bindparam("payment"))
)  # fmt: skip
LINES_OF_CAUSE = (
    select(entries.order_id, entries.payment_id, entries.refund_id, lines.account, lines.currency, lines.amount_cents)
    .join_from(LedgerEntry.__table__, LedgerLine.__table__, lines.entry_id == entries.id)
    .where(entries.cause == bindparam("cause"))
    .order_by(lines.id)
)


@dataclass(frozen=True)
class NewLine:
    account: str
    currency: str
    amount_cents: int


@dataclass(frozen=True)
class NewEntry:
    """A movement of money. The same cause is posted once."""

    cause: str
    order_id: int
    payment_id: int
    refund_id: int | None
    lines: tuple[NewLine, ...]

    def __post_init__(self) -> None:
        if not self.lines or any(self.balance().values()):
            raise ValueError(f"the entry {self.cause} is not balanced")

    def balance(self) -> dict[str, int]:
        """The sum of each currency."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.currency] = sums.get(line.currency, 0) + line.amount_cents
        return sums


def post_capture(connection: Connection, order: Any, payment: Any, *, is_deposit: bool = False) -> None:
    """Post a captured payment."""
    tax = _tax_of_payment(connection, order, payment, is_deposit=is_deposit)
    post(connection, capture_entry(order, payment, tax, is_deposit=is_deposit))


def post_capture_undone(connection: Connection, order: Any, payment: Any) -> None:
    """Post that a payment at the door was marked by mistake."""
    _reverse(connection, _cause_of_payment(payment), f"payment:{payment.id}:undone")


def post_refund(connection: Connection, order: Any, payment: Any, refund: Any) -> None:
    """Post a refund that is initiated. The caller has locked the payment's row."""
    posted = connection.execute(POSTED, {"payment": payment.id, "held_by": account_of(order, payment)}).one()
    tax = refund_tax(payment.amount_cents, posted, refund.amount_cents)
    of_deposit = min(int(posted.deposit or 0), refund.amount_cents - tax)
    post(connection, refund_entry(order, payment, refund, tax, of_deposit))


def post_refund_failed(connection: Connection, order: Any, payment: Any, refund: Any) -> None:
    """Post that this attempt of a refund failed: its money is where it was."""
    cause = _cause_of_refund(refund)
    _reverse(connection, cause, f"{cause}:failed")


def earn_deposit(connection: Connection, order: Any, payment: Any) -> None:
    """Post that what is left of a deposit is the facilitator's. The caller has locked the order's row."""
    posted = connection.execute(POSTED, {"payment": payment.id, "held_by": account_of(order, payment)}).one()
    if left := int(posted.deposit or 0):
        accounts = ((f"{DEPOSITS}{order.facilitator_id}", left), (f"facilitator:{order.facilitator_id}", -left))
        moved = tuple(NewLine(account, payment.currency, amount) for account, amount in accounts)
        # A refund that fails later brings some of it back, which is earned again.
        cause = f"payment:{payment.id}{EARNED}{posted.newest}"
        post(connection, NewEntry(cause, order.id, payment.id, None, moved))


def capture_entry(order: Any, payment: Any, tax_cents: int, *, is_deposit: bool = False) -> NewEntry:
    taken = payment.amount_cents
    moved = _lines(order, payment, taken, tax_cents, taken - tax_cents if is_deposit else 0)
    return NewEntry(_cause_of_payment(payment), order.id, payment.id, None, moved)


def refund_entry(order: Any, payment: Any, refund: Any, tax_cents: int, deposit_cents: int = 0) -> NewEntry:
    moved = _lines(order, payment, -refund.amount_cents, -tax_cents, -deposit_cents)
    return NewEntry(_cause_of_refund(refund), order.id, payment.id, refund.id, moved)


def reversal_of(cause: str, posted: Sequence[Any]) -> NewEntry:
    """The entry that takes another one back."""
    first = posted[0]
    moved = tuple(NewLine(line.account, line.currency, -line.amount_cents) for line in posted)
    return NewEntry(cause, first.order_id, first.payment_id, first.refund_id, moved)


def account_of(order: Any, payment: Any) -> str:
    """The account of whoever took the payment."""
    return f"{DOOR}:{order.facilitator_id}" if payment.provider == DOOR else f"provider:{payment.provider}"


def part_of(whole: int, part: int, total: int) -> int:
    """What of `whole` falls on `part` of `total`, rounded half up."""
    return (2 * whole * part + total) // (2 * total)


def refund_tax(paid_cents: int, posted: Any, refund_cents: int) -> int:
    """The tax in a refund. `posted` is the payment's tax, and what earlier refunds took of amount and tax."""
    all_refunds = int(posted.refunded or 0) + refund_cents
    return part_of(int(posted.tax or 0), all_refunds, paid_cents) - int(posted.tax_refunded or 0)


def post(connection: Connection, entry: NewEntry) -> None:
    """Add an entry. One of the same cause stays as it is."""
    new = {
        "cause": entry.cause,
        "order_id": entry.order_id,
        "payment_id": entry.payment_id,
        "refund_id": entry.refund_id,
        "created_at": clock.now(),
    }
    add = insert_of(connection.dialect.name, LedgerEntry.__table__).on_conflict_do_nothing().returning(entries.id)
    entry_id = connection.execute(add, new).scalar()
    if entry_id is None:
        return
    connection.execute(
        LedgerLine.__table__.insert(),
        [
            {
                "entry_id": entry_id,
                "account": line.account,
                "currency": line.currency,
                "amount_cents": line.amount_cents,
            }
            for line in entry.lines
        ],
    )


def _lines(order: Any, payment: Any, taken: int, tax: int, deposit: int) -> tuple[NewLine, ...]:
    amounts = (
        (account_of(order, payment), taken),
        (f"{DEPOSITS}{order.facilitator_id}", -deposit),
        (f"facilitator:{order.facilitator_id}", tax + deposit - taken),
        (f"{TAX}{order.facilitator_id}", -tax),
    )
    return tuple(NewLine(account, payment.currency, amount) for account, amount in amounts if amount)


def _reverse(connection: Connection, cause: str, new_cause: str) -> None:
    posted = list(connection.execute(LINES_OF_CAUSE, {"cause": cause}))
    if posted:
        post(connection, reversal_of(new_cause, posted))


def _tax_of_payment(connection: Connection, order: Any, payment: Any, *, is_deposit: bool) -> int:
    taxed = connection.execute(TAXED, {"order": order.id})
    tax = sum(tax_in(amount, rate) for amount, rate in taxed)
    if is_deposit:
        return part_of(tax, payment.amount_cents, order.total_cents)
    # What is paid last has the tax that is left, so that all parts together have exactly that of the order.
    return tax - part_of(tax, order.total_cents - payment.amount_cents, order.total_cents)


def _cause_of_payment(payment: Any) -> str:
    return f"payment:{payment.id}:captured"


def _cause_of_refund(refund: Any) -> str:
    return f"refund:{refund.id}:{refund.attempt}"
