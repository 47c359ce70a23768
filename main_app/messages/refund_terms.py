"""What a guest who cancels gets back, as it was agreed when they booked, in a sentence."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from main_app.orders.models import DOOR
from main_app.orders.money import OrderMoney
from main_app.orders.prices import Terms
from main_app.payments.refunds import was_moved
from service_kit import clock
from service_kit.time_text import time_text

TEXTS = {
    "en": {
        "terms": "If you cancel: {steps}, then nothing.",
        "all": "until {when}, you get everything back",
        "part": "until {when}, {percent} %",
        "nothing": "If you cancel, nothing is given back.",
        "moved": "The session was moved: if you cancel, you get everything back.",
    },
    "hi": {
        "terms": "अगर आप रद्द करें: {steps}, उसके बाद कुछ नहीं।",
        "all": "{when} तक पूरी रक़म वापस",
        "part": "{when} तक {percent}% वापस",
        "nothing": "रद्द करने पर कुछ वापस नहीं मिलेगा।",
        "moved": "सत्र का समय बदला गया है: रद्द करने पर आपको पूरी रक़म वापस मिलेगी।",
    },
}


def refund_terms(money: OrderMoney | None, booking: Row[Any], zone: str, language: str) -> str:
    """Empty if nothing was paid online. Times are in this zone, which each names."""
    if money is None or not any(payment.provider != DOOR for payment in money.captured):
        return ""
    texts = TEXTS[language]
    if was_moved(booking._asdict()):
        return texts["moved"]
    terms, now = Terms.from_json(money.order.terms), clock.now()
    steps = [(terms.starts_at - timedelta(days=days), percent) for days, percent in terms.refund_ladder]
    ahead = [
        texts["all" if percent == 100 else "part"].format(when=time_text(until, zone, language), percent=percent)
        for until, percent in steps
        if percent > 0 and until > now
    ]
    return texts["terms"].format(steps="; ".join(ahead)) if ahead else texts["nothing"]
