"""Push subscriptions, signed reports of vendors, previews and comparisons of templates."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import insert, select, update

from main_app.auth.models import Role
from main_app.database import db
from main_app.messages.comparisons import click_tracking_urls, with_tracking_pixel
from main_app.messages.delivery import write_notes
from main_app.messages.models import InAppNotification, PlannedMessage, PushSubscription
from main_app.outbox.models import MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.database import write_transaction
from tests.main_app.application import PRODUCTION, application
from tests.main_app.builders import make_person, signed_in
from tests.support.people import PASSWORD

KEYS = {"p256dh": "B" + "A" * 86, "auth": "A" * 22}
MOZILLA = "https://updates.push.services.mozilla.com/wpush/v2/"
HOOKS = "/api/v1/booking-notifications/webhooks"
TWILIO_TOKEN, APP_SECRET, VERIFY_TOKEN = "twilio-secret", "meta-secret", "a word of our own"


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    secrets: dict[str, Any] = {
        "TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "PUBLIC_URL": "https://samaya.example",
    }
    with application(**secrets) as app:
        yield app


def delivered(app: Flask, channel: str, **plan: Any) -> str:
    """A delivered message, with its plan where one is given. Returns its event id."""
    event_id, now = f"evt_{uuid.uuid4().hex}", clock.now()
    with app.app_context(), write_transaction() as db_session:
        db_session.add(
            OutboxMessage(
                event_id=event_id,
                channel=channel,
                kind="booking_confirmed",
                subject="booking:1",
                payload={},
                status=MessageStatus.DELIVERED.value,
                due_at=now,
                created_at=now,
                waiting_since=now,
                finished_at=now,
                response={"sid": "wamid.1" if channel == "whatsapp" else "SM1"},
            )
        )
        if plan:
            values = {
                "public_id": f"ntf_{uuid.uuid4().hex}", "organisation_id": 1, "subject": "booking:1", "due_at": now,
                "kind": "booking_confirmed", "channel": channel, "state": "queued", "event_id": event_id,
                "created_at": now, "updated_at": now, "recipient": uuid.uuid4().hex,
            }  # fmt: skip
            db_session.execute(insert(PlannedMessage).values(values | plan))
    return event_id


def message(app: Flask, event_id: str) -> Any:
    with app.app_context():
        columns = OutboxMessage.status, OutboxMessage.last_error
        return db.session.execute(select(*columns).where(OutboxMessage.event_id == event_id)).one()


def test_a_message_in_the_bell_is_there_once_however_often_it_is_delivered(app: Flask) -> None:
    with app.app_context():
        note = {
            "user_id": make_person().id,
            "kind": "booking_confirmed",
            "booking_id": None,
            "title": "You’re booked",
            "body": "",
            "url": "/",
        }
        write_notes([("evt_once", note), ("evt_other", note)])
        write_notes([("evt_once", note | {"title": "Again"})])
        rows = db.session.execute(select(InAppNotification.event_id, InAppNotification.title)).all()
    assert sorted(map(tuple, rows)) == [("evt_once", "You’re booked"), ("evt_other", "You’re booked")]


# --- Push


def endpoints(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        columns = PushSubscription.endpoint, PushSubscription.user_id
        return [
            (row.endpoint, row.user_id) for row in db.session.execute(select(*columns).order_by(PushSubscription.id))
        ]


def test_a_browser_belongs_to_whoever_subscribed_last(app: Flask) -> None:
    asha, bob, client = signed_in(app), signed_in(app), app.test_client()
    body = {"endpoint": f"{MOZILLA}shared", "keys": KEYS}
    assert client.post("/push/subscriptions", json=body, headers=asha).status_code == 201
    first = endpoints(app)
    assert client.post("/push/subscriptions", json=body, headers=bob).status_code == 201
    second = endpoints(app)
    assert len(first) == len(second)
    assert first[-1][1] != second[-1][1]
    mine = {"endpoint": body["endpoint"]}
    assert client.delete("/push/subscriptions", json=mine, headers=asha).status_code == 200
    assert endpoints(app) == second, "Asha cannot end what is Bob's"
    assert client.delete("/push/subscriptions", json=mine, headers=bob).status_code == 200
    assert body["endpoint"] not in dict(endpoints(app))


def test_the_oldest_of_too_many_browsers_is_forgotten(app: Flask) -> None:
    asha, client = signed_in(app), app.test_client()
    for number in range(12):
        body = {"endpoint": f"{MOZILLA}many-{number}", "keys": KEYS}
        assert client.post("/push/subscriptions", json=body, headers=asha).status_code == 201
    kept = [endpoint for endpoint, _ in endpoints(app) if "many-" in endpoint]
    assert kept == [f"{MOZILLA}many-{number}" for number in range(2, 12)]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/auth/logout-everywhere", None),
        ("/auth/password", {"current_password": PASSWORD, "new_password": "another horse battery"}),
    ],
)
def test_no_browser_gets_ashas_messages_once_she_signs_out_everywhere(
    app: Flask, path: str, body: dict[str, str] | None
) -> None:
    asha, bob, client = signed_in(app), signed_in(app), app.test_client()
    stolen, other = (f"{MOZILLA}{name}-{path}" for name in ("stolen", "other"))
    for person, endpoint in ((asha, stolen), (bob, other)):
        sent = {"endpoint": endpoint, "keys": KEYS}
        assert client.post("/push/subscriptions", json=sent, headers=person).status_code == 201
    assert client.post(path, json=body, headers=asha).status_code == 200
    left = dict(endpoints(app))
    assert stolen not in left and other in left


@pytest.mark.parametrize(
    ("endpoint", "keys"),
    [
        ("https://127.0.0.1/push", KEYS),
        ("https://10.0.0.8/push", KEYS),
        ("http://updates.push.services.mozilla.com/x", KEYS),
        ("https://updates.push.services.mozilla.com.evil.example/x", KEYS),
        ("file:///etc/passwd", KEYS),
        (f"{MOZILLA}x", KEYS | {"p256dh": "short"}),
        (f"{MOZILLA}x", KEYS | {"auth": "?" * 22}),
        (f"{MOZILLA}x", {"auth": "A" * 22}),
    ],
)
def test_an_invalid_push_subscription_is_refused(app: Flask, endpoint: str, keys: dict[str, str]) -> None:
    body = {"endpoint": endpoint, "keys": keys}
    response = app.test_client().post("/push/subscriptions", json=body, headers=signed_in(app))
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert endpoint not in dict(endpoints(app))


def test_the_push_key_is_one_for_everybody(app: Flask) -> None:
    client = app.test_client()
    keys = {client.get("/push/key", headers=signed_in(app)).get_json()["key"] for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) == 87


# --- Twilio


def by_twilio(form: dict[str, str], path: str, token: str = TWILIO_TOKEN) -> str:
    # https://www.twilio.com/docs/usage/webhooks/webhooks-security: address and sorted fields, HMAC-SHA1, base64
    from base64 import b64encode  # only here

    text = f"https://samaya.example{path}" + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def test_a_text_message_reported_as_undelivered_becomes_a_dead_letter(app: Flask) -> None:
    event_id = delivered(app, "sms")
    path = f"{HOOKS}/twilio?message={event_id}"
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003", "To": "+351912345678"}
    client, signature = app.test_client(), {"X-Twilio-Signature": by_twilio(form, path)}
    assert client.post(path, data=form, headers=signature).status_code == 200
    assert tuple(message(app, event_id)) == ("dead", "Twilio 30003: undelivered")
    sent = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    other = delivered(app, "sms")
    path = f"{HOOKS}/twilio?message={other}"
    assert client.post(path, data=sent, headers={"X-Twilio-Signature": by_twilio(sent, path)}).status_code == 200
    assert message(app, other).status == "delivered"


@pytest.mark.parametrize("forgery", ["", "none", "other token", "other form", "other message", "not ascii"])
def test_a_forged_report_of_twilio_changes_nothing(app: Flask, forgery: str) -> None:
    event_id = delivered(app, "sms")
    path, form = f"{HOOKS}/twilio?message={event_id}", {"MessageSid": "SM1", "MessageStatus": "failed"}
    signature = {
        "": "",
        "none": None,
        "other token": by_twilio(form, path, "guessed"),
        "other form": by_twilio({**form, "MessageStatus": "sent"}, path),
        "other message": by_twilio(form, f"{HOOKS}/twilio?message=evt_other"),
        "not ascii": "é" * 28,
    }[forgery]
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    assert app.test_client().post(path, data=form, headers=headers).status_code == 403
    assert message(app, event_id).status == "delivered"


def test_a_late_report_leaves_a_message_alone_that_is_being_sent_again(app: Flask) -> None:
    event_id = delivered(app, "sms")
    with app.app_context(), write_transaction() as db_session:
        of_message = OutboxMessage.event_id == event_id
        db_session.execute(update(OutboxMessage).where(of_message).values(status=MessageStatus.PENDING.value))
    path, form = f"{HOOKS}/twilio?message={event_id}", {"MessageSid": "SM1", "MessageStatus": "failed"}
    headers = {"X-Twilio-Signature": by_twilio(form, path)}
    assert app.test_client().post(path, data=form, headers=headers).status_code == 200
    assert message(app, event_id).status == "pending"


def test_a_report_about_an_earlier_attempt_leaves_a_delivered_message_alone(app: Flask) -> None:
    event_id = delivered(app, "sms")
    path = f"{HOOKS}/twilio?message={event_id}"
    for form in ({"MessageSid": "SM0", "MessageStatus": "failed"}, {"MessageStatus": "failed"}):
        headers = {"X-Twilio-Signature": by_twilio(form, path)}
        assert app.test_client().post(path, data=form, headers=headers).status_code == 200
        assert message(app, event_id).status == "delivered"


def test_a_report_names_a_message_of_its_own_channel_only(app: Flask) -> None:
    event_id = delivered(app, "email")
    path, form = f"{HOOKS}/twilio?message={event_id}", {"MessageSid": "SM1", "MessageStatus": "failed"}
    headers = {"X-Twilio-Signature": by_twilio(form, path)}
    assert app.test_client().post(path, data=form, headers=headers).status_code == 200
    assert message(app, event_id).status == "delivered"


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_a_twilio_report_that_is_not_a_form_is_refused(app: Flask, content_type: str) -> None:
    response = app.test_client().post(f"{HOOKS}/twilio", data="{}", content_type=content_type)
    assert response.status_code == 415


def test_a_form_on_a_json_route_is_refused(app: Flask) -> None:
    response = app.test_client().post("/push/subscriptions", data={"endpoint": "x"}, headers=signed_in(app))
    assert response.status_code == 415


# --- WhatsApp


def report(event_id: str) -> bytes:
    status = {
        "id": "wamid.1", "status": "failed", "biz_opaque_callback_data": event_id,
        "errors": [{"code": 131026, "title": "Message undeliverable"}],
    }  # fmt: skip
    entry = {"id": "1", "changes": [{"field": "messages", "value": {"statuses": [status]}}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def by_meta(body: bytes, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_whatsapps_report_counts_under_its_signature_only(app: Flask) -> None:
    event_id, client = delivered(app, "whatsapp"), app.test_client()
    body = report(event_id)
    for signature in ("", by_meta(body, "guessed"), by_meta(body + b" "), "é", by_meta(body)[7:]):
        headers = {"X-Hub-Signature-256": signature}
        assert client.post(f"{HOOKS}/whatsapp", data=body, headers=headers).status_code == 403
    assert message(app, event_id).status == "delivered"
    headers = {"X-Hub-Signature-256": by_meta(body)}
    assert client.post(f"{HOOKS}/whatsapp", data=body, headers=headers).status_code == 200
    assert tuple(message(app, event_id)) == ("dead", "WhatsApp 131026: Message undeliverable")


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b'{"entry": [1, {"changes": {"a": 1}}, {"changes": [null]}]}'])
def test_a_signed_report_that_makes_no_sense_is_no_5xx(app: Flask, body: bytes) -> None:
    headers = {"X-Hub-Signature-256": by_meta(body)}
    assert app.test_client().post(f"{HOOKS}/whatsapp", data=body, headers=headers).status_code in (200, 400)


def test_metas_challenge_is_answered_only_with_the_verify_token(app: Flask) -> None:
    client = app.test_client()
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
    response = client.get(f"{HOOKS}/whatsapp?{urlencode(query)}")
    assert (response.status_code, response.text) == (200, "1158201444")
    assert response.content_type.startswith("text/plain")
    for name, value in (("hub.verify_token", "guessed"), ("hub.mode", "other"), ("hub.verify_token", "é")):
        assert client.get(f"{HOOKS}/whatsapp?{urlencode(query | {name: value})}").status_code == 403
    script = query | {"hub.challenge": "<script>"}
    assert client.get(f"{HOOKS}/whatsapp?{urlencode(script)}").status_code == 400


def test_without_the_vendors_secrets_nothing_counts_as_signed() -> None:
    """An empty secret is one that everybody knows."""
    with application(PUBLIC_URL="https://samaya.example") as unset:
        event_id, client = delivered(unset, "sms"), unset.test_client()
        path, form = f"{HOOKS}/twilio?message={event_id}", {"MessageSid": "SM1", "MessageStatus": "failed"}
        headers = {"X-Twilio-Signature": by_twilio(form, path, "")}
        assert client.post(path, data=form, headers=headers).status_code == 403
        assert message(unset, event_id).status == "delivered"
        event_id = delivered(unset, "whatsapp")
        headers = {"X-Hub-Signature-256": by_meta(report(event_id), "")}
        assert client.post(f"{HOOKS}/whatsapp", data=report(event_id), headers=headers).status_code == 403
        assert message(unset, event_id).status == "delivered"
        query = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1158201444"}
        assert client.get(f"{HOOKS}/whatsapp?{urlencode(query)}").status_code == 403


# --- Templates


def test_noor_sees_every_template_with_its_variables(app: Flask) -> None:
    noor, client = signed_in(app, Role.ADMIN), app.test_client()
    listed = client.get("/api/admin/templates", headers=noor).get_json()["templates"]
    assert {one["kind"]: one["variants"] for one in listed}["booking_confirmed"] == ["a", "b"]
    for one in listed:
        for variant in one["variants"]:
            shown = client.get(f"/api/admin/templates/{one['kind']}?language=hi&variant={variant}", headers=noor)
            assert shown.status_code == 200
            assert bool(shown.get_json()["html"]) == ("email" in one["channels"])
    assert client.get("/api/admin/templates/refund?variant=b", headers=noor).status_code == 404
    assert client.get("/api/admin/templates/nothing", headers=noor).status_code == 404
    assert client.get("/api/admin/templates/refund?language=fr", headers=noor).status_code == 400


def test_openings_and_clicks_count_only_while_variants_are_compared(app: Flask) -> None:
    noor, client = signed_in(app, Role.ADMIN), app.test_client()

    def turn(on: bool) -> Any:
        path = "/api/admin/template-comparisons/booking_confirmed"
        return client.put(path, json={"on": on}, headers=noor).get_json()["comparisons"]

    def counts() -> dict[str, tuple[int, int, int]]:
        listed = client.get("/api/admin/template-comparisons", headers=noor).get_json()["comparisons"]
        (one,) = [one for one in listed if one["kind"] == "booking_confirmed"]
        return {v["variant"]: (v["sent"], v["opened"], v["clicked"]) for v in one["variants"]}

    with app.app_context():
        person = make_person().id
    page = "https://samaya.example/my-bookings/1"

    def sent(variant: str) -> tuple[str, str]:
        """A mail of this variant: the addresses of its picture and its button."""
        event_id = delivered(app, "email", variant=variant, user_id=person)
        with app.app_context():
            plan = db.session.scalar(select(PlannedMessage.id).where(PlannedMessage.event_id == event_id)) or 0
            picture = with_tracking_pixel(plan, "</body>").split('"')[1]
            return picture, click_tracking_urls(plan, {"booking_url": page, "event_url": "https://evil.example/"})[
                "booking_url"
            ]

    before = sent("a")
    client.get(before[0])
    turn(True)
    assert counts() == {"a": (0, 0, 0), "b": (0, 0, 0)}, "what was sent before does not count"
    first, second = sent("a"), sent("b")
    for _ in range(2):
        assert client.get(first[0]).content_type == "image/gif"
        clicked = client.get(second[1])
        assert (clicked.status_code, clicked.headers["Location"]) == (302, page)
    assert counts() == {"a": (1, 1, 0), "b": (1, 1, 1)}
    turn(False)
    third = sent("b")
    client.get(third[0])
    with app.app_context():
        opened = select(PlannedMessage.opened_at).order_by(PlannedMessage.id.desc()).limit(1)
        assert db.session.scalar(opened) is None
    unknown = client.get("/m/forged/go")
    assert unknown.status_code == 404
    assert client.get("/m/forged/open.gif").status_code == 200
    assert client.put("/api/admin/template-comparisons/refund", json={"on": True}, headers=noor).status_code == 400


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "/my-bookings/1"])
def test_a_counted_click_leads_to_our_own_pages_and_only_under_our_signature(app: Flask, page: str) -> None:
    client = app.test_client()
    salt = "samaya openings and clicks"
    ours = URLSafeSerializer(app.extensions["settings"].secret_key, salt=salt).dumps([1, page])
    forged = URLSafeSerializer("guessed", salt=salt).dumps([1, page])
    response = client.get(f"/m/{ours}/go")
    if page.startswith("/my-bookings"):
        assert response.headers["Location"] == f"https://samaya.example{page}"
    else:
        assert response.status_code == 404
    assert client.get(f"/m/{forged}/go").status_code == 404


def test_an_installation_without_a_mail_server_says_so() -> None:
    with application(**PRODUCTION) as app:
        noor = signed_in(app, Role.ADMIN)
        alerts = app.test_client().get("/api/crm/integration/alerts", headers=noor).get_json()["alerts"]
        assert "email_not_set_up" in [alert["name"] for alert in alerts]
    settings: dict[str, Any] = {"SMTP_SERVER": "mail.example.com", "FROM_EMAIL": "a@example.com"}
    with application(**PRODUCTION, **settings) as app:
        noor = signed_in(app, Role.ADMIN)
        alerts = app.test_client().get("/api/crm/integration/alerts", headers=noor).get_json()["alerts"]
        assert "email_not_set_up" not in [alert["name"] for alert in alerts]
