"""Routes of the studio's settings. Everybody may read them, admins change them."""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, access, caller
from main_app.settings import settings
from main_app.studio.index_html import PAGES, studio_json
from main_app.studio.operations import change_studio
from main_app.studio.queries import StudioFacts, studio_facts
from main_app.studio.schemas import StudioChange, StudioResponse
from service_kit.rate_limits import limit_per_account
from service_kit.rich_text import BELOW_THE_TITLE, html_of

studio_routes = APIBlueprint("studio", __name__, abp_tags=[Tag(name="Studio")])


@studio_routes.get("/studio", responses={200: StudioResponse})
@access(ANYONE)
def show_studio() -> dict[str, Any]:
    """The studio's name, colours, contact and texts, and its defaults for new events."""
    return _response(studio_facts())


@studio_routes.patch("/studio", responses={200: StudioResponse})
@access(ADMIN)
@limit_per_account("60 per minute", "studio settings")
def change(body: StudioChange) -> dict[str, Any]:
    """Change the studio's settings. A colour without enough contrast is refused."""
    change_studio(caller(), body)
    return _response(studio_facts())


def _response(facts: StudioFacts) -> dict[str, Any]:
    texts = {name: getattr(facts, name) for name in PAGES}
    html = {f"{name}_html": html_of(text, BELOW_THE_TITLE) for name, text in texts.items()}
    return {"studio": studio_json(facts) | texts | html | {"embed_origins": list(settings().embed_origins)}}
