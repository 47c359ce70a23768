"""Renders messages from templates: MJML with Jinja for the HTML of mails, Jinja for everything else.

templates/LANGUAGE/KIND.mjml is the content of layout.mjml. KIND.txt has a block for each other part: `subject`,
`heading`, `intro` and `text` of the mail, `sms`, `title` and `note` for the app and push, `chat` for team channels.
KIND.b.* is the second variant. Files in TEMPLATES_DIR replace the built-in ones, unless they cannot work
(own_templates.py). One that renders the examples may still fail with real values: then its kind uses the built-in
ones until the next start.

What an admin wrote (message_texts.py) replaces parts of the built-in templates; a file in TEMPLATES_DIR wins over it.

MJML is compiled before Jinja renders: a guest's name never reaches the MJML compiler, and a template is compiled once.
"""

import logging
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import TemplateError

from main_app.messages.compiled_templates import NOTHING_WRITTEN, Mail, Note, Templates
from main_app.messages.own_templates import usable_templates
from main_app.messages.written_texts import BadText
from main_app.settings import settings

Rendered = TypeVar("Rendered")
logger = logging.getLogger(__name__)


def render_mail(
    kind: str,
    language: str,
    variant: str,
    values: Mapping[str, Any],
    html_values: Mapping[str, Any] | None = None,
    written: Mapping[str, str] = NOTHING_WRITTEN,
) -> Mail:
    """The mail of this kind. `html_values` replace values in the HTML part only.

    `written` has the parts that an admin wrote (message_texts.py).
    """

    def make(templates: Templates, which: str, written: Mapping[str, str]) -> Mail:
        return templates.mail(kind, language, which, values, html_values or {}, written)

    return _render(kind, language, variant, written, make)


def render_short(
    kind: str,
    channel: str,
    language: str,
    variant: str,
    values: Mapping[str, Any],
    written: Mapping[str, str] = NOTHING_WRITTEN,
) -> str | Note:
    """The message of this kind for a channel without subject and layout."""

    def make(templates: Templates, which: str, written: Mapping[str, str]) -> str | Note:
        def block(name: str) -> str:
            return templates.block(kind, language, which, name, values, written)

        if channel in ("in_app", "push"):
            return Note(block("title"), block("note"))
        return block("sms" if channel == "sms" else "chat")

    return _render(kind, language, variant, written, make)


def is_from_file(kind: str, language: str, variant: str) -> bool:
    """Whether a file in TEMPLATES_DIR has the texts of this message. It wins over what an admin wrote."""
    return _templates().is_from_own_file(kind, language, variant)


def failed_templates() -> dict[str, str]:
    """The kinds whose own templates failed with real values in this process, with the fault of each."""
    return _templates().failed


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


def _render(
    kind: str,
    language: str,
    variant: str,
    written: Mapping[str, str],
    make: Callable[[Templates, str, Mapping[str, str]], Rendered],
) -> Rendered:
    if written and not is_from_file(kind, language, variant):
        try:
            return _render_templates(kind, variant, lambda templates, which: make(templates, which, written))
        except BadText as error:
            logger.error("the texts written for %s cannot be used, the original ones are sent: %s", kind, error)
    return _render_templates(kind, variant, lambda templates, which: make(templates, which, NOTHING_WRITTEN))


def _render_templates(kind: str, variant: str, make: Callable[[Templates, str], Rendered]) -> Rendered:
    templates, built_in = _templates(), _templates_in(None)

    def make_built_in() -> Rendered:
        return make(built_in, variant if variant in built_in.variants(kind) else "a")

    if kind in templates.failed:
        return make_built_in()
    try:
        return make(templates, variant)
    except BadText:  # what an admin wrote is no fault of the template
        raise
    except Exception as error:
        if templates is built_in:
            raise
        rendered = make_built_in()  # if this fails too, the installation's own template is not the cause
        # Only Jinja's errors are about the template; others may quote what a person typed.
        fault = f"{type(error).__name__}: {error}" if isinstance(error, TemplateError) else type(error).__name__
        templates.failed[kind] = fault
        logger.error("an own template of %s failed, the built-in one is used until the next start: %s", kind, fault)
        return rendered
