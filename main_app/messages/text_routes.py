"""Routes for admins: the texts of messages, written in place of the built-in ones, with their history."""

from typing import Annotated, Any, Literal

from flask_openapi import APIBlueprint, Tag
from pydantic import Field

from main_app.auth.access import ADMIN, access, caller
from main_app.messages import message_texts
from main_app.messages.original_texts import LENGTHS, original_texts
from main_app.messages.rendering import is_from_file
from main_app.messages.template_routes import KindPath, Shown, TemplateOut, require_template, template_json
from main_app.messages.variables import written_variables
from service_kit import clock
from service_kit.database import MAX_ID
from service_kit.fields import Body, Out
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "message texts")
text_routes = APIBlueprint("message_texts", __name__, url_prefix="/api/admin", abp_tags=[Tag(name="Templates")])


class WrittenTexts(Body):
    """A part that is left out has its original text."""

    language: Literal["en", "hi"]
    variant: str = Field("a", pattern=r"^[ab]$")
    subject: str | None = Field(None, max_length=LENGTHS["subject"])
    heading: str | None = Field(None, max_length=LENGTHS["heading"])
    intro: str | None = Field(None, max_length=LENGTHS["intro"], description="the first paragraphs of the mail")
    closing: str | None = Field(None, max_length=LENGTHS["closing"], description="the last paragraphs of the mail")
    sms: str | None = Field(None, max_length=LENGTHS["sms"])
    title: str | None = Field(None, max_length=LENGTHS["title"], description="of the notification in the app")
    note: str | None = Field(None, max_length=LENGTHS["note"], description="the notification in the app")

    @property
    def texts(self) -> dict[str, str]:
        return {name: text for name in LENGTHS if (text := getattr(self, name)) is not None}


class TextsChange(WrittenTexts):
    version: Annotated[int, Field(ge=0, le=MAX_ID, description="of the texts that were shown")]


class PartOut(Out):
    name: str
    text: str
    original: str
    max_length: int


class SavedTexts(Out):
    """What was saved once. A part that is missing had its original text."""

    version: int
    saved_at: str
    saved_by: str | None
    texts: dict[str, str]


class MessageTextsOut(Out):
    version: int
    from_file: bool = Field(description="the texts are in a file of TEMPLATES_DIR and can't be changed here")
    parts: list[PartOut]
    variables: list[str] = Field(description="which texts may use, as {name}")
    history: list[SavedTexts]


@text_routes.get("/message-texts/<kind>", responses={200: MessageTextsOut})
@access(ADMIN)
def show_texts(path: KindPath, query: Shown) -> dict[str, Any]:
    """The texts of a message that can be changed, the original ones, and what was saved before, the newest first."""
    return _texts_json((path.kind, query.language, query.variant))


@text_routes.post("/message-texts/<kind>/preview", responses={200: TemplateOut})
@access(ADMIN)
@limited
def preview_texts(path: KindPath, body: WrittenTexts) -> dict[str, Any]:
    """A message with these texts, rendered with the documented examples, in the studio's look. Changes nothing."""
    key = (path.kind, body.language, body.variant)
    return template_json(*key, message_texts.checked_texts(key, body.texts))


@text_routes.put("/message-texts/<kind>", responses={200: MessageTextsOut})
@access(ADMIN)
@limited
def change_texts(path: KindPath, body: TextsChange) -> dict[str, Any]:
    """Use these texts from now on. Without any, the original ones are used again."""
    key = (path.kind, body.language, body.variant)
    message_texts.change_texts(caller(), key, body.texts, body.version)
    return _texts_json(key)


def _texts_json(key: message_texts.Key) -> dict[str, Any]:
    require_template(key[0], key[2])
    current = message_texts.texts_of(key)
    texts = current.texts if current else {}
    return {
        "version": current.version if current else 0,
        "from_file": is_from_file(*key),
        "parts": [
            {"name": name, "text": texts.get(name, original), "original": original, "max_length": LENGTHS[name]}
            for name, original in original_texts(*key).items()
        ],
        "variables": list(written_variables(key[0])),
        "history": [
            {
                "version": row.version,
                "saved_at": clock.iso(row.saved_at),
                "saved_by": row.saved_by,
                "texts": row.texts,
            }
            for row in message_texts.history_of(key)
        ],
    }
