"""Requests that only read, compared with the same queries written by hand on the same database."""

import json

from benchmarks.load import Load, Request, run_load
from benchmarks.report import Section, compare
from benchmarks.stage import Bare, Product

SHARE = 0.60
CLIENTS = 8
EVENT_COLUMNS = "events.*, users.name AS facilitator_name, users.biography"
EVENT_TABLES = "events JOIN users ON users.id = events.facilitator_id"
SESSION_COLUMNS = (
    "sessions.*, events.title AS event_title, events.facilitator_id, users.name AS facilitator_name, events.time_zone,"
    " sessions.capacity - sessions.seats_taken AS seats_left"
)
SESSIONS = f"SELECT {SESSION_COLUMNS} FROM sessions JOIN {EVENT_TABLES.replace('JOIN', 'ON events.id = event_id JOIN')}"
BOOKINGS = (
    "SELECT bookings.*, guests.name AS user_name, guests.email AS user_email, sessions.starts_at, sessions.ends_at,"
    " sessions.title, sessions.location, events.title AS event_title, events.time_zone, users.name AS facilitator_name"
    " FROM bookings JOIN users guests ON guests.id = bookings.user_id"
    " JOIN sessions ON sessions.id = bookings.session_id"
    " JOIN events ON events.id = sessions.event_id JOIN users ON users.id = events.facilitator_id"
)


def measure_reads(product: Product, seconds: float, repeats: int) -> Section:
    section = Section(
        f"Requests that only read, on {product.engine}, {CLIENTS} clients",
        "The rate as a share of the same query written by hand.",
    )
    guest, event_id = product.guest(), product.events[0]
    for session_id in product.sessions[:20]:
        guest.book(session_id)
    mark = "%s" if product.engine == "postgresql" else "?"
    by_hand = {
        "event": [
            (f"SELECT {EVENT_COLUMNS} FROM {EVENT_TABLES} WHERE events.id = {mark}", [event_id]),
            (f"{SESSIONS} WHERE event_id = {mark} ORDER BY sessions.starts_at LIMIT 100", [event_id]),
        ],
        "sessions": [
            ("SELECT count(*) FROM sessions", []),
            (f"{SESSIONS} ORDER BY sessions.starts_at LIMIT 20", []),
        ],
        "bookings": [
            (f"SELECT count(*) FROM bookings WHERE user_id = {mark}", [product.first_guest_id]),
            (
                f"{BOOKINGS} WHERE bookings.user_id = {mark} ORDER BY bookings.id DESC LIMIT 20",
                [product.first_guest_id],
            ),
        ],
    }
    pages = {
        "event": Request("GET", f"/events/{event_id}"),
        "sessions": Request("GET", "/sessions"),
        "bookings": Request("GET", "/bookings", guest.token),
    }
    with Bare(json.dumps(by_hand), product.plain_database) as bare:
        for name, page in pages.items():
            ours: list[Load] = []
            theirs: list[Load] = []
            for _ in range(repeats):
                theirs.append(run_load(bare.url, [Request("GET", f"/read/{name}", page.token)], CLIENTS, seconds))
                ours.append(run_load(product.url, [page], CLIENTS, seconds))
            section.rows.append(compare(page.path.replace(str(event_id), "<id>"), ours, theirs, SHARE))
    return section
