"""How much an API key may send in a day, and addresses that nothing is sent to."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from main_app.auth.api_key_quotas import MessageCount, delete_old_counts
from main_app.auth.api_keys import SCOPES, make_key
from main_app.auth.models import Role
from main_app.database import db
from main_app.journal.append import Actor
from main_app.messages import facts
from main_app.messages.delivery import prepare_mails
from main_app.messages.models import PlannedMessage
from main_app.messages.plan import Plan, write_plans
from main_app.messages.suppressions import stop_reminders, suppress
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Skipped
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.main_app.builders import entries_of, make_person
from tests.main_app.outside_system import System, by_type, plans
from tests.support.people import PASSWORD
from tests.test_notification_system import coming_booking

pytestmark = pytest.mark.usefixtures("mail_and_sms_are_set_up")
NOOR = Actor(None, "admin")
SUPPRESSIONS = "/api/admin/suppressions"


@pytest.fixture(scope="module")
def small() -> Iterator[Flask]:
    """An application whose keys may send 12 messages a day, 4 of them to one recipient."""
    with application(API_KEY_MESSAGES_PER_DAY="12", API_KEY_MESSAGES_PER_RECIPIENT="4") as app, app.app_context():
        yield app


@pytest.fixture
def desk(small: Flask) -> System:
    return System(small.test_client(), make_key(NOOR, "Desk", list(SCOPES))[1])


@pytest.fixture
def noor(small: Flask) -> dict[str, str]:
    return admin_of(small)


def admin_of(app: Flask) -> dict[str, str]:
    email = make_person("Noor", Role.ADMIN).email
    client = app.test_client()
    token = client.post("/auth/login", json={"email": email, "password": PASSWORD}).get_json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def paid(**changes: Any) -> dict[str, Any]:
    """A booking whose payment is announced: one mail, and one SMS if there is a phone number."""
    return {**coming_booking(), "customer_phone": None, **changes}


def refused(system: System, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    before = plans()
    response = system.post("/payment-confirmed", body, **headers)
    assert response.status_code == 429, response.text
    assert 0 < int(response.headers["Retry-After"]) <= 24 * 60 * 60
    assert plans() == before, "nothing of a refused request is stored"
    return response.get_json()


def test_a_key_sends_its_messages_of_a_day_and_goes_on_tomorrow(desk: System, small: Flask) -> None:
    for _ in range(12):
        desk.accepted("/payment-confirmed", paid())
    problem = refused(desk, paid())
    assert problem["code"] == "quota_exceeded" and "more than 12 messages in a day" in problem["error"]
    System(small.test_client(), make_key(NOOR, "Another", list(SCOPES))[1]).accepted("/payment-confirmed", paid())
    with clock.moved_to(clock.now() + timedelta(days=1)):
        desk.accepted("/payment-confirmed", paid())


def test_one_recipient_gets_only_a_few_messages_of_a_key_a_day(desk: System) -> None:
    body = paid()
    for _ in range(4):
        desk.accepted("/payment-confirmed", body)
    assert "to one recipient more than 4 times" in refused(desk, body)["error"]
    other_name = {**body, "customer_email": str(body["customer_email"]).upper()}
    assert refused(desk, other_name)["code"] == "quota_exceeded"
    desk.accepted("/payment-confirmed", paid())


def test_a_refusal_is_not_repeated_to_the_same_key_when_the_day_is_over(desk: System) -> None:
    body, once = paid(), {"Idempotency-Key": uuid.uuid4().hex}
    for _ in range(4):
        desk.accepted("/payment-confirmed", body)
    refused(desk, body, **once)
    with clock.moved_to(clock.now() + timedelta(hours=23, minutes=59)):
        assert desk.post("/payment-confirmed", body, **once).status_code in (202, 429)
    with clock.moved_to(clock.now() + timedelta(days=1)):
        assert desk.post("/payment-confirmed", body, **once).status_code == 202


def test_many_requests_at_once_send_no_more_than_the_quota(small: Flask, desk: System) -> None:
    def send(_: int) -> int:
        return System(small.test_client(), desk.key).post("/payment-confirmed", paid()).status_code

    with ThreadPoolExecutor(8) as crowd:
        statuses = list(crowd.map(send, range(24)))
    assert sorted(statuses) == [202] * 12 + [429] * 12


def test_an_admin_sees_what_a_key_has_sent_today_and_may_send(small: Flask, noor: dict[str, str]) -> None:
    row, key = make_key(NOOR, "Desk", list(SCOPES))
    System(small.test_client(), key).accepted("/payment-confirmed", paid(customer_phone="+14155550132"))
    listed = small.test_client().get("/api/admin/api-keys", headers=noor).get_json()
    assert listed["quotas"] == {"messages_per_day": 12, "messages_per_recipient": 4}
    assert {each["id"]: each["messages_today"] for each in listed["api_keys"]}[row.id] == 2


def test_counts_are_kept_for_two_days_and_name_nobody(desk: System) -> None:
    body = paid()
    desk.accepted("/payment-confirmed", body)
    stored = db.session.scalars(select(MessageCount.recipient)).all()
    assert not any(str(body["customer_email"]) in recipient for recipient in stored)
    with clock.moved_to(clock.now() + timedelta(days=5)), write_transaction() as db_session:
        delete_old_counts(db_session)
    assert db.session.scalar(select(func.count()).select_from(MessageCount)) == 0


def test_nothing_is_written_to_an_address_that_an_admin_suppressed(desk: System) -> None:
    body = paid(customer_phone="+1 415 555 0133")
    address = str(body["customer_email"])
    suppress(NOOR, address.upper(), "Asked by phone")
    statuses = by_type(desk.statuses(desk.accepted("/booking-confirmed", body)))
    assert {status for (_, channel), status in statuses.items() if channel == "email"} == {"skipped"}
    assert statuses["booking_confirmed", "sms"] == "queued"
    suppress(NOOR, "+14155550133", "")
    again = desk.statuses(desk.accepted("/payment-confirmed", body))
    assert [(one["channel"], one["error"]) for one in again] == [("email", "suppressed"), ("sms", "suppressed")]


def test_what_waits_for_a_suppressed_address_is_not_sent_even_if_its_owner_has_an_account(small: Flask) -> None:
    clara = make_person("Clara")
    plan = Plan(kind="new_sign_in", channel="email", subject=f"user:{clara.id}", user_id=clara.id, data={})
    with write_transaction() as db_session:
        (public_id,) = write_plans(db_session, [plan])
    row = db.session.execute(select(PlannedMessage).where(PlannedMessage.public_id == public_id)).scalar_one()
    entry = suppress(NOOR, clara.email, "")
    message = Claimed(row.id, 1, str(row.event_id), row.kind, {"plan_id": row.id}, 0, clock.now())
    assert prepare_mails([message]) == {message.id: Skipped("suppressed")}
    with db.engine.connect() as connection:
        assert facts.reasons_not_to_send(connection, [row.id]) == {row.id: "suppressed"}
        assert entries_of(connection, "suppression", entry.id)[0].action == "added"


def test_a_customer_unsubscribes_from_reminders_with_one_click_and_still_gets_the_rest(
    desk: System, small: Flask, noor: dict[str, str]
) -> None:
    body = {**coming_booking(), "customer_phone": None}
    ids = desk.accepted("/booking-confirmed", body)
    mails = facts_of(ids)
    assert mails["booking_confirmed"].unsubscribe_url is None
    reminder = mails["reminder_24h"]
    client = small.test_client()
    shown = client.get("/links/" + str(reminder.unsubscribe_url).rsplit("/", 1)[1]).get_json()
    assert (shown["purpose"], shown["kind"], shown["booking"]) == ("unsubscribe", "reminders", None)
    one_click = urlsplit(str(reminder.one_click_url)).path
    for _ in range(2):
        assert client.post(one_click, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert one_click.count("/") == 3 and client.post(one_click[:-14] + "x/unsubscribe").status_code == 404
    with db.engine.connect() as connection:
        assert facts.reasons_not_to_send(connection, [reminder.plan_id]) == {reminder.plan_id: "suppressed"}
    statuses = by_type(desk.statuses(desk.accepted("/booking-confirmed", body)))
    assert statuses["booking_confirmed", "email"] == "queued"
    assert statuses["reminder_24h", "email"] == "skipped"
    listed = client.get(f"{SUPPRESSIONS}?search={body['customer_email']}", headers=noor).get_json()["suppressions"]
    assert [(one["covers"], one["reason"]) for one in listed] == [("reminders", "unsubscribed")]


def test_an_admin_adds_finds_and_removes_addresses(small: Flask, noor: dict[str, str]) -> None:
    client = small.test_client()
    address = f"{uuid.uuid4().hex}@example.com"
    stop_reminders(address)
    for _ in range(2):
        added = client.post(SUPPRESSIONS, json={"address": f" {address} ", "reason": "By phone"}, headers=noor)
        assert (added.status_code, added.get_json()["suppression"]["covers"]) == (201, "everything")
    found = client.get(f"{SUPPRESSIONS}?search={address[:8].upper()}", headers=noor).get_json()
    assert (found["pagination"]["total"], found["suppressions"][0]["reason"]) == (1, "By phone")
    path = f"{SUPPRESSIONS}/{found['suppressions'][0]['id']}"
    assert client.delete(path, headers=noor).status_code == 200
    assert client.delete(path, headers=noor).status_code == 404
    assert client.get(f"{SUPPRESSIONS}?search={address}", headers=noor).get_json()["suppressions"] == []
    for wrong in ("nobody", "@", "12345"):
        problem = client.post(SUPPRESSIONS, json={"address": wrong}, headers=noor)
        assert (problem.status_code, problem.get_json()["field"]) == (400, "address")
    with db.engine.connect() as connection:
        entries = entries_of(connection, "suppression", found["suppressions"][0]["id"])
    assert [entry.action for entry in entries] == ["added", "added", "removed"]


def facts_of(public_ids: list[str]) -> dict[str, facts.Facts]:
    """The facts of these planned mails, by kind."""
    query = select(PlannedMessage.id, PlannedMessage.event_id).where(
        PlannedMessage.public_id.in_(public_ids), PlannedMessage.channel == "email"
    )
    rows = [(row.id, row.event_id) for row in db.session.execute(query)]
    with db.engine.connect() as connection:
        found = facts.facts_for_delivery(connection, rows)
    return {each.kind: each for each in found if isinstance(each, facts.Facts)}
