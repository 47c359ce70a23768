"""Messages to guests: how soon a booking's mail is accepted, how fast many go out, and what they cost a booking."""

import itertools
import smtplib
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import func, select, text

from benchmarks.load import Load, in_turn, run_bookings
from benchmarks.report import Row, Section, at_least, at_most, middle, rates
from benchmarks.stage import CLIENTS, DRAINED_WITHIN, WITHOUT_MESSAGES, Product
from main_app.messages.rendering import Templates
from main_app.messages.variables import examples
from main_app.outbox.models import OutboxMessage
from tests.support.database import rows
from tests.support.outbox import unprocessed_changes
from tests.support.services import wait_until

MAIL = OutboxMessage.channel == "email"
LATENCY_MS, TIMES_AS_FAST, SHARE_OF_BOOKINGS = 150.0, 2.0, 0.95
BARE_MAILS = 300
SECONDS, ROUNDS = 2.0, 4
WITH_MESSAGES = "main_app.worker"


def measure_messages(product: Product, mails: int, bookings: int) -> Section:
    section = Section(
        f"Messages on {product.engine}",
        "To the mail server of development. The bare loop opens a connection for each mail.",
    )
    bookable = product.bookable()
    section.rows.append(_latency(product, bookable, bookings))
    section.rows.append(_many(product, bookable, mails))
    section.rows.append(_cost_of_a_booking(product, bookable))
    return section


def _latency(product: Product, bookable: Iterator[tuple[str, int]], bookings: int) -> Row:
    """From sending the booking's request to the mail server's acceptance, with nothing else to do."""
    milliseconds = []
    with product.worker_running():
        time.sleep(3)
        known = _accepted(product)
        for token, session in itertools.islice(bookable, bookings):
            started = time.time_ns()
            product.book(token, session)
            new = wait_until(lambda seen=known: _accepted(product) - seen, 20)
            milliseconds.append((min(new) - started) / 1e6)
            time.sleep(0.3)
            known = _accepted(product)
        product.wait_until_delivered()
    p50, worst = statistics.median(milliseconds), max(milliseconds)
    figures = f"{p50:.0f} ms, longest {worst:.0f} ms"
    return at_most(
        f"booking to mail accepted, idle, p50 as a multiple of {LATENCY_MS:g} ms", p50 / LATENCY_MS, 1.0, figures
    )


def _many(product: Product, bookable: Iterator[tuple[str, int]], mails: int) -> Row:
    """From the moment when an admin lets planned mails go to the last one's acceptance and record."""
    bare = _one_connection_each(product)
    before = _count(product, "delivered")
    _set_channel(product, "pause", {"reason": "The benchmark plans all mails first."})
    product.book_at_least(mails, bookable)
    with product.worker_running():
        wait_until(lambda: _only_mails_wait(product), DRAINED_WITHIN)
        mails = _count(product, "pending")
        started = datetime.now(timezone.utc)
        _set_channel(product, "resume")
        wait_until(lambda: _count(product, "delivered") - before >= mails, DRAINED_WITHIN)
    ended = rows(product.services.main_database, select(func.max(OutboxMessage.finished_at)).where(MAIL))[0][0]
    rate = mails / (ended - started).total_seconds()
    figures = f"{rate:,.0f} against {bare:,.0f} a second"
    return at_least(f"{mails:,} mails, compared with one connection each", rate / bare, TIMES_AS_FAST, figures)


def _set_channel(product: Product, action: str, body: dict[str, str] | None = None) -> None:
    response = product.admin.post(f"/api/crm/integration/channels/email/{action}", body)
    response.raise_for_status()


def _only_mails_wait(product: Product) -> bool:
    """Whether everything is planned, and all but the mails is sent."""
    waiting = select(OutboxMessage.channel).where(OutboxMessage.status == "pending").distinct()
    return rows(product.services.main_database, waiting) == [("email",)] and not unprocessed_changes(product.services)


def _one_connection_each(product: Product) -> float:
    """Mails a second of a plain program: it makes the same mail with the email package, connects, sends, leaves."""
    mail = Templates().mail("booking_confirmed", "en", "a", examples("booking_confirmed", "en"), {})
    started = time.monotonic()
    for number in range(BARE_MAILS):
        message = EmailMessage()
        message["From"], message["To"] = "bookings@samaya.example", f"guest{number}@example.com"
        message["Subject"] = mail.subject
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        message.add_attachment(b"BEGIN:VCALENDAR\r\n" * 40, maintype="text", subtype="calendar", filename="b.ics")
        with smtplib.SMTP("127.0.0.1", product.services.mail_port or 0, "localhost") as smtp:
            smtp.send_message(message)
    return BARE_MAILS / (time.monotonic() - started)


def _cost_of_a_booking(product: Product, bookable: Iterator[tuple[str, int]]) -> Row:
    """Bookings a second while a worker sends messages, compared with bookings whose guests and hosts get none."""
    loads: dict[str, list[Load]] = {WITHOUT_MESSAGES: [], WITH_MESSAGES: []}
    for program in in_turn(list(loads), ROUNDS):
        with product.worker_running(program):
            product.wait_until_delivered()
            product.discard_messages_to_people()  # of the load before
            product.book(*next(bookable))  # loads libraries
            product.wait_until_delivered()
            if program == WITH_MESSAGES:
                product.wait_until_people_know()
            loads[program].append(run_bookings(product.url, bookable, CLIENTS, SECONDS))
    ours, theirs = middle(loads[WITH_MESSAGES]), middle(loads[WITHOUT_MESSAGES])
    figures = f"{rates(loads[WITH_MESSAGES])} against {rates(loads[WITHOUT_MESSAGES])} a second"
    return at_least("bookings with messages, compared with none", ours / theirs, SHARE_OF_BOOKINGS, figures)


def _accepted(product: Product) -> set[int]:
    """When the mail server accepted each mail, in nanoseconds since 1970."""
    mailbox = Path(product.services.directory, "data", "mailbox", "mails.db")
    return {row.id for row in rows(f"sqlite:///{mailbox}", text("SELECT id FROM mails WHERE channel = 'email'"))}


def _count(product: Product, status: str) -> int:
    mails = select(func.count()).where(MAIL, OutboxMessage.status == status)
    return rows(product.services.main_database, mails)[0][0]
