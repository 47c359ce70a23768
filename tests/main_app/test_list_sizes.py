"""No list of the main API is larger than 256 KiB, even where every text is as long as allowed."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from main_app.auth.access import Caller
from main_app.auth.api_keys import ApiKey
from main_app.auth.models import Role
from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.bookings.impact import MAX_SHOWN
from main_app.bookings.models import Booking
from main_app.database import db
from main_app.events.models import EventSession
from main_app.integration.deliveries import MAX_ATTEMPTS_SHOWN
from main_app.journal.models import JournalEntry
from main_app.messages.models import InAppNotification, PlannedMessage, TeamChannel
from main_app.messages.operations import MAX_TEAM_CHANNELS
from main_app.messages.suppressions import Suppression
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from main_app.services.dev_mailbox import Mailbox
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.list_size import MAX_LIST_BYTES
from tests.main_app.application import application
from tests.main_app.builders import make_event, make_person
from tests.support.list_responses import paths_with_lists
from tests.support.people import PASSWORD

LOTUS = "\U0001fab7"  # 4 bytes in UTF-8, 12 as an escape of JSON
LONG_LINK = "https://meet.example.org/" + "a" * 475
ROWS = 250  # more than any page has
GUESTS, STAFF = "guest", "admin"
# Each list with the caller who reads it, the name of its rows, and how many of them a page has.
LISTS = {
    "/bookings?per_page=100": (GUESTS, "bookings", 100),
    "/bookings/my-bookings?per_page=100": (GUESTS, "bookings", 100),
    "/bookings?per_page=100&status=past": (GUESTS, "bookings", 0),
    "/bookings/{booking_id}/timeline?per_page=100": (STAFF, "timeline", 100),
    "/bookings/{booking_id}/messages": (GUESTS, "messages", 200),
    "/sessions/{session_id}/messages?per_page=100": (STAFF, "messages", 100),
    "/sessions/{session_id}/phones?per_page=100": (STAFF, "phones", 0),  # a number is short
    "/notifications?per_page=100": (GUESTS, "notifications", 100),
    "/notifications/preferences": (GUESTS, "choices", None),
    "/team-channels": ("facilitator", "team_channels", MAX_TEAM_CHANNELS),
    "/events?per_page=100": (STAFF, "events", 1),
    "/sessions?per_page=100": (STAFF, "sessions", 100),
    "/events/price-ranges": (GUESTS, "ranges", 1),
    "/api/admin/api-keys?per_page=100": (STAFF, "api_keys", 100),
    "/api/admin/suppressions?per_page=100": (STAFF, "suppressions", 100),
    "/api/admin/templates": (STAFF, "templates", None),
    "/api/admin/template-comparisons": (STAFF, "comparisons", None),
    "/api/crm/integration/deliveries?per_page=100": (STAFF, "deliveries", 100),
    "/api/crm/integration/alerts": (STAFF, "alerts", None),
    "/api/v1/booking-notifications/notifications/pending?limit=100": (STAFF, "notifications", 100),
    "/api/v1/booking-notifications/health": (STAFF, "channels", None),
    "/api/mailbox?per_page=100": (STAFF, "messages", 100),
}
# Responses about one thing that have a list within them.
WITH_LISTS = {
    "/events/{event_id}?per_page=100": STAFF,
    "/api/crm/integration": STAFF,
    "/api/crm/integration/deliveries/{message_id}": STAFF,
    "/api/admin/templates/{kind}": STAFF,
    "/api/mailbox/{mail_id}": STAFF,
}


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[Flask, dict[str, Any], dict[str, Any]]]:
    """An application with 250 rows in each list, the ids in it, and the headers of each caller."""
    with application(APP_ENV="development", MAIL_BACKEND="file") as app:
        with app.app_context():
            people = {role: make_person(LOTUS * 200, role=Role(name)) for role, name in _ROLES.items()}
            ids = _fill(people)
            db.session.rollback()
        yield app, ids, {role: _sign_in(app, person) for role, person in people.items()}


_ROLES = {GUESTS: "user", "facilitator": "facilitator", STAFF: "admin"}


def _sign_in(app: Flask, person: Caller) -> dict[str, str]:
    response = app.test_client().post("/auth/login", json={"email": person.email, "password": PASSWORD})
    return {"Authorization": f"Bearer {response.get_json()['access_token']}"}


def _fill(people: dict[str, Caller]) -> dict[str, Any]:
    guest, host, now = people[GUESTS], people["facilitator"], clock.now()
    texts: dict[str, Any] = {"title": LOTUS * 300, "location": LOTUS * 200, "description": LOTUS * 8000}
    event = make_event(host, link=LONG_LINK, online=True, sessions=200, **texts)
    more = make_event(host, link=LONG_LINK, online=True, sessions=ROWS - 200, draft=True, **texts)
    session_ids = [session.id for session in (*event.sessions, *more.sessions)]
    with write_transaction() as rows:
        rows.execute(update(EventSession).values(title=LOTUS * 300, location=LOTUS * 200))
        moved = {
            "user_id": guest.id, "status": "booked", "reason": LOTUS * 500, "cancelled_by": "facilitator",
            "previous_starts_at": now, "previous_ends_at": now + timedelta(hours=1),
            "previous_location": "\u0915" * 200, "payment_id": "p" * 120, "refund_id": "r" * 120,
            "created_at": now, "updated_at": now,
        }  # fmt: skip
        bookings = [moved | {"session_id": session_id} for session_id in session_ids]
        booking_id = rows.execute(insert(Booking).returning(Booking.id), bookings).scalars().all()[0]
        session_id = session_ids[0]
        changed = {name: [LOTUS * 300, LOTUS * 300] for name in ("title", "location")}
        rows.execute(
            insert(JournalEntry),
            [
                {
                    "subject_type": "booking", "subject_id": str(booking_id), "version": number,
                    "action": "booking_updated", "actor_id": guest.id, "actor_role": "user",
                    "actor_auth": "password", "reason": LOTUS * 500, "changes": changed, "at": now,
                    "processed_at": now, "format": 1,
                }
                for number in range(2, ROWS + 2)
            ],
        )  # fmt: skip
        message = {
            "channel": "email", "kind": "booking_confirmed", "payload": {}, "status": "dead", "due_at": now,
            "created_at": now, "waiting_since": now, "last_error": LOTUS * 1000,
            "subject": f"booking:{booking_id}",
        }  # fmt: skip
        messages = [message | {"event_id": f"evt_{uuid.uuid4().hex}"} for _ in range(ROWS)]
        message_id = rows.execute(insert(OutboxMessage).returning(OutboxMessage.id), messages).scalars().all()[0]
        attempt = {
            "message_id": message_id, "started_at": now, "outcome": "retry", "error": LOTUS * 1000
        }  # fmt: skip
        rows.execute(insert(DeliveryAttempt), [attempt | {"duration_ms": number} for number in range(ROWS)])
        plan = {
            "organisation_id": ONLY_ORGANISATION, "subject": f"booking:{booking_id}", "booking_id": booking_id,
            "kind": "booking_confirmed", "channel": "email", "due_at": now, "state": "planned", "reason": "r" * 64,
            "created_at": now, "updated_at": now,
        }  # fmt: skip
        rows.execute(insert(PlannedMessage), [plan | {"public_id": f"ntf_{uuid.uuid4().hex}"} for _ in range(ROWS)])
        note = {
            "user_id": guest.id, "kind": "booking_confirmed", "title": LOTUS * 400, "body": LOTUS * 2000,
            "url": "/" + "u" * 499, "booking_id": booking_id, "created_at": now,
        }  # fmt: skip
        rows.execute(insert(InAppNotification), [note | {"event_id": uuid.uuid4().hex} for _ in range(ROWS)])
        channel = {"user_id": host.id, "kind": "slack", "address": "https://hooks.slack.com/" + "a" * 900}
        channels = [channel | {"label": LOTUS * 200, "enabled": True, "created_at": now}] * MAX_TEAM_CHANNELS
        rows.execute(insert(TeamChannel), channels)
        key = {"name": LOTUS * 200, "prefix": "samaya_abcdef", "scopes": ["notifications:read"], "created_at": now}
        entry = {"covers": "everything", "reason": LOTUS * 200, "created_at": now}
        suppressed = [entry | {"address": f"{uuid.uuid4().hex}@{'a' * 280}"} for _ in range(ROWS)]
        rows.execute(insert(Suppression), suppressed)
        rows.execute(insert(ApiKey), [key | {"secret_hash": uuid.uuid4().hex} for _ in range(ROWS)])
    mailbox = Mailbox(settings().data_dir / "mailbox")
    mail_ids = [mailbox.add("sms", "r" * 200, LOTUS * 1600, subject="\u0915" * 400) for _ in range(101)]
    return {
        "booking_id": booking_id,
        "session_id": session_id,
        "event_id": event.id,
        "message_id": message_id,
        "mail_id": mail_ids[0],
        "kind": "booking_confirmed",
    }


World = tuple[Flask, dict[str, Any], dict[str, Any]]


def _get(world: World, path: str, reader: str) -> TestResponse:
    app, ids, headers = world
    response = app.test_client().get(path.format(**ids), headers=headers[reader])
    assert response.status_code == 200, response.get_data(as_text=True)
    return response


@pytest.mark.parametrize("path", LISTS)
def test_no_list_is_larger_than_256_kib(world: World, path: str) -> None:
    reader, noun, number = LISTS[path]
    response = _get(world, path, reader)
    assert len(response.data) <= MAX_LIST_BYTES
    rows = response.get_json()[noun]
    assert number is None or len(rows) == number


@pytest.mark.parametrize("path", WITH_LISTS)
def test_nothing_with_a_list_in_it_is_larger_than_256_kib(world: World, path: str) -> None:
    assert len(_get(world, path, WITH_LISTS[path]).data) <= MAX_LIST_BYTES


def test_every_response_with_a_list_is_in_these_tables(world: World) -> None:
    assert paths_with_lists(world[0]) == {path.partition("?")[0] for path in (*LISTS, *WITH_LISTS)}


def test_a_delivery_shows_its_last_attempts(world: World) -> None:
    shown = _get(world, "/api/crm/integration/deliveries/{message_id}", STAFF).get_json()["delivery"]
    made = list(range(ROWS))
    assert [attempt["duration_ms"] for attempt in shown["attempts_made"]] == made[-MAX_ATTEMPTS_SHOWN:]
    assert shown["attempts_total"] == ROWS


def test_an_impact_counts_all_guests_and_lists_the_first(world: World) -> None:
    app, ids, headers = world
    path = f"/events/{ids['event_id']}"
    preview = app.test_client().post(f"{path}/impact", json={}, headers=headers["facilitator"])
    outdated = app.test_client().delete(f"{path}?expected_impact={'0' * 64}", headers=headers["facilitator"])
    assert (preview.status_code, outdated.status_code) == (200, 409)
    for response in (preview, outdated):
        assert len(response.data) <= MAX_LIST_BYTES
        impact = response.get_json()["impact"]
        assert (impact["bookings"], len(impact["guests"])) == (200, MAX_SHOWN)
