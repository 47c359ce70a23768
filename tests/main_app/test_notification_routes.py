"""The bell, preferences, plans, links and team channels, as the pages use them."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.models import Booking
from main_app.bookings.queries import get_own_booking
from main_app.database import db
from main_app.messages.kinds import CHOSEN_BY_PEOPLE, is_fixed
from main_app.messages.links import cancel_url, manage_url, one_click_url, signed, unsubscribe_url
from main_app.messages.models import InAppNotification
from main_app.messages.preferences import choices_of
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection
from service_kit.log import JsonFormatter
from tests.main_app.builders import entries_of, make_person, make_session
from tests.main_app.notified import booked, end_messages, later, messages, plans, work
from tests.support.people import PASSWORD

pytestmark = pytest.mark.usefixtures("nothing_left")


class Visitor:
    """Somebody's browser; without a person nobody is signed in."""

    def __init__(self, app: Flask, person: Caller | None = None) -> None:
        self._client: FlaskClient = app.test_client()
        self._headers: dict[str, str] = {}
        if person:
            response = self._client.post("/auth/login", json={"email": person.email, "password": PASSWORD})
            self._headers = {"Authorization": f"Bearer {response.get_json()['access_token']}"}

    def ask(self, method: str, path: str, body: Any = None, status: int = 200, **options: Any) -> Any:
        response = self._client.open(path, method=method, json=body, headers=self._headers, **options)
        assert response.status_code == status, response.get_data(as_text=True)
        return response.get_json()

    def get(self, path: str, status: int = 200) -> Any:
        return self.ask("GET", path, status=status)


@pytest.fixture
def alice() -> Caller:
    return make_person("Alice")


def notify(person: Caller, *numbers: int) -> None:
    rows = [
        {
            "user_id": person.id,
            "event_id": f"evt_{person.id}_{number}",
            "kind": "booking_confirmed",
            "title": f"Notification {number}",
            "body": "",
            "url": "/my-bookings",
            "created_at": clock.now(),
        }
        for number in numbers
    ]
    with write_connection() as connection:
        connection.execute(insert(InAppNotification.__table__), rows)


def token_of(url: str) -> str:
    return url.rstrip("/").removesuffix("/unsubscribe").rsplit("/", 1)[1]


def test_alices_bell_counts_what_she_has_not_read(app: Flask, alice: Caller) -> None:
    notify(alice, 1, 2, 3)
    notify(make_person("Bob"), 4)
    visitor = Visitor(app, alice)
    bell = visitor.get("/notifications?per_page=2")
    assert (bell["unread"], bell["pagination"]["total"]) == (3, 3)
    assert [one["title"] for one in bell["notifications"]] == ["Notification 3", "Notification 2"]
    newest = bell["notifications"][0]["id"]
    assert visitor.ask("POST", "/notifications/read", {"ids": [newest]}) == {"unread": 2}
    unread = visitor.get("/notifications?unread=true")
    assert [one["title"] for one in unread["notifications"]] == ["Notification 2", "Notification 1"]
    assert visitor.ask("POST", "/notifications/read", {"all": True}) == {"unread": 0}
    assert all(one["read_at"] for one in visitor.get("/notifications")["notifications"])


def test_nobody_reads_or_marks_anothers_notifications(app: Flask, alice: Caller) -> None:
    notify(alice, 1)
    [hers] = Visitor(app, alice).get("/notifications")["notifications"]
    bob = Visitor(app, make_person("Bob"))
    assert bob.get("/notifications")["notifications"] == []
    assert bob.ask("POST", "/notifications/read", {"ids": [hers["id"]]}) == {"unread": 0}
    assert Visitor(app, alice).get("/notifications")["unread"] == 1


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": [1], "all": True}, {"all": False}, {"ids": ["1"]}])
def test_marking_as_read_needs_ids_or_all(app: Flask, alice: Caller, body: Any) -> None:
    Visitor(app, alice).ask("POST", "/notifications/read", body, status=400)


def test_alice_chooses_language_zone_number_quiet_hours_and_channels(app: Flask, alice: Caller) -> None:
    visitor = Visitor(app, alice)
    before = visitor.get("/notifications/preferences")
    assert (before["language"], before["quiet_hours"], before["phone"]) == ("en", None, None)
    assert all(choice["enabled"] for choice in before["choices"])
    assert {(one["kind"], one["channel"]) for one in before["choices"] if one["fixed"]} == {
        (kind, "email")
        for kind in (
            "booking_confirmed", "booking_cancelled", "booking_changed", "booking_reactivated", "session_confirmed",
        )
    }  # fmt: skip
    hours = {(one["kind"], one["channel"]): one["hours_before"] for one in before["choices"]}
    assert (hours["reminder_24h", "sms"], hours["reminder_2h", "sms"]) == ([24], [2])
    assert (hours["reminder_24h", "email"], hours["booking_confirmed", "email"]) == ([24], [])
    wanted = before | {
        "language": "hi",
        "time_zone": "Asia/Kolkata",
        "phone": "+91 98765 43210",
        "quiet_hours": {"from": "22:00", "until": "07:00"},
    }
    for choice in wanted["choices"]:
        if (choice["kind"], choice["channel"]) == ("reminder_24h", "sms"):
            choice["enabled"] = False
    after = visitor.ask("PUT", "/notifications/preferences", wanted)
    assert after == wanted | {"phone": "+919876543210"}
    assert visitor.get("/notifications/preferences") == after
    work()
    told_crm = messages(channel="crm", subject=f"user:{alice.id}")[-1].payload
    assert (told_crm["notification_type"], told_crm["additional_data"]["language"]) == ("user_updated", "hi")
    actions = [entry.action for entry in entries_of(db.session(), "user", alice.id)]
    assert actions[-2:] == ["profile_changed", "preferences_changed"]
    visitor.ask("PUT", "/notifications/preferences", after)
    assert len(entries_of(db.session(), "user", alice.id)) == len(actions), "nothing changed, nothing recorded"


def test_alice_chooses_only_among_messages_that_she_can_get(app: Flask, alice: Caller) -> None:
    choices = Visitor(app, alice).get("/notifications/preferences")["choices"]
    assert {choice["kind"] for choice in choices} == {
        "booking_confirmed", "booking_cancelled", "booking_changed", "booking_reactivated", "session_confirmed",
        "session_message", "reminder_24h", "reminder_2h",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "fr"},
        {"time_zone": "Moon/Base"},
        {"phone": "12"},
        {"quiet_hours": {"from": "24:00", "until": "07:00"}},
        {"quiet_hours": {"from": "07:00", "until": "07:00"}},
        {"quiet_hours": {"from": "22:00"}},
        {"choices": [{"kind": "booking_confirmed", "channel": "email", "enabled": False}]},
        {"choices": [{"kind": "password_reset", "channel": "email", "enabled": True}]},
        {"choices": [{"kind": "reminder_24h", "channel": "pigeon", "enabled": True}]},
        {"choices": [{"kind": "birthday", "channel": "email", "enabled": True}]},
        {"choices": [{"kind": "refund", "channel": "sms", "enabled": False}]},
        {"choices": [{"kind": "reminder_24h", "channel": "sms", "enabled": 1}]},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(app: Flask, alice: Caller, wrong: Any) -> None:
    visitor = Visitor(app, alice)
    before = visitor.get("/notifications/preferences")
    visitor.ask("PUT", "/notifications/preferences", wrong, status=400)
    assert visitor.get("/notifications/preferences") == before


def test_guest_and_facilitator_see_what_was_sent_when_and_why_not(app: Flask, priya: Caller, alice: Caller) -> None:
    session = make_session(priya).id
    booking = booked(alice, session)
    work()
    end_messages("delivered", which=lambda one: one.channel == "in_app")
    end_messages("dead", "550 no such mailbox", which=lambda one: one.channel == "email")
    hers = Visitor(app, alice).get(f"/bookings/{booking}/messages")["messages"]
    shown = {(one["kind"], one["channel"]): one for one in hers}
    assert shown["booking_confirmed", "in_app"]["state"] == "sent"
    assert shown["booking_confirmed", "in_app"]["sent_at"] is not None
    failed = shown["booking_confirmed", "email"]
    assert (failed["state"], failed["reason"], failed["to"]) == ("failed", None, alice.email)
    assert (shown["reminder_24h", "email"]["state"], shown["reminder_24h", "email"]["sent_at"]) == ("planned", None)
    assert (shown["reminder_2h", "sms"]["state"], shown["reminder_2h", "sms"]["reason"]) == (
        "skipped",
        "no_phone_number",
    )
    assert [one["due_at"] for one in hers] == sorted(one["due_at"] for one in hers)

    theirs = Visitor(app, priya).get(f"/bookings/{booking}/messages")["messages"]
    assert {one["to"] for one in theirs if one["channel"] == "email"} == {alice.email}
    of_session = Visitor(app, priya).get(f"/sessions/{session}/messages?per_page=2")
    assert (of_session["pagination"]["total"], len(of_session["messages"])) == (len(hers), 2)
    assert {(one["guest_name"], one["booking_id"]) for one in of_session["messages"]} == {("Alice", booking)}


def test_a_guest_is_not_shown_what_the_facilitators_team_gets(app: Flask, priya: Caller, alice: Caller) -> None:
    webhook = "https://hooks.slack.com/services/T0/B0/x"
    new = {"kind": "slack", "label": "Front desk", "address": webhook}
    Visitor(app, priya).ask("POST", "/team-channels", new, 201)
    booking = booked(alice, make_session(priya).id)
    work()
    hers = Visitor(app, alice).get(f"/bookings/{booking}/messages")["messages"]
    theirs = Visitor(app, priya).get(f"/bookings/{booking}/messages")["messages"]
    assert "team_booking" not in {one["kind"] for one in hers}
    assert [one["to"] for one in theirs if one["kind"] == "team_booking"] == ["Front desk"]


def test_a_message_stopped_before_delivery_shows_its_reason(app: Flask, priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    end_messages("skipped", "turned_off", which=lambda one: one.channel == "in_app")
    hers = Visitor(app, alice).get(f"/bookings/{booking}/messages")["messages"]
    assert ("skipped", "turned_off") in {(one["state"], one["reason"]) for one in hers if one["channel"] == "in_app"}


def test_opening_a_link_shows_its_booking_and_changes_nothing(app: Flask, priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    before = len(entries_of(db.session(), "booking", booking))
    soon = clock.now() + timedelta(hours=1)
    nobody = Visitor(app)
    for url, purpose in ((manage_url(booking, soon), "manage"), (cancel_url(booking, soon), "cancel")):
        for _ in range(2):
            shown = nobody.get(f"/links/{token_of(url)}")
            assert (shown["purpose"], shown["booking"]["id"], shown["booking"]["status"]) == (
                purpose,
                booking,
                "booked",
            )
    for url in (unsubscribe_url(alice.id, "reminder_24h"), one_click_url(alice.id, "reminder_24h")):
        shown = nobody.get(f"/links/{token_of(url)}")
        assert (shown["purpose"], shown["kind"], shown["booking"]) == ("unsubscribe", "reminder_24h", None)
    assert len(entries_of(db.session(), "booking", booking)) == before
    assert all(one["enabled"] for one in Visitor(app, alice).get("/notifications/preferences")["choices"])


def test_a_link_cancels_its_own_booking_without_a_sign_in(app: Flask, priya: Caller, alice: Caller) -> None:
    first, second = booked(alice, make_session(priya).id), booked(alice, make_session(priya).id)
    token = token_of(cancel_url(first, clock.now() + timedelta(hours=1)))
    response = Visitor(app).ask("POST", f"/links/{token}/cancel")
    assert (response["booking"]["id"], response["booking"]["status"]) == (first, "cancelled")
    Visitor(app).ask("POST", f"/links/{token}/cancel", status=409)
    assert get_own_booking(alice.id, second).status == "booked"
    entry = entries_of(db.session(), "booking", first)[-1]
    assert (entry.action, entry.actor_id, entry.actor_auth) == ("cancelled", alice.id, "signed_link")


def test_an_expired_link_answers_410_and_a_forged_one_404(app: Flask, priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    token = token_of(manage_url(booking, clock.now() + timedelta(hours=1)))
    nobody = Visitor(app)
    with later(1.1):
        assert nobody.get(f"/links/{token}", status=410)["code"] == "link_expired"
        nobody.ask("POST", f"/links/{token}/cancel", status=410)
    end = int(clock.now().timestamp()) + 600
    forged = [
        signed("another secret", ["manage", booking, end]),
        signed(settings().secret_key, ["manage", str(booking), end]),
        signed(settings().secret_key, ["manage", booking + 1_000, end]),
        signed(settings().secret_key, ["unsubscribe", alice.id, "birthday", end]),
        signed(settings().secret_key, [["manage"], booking, end]),
        token[:-2],
        token.replace(".", "", 1),
        "x" * 399,
    ]
    for one in forged:
        nobody.get(f"/links/{one}", status=404)
        nobody.ask("POST", f"/links/{one}/cancel", status=404)
    for unreadable in ("x" * 900, "%00"):
        nobody.get(f"/links/{unreadable}", status=400)
    assert get_own_booking(alice.id, booking).status == "booked"


def test_a_link_does_only_what_it_is_for(app: Flask, priya: Caller, alice: Caller) -> None:
    booking = booked(alice, make_session(priya).id)
    manage = token_of(manage_url(booking, clock.now() + timedelta(hours=1)))
    Visitor(app).ask("POST", f"/links/{manage}/unsubscribe", status=403)
    assert alice.id not in choices_of(db.session(), [alice.id])
    end_mails = token_of(unsubscribe_url(alice.id, "reminder_24h"))
    Visitor(app).ask("POST", f"/links/{end_mails}/cancel", status=403)
    assert db.session.get_one(Booking, booking).status == "booked"


def test_alice_ends_every_kind_of_mail_that_offers_it(app: Flask, alice: Caller) -> None:
    for kind in CHOSEN_BY_PEOPLE:
        if not is_fixed(kind, "email"):
            end_mails = token_of(one_click_url(alice.id, kind))
            Visitor(app).ask("POST", f"/links/{end_mails}/unsubscribe")
            assert not choices_of(db.session(), [alice.id])[alice.id].wants(kind, "email")


def test_alice_chooses_only_reminders_that_are_sent(app: Flask, alice: Caller) -> None:
    before = app.extensions["settings"]
    try:
        for hours, channels in (((24,), {"sms"}), ((24, 2), {"sms", "email", "in_app", "push"})):
            app.extensions["settings"] = before.model_copy(update={"reminder_hours_email": hours})
            choices = Visitor(app, alice).get("/notifications/preferences")["choices"]
            assert {one["channel"] for one in choices if one["kind"] == "reminder_2h"} == channels
    finally:
        app.extensions["settings"] = before


def test_the_address_for_one_click_leads_readers_to_the_page_and_changes_nothing(app: Flask, alice: Caller) -> None:
    before = Visitor(app, alice).get("/notifications/preferences")
    url = one_click_url(alice.id, "reminder_24h")
    response = app.test_client().get(url.removeprefix(settings().public_url))
    page = f"{settings().public_url}/unsubscribe/{token_of(url)}"
    assert (response.status_code, response.headers["Location"]) == (302, page)
    assert Visitor(app, alice).get("/notifications/preferences") == before


@pytest.mark.parametrize(
    "sent", [{"json": {}}, {"data": {"List-Unsubscribe": "One-Click"}}, {"data": b"List-Unsubscribe=One-Click"}, {}]
)
def test_one_click_ends_the_reminders_by_mail_and_nothing_else(
    app: Flask, priya: Caller, alice: Caller, sent: dict[str, Any]
) -> None:
    booking = booked(alice, make_session(priya).id)
    work()
    url = one_click_url(alice.id, "reminder_24h")
    response = app.test_client().post(url.removeprefix(settings().public_url), **sent)
    assert response.status_code == 200, response.get_data(as_text=True)
    choices = Visitor(app, alice).get("/notifications/preferences")["choices"]
    assert [(one["kind"], one["channel"]) for one in choices if not one["enabled"]] == [("reminder_24h", "email")]
    work()
    assert [(one.state, one.reason) for one in plans(booking, kind="reminder_24h", channel="email")] == [
        ("skipped", "turned_off")
    ]


def test_no_log_line_shows_a_link(app: Flask, priya: Caller, alice: Caller, caplog: pytest.LogCaptureFixture) -> None:
    booking = booked(alice, make_session(priya).id)
    urls = [
        manage_url(booking, clock.now() + timedelta(hours=1)),
        cancel_url(booking, clock.now() + timedelta(hours=1)),
        unsubscribe_url(alice.id, "reminder_24h"),
        one_click_url(alice.id, "reminder_24h"),
    ]
    with caplog.at_level(logging.INFO):
        for url in urls:
            Visitor(app).get(f"/links/{token_of(url)}")
            Visitor(app).get(f"/links/{token_of(url)[:-3]}", status=404)
            logging.getLogger("tests").info("opened %s", url, extra={"path": url, "token": f"/m/{token_of(url)}/go"})
    lines = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert "/links/***" in lines and "/manage/***" in lines and "/unsubscribe/***" in lines and "/m/***/go" in lines
    for url in urls:
        assert token_of(url)[:20] not in lines


def test_priya_adds_changes_tries_and_removes_a_team_channel(app: Flask, priya: Caller) -> None:
    visitor = Visitor(app, priya)
    address = "https://hooks.slack.com/services/T0/B0/secret-of-priya"
    added = visitor.ask("POST", "/team-channels", {"kind": "slack", "label": "Studio", "address": address}, 201)
    channel = added["team_channel"]
    assert (channel["enabled"], channel["address"]) == (True, "hooks.slack.com/***riya")
    path = f"/team-channels/{channel['id']}"
    assert visitor.ask("PATCH", path, {"enabled": False})["team_channel"]["enabled"] is False
    visitor.ask("POST", f"{path}/test", status=409)
    visitor.ask("PATCH", path, {"enabled": True, "label": "Garden"})
    visitor.ask("POST", f"{path}/test", status=202)
    assert [one["label"] for one in visitor.get("/team-channels")["team_channels"]] == ["Garden"]
    arjun = Visitor(app, make_person("Arjun", Role.FACILITATOR))
    for method, of in (("PATCH", path), ("DELETE", path), ("POST", f"{path}/test")):
        arjun.ask(method, of, {"label": "Mine"} if method == "PATCH" else None, status=404)
    visitor.ask("DELETE", path)
    assert visitor.get("/team-channels") == {"team_channels": []}


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("slack", "http://hooks.slack.com/services/T0"),
        ("slack", "https://hooks.slack.com.evil.example/services/T0"),
        ("slack", "https://hooks.slack.com@10.0.0.1/services/T0"),
        ("slack", "https://hooks.slack.com:8443/services/T0"),
        ("slack", "https://hooks.slack.com/other"),
        ("slack", "https://discord.com/api/webhooks/1/x"),
        ("slack", "https://127.0.0.1/services/T0"),
        ("slack", "https://[::1]/services/T0"),
        ("slack", "https://[half/services/T0"),
        ("slack", "file:///etc/passwd"),
        ("discord", "https://169.254.169.254/api/webhooks/1"),
        ("discord", "https://discord.com/channels/1"),
        ("whatsapp", "https://graph.facebook.com/"),
        ("whatsapp", "12"),
        ("pigeon", "https://hooks.slack.com/services/T0"),
    ],
)
def test_an_address_of_another_host_than_the_vendors_is_refused(
    app: Flask, priya: Caller, kind: str, address: str
) -> None:
    visitor = Visitor(app, priya)
    visitor.ask("POST", "/team-channels", {"kind": kind, "label": "Studio", "address": address}, 400)
    assert visitor.get("/team-channels") == {"team_channels": []}


def test_ten_team_channels_are_enough(app: Flask, priya: Caller) -> None:
    visitor = Visitor(app, priya)
    body = {"kind": "whatsapp", "label": "Desk", "address": "+351 912 345 678"}
    for _ in range(10):
        visitor.ask("POST", "/team-channels", body, 201)
    assert visitor.ask("POST", "/team-channels", body, 409)["code"] == "too_many_channels"
