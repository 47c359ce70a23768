"""Draws a receipt as a PDF, in the guest's language. One font has both Latin and Devanagari letters."""

import io
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from fpdf import FPDF, XPos, YPos

from main_app.payments.receipt_facts import ReceiptFacts, ReceiptLine
from main_app.pictures.files import read
from main_app.settings import MainSettings
from main_app.studio.queries import StudioFacts
from service_kit.money import decimal_text, money_text
from service_kit.problems import NotFound
from service_kit.time_text import day_text, time_text

FONT = Path(__file__).parent / "fonts" / "NotoSansDevanagari-Regular.ttf"
FAMILY = "receipt"
MARGIN, LINE, LOGO_WIDTH, LOGO_HEIGHT = 22, 6, 40, 24  # mm
INK, SOFT, RULE = (30, 38, 42), (98, 106, 110), (214, 208, 198)
MISSING_SIGNS = set("฿₩₪₫₱\u202f")  # of currencies, in the font
PER_CENT = 100  # a tax rate is in hundredths of a per cent
TEXTS = {
    "en": {
        "receipt": "Receipt",
        "refund_receipt": "Refund receipt",
        "number": "Number",
        "date": "Date",
        "booking": "Booking",
        "session": "Takes place",
        "guest": "Guest",
        "facilitator": "Facilitator",
        "paid_by": "Paid by",
        "refunded_to": "Refunded to",
        "refund_of": "Refund for receipt",
        "payment": "Paid",
        "deposit": "Deposit paid",
        "rest": "Rest paid",
        "refund": "Refunded",
        "tax": "Tax included",
        "tax_at": "Tax included ({rate} %)",
        "tax_id": "Tax number",
        "void": "Void: this payment was recorded by mistake.",
        "cash": "cash",
        "card": "card",
        "transfer": "bank transfer",
        "demo": "our test bank (no real money)",
        "stripe": "Stripe",
        "razorpay": "Razorpay",
    },
    "hi": {
        "receipt": "रसीद",
        "refund_receipt": "वापसी की रसीद",
        "number": "संख्या",
        "date": "तारीख",
        "booking": "बुकिंग",
        "session": "सत्र का समय",
        "guest": "अतिथि",
        "facilitator": "संचालक",
        "paid_by": "भुगतान का तरीका",
        "refunded_to": "वापसी का तरीका",
        "refund_of": "इस रसीद की वापसी",
        "payment": "भुगतान",
        "deposit": "अग्रिम राशि का भुगतान",
        "rest": "बाक़ी राशि का भुगतान",
        "refund": "वापस किया गया",
        "tax": "कर शामिल",
        "tax_at": "कर शामिल ({rate} %)",
        "tax_id": "कर संख्या",
        "void": "अमान्य: यह भुगतान गलती से दर्ज हुआ था।",
        "cash": "नकद",
        "card": "कार्ड",
        "transfer": "बैंक ट्रांसफ़र",
        "demo": "हमारा परीक्षण बैंक (असली पैसा नहीं)",
        "stripe": "Stripe",
        "razorpay": "Razorpay",
    },
}


def receipt_pdf(facts: ReceiptFacts, settings: MainSettings, studio: StudioFacts) -> bytes:
    """The receipt on one page."""
    language = facts.language if facts.language in TEXTS else "en"
    return _Page(facts, settings, studio, language).drawn()


class _Page:
    def __init__(self, facts: ReceiptFacts, settings: MainSettings, studio: StudioFacts, language: str) -> None:
        self._facts, self._settings, self._studio, self._language = facts, settings, studio, language
        self._words = TEXTS[language]
        self._zone = ZoneInfo(settings.default_time_zone)
        self._pdf = FPDF(format="A4")

    def drawn(self) -> bytes:
        facts, pdf, words = self._facts, self._pdf, self._words
        is_refund = facts.refund_of is not None
        title = words["refund_receipt" if is_refund else "receipt"]
        pdf.set_title(f"{title} {facts.number}")
        pdf.set_lang(self._language)
        pdf.set_creation_date(facts.issued_at)
        pdf.set_margin(MARGIN)
        pdf.add_font(FAMILY, fname=FONT)
        pdf.set_text_shaping(True)
        pdf.add_page()
        self._logo()
        self._seller()
        self._text(title, 22)
        pdf.ln(3)
        self._pair("number", facts.number)
        self._pair("date", self._date(facts.issued_at))
        if facts.booking_id is not None:
            self._pair("booking", str(facts.booking_id))
        if facts.starts_at is not None and facts.time_zone is not None:
            self._pair("session", time_text(facts.starts_at, facts.time_zone, self._language))
        self._pair("guest", facts.guest)
        self._pair("facilitator", facts.facilitator)
        if facts.refund_of:
            self._pair("refund_of", facts.refund_of)
        how = facts.method or facts.provider
        self._pair("refunded_to" if is_refund else "paid_by", words.get(how, how))
        pdf.ln(4)
        self._rule()
        for line in facts.lines:
            self._line(line)
        self._rule()
        self._sums(is_refund)
        if facts.is_void:
            pdf.ln(4)
            self._text(words["void"], 12)
        return bytes(pdf.output())

    def _logo(self) -> None:
        """The studio's logo at the top right, if it has one. A receipt is drawn without one that can't be read."""
        if self._studio.logo is None:
            return
        folder, file = self._studio.logo["src"].split("/")[-2:]
        try:
            picture = io.BytesIO(read(folder, file))
        except NotFound:
            return
        left = self._pdf.w - MARGIN - LOGO_WIDTH
        self._pdf.image(picture, left, MARGIN, LOGO_WIDTH, LOGO_HEIGHT, keep_aspect_ratio=True)

    def _seller(self) -> None:
        seller = self._settings
        self._text(seller.seller_name or self._studio.name, 14)
        for part in re.split(r"[,\n]", seller.seller_address or self._studio.address):
            if part.strip():
                self._text(part.strip(), 10, SOFT)
        if seller.seller_tax_id:
            self._text(f"{self._words['tax_id']}: {seller.seller_tax_id}", 10, SOFT)
        self._pdf.ln(12)

    def _line(self, line: ReceiptLine) -> None:
        name = line.description if line.quantity == 1 else f"{line.quantity} × {line.description}"
        self._row(name, self._money(line.amount_cents), 11)

    def _sums(self, is_refund: bool) -> None:
        facts, words = self._facts, self._words
        self._row(words[facts.kind.value], self._money(facts.amount_cents), 14)
        rates = {line.tax_rate for line in facts.lines}
        if facts.tax_cents or rates != {0}:
            label = words["tax"]
            if len(rates) == 1:
                rate = format_decimal(Decimal(rates.pop()) / PER_CENT, locale=self._language)
                label = words["tax_at"].format(rate=rate)
            self._row(label, self._money(facts.tax_cents), 10, SOFT)

    def _pair(self, name: str, value: str) -> None:
        self._pdf.set_font(FAMILY, size=10)
        self._pdf.set_text_color(*SOFT)
        self._pdf.cell(45, LINE, self._words[name])
        self._pdf.set_text_color(*INK)
        self._pdf.multi_cell(0, LINE, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _row(self, name: str, amount: str, size: int, ink: tuple[int, int, int] = INK) -> None:
        self._pdf.set_font(FAMILY, size=size)
        self._pdf.set_text_color(*ink)
        top = self._pdf.get_y()
        self._pdf.multi_cell(self._pdf.epw - 45, LINE + 2, name, align="L", new_x=XPos.RIGHT, new_y=YPos.NEXT)
        bottom = self._pdf.get_y()
        self._pdf.set_xy(self._pdf.l_margin + self._pdf.epw - 45, top)
        self._pdf.cell(45, LINE + 2, amount, align="R")
        self._pdf.set_xy(self._pdf.l_margin, bottom)

    def _text(self, text: str, size: int, ink: tuple[int, int, int] = INK) -> None:
        self._pdf.set_font(FAMILY, size=size)
        self._pdf.set_text_color(*ink)
        self._pdf.multi_cell(0, size * 0.55, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _rule(self) -> None:
        pdf = self._pdf
        pdf.set_draw_color(*RULE)
        pdf.line(pdf.l_margin, pdf.get_y() + 2, pdf.l_margin + pdf.epw, pdf.get_y() + 2)
        pdf.ln(4)

    def _money(self, cents: int) -> str:
        text, currency = money_text(cents, self._facts.currency, self._language), self._facts.currency
        return f"{decimal_text(cents, currency)} {currency}" if set(text) & MISSING_SIGNS else text

    def _date(self, moment: datetime) -> str:
        return day_text(moment.astimezone(self._zone).date(), self._language)
