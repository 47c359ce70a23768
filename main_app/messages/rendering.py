"""Renders messages from templates: MJML with Jinja for the HTML of mails, Jinja for everything else.

templates/LANGUAGE/KIND.mjml is the content of layout.mjml. KIND.txt has a block for each other part: `subject` and
`text` of the mail, `sms`, `title` and `note` for the app and push, `chat` for team channels. KIND.b.* is the second
variant. Files in TEMPLATES_DIR replace the built-in ones, unless they cannot work (own_templates.py).

MJML is compiled before Jinja renders: a guest's name never reaches the MJML compiler, and a template is compiled once.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from main_app.messages.compiled_templates import Mail, Note, Templates
from main_app.messages.own_templates import usable_templates
from main_app.settings import settings


def render_mail(
    kind: str, language: str, variant: str, values: Mapping[str, Any], html_values: Mapping[str, Any] | None = None
) -> Mail:
    """The mail of this kind. `html_values` replace values in the HTML part only."""
    return _templates().mail(kind, language, variant, values, html_values or {})


def render_short(kind: str, channel: str, language: str, variant: str, values: Mapping[str, Any]) -> str | Note:
    """The message of this kind for a channel without subject and layout."""
    templates = _templates()
    if channel in ("in_app", "push"):
        return Note(
            templates.block(kind, language, variant, "title", values),
            templates.block(kind, language, variant, "note", values),
        )
    return templates.block(kind, language, variant, "sms" if channel == "sms" else "chat", values)


def template_channels(kind: str) -> list[str]:
    """The channels for which this kind has a template."""
    return _templates().channels(kind)


def variants_of(kind: str) -> list[str]:
    return _templates().variants(kind)


@cache
def _templates_in(folder: Path | None) -> Templates:
    return Templates(usable_templates(folder)[0])


def _templates() -> Templates:
    return _templates_in(settings().templates_dir)
