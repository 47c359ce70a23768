"""The studio's settings: what everybody reads, what admins change, and colours that stay readable."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from main_app.auth.models import Role
from main_app.bookings.operations import book_session
from main_app.database import db
from main_app.messages.delivery import prepare_mails
from main_app.messages.kinds import BOOKING_CONFIRMED
from main_app.outbox.channel import Claimed
from main_app.services.smtp import OutgoingMail
from main_app.studio.colours import DARK_PAGE, LIGHT_PAGE, READABLE, contrast, is_readable, luminance, palette
from main_app.studio.index_html import manifest_with_studio, page_with_studio
from main_app.studio.queries import StudioFacts, studio_facts
from service_kit import clock
from service_kit.phone_numbers import example_number
from tests.main_app.application import application
from tests.main_app.builders import entries_of, make_person, make_session, signed_in
from tests.main_app.notified import messages, start_anew, work
from tests.support.rounds import rounds

FACTS = StudioFacts(
    "Samaya", None, None, None, None, None, None, None, None, "", "", "", "", "EUR", "UTC", ("en", "hi"), None,
    False, True, 1,
)  # fmt: skip


@pytest.fixture(scope="module")
def noor(app: Flask) -> dict[str, str]:
    return signed_in(app, Role.ADMIN)


def studio(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/studio").get_json()["studio"]


def change(app: Flask, headers: dict[str, str], **changes: Any) -> Any:
    return app.test_client().patch("/studio", json=changes, headers=headers)


def entries() -> list[Any]:
    with db.engine.connect() as connection:
        return entries_of(connection, "studio", 1)


def test_a_studio_that_set_nothing_has_defaults(app: Flask) -> None:
    facts = studio(app)
    assert (facts["name"], facts["colour"], facts["colours"]) == ("Samaya", None, None)
    assert (facts["default_currency"], facts["default_time_zone"], facts["languages"]) == ("EUR", "UTC", ["en", "hi"])
    assert facts["review_above_cents"] is None
    assert facts["heading"] is None


def test_it_says_whether_guests_can_pay_online(app: Flask) -> None:
    assert studio(app)["takes_payments"] is True  # at the test bank
    with application(DEMO_BANK="false") as without:
        assert studio(without)["takes_payments"] is False


def test_it_says_how_numbers_of_its_country_look_and_which_websites_may_show_its_events() -> None:
    with application(EMBED_ORIGINS="https://www.lotus.example", DEFAULT_TIME_ZONE="Asia/Kolkata") as app:
        facts = studio(app)
        assert facts["phone_example"].startswith("+91 ")
        assert facts["embed_origins"] == ["https://www.lotus.example"]
        with app.app_context():
            page = page_with_studio("<script>", studio_facts())
        served = json.loads(page.partition('id="studio">')[2].partition("<")[0])
        assert served["phone_example"] == facts["phone_example"]
    assert example_number("UTC") is None


def test_an_admin_changes_the_studio_and_takes_it_back(app: Flask, noor: dict[str, str]) -> None:
    changed = change(
        app, noor, name="Lotus House", colour="#7A1F4D", contact_email="Hello@lotus.example.com", languages=["hi"],
        terms="# Terms\nBe kind.", review_above_cents=0, heading="Stillness by the sea",
    )  # fmt: skip
    assert changed.status_code == 200, changed.get_json()
    facts = studio(app)
    assert facts == changed.get_json()["studio"]
    assert (facts["name"], facts["colour"], facts["languages"]) == ("Lotus House", "#7a1f4d", ["hi"])
    assert (facts["review_above_cents"], facts["heading"]) == (0, "Stillness by the sea")
    assert facts["terms_html"] == '<h2 dir="auto">Terms</h2>\n<p dir="auto">Be kind.</p>\n'
    assert facts["colours"]["light"]["accent"] == "#7a1f4d"
    assert len(facts["colours"]["shades"]) == 10
    with app.app_context():
        last = entries()[-1]
    assert last.changes["name"] == [None, "Lotus House"]
    assert last.changes["terms"] == []  # long texts are not kept twice
    again = change(app, noor, name="Lotus House")
    with app.app_context():
        assert again.status_code == 200 and entries()[-1].id == last.id
    nothing = dict.fromkeys(("name", "colour", "contact_email", "languages", "terms", "review_above_cents", "heading"))
    assert change(app, noor, **nothing).status_code == 200
    assert studio(app)["name"] == "Samaya" and studio(app)["colours"] is None


def test_scripts_in_the_studios_texts_are_shown_as_text(app: Flask, noor: dict[str, str]) -> None:
    assert change(app, noor, about="<script>alert(1)</script> [us](javascript:alert(1))").status_code == 200
    shown = studio(app)["about_html"]
    assert "<script" not in shown and "href" not in shown and "&lt;script&gt;" in shown
    assert change(app, noor, about=None).status_code == 200


def test_a_new_session_has_the_studios_currency_unless_it_names_one(app: Flask, noor: dict[str, str]) -> None:
    assert change(app, noor, default_currency="INR").status_code == 200
    at = clock.now() + timedelta(days=3)
    session = {"start_time": clock.iso(at), "end_time": clock.iso(at + timedelta(hours=1)), "capacity": 5}
    body = {"title": "Evening Sit", "time_zone": "UTC", "sessions": [session, session | {"currency": "CHF"}]}
    made = app.test_client().post("/events", json=body, headers=noor)
    assert [one["currency"] for one in made.get_json()["event"]["sessions"]] == ["INR", "CHF"]
    assert change(app, noor, default_currency=None).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colour", "#f5c25c"), ("colour", "red"), ("colour", "#0f5a60; }"), ("name", ""), ("name", "x" * 81),
        ("name", "Lotus\nHouse"), ("name", "\u200b\u200b"), ("name", "\u202eHouse"),
        ("languages", []), ("languages", ["hi", "hi"]), ("languages", ["fr"]),
        ("default_currency", "euro"), ("default_currency", "XXX"), ("heading", "x" * 121), ("heading", "Two\nlines"),
        ("default_time_zone", "Lisbon"), ("contact_email", "nobody"),
        ("review_above_cents", -1), ("about", "x" * 20_001), ("owner", "me"),
    ],
)  # fmt: skip
def test_bad_settings_change_nothing(app: Flask, noor: dict[str, str], field: str, value: Any) -> None:
    before = studio(app)
    refused = change(app, noor, **{"address": "12 Lotus Lane", field: value})
    assert refused.status_code == 400
    assert refused.get_json()["field"].split(".")[0] == field
    assert studio(app) == before


def test_a_logo_is_shown_until_it_is_removed(app: Flask, noor: dict[str, str]) -> None:
    content = io.BytesIO()
    Image.new("RGB", (400, 200), "#7a1f4d").save(content, "PNG")
    content.seek(0)
    upload = {"picture": (content, "logo.png")}
    uploaded = app.test_client().post("/pictures", data=upload, headers=noor).get_json()["picture"]
    shown = change(app, noor, logo={"id": uploaded["id"], "alt": "A lotus"}).get_json()["studio"]
    assert (shown["logo"]["alt"], shown["logo"]["src"]) == ("A lotus", uploaded["src"])
    assert change(app, noor, name="Lotus", picture={"id": uploaded["id"]}).status_code == 404  # it is the logo already
    assert studio(app) == shown
    template = f"/api/admin/templates/{BOOKING_CONFIRMED}"
    in_mails = f'{shown["logo"]["src"]}" alt=""'
    assert in_mails in app.test_client().get(template, headers=noor).get_json()["html"]
    assert change(app, noor, logo=None).get_json()["studio"]["logo"] is None
    assert in_mails not in app.test_client().get(template, headers=noor).get_json()["html"]


def test_previews_of_messages_have_the_studios_look(app: Flask, noor: dict[str, str]) -> None:
    change(app, noor, name="Lotus House", colour="#7a1f4d")
    accent = palette("#7a1f4d").light.accent
    shown = app.test_client().get(f"/api/admin/templates/{BOOKING_CONFIRMED}", headers=noor).get_json()
    body = {"language": "en", "intro": "Welcome to {brand}."}
    path = f"/api/admin/message-texts/{BOOKING_CONFIRMED}/preview"
    written = app.test_client().post(path, json=body, headers=noor).get_json()
    change(app, noor, name=None, colour=None)
    assert "Lotus House" in shown["html"]
    assert accent in shown["html"]
    assert "Welcome to Lotus House." in written["text"]
    assert accent in written["html"]


def test_a_colour_without_contrast_is_refused_in_words(app: Flask, noor: dict[str, str]) -> None:
    refused = change(app, noor, colour="#f5c25c").get_json()
    assert refused["error"].startswith("This colour is too light for links and buttons: its contrast with the page is")


def test_only_admins_change_the_studio(app: Flask) -> None:
    for role in (Role.USER, Role.FACILITATOR):
        assert change(app, signed_in(app, role), name="Mine").status_code == 403
    assert studio(app)["name"] == "Samaya"


@settings(max_examples=rounds(300), deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts)))
def test_every_accepted_colour_is_readable_in_both_themes(colour: str) -> None:
    assume(is_readable(colour))
    made = palette(colour)
    for theme, page in ((made.light, LIGHT_PAGE), (made.dark, DARK_PAGE)):
        assert contrast(theme.accent, page) >= READABLE
        assert contrast(theme.on_accent, theme.accent) >= READABLE
        assert contrast(theme.accent, theme.accent_soft) >= READABLE
    lights = [luminance(shade) for shade in made.shades]
    assert lights == sorted(lights, reverse=True)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mails_of_bookings_come_from_the_facilitator_via_the_studio(app: Flask, noor: dict[str, str]) -> None:
    change(app, noor, name="Lotus House", colour="#7a1f4d")
    try:
        with app.app_context():
            start_anew()
            priya = make_person("Priya Sharma", Role.FACILITATOR)
            book_session(make_person("Asha"), make_session(priya).id)
            work()
            claimed = [
                Claimed(one.id, 1, one.event_id, one.kind, one.payload, 0, one.waiting_since)
                for one in messages(channel="email")
            ]
            mails = [mail for mail in prepare_mails(claimed).values() if isinstance(mail, OutgoingMail)]
    finally:
        change(app, noor, name=None, colour=None)
    (confirmation,) = [mail for mail in mails if mail.sender_name.startswith("Priya")]
    assert (confirmation.sender_name, confirmation.reply_to) == ("Priya Sharma via Lotus House", priya.email)
    assert "Lotus House" in confirmation.text and "Samaya" not in confirmation.text
    assert "#7a1f4d" in confirmation.html


def test_a_page_has_the_studio_before_its_first_script() -> None:
    facts = replace(FACTS, name="</script><b>Lotus & Co", languages=("hi",))
    html = page_with_studio("<head><title>Samaya</title><script src=/start.js></script></head>", facts)
    data, _, rest = html.partition('id="studio">')[2].partition("</script>")
    assert json.loads(data)["name"] == facts.name
    assert "<b>" not in html and "<title>&lt;/script&gt;" in html
    assert rest.startswith("<script src=/start.js>")
    assert json.loads(manifest_with_studio('{"name": "Samaya", "start_url": "/"}', facts))["short_name"] == facts.name
