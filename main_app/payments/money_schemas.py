"""Requests and responses of receipts, statements and the money check. Amounts are in minor units."""

from typing import Annotated

from pydantic import Field

from main_app.payments.schemas import OrderSubject
from service_kit.csv_export import Language
from service_kit.fields import Id, Out, Query

Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-12"])]


class ReceiptPath(Query):
    order_id: Id
    number: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,5}-[0-9]{6,9}$", examples=["1-000123"])]


class StatementQuery(Query):
    """Without `facilitator_id`, the statement is your own; without `month`, of this month."""

    facilitator_id: Id | None = None
    month: Month | None = None


class StatementExport(StatementQuery):
    language: Language = "en"


class StatementCurrency(Out):
    """`owed_cents` is what providers took and did not give back. What was taken at the door is not owed.

    A deposit is owed once its session has run. Until then it is among `deposits_cents`, without its tax; below 0 if
    more of them were earned in this month than taken.
    """

    currency: str
    sold_cents: int
    refunded_cents: int
    owed_cents: int
    tax_cents: int
    at_the_door_cents: int
    deposits_cents: int


class StatementRow(OrderSubject):
    date: str
    kind: str = Field(description="payment, payment undone, refund, refund failed, deposit earned")
    order_id: int
    payment_id: int
    refund_id: int | None
    provider: str
    method: str | None
    currency: str
    amount_cents: int
    tax_cents: int
    deposit_cents: int = Field(description="Of the amount: what is owed as a deposit. Below 0 once it is earned.")


class StatementOut(Out):
    """A month in `time_zone`. `rows` has the first 500 of `rows_total`; the CSV has all."""

    facilitator_id: int
    month: str
    time_zone: str
    currencies: list[StatementCurrency]
    rows: list[StatementRow]
    rows_total: int


class StatementResponse(Out):
    statement: StatementOut


class DifferenceOut(Out):
    kind: str
    sentence: str
    remedy: str
    booking_id: int | None = None
    order_id: int | None = None
    payment_id: int | None = None
    provider_ref: str | None = None


class MoneyCheckOut(Out):
    """`checked_at` is null before the first check. `differences` has the first hundred of `differing`."""

    checked_at: str | None
    payments: int
    differing: int
    differences: list[DifferenceOut]
