"""The words of exported tables. A code that this release does not know stays as it is."""

BOOKING_HEADINGS = {
    "en": (
        *("Guest", "E-mail", "Places", "Event", "Session", "Starts", "Ends", "Time zone", "Location", "Status"),
        *("Booked", "Cancelled", "Reason", "Price", "Paid", "Paid how", "Refunded", "Currency"),
    ),
    "hi": (
        *("अतिथि", "ई-मेल", "जगहें", "आयोजन", "सत्र", "शुरू", "समाप्त", "समय क्षेत्र", "स्थान", "स्थिति"),
        *("बुकिंग का समय", "रद्द होने का समय", "कारण", "मूल्य", "भुगतान हुआ", "भुगतान का तरीक़ा", "लौटाया गया", "मुद्रा"),
    ),
}
GUEST_HEADINGS = {
    "en": (
        *("Guest", "E-mail", "Bookings", "Booked", "Cancelled", "Places"),
        *("Last session", "Next session", "Time zone"),
    ),
    "hi": ("अतिथि", "ई-मेल", "सारी बुकिंग", "बुक", "रद्द", "जगहें", "पिछला सत्र", "अगला सत्र", "समय क्षेत्र"),
}
_WORDS = {
    "en": {
        "held": "Held",
        "booked": "Booked",
        "cancelled": "Cancelled",
        "expired": "Expired",
        "attended": "Attended",
        "no_show": "No-show",
        "refunded": "Refunded",
        "not_enough_places": "Too few people had booked",
        "moved_to_another_date": "Moved to another date",
        "cash": "Cash",
        "card": "Card",
        "transfer": "Bank transfer",
        "stripe": "Stripe",
        "razorpay": "Razorpay",
        "demo": "Test bank",
        "door": "At the door",
    },
    "hi": {
        "held": "रोकी गई",
        "booked": "बुक",
        "cancelled": "रद्द",
        "expired": "समय बीत गया",
        "attended": "शामिल हुए",
        "no_show": "नहीं आए",
        "refunded": "पैसे लौटाए गए",
        "not_enough_places": "बहुत कम लोगों ने बुक किया था",
        "moved_to_another_date": "दूसरी तारीख चुनी",
        "cash": "नकद",
        "card": "कार्ड",
        "transfer": "बैंक ट्रांसफ़र",
        "stripe": "Stripe",
        "razorpay": "Razorpay",
        "demo": "परीक्षण बैंक",
        "door": "मौके पर",
    },
}


def word(code: str | None, language: str) -> str:
    return _WORDS[language].get(code, code) if code else ""
