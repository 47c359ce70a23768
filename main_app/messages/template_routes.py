"""Routes for admins to preview templates and compare variants, and public routes that count openings and clicks."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from flask import Response, redirect
from flask_openapi import APIBlueprint, Tag
from pydantic import Field

from main_app.auth.access import ADMIN, ANYONE, access
from main_app.events.queries import newest_event
from main_app.messages import comparisons
from main_app.messages.compiled_templates import Note
from main_app.messages.kinds import KINDS, LANGUAGES
from main_app.messages.message_texts import texts_of
from main_app.messages.original_texts import original_texts
from main_app.messages.rendering import render_mail, render_short, template_channels, variants_of
from main_app.messages.values import values_of_studio
from main_app.messages.variables import VARIABLES, examples
from main_app.settings import settings
from main_app.studio.queries import studio_facts
from service_kit.fields import Body, Out, Query
from service_kit.problems import NotFound
from service_kit.rate_limits import limit_per_account, limiter

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
GIF = {"content": {"image/gif": {"schema": {"type": "string", "format": "binary"}}}}
limited = limit_per_account("60 per minute", "templates")
templates = APIBlueprint("templates", __name__, url_prefix="/api/admin", abp_tags=[Tag(name="Templates")])
counters = APIBlueprint("counters", __name__, url_prefix="/m", abp_tags=[Tag(name="Templates")])


class KindPath(Query):
    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")]


class Shown(Query):
    language: Literal["en", "hi"] = "en"
    variant: str = Field("a", pattern=r"^[ab]$")


class TokenPath(Query):
    token: Annotated[str, Field(max_length=2000)]


class ComparisonSwitch(Body):
    on: bool


class TemplateEntry(Out):
    kind: str
    languages: list[str]
    variants: list[str]
    channels: list[str]
    editable: bool = Field(description="whether admins can write its texts")


class TemplateList(Out):
    templates: list[TemplateEntry]


class NoteOut(Out):
    title: str
    body: str


class VariableOut(Out):
    name: str
    meaning: str
    example: str


class TemplateOut(Out):
    subject: str | None
    html: str | None
    text: str | None
    sms: str | None
    in_app: NoteOut | None
    chat: str | None
    variables: list[VariableOut]


class VariantOut(Out):
    variant: str
    sent: int
    opened: int
    clicked: int


class ComparisonOut(Out):
    kind: str
    on: bool
    started_at: str | None
    variants: list[VariantOut]


class ComparisonList(Out):
    comparisons: list[ComparisonOut]


@templates.get("/templates", responses={200: TemplateList})
@access(ADMIN)
def list_templates() -> dict[str, Any]:
    """Every kind of message, with its languages, variants and channels."""
    return {
        "templates": [
            {
                "kind": kind,
                "languages": list(LANGUAGES),
                "variants": variants_of(kind),
                "channels": template_channels(kind),
                "editable": bool(original_texts(kind, LANGUAGES[0], "a")),
            }
            for kind in KINDS
        ]
    }


@templates.get("/templates/<kind>", responses={200: TemplateOut})
@access(ADMIN)
def show_template(path: KindPath, query: Shown) -> dict[str, Any]:
    """A message rendered with the documented examples, in the studio's look."""
    require_template(path.kind, query.variant)
    current = texts_of((path.kind, query.language, query.variant))
    return template_json(path.kind, query.language, query.variant, current.texts if current else {})


@templates.get("/template-comparisons", responses={200: ComparisonList})
@access(ADMIN)
def list_comparisons() -> dict[str, Any]:
    """The comparisons of variants, with their counts."""
    return {"comparisons": comparisons.list_comparisons()}


@templates.put("/template-comparisons/<kind>", responses={200: ComparisonList})
@access(ADMIN)
@limited
def set_comparison(path: KindPath, body: ComparisonSwitch) -> dict[str, Any]:
    """Begin or end the comparison of a kind's variants."""
    comparisons.switch_comparison(path.kind, body.on)
    return {"comparisons": comparisons.list_comparisons()}


@counters.get("/<token>/open.gif", responses={200: GIF})
@limiter.limit("600 per minute")
@access(ANYONE)
def opened(path: TokenPath) -> Response:
    """A picture of one pixel that counts the opening of a mail. The same for every token."""
    comparisons.record_open(path.token)
    return Response(PIXEL, content_type="image/gif")


@counters.get("/<token>/go", responses={302: None})
@limiter.limit("600 per minute")
@access(ANYONE)
def clicked(path: TokenPath) -> Any:
    """Count the click on a mail's button, and redirect to its page. Only pages of this installation."""
    return redirect(comparisons.record_click(path.token))


def require_template(kind: str, variant: str) -> None:
    if kind not in KINDS or variant not in variants_of(kind):
        raise NotFound("template")


def template_json(kind: str, language: str, variant: str, written: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a TemplateOut: the message with the parts that an admin wrote."""
    documented = examples(kind, language)
    values = _with_addresses_here(documented) | values_of_studio(studio_facts())
    forms = template_channels(kind)
    mail = render_mail(kind, language, variant, values, written=written) if "email" in forms else None
    short = {
        form: render_short(kind, form, language, variant, values, written)
        for form in ("sms", "in_app", "chat")
        if form in forms
    }
    note = short.get("in_app")
    return {
        "subject": mail and mail.subject,
        "html": mail and mail.html,
        "text": mail and mail.text,
        "sms": short.get("sms"),
        "in_app": {"title": note.title, "body": note.body} if isinstance(note, Note) else None,
        "chat": short.get("chat"),
        "variables": [
            {"name": name, "meaning": variable.meaning, "example": _as_text(documented[name])}
            for name, variable in VARIABLES[kind].items()
        ],
    }


def _as_text(example: Any) -> str:
    return "\n".join(example) if isinstance(example, tuple) else str(example)


def _with_addresses_here(documented: dict[str, Any]) -> dict[str, Any]:
    """The examples with this installation's addresses, and the cover of an event that exists."""
    home = settings().public_url
    values = {
        name: value.replace("https://samaya.example", home) if isinstance(value, str) else value
        for name, value in documented.items()
    }
    if values["cover_url"]:
        event_id = newest_event()
        values["cover_url"] = f"{home}/events/{event_id}/cover.png" if event_id else ""
    return values
