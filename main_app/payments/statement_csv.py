"""A facilitator's month as a table for people."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from main_app.settings import settings
from service_kit.csv_export import amount, csv_parts, local_time

HEADINGS = {
    "en": (
        *("Date ({zone})", "What", "Guest", "Event", "Session starts", "Time zone of the session", "Order", "Paid how"),
        *("Amount", "Tax in it", "Deposit in it", "Currency"),
    ),
    "hi": (
        *("तारीख ({zone})", "क्या", "अतिथि", "आयोजन", "सत्र की शुरुआत", "सत्र का समय क्षेत्र", "ऑर्डर", "भुगतान का तरीक़ा"),
        *("राशि", "इसमें टैक्स", "इसमें अग्रिम", "मुद्रा"),
    ),
}
WORDS = {
    "en": {
        "payment": "Payment",
        "payment undone": "Payment undone",
        "refund": "Refund",
        "refund failed": "Refund failed",
        "deposit earned": "Deposit earned",
        "stripe": "Stripe",
        "razorpay": "Razorpay",
        "demo": "Test bank",
        "door": "At the door",
        "cash": "Cash",
        "card": "Card",
        "transfer": "Bank transfer",
    },
    "hi": {
        "payment": "भुगतान",
        "payment undone": "भुगतान हटाया गया",
        "refund": "रिफ़ंड",
        "refund failed": "रिफ़ंड असफल",
        "deposit earned": "अग्रिम आपका हुआ",
        "stripe": "Stripe",
        "razorpay": "Razorpay",
        "demo": "परीक्षण बैंक",
        "door": "मौके पर",
        "cash": "नकद",
        "card": "कार्ड",
        "transfer": "बैंक ट्रांसफ़र",
    },
}


def statement_table(rows: Iterable[Mapping[str, Any]], language: str) -> str:
    """The rows of a StatementOut, each with its time and subject."""
    zone = settings().default_time_zone
    headings = [heading.format(zone=zone) for heading in HEADINGS[language]]
    return "".join(csv_parts(headings, [[_cells(row, zone, WORDS[language]) for row in rows]]))


def _cells(row: Mapping[str, Any], zone: str, words: Mapping[str, str]) -> tuple[Any, ...]:
    starts = row["session_time"] and datetime.fromisoformat(row["session_time"])
    how = row["method"] or row["provider"]
    return (
        local_time(datetime.fromisoformat(row["date"]), zone),
        words.get(row["kind"], row["kind"]),
        row["guest_name"],
        row["event_title"],
        local_time(starts, row["session_time_zone"]),
        row["session_time_zone"],
        row["order_id"],
        words.get(how, how),
        *(amount(row[name], row["currency"]) for name in ("amount_cents", "tax_cents", "deposit_cents")),
        row["currency"],
    )
