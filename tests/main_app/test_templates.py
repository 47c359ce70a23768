"""Every template can be rendered, and what people typed is escaped."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from main_app.integration.alerts import active_alerts, end_alerts_of_templates, watch_alerts
from main_app.messages.compiled_templates import Templates
from main_app.messages.kinds import KINDS, LANGUAGES, PEOPLE_CHANNELS, TEAM
from main_app.messages.own_templates import usable_templates
from main_app.messages.rendering import failed_templates, render_mail
from main_app.messages.variables import VARIABLES, examples
from tests.main_app.application import application
from tests.support.services import ROOT

pytestmark = pytest.mark.engine("sqlite")  # no database is involved
# The year is named if it is not the current one.
WHEN = {
    "en": re.compile(r"Sat 12 Dec( 2026)?, 07:00 to 08:30, Lisbon time"),
    "hi": re.compile(r"शनि 12 दिस॰( 2026)?, 07:00 से 08:30 तक, लिस्बन समय"),
}
TEMPLATES = Templates()
ALL = [(kind, language, variant) for kind in KINDS for language in LANGUAGES for variant in TEMPLATES.variants(kind)]
MAILS = [one for one in ALL if "email" in TEMPLATES.channels(one[0])]
HOSTILE = "Mallory\r\nBcc: everyone@example.com\r\n\r\n<img src=x onerror=alert(1)> {{ 7*7 }} \"&' <!channel> @everyone"


class Page(HTMLParser):
    """The visible text, the addresses and whether every table that opens is closed."""

    def __init__(self, html: str):
        super().__init__()
        self.text, self.links, self.images, self.depth, self.scripts = "", [], [], 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.depth += tag in ("table", "div", "td", "tr")
        self.scripts += tag == "script" or any(name.startswith("on") for name in values)
        if tag == "a":
            self.links.append(values.get("href"))
        if tag == "img":
            self.images.append(values.get("src"))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("table", "div", "td", "tr")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_kind_has_its_variables_and_its_forms() -> None:
    assert VARIABLES.keys() == KINDS.keys()
    for kind in KINDS.values():
        forms = {"chat" if channel in TEAM else channel for channel in kind.channels}
        assert forms <= set(TEMPLATES.channels(kind.name)), kind.name
    assert {"email", "sms", "in_app", "push"} <= set(PEOPLE_CHANNELS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_have_a_name_for_every_kind(language: str) -> None:
    words = (ROOT / "frontend" / "src" / "shared" / "i18n" / language / "messages.ts").read_text(encoding="utf-8")
    named = set(re.findall(r'^  "kind\.(\w+)":', words, re.MULTILINE)) - {"other"}
    assert named == KINDS.keys()


@pytest.mark.parametrize(("kind", "language", "variant"), MAILS)
def test_a_mail_says_what_it_is_about_and_has_one_button(kind: str, language: str, variant: str) -> None:
    mail = TEMPLATES.mail(kind, language, variant, examples(kind, language), {})
    page = Page(mail.html)
    assert page.depth == 0, "every element that opens is closed"
    assert page.scripts == 0
    assert mail.html.count('class="button"') == 1
    assert f'lang="{language}"' in mail.html
    if language == "en":
        assert all(len(line) < 900 for line in mail.html.splitlines()), "a mail needs no encoding up to 998 octets"
    assert "{{" not in mail.html + mail.text + mail.subject
    assert "{%" not in mail.html + mail.text + mail.subject
    assert not re.search(r"<mj|mj-(include|text|button)", mail.html)
    assert "None" not in page.text
    if "event_title" in VARIABLES[kind]:
        for form in (mail.text, page.text):
            assert "Atlantic Yoga Weekend" in form
            assert WHEN[language].search(form)
        assert page.images == ["https://samaya.example/events/3/cover.png"]
    if examples(kind, language)["unsubscribe_url"]:
        assert "https://samaya.example/unsubscribe/example" in page.links
        assert "https://samaya.example/unsubscribe/example" in mail.text
    for name in ("action_url", "manage_url"):
        if name in VARIABLES[kind] and kind not in ("booking_cancelled", "payment_failed", "request_declined"):
            assert examples(kind, language)[name] in page.links
            assert str(examples(kind, language)[name]) in mail.text


@pytest.mark.parametrize(("kind", "language", "variant"), MAILS)
def test_a_mail_without_anything_optional_is_whole_too(kind: str, language: str, variant: str) -> None:
    values = {
        "brand": "Samaya",
        "guest_name": "John",
        "event_title": "Haircut",
        "action_url": "https://samaya.example/v",
    }
    mail = TEMPLATES.mail(kind, language, variant, values, {})
    page = Page(mail.html)
    assert page.depth == 0
    assert all(page.links[:-1]), "only the footer's link, to the start page, may be empty"


@pytest.mark.parametrize(("kind", "language", "variant"), ALL)
def test_a_short_message_says_when_a_session_begins_and_ends(kind: str, language: str, variant: str) -> None:
    blocks = TEMPLATES._txt(kind, language, variant).blocks.keys() & {"sms", "note", "chat"}
    for block in blocks if "event_title" in VARIABLES[kind] else ():
        assert WHEN[language].search(TEMPLATES.block(kind, language, variant, block, examples(kind, language)))


@pytest.mark.parametrize(("kind", "language", "variant"), ALL)
def test_a_short_message_leaves_out_a_location_that_is_not_known(kind: str, language: str, variant: str) -> None:
    short = [block for block, channel in (("sms", "sms"), ("note", "in_app")) if channel in TEMPLATES.channels(kind)]
    for block in short:
        text = TEMPLATES.block(kind, language, variant, block, examples(kind, language) | {"location": ""})
        assert not re.search(r",\s*([.,।]|$)", text), text


@pytest.mark.parametrize(("kind", "language", "variant"), ALL)
def test_what_mallory_types_stays_text(kind: str, language: str, variant: str) -> None:
    values = {
        name: HOSTILE if isinstance(example, str) and not name.endswith(("_url", "link")) else example
        for name, example in examples(kind, language).items()
    } | {"language": language, "link": "javascript:alert(1)", "reason": HOSTILE}
    for name in ("sms", "note", "title", "chat"):
        if name in TEMPLATES._txt(kind, language, variant).blocks:
            text = TEMPLATES.block(kind, language, variant, name, values)
            assert "49" not in text
            assert "\r" not in text
            if name != "chat":
                assert "\n" not in text
    if "email" in TEMPLATES.channels(kind):
        mail = TEMPLATES.mail(kind, language, variant, values | {"online": True}, {})
        page = Page(mail.html)
        assert "\n" not in mail.subject
        assert "\r" not in mail.subject
        assert not re.search(r"^Bcc:", mail.text, re.MULTILINE), "no line of its own"
        assert page.scripts == 0
        assert "x" not in page.images
        assert "javascript:" not in mail.html
        assert "{{ 7*7 }}" in page.text


def test_a_template_that_cannot_work_is_left_out_and_an_alert_says_why(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "en").mkdir(parents=True)
    (own / "en" / "refund.mjml").write_text("<mj-text>{{ gest_name }}</mj-text>")
    (own / "hi").mkdir()
    (own / "hi" / "refund.mjml").write_text("<mj-section><mj-column><mj-text>mine</mj-text></mj-column></mj-section>")
    with application(TEMPLATES_DIR=str(own)) as app, app.app_context():
        (alert,) = [one for one in active_alerts() if one["name"] == "bad_templates"]
        assert "The template en/refund.mjml uses gest_name, which" in alert["detail"]
        mails = {
            language: render_mail("refund", language, "a", examples("refund", language)) for language in ("en", "hi")
        }
    assert mails["en"].html == TEMPLATES.mail("refund", "en", "a", examples("refund", "en"), {}).html
    assert "mine" in mails["hi"].html, "the good one is used"


def test_a_template_that_fails_with_a_real_name_is_replaced_and_the_alert_lasts_until_a_worker_reads_it_again(
    tmp_path: Path,
) -> None:
    """It renders the examples, whose guest has two names, but not the mail of Asha, who has one."""
    (tmp_path / "en").mkdir()
    dear = "<mj-text>Dear {{ guest_name and guest_name.split()[1] }}</mj-text>"
    (tmp_path / "en" / "refund.mjml").write_text(f"<mj-section><mj-column>{dear}</mj-column></mj-section>")
    values = examples("refund", "en")
    built_in = TEMPLATES.mail("refund", "en", "a", values | {"guest_name": "Asha"}, {})
    with application(TEMPLATES_DIR=str(tmp_path)) as app, app.app_context():
        assert "Dear Rao" in render_mail("refund", "en", "a", values).html
        watch_alerts()
        assert active("own_template_failed:refund") == []
        assert render_mail("refund", "en", "a", values | {"guest_name": "Asha"}) == built_in
        assert "Dear" not in render_mail("refund", "en", "a", values).html, "it is not tried again"
        watch_alerts()
        (alert,) = active("own_template_failed:refund")
        assert "UndefinedError: " in alert["detail"] and "restart the workers" in alert["detail"]
        failed_templates().clear()
        watch_alerts()
        assert active("own_template_failed:refund") == [alert], "to a worker whose messages are fine it is no news"
        end_alerts_of_templates()
        assert active("own_template_failed:refund") == []


def test_values_that_no_template_can_show_are_no_fault_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "refund.mjml").write_text("<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>")
    with application(TEMPLATES_DIR=str(tmp_path)) as app, app.app_context():
        with pytest.raises(ZeroDivisionError):
            render_mail("refund", "en", "a", {"guest_name": Unspeakable()})
        assert failed_templates() == {}


class Unspeakable:
    def __str__(self) -> str:
        raise ZeroDivisionError


def active(name: str) -> list[dict[str, str]]:
    return [one for one in active_alerts() if one["name"] == name]


def test_templates_of_ones_own_replace_ours_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "refund.txt").write_text(
        "{% block subject %}Money back{% endblock %}{% block text %}{{ refund }}{% endblock %}"
        "{% block sms %}s{% endblock %}{% block title %}t{% endblock %}{% block note %}n{% endblock %}"
    )
    usable, faults = usable_templates(tmp_path)
    assert faults == []
    own = Templates(usable)
    assert own.mail("refund", "en", "a", examples("refund", "en"), {}).subject == "Money back"
    assert "refund" in own.mail("refund", "en", "a", examples("refund", "en"), {}).html
    assert own.mail("refund", "hi", "a", examples("refund", "hi"), {}).subject != "Money back"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("en/refund.mjml", "<mj-text>{{ gest_name }}</mj-text>", "en/refund.mjml uses gest_name"),
        ("en/refund.txt", "{% block subject %}{{ oops }}{% endblock %}", "en/refund.txt uses oops"),
        ("hi/parts/details.mjml", "<mj-text>{{ nobody }}</mj-text>", "uses nobody"),
        ("hi/parts/details.txt", "{{ nobody }}", "uses nobody"),
        ("en/refund.mjml", "<mj-text>{% if %}</mj-text>", "cannot be used"),
        ("en/refund.txt", "{% block subject %}{{ guest_name.first }}{% endblock %}", "lacks"),
        ("en/refund.txt", "no blocks", "lacks"),
        ("layout.mjml", "<mjml><mj-body><mj-include path=\"parts/none.mjml\" /></mj-body></mjml>", "cannot be used"),
        ("en/refunds.txt", "{{ guest_name }}", "does not replace a built-in template"),
        ("fr/refund.txt", "{{ guest_name }}", "does not replace a built-in template"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_work_is_named_with_its_fault(
    tmp_path: Path, name: str, content: str, complaint: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    usable, (fault,) = usable_templates(tmp_path)
    assert usable == {}
    assert complaint in fault
