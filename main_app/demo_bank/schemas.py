"""Requests to the bank's API and its page."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from main_app.demo_bank.ledger import Action
from service_kit.database import MAX_ID
from service_kit.fields import Query, Received

Ref = Annotated[str, Field(pattern=r"^[a-z]{2}_[0-9a-f]{32}$")]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Cents = Annotated[int, Field(ge=1, le=10**12)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s;,'\"]+$", max_length=2000)]


class NewCheckout(Received):
    payment_id: Id
    order_id: Id
    amount_cents: Cents
    currency: Currency
    description: str = Field(max_length=1000)
    ends_at: Annotated[AwareDatetime, Field(strict=False)]
    success_url: WebAddress
    cancel_url: WebAddress


class NewRefund(Received):
    charge_ref: Ref
    amount_cents: Cents
    currency: Currency
    refund_id: Id


class CheckoutPath(Query):
    ref: Ref


class CheckoutSearch(Query):
    payment_id: Id


class ChargeSearch(Query):
    since: AwareDatetime
    until: AwareDatetime
    after: int = Field(0, ge=0)


class OrderPath(Query):
    order_id: Id


class Press(Query):
    action: Action
