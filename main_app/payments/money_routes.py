"""Receipts, monthly statements and the money check."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, FACILITATOR, SIGNED_IN, access, caller
from main_app.payments import money_check, statements
from main_app.payments.money_schemas import (
    MoneyCheckOut,
    ReceiptPath,
    StatementExport,
    StatementQuery,
    StatementResponse,
)
from main_app.payments.receipt_facts import receipt_facts
from main_app.payments.receipt_pdf import receipt_pdf
from main_app.settings import settings
from main_app.studio.queries import studio_facts
from service_kit.rate_limits import limit_per_account
from service_kit.responses import json_response

PDF = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
CSV = {"content": {"text/csv": {"schema": {"type": "string"}}}}
HOSTS = (FACILITATOR, ADMIN)
money = APIBlueprint("money", __name__, abp_tags=[Tag(name="Money")])


@money.get("/orders/<int:order_id>/receipts/<number>.pdf", responses={200: PDF})
@access(*SIGNED_IN)
def receipt(path: ReceiptPath) -> Response:
    """A receipt of an order as PDF: for its buyer, the event's facilitator and admins."""
    epoch, number = path.number.split("-")
    facts = receipt_facts(caller(), path.order_id, int(epoch), int(number))
    headers = {"Content-Disposition": f'inline; filename="receipt-{facts.number}-{facts.kind.value}.pdf"'}
    return Response(receipt_pdf(facts, settings(), studio_facts()), content_type="application/pdf", headers=headers)


@money.get("/api/money/statements", responses={200: StatementResponse})
@access(*HOSTS)
def show_statement(query: StatementQuery) -> Response:
    """A facilitator's month: sold, refunded, owed, tax, and what was taken at the door, for each currency."""
    found = statements.statement(caller(), *_asked(query))
    return json_response(StatementResponse.model_validate({"statement": found}))


@money.get("/api/money/statements.csv", responses={200: CSV})
@access(*HOSTS)
def export_statement(query: StatementExport) -> Response:
    """A facilitator's month as CSV, a row for each payment and refund."""
    facilitator_id, year, month = _asked(query)
    text = statements.statement_csv(caller(), facilitator_id, year, month, query.language)
    name = f"statement-{facilitator_id}-{year:04d}-{month:02d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


@money.get("/api/money/check", responses={200: MoneyCheckOut})
@access(ADMIN)
def last_check() -> Response:
    """The last money check."""
    return json_response(MoneyCheckOut.model_validate(money_check.last_check()))


@money.post("/api/money/check", responses={200: MoneyCheckOut})
@access(ADMIN)
@limit_per_account("10 per minute", "money checks")
def check() -> Response:
    """Compare payments, ledger, bookings and providers now."""
    return json_response(MoneyCheckOut.model_validate(money_check.check_installation()))


def _asked(query: StatementQuery) -> tuple[int, int, int]:
    year, month = query.month.split("-") if query.month else statements.this_month()
    return query.facilitator_id or caller().id, int(year), int(month)
