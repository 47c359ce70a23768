"""Routes of a facilitator's templates of events. An event is made from one by POST /events."""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, FACILITATOR, access, caller
from main_app.events import event_templates as templates
from main_app.events.responses import EventTemplateList, EventTemplateResponse, WholeEventTemplateResponse
from main_app.events.schemas import EventTemplatePath, EventTemplateTitle, NewEventTemplate
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "event templates")
event_templates = APIBlueprint(
    "event_templates", __name__, url_prefix="/events/templates", abp_tags=[Tag(name="Templates of events")]
)


@event_templates.get("", responses={200: EventTemplateList})
@access(FACILITATOR, ADMIN)
def list_templates() -> dict[str, Any]:
    """The caller's own templates, by title."""
    return {"templates": templates.list_templates(caller())}


@event_templates.post("", responses={201: EventTemplateResponse})
@access(FACILITATOR, ADMIN)
@limited
def save_template(body: NewEventTemplate) -> tuple[dict[str, Any], int]:
    """Keep what describes an event, its pictures and its sessions without their dates."""
    return {"template": templates.save_template(caller(), body)}, 201


@event_templates.get("/<int:template_id>", responses={200: WholeEventTemplateResponse})
@access(FACILITATOR, ADMIN)
def show_template(path: EventTemplatePath) -> dict[str, Any]:
    """A template with what it fills the form of a new event with."""
    return {"template": templates.show_template(caller(), path.template_id)}


@event_templates.patch("/<int:template_id>", responses={200: EventTemplateResponse})
@access(FACILITATOR, ADMIN)
@limited
def rename_template(path: EventTemplatePath, body: EventTemplateTitle) -> dict[str, Any]:
    """Change a template's title."""
    return {"template": templates.rename_template(caller(), path.template_id, body.title)}


@event_templates.delete("/<int:template_id>", responses={200: EventTemplateList})
@access(FACILITATOR, ADMIN)
@limited
def delete_template(path: EventTemplatePath) -> dict[str, Any]:
    """Delete a template. Events that were made from it stay."""
    templates.delete_template(caller(), path.template_id)
    return {"templates": templates.list_templates(caller())}
