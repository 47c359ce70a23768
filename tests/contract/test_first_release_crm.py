"""The CRM of the first release accepts every message the main API derives from its journal.

`first_release_crm.json` holds that release's own schemas, and is never regenerated.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from sqlalchemy import select

from main_app.auth.models import Role
from main_app.auth.profiles import change_password, change_profile, change_role
from main_app.auth.schemas import ProfileChange
from main_app.bookings.operations import book_session, cancel_booking, reactivate_booking
from main_app.bookings.session_changes import Confirmation, cancel_event, cancel_session, change_event, change_session
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from main_app.events.operations import add_session, duplicate_event
from main_app.events.schemas import EventChange, NewSession, SessionChange
from main_app.outbox.models import OutboxMessage
from service_kit import clock
from tests.main_app.application import application
from tests.main_app.builders import make_event, make_person
from tests.support.people import PASSWORD

SCHEMAS = json.loads(Path(__file__).with_name("first_release_crm.json").read_text(encoding="utf-8"))
ACTIONS = {"created", "cancelled", "reactivated", "updated"}


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app, app.app_context():
        yield app


@pytest.fixture(scope="module")
def sent(app: Flask) -> list[OutboxMessage]:
    """Every message that all changes of events, bookings and accounts lead to."""
    priya, alice = make_person("Priya", Role.FACILITATOR), make_person("Alice")
    event = make_event(priya, sessions=3)
    first, second, third = event.sessions
    add_session(
        priya,
        event.id,
        NewSession.model_validate(
            {
                "start_time": clock.iso(third.ends_at),
                "end_time": "2099-01-01T00:00:00+00:00",
                "capacity": 3,
                "price_cents": 0,
            }
        ),
    )
    booking_id = book_session(alice, first.id).booking.id
    cancel_booking(alice, booking_id)
    reactivate_booking(alice, booking_id)
    book_session(alice, second.id, places=3)
    change_session(priya, first.id, SessionChange(title="Night Sit", location="Elsewhere"))
    change_event(priya, event.id, EventChange(title="Sit", description="Longer", link="https://example.com/sit"))
    duplicate_event(priya, event.id, first.starts_at)
    cancel_session(priya, second.id, Confirmation(reason="Storm"))
    cancel_event(priya, event.id, Confirmation(reason="Illness"))
    change_profile(alice.id, ProfileChange(name="Alicia", phone="+351912345678"))
    change_password(alice.id, PASSWORD, "a longer sentence 41", "127.0.0.1", "a test")
    change_role(alice.id, Role.FACILITATOR)
    while process_journal() + plan_messages():
        pass
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def payloads(sent: list[OutboxMessage], channel: str) -> list[dict[str, Any]]:
    return [message.payload for message in sent if message.channel == channel]


def test_every_action_and_kind_is_among_them(sent: list[OutboxMessage]) -> None:
    assert {one["action"] for one in payloads(sent, "crm") if "action" in one} == ACTIONS
    assert {one["notification_type"] for one in payloads(sent, "crm") if "notification_type" in one} == {
        "user_registered", "user_updated", "event_created", "event_updated", "event_deleted", "session_created",
        "session_updated", "session_cancelled",
    }  # fmt: skip


@pytest.mark.parametrize(("channel", "schema"), [("crm", "notify"), ("crm_registrations", "customer_registration")])
def test_each_message_fits_the_first_releases_schema(sent: list[OutboxMessage], channel: str, schema: str) -> None:
    accepts = jsonschema_rs.validator_for(SCHEMAS[schema])
    for payload in payloads(sent, channel):
        accepts.validate(payload)
    assert payloads(sent, channel)


def test_the_schema_refuses_what_the_first_release_did_not_know(sent: list[OutboxMessage]) -> None:
    accepts = jsonschema_rs.validator_for(SCHEMAS["notify"])
    booked = next(one for one in payloads(sent, "crm") if "booking_id" in one)
    assert accepts.is_valid(booked)
    for newer in (booked | {"places": 2}, booked | {"action": "held"}, booked | {"state": "booked"}):
        assert not accepts.is_valid(newer)


def test_new_facts_of_a_booking_travel_in_additional_data(sent: list[OutboxMessage]) -> None:
    bookings = [one for one in payloads(sent, "crm") if "booking_id" in one]
    assert all({"state", "places"} <= one["additional_data"].keys() for one in bookings)
    cancelled = [one["additional_data"] for one in bookings if one["additional_data"].get("reason")]
    assert {(one["reason"], one["cancelled_by"], one["state"]) for one in cancelled} == {
        ("Storm", "facilitator", "cancelled"),
        ("Illness", "facilitator", "cancelled"),
    }
