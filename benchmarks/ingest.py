"""The CRM's /notify compared with a bare endpoint that stores a notification, alone and with open streams."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from benchmarks.load import Load, Request, in_turn, run_load
from benchmarks.report import Section, at_most, compare, middle
from benchmarks.stage import TOKEN, Bare, Product

SHARE = 0.70
STREAMS, STREAMS_COST = 200, 1.05
CLIENTS = (1, 8)


def measure_ingest(product: Product, bare: Bare, seconds: float, repeats: int) -> Section:
    section = Section(f"The CRM's /notify on {product.engine}", "The rate as a share of the bare endpoint's.")
    requests = [Request("POST", "/notify", TOKEN, json.dumps(notification(number))) for number in range(20_000)]
    crm = product.services.real_crm_url
    for clients in CLIENTS:
        ours: list[Load] = []
        theirs: list[Load] = []
        streaming: list[Load] = []
        sides = [(bare.url, theirs, False), (crm, ours, False), (crm, streaming, True)]
        for url, loads, with_streams in in_turn(sides, repeats):
            with open_streams(product, crm) if with_streams else nullcontext():
                loads.append(run_load(url, requests, clients, seconds))
        section.rows.append(compare(f"{clients} clients", ours, theirs, SHARE))
        slower = middle(ours) / middle(streaming)
        figures = f"{middle(ours):,.0f} without, {middle(streaming):,.0f} a second with them"
        section.rows.append(
            at_most(f"{clients} clients, {STREAMS} open streams: slower by", slower, STREAMS_COST, figures)
        )
    return section


@contextmanager
def open_streams(product: Product, crm: str) -> Iterator[None]:
    """Dashboards of a facilitator for whom nothing arrives, so that only the open connections count."""
    target = urlsplit(crm)
    head = (
        f"GET /notifications/stream HTTP/1.1\r\nHost: {target.netloc}\r\n"
        f"Authorization: Bearer {product.facilitator.token}\r\n\r\n"
    )
    with ExitStack() as stack:
        for _ in range(STREAMS):
            stream = stack.enter_context(
                socket.create_connection((target.hostname or "", target.port or 80), timeout=30)
            )
            stream.sendall(head.encode())
            received = b""
            while b"event: ready" not in received:  # before that it is still being opened, which is not measured here
                received += stream.recv(4096)
                if b" 200 " not in received[:64]:
                    raise RuntimeError("a stream was refused")
        yield


def notification(number: int) -> dict[str, Any]:
    """A notification of a booking, as the worker sends it."""
    return {
        "booking_id": number + 1,
        "user": {"id": number % 400 + 1, "name": "Asha Verma", "email": "asha@example.com"},
        "event": {"id": 1, "title": "Evening Sit", "start_date": "2030-01-01T18:00:00+00:00"},
        "facilitator_id": 2_000_000,
        "action": "created",
        "session": {
            "id": 1,
            "title": "Evening Sit",
            "start_time": "2030-01-01T18:00:00+00:00",
            "end_time": "2030-01-01T19:00:00+00:00",
            "time_zone": "Europe/Lisbon",
            "location": "Studio 2",
            "capacity": 100_000,
            "seats_taken": number + 1,
        },
        "occurred_at": "2029-12-01T18:00:00+00:00",
        "version": 1,
        "additional_data": {"state": "booked", "places": 1},
    }
