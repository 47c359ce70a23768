"""How much slower the product is with a million rows than with a thousand: bookings, journal, planned messages, outbox,
notifications.

The rows are written straight to the databases, all of them finished, all of one facilitator.
"""

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from http.client import HTTPConnection
from urllib.parse import urlsplit

from sqlalchemy import NullPool, create_engine, func, select, text

from benchmarks.backlog import delivered_per_second
from benchmarks.load import Load, Request, in_turn, run_bookings
from benchmarks.report import Row, Section, at_most, rates
from benchmarks.stage import CLIENTS, DRAINED_WITHIN, Product
from main_app.journal.models import JournalEntry
from service_kit.settings import database_url
from tests.support.database import change
from tests.support.database import rows as rows_of
from tests.support.services import wait_until

SMALL, LARGE = 1_000, 1_000_000
LIMIT = 1.3
GUESTS = 5_000
FILLER_GUEST, FILLER_EVENT, FILLER_SESSION, FILLER_ROW = 2_000_000, 2_000_000, 2_000_000, 10_000_000
SEARCHED = "verma"
SEARCH_FINDS = 100  # rows, however many there are
NAME = f"CASE WHEN {{number}} <= {SEARCH_FINDS} THEN 'asha verma' ELSE 'mira patel' END"
WAITING, WAITING_LIMIT = 100_000, 1.1
# For a connection to PostgreSQL: the rows refer to rows that exist, and looking them up would take a fifth of the time.
WITHOUT_REFERENCE_CHECKS = "?options=-csession_replication_role%3Dreplica"
REQUESTS = 24  # of each page
REPEATS = 3  # of each load
WAITING_REPEATS = 4  # more, because a p99 varies most


def measure_growth(small: Product, large: Product, backlogged: Product, rows: int, seconds: float) -> Section:
    """Ask both products for the same, in turn, so that background load affects both alike.

    In `backlogged`, which is as small as `small`, messages wait for a worker.
    """
    section = Section(
        f"Growth on {small.engine}",
        f"Time with {rows:,} rows in each table, as a multiple of the time with {SMALL:,}. Medians.",
    )
    for product in (small, large, backlogged):
        add_guests_and_sessions(product, rows)
        add_rows(product, 0, SMALL)
    _say(f"filling six tables with {rows:,} rows each")
    add_rows(large, SMALL, rows)
    _say(f"letting {WAITING:,} messages wait")
    let_wait(backlogged, WAITING)
    if large.engine == "postgresql":
        for product in (small, large, backlogged):
            number_after_fillers(product.services.main_database)
            for database in (product.services.main_database, product.services.crm_database):
                tidy(database)
    _say("measuring")
    measured = {name: ([before], [after]) for name, (before, after) in _measure_pages(small, large)}
    bookable = {product: product.bookable() for product in (small, large, backlogged)}
    for _ in range(REPEATS):
        for number, product in enumerate((small, large)):
            for name, found in _measure_work(product, bookable[product], seconds):
                measured.setdefault(name, ([], []))[number].append(found)
    for name, (before, after) in measured.items():
        was, now = statistics.median(before), statistics.median(after)
        section.rows.append(at_most(name, now / was, LIMIT, f"{now * 1000:.2f} against {was * 1000:.2f} ms"))
    section.rows.append(_waiting([(product, bookable[product]) for product in (small, backlogged)], seconds))
    return section


def _pages(product: Product) -> dict[str, tuple[str, Request]]:
    """By its name the service that has the page, and the request."""
    main, crm = product.url, product.services.real_crm_url
    facilitator, admin, guest = product.facilitator, product.admin, product.guest(1)
    own = f"/api/facilitator/{facilitator.id}"
    return {
        "list of events": (main, Request("GET", "/events")),
        "events that can be booked": (main, Request("GET", "/events?status=bookable")),
        "search of events": (main, Request("GET", "/events?search=evening")),
        "own bookings": (main, Request("GET", "/bookings", guest.token)),
        "bell": (main, Request("GET", "/notifications", guest.token)),
        "messages of a booking": (main, Request("GET", f"/bookings/{FILLER_ROW + 1}/messages", facilitator.token)),
        "metrics": (main, Request("GET", "/metrics")),
        "alerts": (main, Request("GET", "/api/crm/integration/alerts", admin.token)),
        "integration page": (main, Request("GET", "/api/crm/integration", admin.token)),
        "list of deliveries": (main, Request("GET", "/api/crm/integration/deliveries", admin.token)),
        "dashboard": (crm, Request("GET", f"{own}/statistics", facilitator.token)),
        "facilitator's bookings": (crm, Request("GET", f"{own}/bookings", facilitator.token)),
        "search of bookings": (crm, Request("GET", f"{own}/bookings?search={SEARCHED}", facilitator.token)),
        "roster": (crm, Request("GET", f"{own}/bookings?session_id={FILLER_SESSION}", facilitator.token)),
        "notifications": (crm, Request("GET", "/notifications", facilitator.token)),
        "search of notifications": (crm, Request("GET", f"/notifications?search={SEARCHED}", facilitator.token)),
    }


def _measure_pages(small: Product, large: Product) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the median seconds of a request, asked of both products in turn, on one connection each."""
    pages = zip(_pages(small).items(), _pages(large).values(), strict=True)
    for (name, of_small), of_large in pages:
        sides = [(HTTPConnection(urlsplit(url).netloc, timeout=60), page) for url, page in (of_small, of_large)]
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(REQUESTS):
            for (connection, page), found in zip(sides, times, strict=True):
                found.append(_seconds_of_request(connection, page))
        for connection, _ in sides:
            connection.close()
        yield name, (statistics.median(times[0]), statistics.median(times[1]))


def _seconds_of_request(connection: HTTPConnection, page: Request) -> float:
    started = time.perf_counter()
    connection.request("GET", page.path, headers={"Authorization": f"Bearer {page.token}"} if page.token else {})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{page.path} answered {response.status}")
    return time.perf_counter() - started


def _measure_work(product: Product, bookable: Iterator[tuple[str, int]], seconds: float) -> Iterator[tuple[str, float]]:
    """Yield the seconds that a booking takes, and what follows from it in the worker."""
    yield "booking", 1 / run_bookings(product.url, bookable, 1, seconds).per_second
    yield "delivery, one by one", 1 / delivered_per_second(product, 1)
    since = datetime.now(timezone.utc)
    with product.worker_running():
        product.wait_until_planned()
    yield "planning a booking's messages", _seconds_of_planning(product, since)


def _seconds_of_planning(product: Product, since: datetime) -> float:
    """For each booking whose messages were planned since then: from the first batch to the last."""
    at = JournalEntry.processed_at
    batches = rows_of(product.services.main_database, select(at, func.count()).where(at > since).group_by(at))
    moments = sorted(moment for moment, _ in batches)
    after_the_first = sum(count for moment, count in batches if moment > moments[0])
    return (moments[-1] - moments[0]).total_seconds() / after_the_first


def _waiting(sides: Sequence[tuple[Product, Iterator[tuple[str, int]]]], seconds: float) -> Row:
    """Bookings while messages wait for a worker, compared with bookings while none wait."""
    without: list[Load] = []
    waiting: list[Load] = []
    pairs = list(zip(sides, (without, waiting), strict=True))
    for (product, bookable), loads in in_turn(pairs, WAITING_REPEATS):
        loads.append(run_bookings(product.url, bookable, CLIENTS, 2 * seconds))
    p99, p99_without = (statistics.median(load.p99 for load in found) for found in (waiting, without))
    figures = f"p99 {p99:.1f} against {p99_without:.1f} ms; {rates(waiting)} against {rates(without)} a second"
    what = f"a booking's p99 while {WAITING:,} messages wait, {CLIENTS} clients"
    return at_most(what, p99 / p99_without, WAITING_LIMIT, figures)


def _say(what: str) -> None:
    print(f"       {what}", file=sys.stderr, flush=True)


def add_guests_and_sessions(product: Product, rows: int) -> None:
    main = product.services.main_database
    _run(
        main,
        GUESTS,
        f"""INSERT INTO users (id, name, email, time_zone, biography, role, password_hash, epoch, version, created_at)
        SELECT {FILLER_GUEST} + i, 'Asha Verma', 'filler.' || i || '@example.com', 'UTC', '', 'user', '-', 1, 1,
        :now FROM n""",
    )
    copied = (
        "facilitator_id, kind, title, description, location, cover, time_zone, status, starts_at, ends_at, version,"
        " created_at, updated_at, online, draft"
    )
    _run(
        main,
        1,
        f"""INSERT INTO events (id, {copied})
        SELECT {FILLER_EVENT}, {copied} FROM events, n WHERE events.id = {product.events[0]}""",
    )
    _run(
        main,
        rows // GUESTS + 1,
        f"""INSERT INTO sessions (id, event_id, title, starts_at, ends_at, capacity, seats_taken, price_cents,
        currency, status, version, created_at, updated_at) SELECT {FILLER_SESSION} + i - 1, {FILLER_EVENT},
        'Filler', :later, :end, {GUESTS}, 0, 0,
        'EUR', 'scheduled', 1, :now, :now FROM n""",
    )


def add_rows(product: Product, first: int, last: int) -> None:
    """Rows number `first` to `last` of each large table. Both services' databases at the same time."""
    number, guest = f"(i + {first})", f"({FILLER_GUEST} + 1 + (i + {first} - 1) % {GUESTS})"
    session = f"({FILLER_SESSION} + (i + {first} - 1) / {GUESTS})"
    key, count = f"({FILLER_ROW} + {number})", last - first
    with ThreadPoolExecutor() as both:
        to_main = both.submit(_add_to_main, product.services.main_database, key, guest, session, count)
        _add_to_crm(product, key, guest, session, NAME.format(number=number), count)
        to_main.result()


def _add_to_main(main: str, key: str, guest: str, session: str, count: int) -> None:
    _run(
        main,
        count,
        f"""INSERT INTO bookings (id, user_id, session_id, status, places, change_seen, version, created_at,
        updated_at)
        SELECT {key}, {guest}, {session}, 'booked', 1, true, 1, :now, :now FROM n""",
    )
    _run(
        main,
        count,
        f"""INSERT INTO journal (id, subject_type, subject_id, version, action, to_state, actor_id, actor_role,
        actor_auth, reason,
        changes, at, format, processed_at, attempts)
        SELECT {key}, 'booking', CAST({key} AS TEXT), 1, 'created', 'booked', {guest}, 'user', 'login', '',
        '{{}}', :now, 1, :now, 0 FROM n""",
    )
    _run(
        main,
        count,
        f"""INSERT INTO outbox_messages (id, event_id, channel, kind, subject, version, payload, ordering_key,
        recipient, destination,
        entry_id, status, due_at, blocked, send_individually, attempts, fence, created_at, waiting_since, finished_at)
        SELECT {key}, 'filler' || {key}, 'crm', 'booking_created', 'booking:' || {key}, 1, '{{}}',
        'booking:' || {key}, '', '',
        {key}, 'delivered', :now, false, false, 1, 1, :now, :now, :now FROM n""",
    )
    _run(
        main,
        count,
        f"""INSERT INTO planned_messages (id, public_id, organisation_id, subject, booking_id, user_id, entry_id,
        kind, channel, recipient, variant, start_version, due_at, state, created_at, updated_at)
        SELECT {key}, 'filler' || {key}, 1, 'booking:' || {key}, {key}, {guest}, {key},
        'reminder_24h', 'email', '', 'a', 1, :later, 'planned', :now, :now FROM n""",
    )


def _add_to_crm(product: Product, key: str, guest: str, session: str, name: str, count: int) -> None:
    crm, facilitator = product.services.crm_database, product.facilitator.id
    _run(
        crm,
        count,
        f"""INSERT INTO bookings (booking_id, facilitator_id, version, status, places, user_id, user_name,
        user_email, event_id, event_title,
        session_id, session_title, session_start, session_end, session_time_zone, session_capacity, booked_at,
        updated_at, search_text)
        SELECT {key}, {facilitator}, 1, 'booked', 1, {guest}, 'Asha Verma', 'asha@example.com', {FILLER_EVENT},
        'Evening Sit',
        {session}, 'Evening Sit', :later, :end, 'Europe/Lisbon', {GUESTS}, :now, :now, {name} FROM n""",
    )
    _add_notifications(crm, product.engine, key, name, facilitator, count)


def _add_notifications(crm: str, engine: str, key: str, name: str, facilitator: int, count: int) -> None:
    _run(
        crm,
        count,
        f"""INSERT INTO notifications (sequence, notification_id, shape, received_at, facilitator_id, booking_id,
        action, facilitator_ordinal,
        action_ordinal, facilitator_action_ordinal, news_ordinal, data, search_text)
        SELECT base + i, 'filler' || {key}, 'booking', :now, {facilitator}, {key}, 'created', own + i,
        per_action + i, both_of + i, news + i,
        '{{"booking_id": 1, "action": "created"}}', {name} FROM n,
        (SELECT coalesce(max(sequence), 0) AS base, coalesce(max(action_ordinal), 0) AS per_action
        FROM notifications) AS every_row,
        (SELECT coalesce(max(facilitator_ordinal), 0) AS own, coalesce(max(facilitator_action_ordinal), 0) AS both_of,
         coalesce(max(news_ordinal), 0) AS news FROM notifications WHERE facilitator_id = {facilitator}) AS own_rows""",
    )
    if engine == "sqlite":
        _run(
            crm,
            1,
            f"""INSERT INTO notification_search (rowid, search_text, facilitator) SELECT sequence, search_text,
            '|{facilitator}|'
            FROM notifications WHERE notification_id LIKE 'filler%' AND sequence > (SELECT coalesce(max(rowid),
            0) FROM notification_search)""",
        )


def tidy(database: str) -> None:
    """Vacuum and analyze, as PostgreSQL does by itself in the minutes after so many rows, and wait until it has too."""
    _run_on_postgresql(database, ("VACUUM ANALYZE", "CHECKPOINT"))
    vacuuming = text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'")
    wait_until(lambda: rows_of(database, vacuuming)[0][0] == 0, DRAINED_WITHIN)


def number_after_fillers(database: str) -> None:
    """Let new rows get the highest numbers, as SQLite does by itself."""
    numbered = ("bookings", "journal", "outbox_messages", "planned_messages")
    to_the_highest = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}"
    _run_on_postgresql(database, [to_the_highest.format(table) for table in numbered])


def _run_on_postgresql(database: str, statements: Sequence[str]) -> None:
    """Run each statement outside a transaction."""
    with create_engine(database_url(database), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as opened:
        for statement in statements:
            opened.execute(text(statement))


def let_wait(product: Product, messages: int) -> None:
    """Let so many messages wait for a worker, each of another booking."""
    key = f"({20 * LARGE + FILLER_ROW} + i)"
    _run(
        product.services.main_database,
        messages,
        f"""INSERT INTO outbox_messages (id, event_id, channel, kind, subject, version, payload, ordering_key,
        recipient, destination, status, due_at, blocked, send_individually, attempts, fence, created_at, waiting_since)
        SELECT {key}, 'waiting' || {key}, 'crm', 'booking_created', 'booking:' || {key}, 1, '{{}}',
        'booking:' || {key}, '', '', 'pending', :now, false, false, 0, 0, :now, :now FROM n""",
    )


def _run(url: str, count: int, statement: str) -> None:
    """Run an INSERT ... SELECT over the numbers 1 to `count`, in the table `n`."""
    now = datetime.now(timezone.utc)
    times = {"now": now, "later": now + timedelta(days=30), "end": now + timedelta(days=30, hours=1)}
    if url.startswith("sqlite"):
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        times = {name: moment.strftime("%Y-%m-%d %H:%M:%S.%f") for name, moment in times.items()}
        statement = f"{numbers} {statement}"
    else:
        statement = f"WITH n AS (SELECT generate_series(1, {count}) AS i) {statement}"
        url += WITHOUT_REFERENCE_CHECKS
    used = {name: value for name, value in times.items() if f":{name}" in statement}
    change(url, text(statement), [used] if used else None)
